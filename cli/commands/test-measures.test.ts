import { existsSync, readFileSync } from 'node:fs'
import { beforeEach, expect, it } from 'vitest'
import { disk } from '../io.ts'
import { callwright, folderWith, type Ran, type TestIoOptions } from '../testing/io.ts'
import { firstProject } from '../testing/project.ts'

let cwd = ''
beforeEach(async () => {
  cwd = await firstProject()
})
const test = (args: readonly string[] = [], options: TestIoOptions = {}): Promise<Ran> => callwright(['test', ...args], { cwd, ...options })

interface Json {
  readonly coverage?: {
    readonly percent: number
    readonly programs: readonly {
      readonly program: string
      readonly summary: Record<string, { readonly covered: number; readonly all: number }>
      readonly items: readonly {
        readonly name: string
        readonly file: string
        readonly line: number
        readonly count: number
        readonly keys?: string
      }[]
    }[]
  }
  readonly mutants?: {
    readonly percent: number
    readonly all: number
    readonly noticed: number
    readonly accepted: number
    readonly programs: readonly {
      readonly stale: readonly string[]
      readonly list: readonly {
        readonly id: string
        readonly file: string
        readonly line: number
        readonly status: string
        readonly reason?: string
        readonly passedOver?: readonly string[]
      }[]
    }[]
  } | null
}
const json = async (...args: string[]): Promise<Json> => JSON.parse((await test([...args, '--json'])).out) as Json

it('says what no script goes through, as keys to dial', async () => {
  const { code, out } = await test(['--coverage'])
  expect(code).toBe(0)
  expect(out).toMatch(/\ncoverage \d+\.\d %: places \d+\/\d+ \(\d+\.\d %\), options /)
  expect(out).toContain('  main.ivr:28  press 2 in main\n      dial 95500, 1, 2\n')
  expect((await test(['--coverage', '--lang', 'zh'])).out).toMatch(/覆盖率 \d+\.\d %：地点 .*\n\nmain\.ivr 未覆盖：\n {2}main\.ivr:\d+ {2}/)
})

it('coverage is what was run, and adds up over scripts', async () => {
  const one = (await json('--coverage', 'scripts/first-line.dtmf:17')).coverage!
  const all = (await json('--coverage')).coverage!
  expect(all.percent).toBeGreaterThan(one.percent)
  for (const [kind, { covered }] of Object.entries(one.programs[0]!.summary)) {
    expect(all.programs[0]!.summary[kind]!.covered, kind).toBeGreaterThanOrEqual(covered)
  }
})

it('--coverage-min fails below, and only below', async () => {
  const { percent } = (await json('--coverage')).coverage!
  expect((await test(['--coverage-min', String(Math.floor(percent))])).code).toBe(0)
  const { code, out } = await test(['--coverage-min', '100'])
  expect(code).toBe(1)
  expect(out).toMatch(/coverage is \d+\.\d %; at least 100 % is asked for/)
  for (const wrong of ['101', '-1', 'much', '5%']) {
    expect(await test([`--coverage-min=${wrong}`]), wrong).toMatchObject({ code: 2, out: '' })
  }
})

it('writes JSON and LCOV, and says nothing of mutants', async () => {
  await test(['--coverage-file', 'out/coverage.json', '--lcov', 'out/lcov.info'])
  const written = JSON.parse(readFileSync(`${cwd}/out/coverage.json`, 'utf8')) as NonNullable<Json['coverage']>
  expect(written).toEqual((await json('--coverage')).coverage)
  const lcov = readFileSync(`${cwd}/out/lcov.info`, 'utf8')
  expect(lcov).toMatch(/^TN:\nSF:main\.ivr\n/)
  const text = readFileSync(`${cwd}/main.ivr`, 'utf8').split('\n')
  for (const [, line] of lcov.matchAll(/^DA:(\d+),/gm)) expect(Number(line)).toBeLessThanOrEqual(text.length)
  const option = text.findIndex(line => line.includes('press 2 for zh"营业时间"')) + 1
  expect(lcov).toContain(`BRDA:${option},0,0,-\n`)
})

