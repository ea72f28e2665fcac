import { beforeEach, expect, it } from 'vitest'
import { disk } from '../../../cli/io.ts'
import { callwright } from '../../../cli/testing/io.ts'
import { firstProject } from '../../../cli/testing/project.ts'
import { pressable } from './keys.ts'
import { findLaunch, quoted } from './launch.ts'
import { picturePage } from './picture-page.ts'
import { scriptTests, verdicts, type ListedRun, type TestOutput } from './test-results.ts'

let cwd = ''
beforeEach(async () => {
  cwd = await firstProject()
})
const scripts = `use "./main.ivr"

script "good" tags quick in zh-CN, en-US {
  hear prompt greeting
}
script "bad" in en-US {
  hear "Good evening"
}
script "later" in en-US {
  skip "not yet" until 2099-01-01
  hear prompt greeting
}
`

it('lists scripts with their runs, as `callwright test --list --json` has them', async () => {
  disk.write(`${cwd}/some.dtmf`, scripts)
  const { out } = await callwright(['test', '--list', '--json', 'some.dtmf'], { cwd })
  const tests = scriptTests(JSON.parse(out) as ListedRun[])
  expect(tests.map(({ label, line, tags, runs }) => ({ label, line, tags, runs: runs.map(run => run.label) }))).toEqual([
    { label: 'good', line: 3, tags: ['quick'], runs: ['zh-CN', 'en-US'] },
    { label: 'bad', line: 6, tags: [], runs: ['en-US'] },
  ])
})

it('calls a script with rows what its names have in common, and each run what it has of its own', () => {
  const run = (name: string, language: string, row: number): ListedRun => ({
    id: `${name}${language}`,
    file: 'a.dtmf',
    line: 3,
    name,
    language,
    row,
  })
  const list = [run('pay 10 yuan', 'zh-CN', 1), run('pay 10 yuan', 'en-US', 1), run('pay 100 yuan', 'zh-CN', 2)]
  expect(scriptTests(list).map(({ label, runs }) => [label, ...runs.map(one => one.label)])).toEqual([
    ['pay 10… yuan', 'zh-CN (1) pay 10 yuan', 'en-US (1) pay 10 yuan', 'zh-CN (2) pay 100 yuan'],
  ])
  expect(
    scriptTests([run('same', 'zh-CN', 1), run('same', 'zh-CN', 2)]).map(({ label, runs }) => [label, ...runs.map(one => one.label)]),
  ).toEqual([['same', 'zh-CN (1)', 'zh-CN (2)']])
})

it('says what became of each run, as `callwright test --json` has it', async () => {
  disk.write(`${cwd}/some.dtmf`, scripts)
  const { out } = await callwright(['test', '--json', 'some.dtmf'], { cwd })
  const found = verdicts(JSON.parse(out) as TestOutput)
  expect(found.map(({ kind, id }) => [kind, id.replace(/^.* › /, '')])).toEqual([
    ['passed', 'good [zh-CN]'],
    ['passed', 'good [en-US]'],
    ['failed', 'bad [en-US]'],
    ['skipped', 'later [en-US]'],
  ])
  const failed = found.find(one => one.kind === 'failed')
  expect(failed).toMatchObject({ line: 7, expected: expect.stringContaining('Good evening') as string })
  expect(failed?.kind === 'failed' && failed.actual).toContain('Welcome')
})

it('runs what is set, else what the folder has, else what is on the path', () => {
  const files: Readonly<Record<string, string>> = {
    '/a/node_modules/callwright/cli/callwright.mjs': '',
    '/b/cli/callwright.mjs': '',
    '/b/package.json': '{"name": "callwright"}',
    '/c/cli/callwright.mjs': '',
    '/c/package.json': '{"name": "another"}',
    '/d/cli/callwright.mjs': '',
    '/d/package.json': 'no JSON',
  }
  const look = { isFile: (path: string) => Object.hasOwn(files, path), read: (path: string) => files[path] }
  const set = { path: '', node: 'node' }
  expect(findLaunch(set, ['/a'], look)).toEqual({ command: 'node', before: ['/a/node_modules/callwright/cli/callwright.mjs'] })
  expect(findLaunch({ ...set, node: '/n24' }, ['/b'], look)).toEqual({ command: '/n24', before: ['/b/cli/callwright.mjs'] })
  for (const folder of ['/c', '/d', '/e']) expect(findLaunch(set, [folder], look)).toEqual({ command: 'callwright', before: [] })
  expect(findLaunch({ ...set, path: '/x/callwright' }, ['/a'], look)).toEqual({ command: '/x/callwright', before: [] })
})

it('presses keys up to the first value, and leaves the rest to whoever dials', () => {
  expect(pressable(['2', '1'])).toEqual({ first: '21', rest: [] })
  expect(pressable(['2', '‹card›', '1'])).toEqual({ first: '2', rest: ['‹card›', '1'] })
  expect(pressable(['…'])).toEqual({ first: '', rest: ['…'] })
})

it('hands a shell one argument, whatever is in it', () => {
  expect(quoted('examples/a-1/main.ivr')).toBe('examples/a-1/main.ivr')
  expect(quoted('menüs/主菜单.ivr')).toBe('menüs/主菜单.ivr')
  if (process.platform !== 'win32') expect(quoted("it's; rm -rf $HOME")).toBe(`'it'\\''s; rm -rf $HOME'`)
})

it('shows a picture in a page that runs nothing but what belongs to it', () => {
  const words = { smaller: '-', larger: '+', whole: 'all', hint: 'drag' }
  const page = picturePage({ svg: '<svg></svg>', title: '<b>"main"', words, place: '"main', nonce: 'n1' })
  expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'nonce-n1'"`)
  expect(page.match(/<script nonce="n1">/g)).toHaveLength(1)
  expect(page).toContain('<title>&lt;b>&quot;main&quot;</title>')
  expect(page).toContain('data-place="&quot;main"')
})
