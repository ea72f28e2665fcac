import { expect, it } from 'vitest'
import { folderWith } from '../../cli/testing/io.ts'
import { findHolders, namedTests } from './holders.ts'

// Written in two, or this file's own samples would be taken for tests.
const test = 'i' + 't'
const named = (text: string, dtmf = false): [ids: readonly string[], line: number][] =>
  namedTests(text, dtmf).map(({ ids, line }) => [ids, line])

it('reads the sentences in a test’s name, in any quotes', () => {
  expect(named(`${test}('[S1.4.2] a key', () => {})`)).toEqual([[['S1.4.2'], 1]])
  expect(named(`${test}("[L.steps.1] it is 'said'", () => {})`)).toEqual([[['L.steps.1'], 1]])
  expect(named(`${test}(\`[S2.1] [L.types.10] \\\`x\\\`\`, () => {})`.replaceAll('\\`x\\`', 'x'))).toEqual([[['S2.1', 'L.types.10'], 1]])
})

it('reads tests of tables, and names on a line of their own', () => {
  expect(named(`\n${test}.each([1, 2])('[S1.4.2] %s', () => {})`)).toEqual([[['S1.4.2'], 2]])
  expect(named(`${test}.each(programs)(\n  '[S1.4.2] %s',\n  () => {},\n)`)).toEqual([[['S1.4.2'], 1]])
})

it('takes no skipped test, no comment and no other call for a test', () => {
  for (const text of [
    `${test}.skip('[S1.4.2] later', () => {})`,
    `${test}.todo('[S1.4.2] later')`,
    `wait('[S1.4.2] x')`,
    `expect(x, '[S1.4.2]')`,
    '// [S1.4.2] is held elsewhere',
    `${test}('a key', () => { expect('[S1.4.2]').toBe(x) })`,
    `${test}('[X1.2] nor [S1.4.] nor S1.4.2', () => {})`,
  ])
    expect(
      named(text).flatMap(([ids]) => ids),
      text,
    ).toEqual([])
})

it('reads the sentences in a script’s title', () => {
  expect(named('use "./main.ivr"\nscript "[S1.4.2] a key" {\n}\n', true)).toEqual([[['S1.4.2'], 2]])
  expect(named('script "no sentence" {\n}\n// script "[S1.4.2]"\n', true)).toEqual([])
})

it('finds the tests of every room, with file and line', () => {
  const folder = folderWith({
    'lang/a/b.test.ts': `\n${test}('[S1.4.2] one', () => {})\n`,
    'lang/a/b.ts': `${test}('[S1.4.3] no test file', () => {})\n`,
    'examples/x/scripts/y.dtmf': 'script "[S1.4.2] two" {\n}\n',
    'elsewhere/z.test.ts': `${test}('[S1.4.4] no room', () => {})\n`,
  })
  expect([...findHolders(folder)]).toEqual([
    [
      'S1.4.2',
      [
        { where: 'lang/a/b.test.ts:2', name: '[S1.4.2] one' },
        { where: 'examples/x/scripts/y.dtmf:1', name: '[S1.4.2] two' },
      ],
    ],
  ])
})