it('several programs are told apart and summed', async () => {
  disk.write(`${cwd}/other/main.ivr`, readFileSync(`${cwd}/main.ivr`, 'utf8'))
  disk.write(`${cwd}/other/bank.ivr`, readFileSync(`${cwd}/bank.ivr`, 'utf8'))
  disk.write(
    `${cwd}/other/a.dtmf`,
    'use "./main.ivr"\nscript "hours" in en-US {\n  choose language\n  press 2\n  hear "Monday to Friday"\n}\n',
  )
  const { coverage } = await json('--coverage', 'scripts', 'other')
  expect(coverage!.programs.map(one => one.program).sort()).toEqual(['main.ivr', 'other/main.ivr'])
  const count = (program: string): number =>
    coverage!.programs.find(one => one.program === program)!.items.find(item => item.name === 'main: press 2')!.count
  expect([count('main.ivr'), count('other/main.ivr')]).toEqual([0, 1])
})

it('lists the changes that no script notices, and who passed over them', async () => {
  const { code, out } = await test(['--mutants'])
  expect(code).toBe(0)
  expect(out).toMatch(/\nmutants \d+\.\d %: \d+ changes, \d+ noticed, 0 accepted, \d+ not noticed\n/)
  expect(out).toMatch(/main\.ivr:28 {2}press 2 in main leads to .*\n {6}main: target \d+ {2}\(no script comes here\)/)
  expect(out).toMatch(/\(passed over by .+ \[.+\]/)
  const { mutants } = await json('--mutants')
  const { list } = mutants!.programs[0]!
  expect(list).toHaveLength(mutants!.all)
  expect(list.filter(one => one.status === 'noticed')).toHaveLength(mutants!.noticed)
  expect((await test(['--mutants', '--lang', 'zh'])).out).toMatch(/变异 \d+ 个：发现/)
})

it('gives the same list each time', async () => {
  expect(await json('--mutants')).toHaveProperty('mutants', (await json('--mutants')).mutants)
})

it('a script that would notice takes a change off the list', async () => {
  const before = (await json('--mutants')).mutants!
  disk.write(
    `${cwd}/scripts/hours.dtmf`,
    'use "../main.ivr"\nscript "hours" in zh-CN, en-US {\n  choose language\n  hear menu main\n  press 2\n  hear zh"周一至周五" en"Monday to Friday"\n  hang up\n}\n',
  )
  const after = (await json('--mutants')).mutants!
  expect(after.all).toBe(before.all)
  expect(after.noticed).toBeGreaterThan(before.noticed)
})

it('--mutants-min fails below', async () => {
  const { percent } = (await json('--mutants')).mutants!
  expect((await test(['--mutants-min', String(Math.floor(percent))])).code).toBe(0)
  const { code, out } = await test(['--mutants-min', '100'])
  expect(code).toBe(1)
  expect(out).toMatch(/mutants noticed are \d+\.\d %; at least 100 % is asked for/)
})

it('ids stay when lines move', async () => {
  const before = (await json('--mutants')).mutants!.programs[0]!.list
  disk.write(`${cwd}/main.ivr`, `// moved\n\n${readFileSync(`${cwd}/main.ivr`, 'utf8')}`)
  const after = (await json('--mutants')).mutants!.programs[0]!.list
  expect(after.map(one => [one.id, one.status])).toEqual(before.map(one => [one.id, one.status]))
  const lines = (list: typeof before): number[] => list.filter(one => one.file === 'main.ivr').map(one => one.line)
  expect(lines(after)).toEqual(lines(before).map(line => line + 2))
})

it('reasons stand in mutants.json; those that no longer hold are told', async () => {
  const { list } = (await json('--mutants')).mutants!.programs[0]!
  const alive = list.find(one => one.status === 'unnoticed')!
  const dead = list.find(one => one.status === 'noticed')!
  disk.write(
    `${cwd}/mutants.json`,
    JSON.stringify({ accepted: { [alive.id]: 'Nobody minds.', [dead.id]: 'Old.', 'main: say 99': 'Older.' } }),
  )
  const { out } = await test(['--mutants'])
  expect(out).toContain(`      ${alive.id}: Nobody minds.`)
  expect(out).toContain(`mutants.json: “${dead.id}” is noticed now; take it out.`)
  expect(out).toContain('mutants.json: “main: say 99” is no change that is made; take it out.')
  const after = (await json('--mutants')).mutants!
  expect(after.accepted).toBe(1)
  expect(after.programs[0]!.stale).toEqual([dead.id, 'main: say 99'])
  // A reason is no script: the share that scripts notice stays what it was.
  expect(after.percent).toBe((after.noticed / after.all) * 100)
})

it.each([
  ['{', 'it is not JSON'],
  ['[]', 'it must be { "accepted": { "MUTANT": "REASON" } }.'],
  ['{ "accepted": {}, "more": 1 }', 'it must be { "accepted": { "MUTANT": "REASON" } }.'],
  ['{ "accepted": { "main: say 1": " " } }', '“main: say 1” has no reason.'],
  ['{ "accepted": { "main: say 1": 5 } }', '“main: say 1” has no reason.'],
])('a mutants.json of %s is refused', async (text, why) => {
  disk.write(`${cwd}/mutants.json`, text)
  const { code, err } = await test(['--mutants'])
  expect(code).toBe(2)
  expect(err).toContain('mutants.json: ')
  expect(err).toContain(why)
})

it('where a script fails there is no hunt, and coverage is told all the same', async () => {
  disk.write(`${cwd}/scripts/bad.dtmf`, 'use "../main.ivr"\nscript "bad" {\n  hear "nothing of the kind"\n}\n')
  const { code, out } = await test(['--mutants', '--coverage'])
  expect(code).toBe(1)
  expect(out).toContain('mutants are hunted only where every script passes; there was no hunt.')
  expect(out).toMatch(/\ncoverage \d/)
  expect((await json('--mutants')).mutants).toBeNull()
})

it('a list of scripts measures nothing', async () => {
  const { out } = await test(['--list', '--coverage', '--mutants', '--lcov', 'lcov.info'])
  expect(out).not.toContain('coverage')
  expect(existsSync(`${cwd}/lcov.info`)).toBe(false)
})

it('a bundle is measured without its source', async () => {
  expect((await callwright(['build', 'main.ivr', '-o', 'bundle'], { cwd })).code).toBe(0)
  const { out, code } = await test(['bundle', 'scripts', '--coverage', '--mutants'])
  expect(code).toBe(0)
  expect(out).toMatch(/mutants \d+\.\d %/)
  expect(out).toContain('dial 95500, 1, 2')
})

it('where nothing was run nothing is measured', async () => {
  disk.write(`${cwd}/main.ivr`, 'line {')
  const { code, out } = await test(['--coverage-min', '50', '--mutants'])
  expect(code).toBe(1)
  expect(out).toContain('no script was run, so nothing was measured.')
  expect(out).not.toContain('100.0 %')
})

it('a program without a menu to lose one’s way in is no fault', async () => {
  const folder = folderWith({
    'main.ivr':
      'line l "L" {\n  numbers { "1" -> bye }\n  languages en-US\n  time zone Asia/Shanghai\n  otherwise -> bye\n}\nflow bye {\n  say "Goodbye."\n  -> hangup\n}\n',
    'a.dtmf': 'use "./main.ivr"\nscript "bye" {\n  hear exactly "Goodbye."\n}\n',
  })
  const { out, code } = await callwright(['test', '--coverage', '--mutants'], { cwd: folder })
  expect(code).toBe(0)
  expect(out).toContain('coverage 100.0 %')
  expect(out).toContain('mutants 100.0 %')
})
