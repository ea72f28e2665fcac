import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createTrace } from '../../runtime/call/trace.ts'
import { prepare } from '../../runtime/core/index.ts'
import { createSimulatedCall } from '../../runtime/dtmf/index.ts'
import { nobodyThere } from '../../runtime/dtmf/backend.ts'
import { loadBundle } from '../bundle.ts'
import { speakerFor } from '../speaker.ts'
import { callwright, folderWith, testIo } from '../testing/io.ts'

const PROGRAM = `line shop "The Shop" {
  numbers   { "95588" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
menu welcome { say "Welcome." press 1 for "more" -> welcome press 2 for "goodbye" -> goodbye }
flow goodbye { say "Goodbye." -> hangup }
`

const FILE = '.callwright/serve/traces/2026-11-23/02-00.jsonl'

/** A folder with a node's configuration, its bundle, and two calls of it in one file of traces: line by line, one after the other. */
async function withTwoCalls(): Promise<string> {
  const cwd = folderWith({
    'main.ivr': PROGRAM,
    'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'dist/shop' }], traces: {} } }),
  })
  const { code, err } = await callwright(['build', 'main.ivr', '-o', 'dist/shop'], { cwd })
  if (code !== 0) throw new Error(err)
  const { machine, hash } = loadBundle(testIo({ cwd }), join(cwd, 'dist/shop'))
  const prepared = prepare(machine, { trace: true, marks: true })
  const [one, other] = (['c-one', 'c-other'] as const).map((id, index) => {
    const lines: string[] = []
    const call = createSimulatedCall({
      prepared,
      speaker: speakerFor(machine),
      start: { id, caller: '13800138000', called: '95588' },
      at: Date.UTC(2026, 10, 23, 2),
      backend: { ...nobodyThere, ask: () => ({ kind: 'never' }) },
      observers: [createTrace({ machine, bundle: hash, write: line => lines.push(line) })],
    })
    call.press(index === 0 ? '1' : '2')
    call.hangUp()
    call.runUntil(() => call.ended)
    return lines
  }) as [string[], string[]]
  const among = Array.from({ length: Math.max(one.length, other.length) }, (_, at) => [one[at], other[at]]).flat()
  mkdirSync(join(cwd, FILE, '..'), { recursive: true })
  writeFileSync(join(cwd, FILE), among.filter(line => line !== undefined).join('\n'))
  return cwd
}

it('calls of a file are replayed each by itself, those of the node where none is named, or one', async () => {
  const cwd = await withTwoCalls()
  const all = `${FILE}, call c-one: 3 steps, each the same.\n${FILE}, call c-other: 3 steps, each the same.\n2 calls; 0 went another way or cannot be read.\n`
  const bundle = ['--bundle', 'dist/shop']
  for (const named of [[], [FILE], ['.callwright/serve/traces']])
    expect(await callwright(['replay', ...bundle, ...named], { cwd })).toEqual({ code: 0, out: all, err: '' })
  expect(await callwright(['replay', ...bundle, '--call', 'c-other', '--lang', 'zh'], { cwd })).toEqual({
    code: 0,
    out: `${FILE}，通话 c-other：共 3 步，完全一致。\n`,
    err: '',
  })
  const { out } = await callwright(['replay', ...bundle, '--json'], { cwd })
  expect(
    out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as unknown),
  ).toMatchObject([
    { trace: FILE, call: 'c-one', kind: 'same' },
    { trace: FILE, call: 'c-other', kind: 'same' },
  ])
})

it('one that goes another way is told by its call, its line and its place, and the others are replayed all the same', async () => {
  const cwd = await withTwoCalls()
  const lines = readFileSync(join(cwd, FILE), 'utf8').split('\n')
  const at = lines.findIndex(line => line.startsWith('{"call":"c-other"') && line.includes('"kind":"speak"'))
  writeFileSync(join(cwd, FILE), lines.with(at, lines[at]!.replace(/"prompt":\d+/, '"prompt":77')).join('\n'))
  const { code, out } = await callwright(['replay', '--bundle', 'dist/shop'], { cwd })
  expect(code).toBe(1)
  expect(out).toContain(`${FILE}, call c-one: 3 steps, each the same.\n`)
  expect(out).toContain(`${FILE}:${at + 1}, call c-other: at 0.000 s, on {"kind":"started"}, it went another way.\n  then: `)
  expect(out).toContain('2 calls; 1 went another way or cannot be read.\n')
})

it('says where no trace is, and of which call there is none', async () => {
  const cwd = await withTwoCalls()
  expect(await callwright(['replay', '--call', 'c-three'], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining(
      '.callwright/serve/traces: there is no trace of the call c-three; what a node has traced is written within',
    ),
  })
  expect(await callwright(['replay', 'none.jsonl'], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining('none.jsonl: there is no such file.'),
  })
  expect(await callwright(['replay', 'dist'], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining('dist: there is no trace of a call.'),
  })
  writeFileSync(join(cwd, 'callwright.config.json'), JSON.stringify({ serve: { lines: [{ bundle: 'dist/shop' }] } }))
  expect(await callwright(['replay'], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining('the node keeps none') })
  expect(await callwright(['replay', FILE], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining('name its bundle with --bundle'),
  })
})
