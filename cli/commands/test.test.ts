import { readFileSync, symlinkSync } from 'node:fs'
import { beforeEach, expect, it } from 'vitest'
import { disk } from '../io.ts'
import { run } from '../run.ts'
import { callwright, testIo, type Ran, type TestIoOptions } from '../testing/io.ts'
import { firstProject } from '../testing/project.ts'

let cwd = ''
beforeEach(async () => {
  cwd = await firstProject()
})
const test = (args: readonly string[] = [], options: TestIoOptions = {}): Promise<Ran> => callwright(['test', ...args], { cwd, ...options })
const script = (name: string, lines: string, tail = 'in en-US'): string => `script "${name}" ${tail} {\n  ${lines}\n}\n`
const write = (path: string, ...scripts: readonly string[]): void =>
  disk.write(`${cwd}/${path}`, `use "${'../'.repeat(path.split('/').length - 1) || './'}main.ivr"\n\n${scripts.join('\n')}`)

it('runs every script of the project and ends with one line', async () => {
  const { code, out, err } = await test()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^4 scripts: 4 passed \(\d+\.\d\d s\)\n$/)
  expect((await test(['--lang', 'zh'])).out).toMatch(/^4 个脚本：4 个通过/)
})

it('[L.scripts.18] shows a failure with what was expected, what came, and how to get there', async () => {
  write('scripts/bad.dtmf', script('wrong words', 'hear "Good evening"'))
  const { code, out } = await test(['scripts/bad.dtmf'])
  expect(code).toBe(1)
  expect(out).toContain('✗ wrong words [en-US]')
  expect(out).toContain('scripts/bad.dtmf:4  hear "Good evening"')
  expect(out).toContain('callwright dial --at scripts/bad.dtmf:4')
  expect(out).toMatch(/Welcome\.\s+main\.ivr:21\n/)
  expect(out).toMatch(/1 script: 0 passed, 1 failed/)
})

it('runs FILE:LINE, a name, a tag, a folder, a share of them', async () => {
  write(
    'more/a.dtmf',
    script('one', 'hear prompt greeting', 'tags quick, nightly'),
    script('two', 'hear prompt greeting'),
    script('three', 'hear prompt greeting', 'tags nightly'),
  )
  const count = async (...args: string[]): Promise<number> =>
    (JSON.parse((await test([...args, '--json'])).out) as { runs: unknown[] }).runs.length
  expect(await count('more')).toBe(3)
  expect(await count('more/a.dtmf', 'scripts')).toBe(7)
  expect(await count('more/a.dtmf:4')).toBe(1)
  expect(await count('more', '-g', 'T')).toBe(2)
  expect(await count('more', '--tag', 'nightly')).toBe(2)
  expect(await count('more', '--tag', 'quick,other')).toBe(1)
  expect((await count('more', '--shard', '1/2')) + (await count('more', '--shard', '2/2'))).toBe(3)
  expect(await test(['more', '-g', 'nothing of the kind'])).toMatchObject({ code: 2, out: '' })
  expect((await test(['more/a.dtmf:1'])).out).toContain('more/a.dtmf:1: no script lies at this line.')
})

it('lists what it would run', async () => {
  expect((await test(['--list'])).out).toBe(
    'scripts/first-line.dtmf:3  a caller asks for a balance [zh-CN]\n' +
      'scripts/first-line.dtmf:3  a caller asks for a balance [en-US]\n' +
      'scripts/first-line.dtmf:17  the bank does not answer [en-US]\n' +
      'scripts/first-line.dtmf:28  nobody is there on a Sunday [en-US]\n',
  )
})

it('runs again what failed last', async () => {
  write('scripts/bad.dtmf', script('wrong words', 'hear "Good evening"'))
  expect((await test()).out).toMatch(/5 scripts: 4 passed, 1 failed/)
  expect((await test(['--last-failed'])).out).toMatch(/1 script: 0 passed, 1 failed/)
  write('scripts/bad.dtmf', script('wrong words', 'hear prompt greeting'))
  expect((await test(['--last-failed'])).out).toMatch(/1 script: 1 passed/)
  expect((await test(['--last-failed'])).out).toMatch(/5 scripts: 5 passed/)
})

it('stops at the first failure where it is told to', async () => {
  write('scripts/a.dtmf', script('first', 'hear "Good evening"'), script('second', 'hear "Good evening"'))
  const { out } = await test(['scripts/a.dtmf', '--fail-fast'])
  expect(out).toContain('✗ first')
  expect(out).not.toContain('✗ second')
})

it('[L.scripts.15] compares with transcripts, and writes them with --update', async () => {
  write('scripts/t.dtmf', script('a transcript', 'hear prompt greeting\n  expect transcript same as "./t.txt"'))
  expect((await test(['scripts/t.dtmf'])).code).toBe(1)
  expect((await test(['scripts/t.dtmf', '--update'])).code).toBe(0)
  expect(readFileSync(`${cwd}/scripts/t.txt`, 'utf8')).toContain('line: ')
  expect((await test(['scripts/t.dtmf'])).code).toBe(0)
})

it('[L.scripts.17] skips with a reason until a day, and lets no “only” through under CI', async () => {
  write(
    'scripts/s.dtmf',
    script('later', 'skip "not yet" until 2027-01-01\n  hear prompt greeting'),
    script('late', 'skip "long ago" until 2020-01-01\n  hear prompt greeting'),
  )
  const skipped = await test(['scripts/s.dtmf'])
  expect(skipped.code).toBe(1)
  expect(skipped.out).toContain('– later [en-US]: skipped, not yet')
  expect(skipped.out).toContain('“late” was to be skipped until 2020-01-01; that day is over.')
  write('scripts/s.dtmf', script('mine', 'only\n  hear prompt greeting'), script('other', 'hear prompt greeting'))
  expect((await test(['scripts/s.dtmf'])).out).toMatch(/1 script: 1 passed/)
  const ci = await test(['scripts/s.dtmf'], { env: { CI: 'true' } })
  expect(ci.code).toBe(1)
  expect(ci.out).toContain('“mine” says “only”, and under CI every script counts.')
})

it('writes JUnit and JSON', async () => {
  write('scripts/bad.dtmf', script('wrong words', 'hear "Good evening"'))
  const { out } = await test(['scripts/bad.dtmf', 'scripts/first-line.dtmf', '--junit', 'out/junit.xml', '--json'])
  const xml = readFileSync(`${cwd}/out/junit.xml`, 'utf8')
  expect(xml).toMatch(/<testsuites name="callwright" tests="5" failures="1"/)
  const json = JSON.parse(out) as {
    passed: number
    failed: number
    runs: { id: string; passed: boolean; failure?: { line: number; problem: string } }[]
  }
  expect([json.passed, json.failed]).toEqual([4, 1])
  expect(json.runs[0]).toMatchObject({ id: 'scripts/bad.dtmf › wrong words [en-US]', failure: { line: 4 } })
})

it('gives the same result each time, to the millisecond', async () => {
  const durations = async (): Promise<unknown> =>
    (JSON.parse((await test(['--json'])).out) as { runs: { id: string; duration: number }[] }).runs.map(({ id, duration }) => [
      id,
      duration,
    ])
  expect(await durations()).toEqual(await durations())
})

it('reports what stands in the way and runs the rest', async () => {
  write('scripts/broken.dtmf', script('cut', 'hear prompt'))
  write('scripts/names.dtmf', script('unknown', 'hear menu nowhere'))
  disk.write(`${cwd}/scripts/lost.dtmf`, 'use "./gone.ivr"\nscript "x" { hear prompt greeting }\n')
  disk.write(`${cwd}/scripts/faulty.dtmf`, 'use "../faulty.ivr"\nscript "x" { hear prompt greeting }\n')
  disk.write(`${cwd}/faulty.ivr`, 'line x "X" { otherwise -> nowhere }\n')
  const { code, out, err } = await test()
  expect(code).toBe(1)
  expect(out).toMatch(/error CW\d{4}[^]*scripts\/broken\.dtmf:4/)
  expect(out).toMatch(/error CW7\d\d\d[^]*nowhere/)
  expect(out).toContain('scripts/faulty.dtmf: its program does not compile, so it was not run.')
  expect(out).toMatch(/lost\.dtmf.*gone\.ivr/)
  expect(err).toMatch(/error CW2\d\d\d/)
  expect(out).toMatch(/4 scripts: 4 passed, 4 could not run/)
})

it('tells once what is wrong with a program that several files of scripts use', async () => {
  for (const name of ['one', 'two', 'three']) write(`scripts/${name}.dtmf`, script(name, 'hear prompt greeting'))
  disk.write(`${cwd}/main.ivr`, 'line x "X" { otherwise -> nowhere }\n')
  const { code, out, err } = await test()
  expect(code).toBe(1)
  expect(err.match(/“nowhere”/g)).toHaveLength(1)
  expect(out.match(/its program does not compile/g)).toHaveLength(4)
})

it('refuses what is no script', async () => {
  expect(await test(['main.ivr'])).toEqual({ code: 2, out: '', err: 'callwright: main.ivr: it is not a .dtmf script.\n' })
  expect(await test(['gone.dtmf'])).toEqual({ code: 2, out: '', err: 'callwright: gone.dtmf: there is no such file.\n' })
  expect((await test(['--shard', '5/4'])).code).toBe(2)
  disk.write(`${cwd}/bytes.dtmf`, new Uint8Array([0xff, 0xfe, 0x00]))
  expect((await test(['bytes.dtmf'])).err).toBe('callwright: bytes.dtmf: it is not UTF-8 text.\n')
})

it('runs again when a file changes, until Ctrl-C', async () => {
  const io = testIo({ cwd })
  let changes = 0
  const watched = {
    ...io,
    sleep: async (ms: number) => {
      await io.sleep(ms)
      if (ms < 100) return
      changes++
      if (changes === 2) write('scripts/new.dtmf', one, script('newer', 'hear prompt greeting'))
      if (changes === 4) disk.write(`${cwd}/scripts/new.dtmf`, new Uint8Array([0xff]))
      if (changes > 6) io.stopNow()
    },
  }
  symlinkSync('round.txt', `${cwd}/round.txt`)
  const one = script('new', 'hear prompt greeting')
  write('scripts/new.dtmf', one)
  expect(await run(['test', '--watch', 'scripts/first-line.dtmf', 'scripts/new.dtmf'], watched)).toBe(130)
  expect(io.out()).toMatch(/^5 scripts: 5 passed.*\n6 scripts: 6 passed.*\n$/)
  expect(io.err()).toContain('callwright: scripts/new.dtmf: it is not UTF-8 text.\nWaiting')
})

it('one file of a folder that cannot be read keeps no other from being run; named, it is refused', async () => {
  write('more/a.dtmf', script('one', 'hear prompt greeting'))
  disk.write(`${cwd}/more/b.dtmf`, new Uint8Array([0x75, 0xff, 0xfe]))
  const folder = await test(['more', '--junit', 'out.xml'])
  expect(folder.code).toBe(1)
  expect(folder.out).toContain('✗ more/b.dtmf: it is not UTF-8 text.\n')
  expect(folder.out).toMatch(/1 script: 1 passed, 1 could not run/)
  const xml = readFileSync(`${cwd}/out.xml`, 'utf8')
  expect(xml).toContain('tests="2" failures="0" errors="1"')
  expect(xml).toContain('<error message="more/b.dtmf: it is not UTF-8 text."')
  expect(await test(['more/b.dtmf'])).toMatchObject({ code: 2, out: '', err: 'callwright: more/b.dtmf: it is not UTF-8 text.\n' })
})

it('a script with errors is an error of the JUnit report, with what is wrong', async () => {
  write('more/a.dtmf', script('one', 'hear prompt greting'))
  expect((await test(['more', '--junit', 'out.xml'])).code).toBe(1)
  const xml = readFileSync(`${cwd}/out.xml`, 'utf8')
  expect(xml).toContain('tests="1" failures="0" errors="1"')
  expect(xml).toMatch(/There is no prompt “greting”/)
})

it('a line that the file does not have is refused with its number', async () => {
  write('more/a.dtmf', script('one', 'hear prompt greeting'))
  expect(await test(['more/a.dtmf:9999'])).toMatchObject({ code: 2, err: 'callwright: more/a.dtmf:9999: the file has 6 lines.\n' })
})

it('a link that leads round in circles is refused like any file that cannot be read', async () => {
  symlinkSync('round.dtmf', `${cwd}/round.dtmf`)
  expect(await test(['round.dtmf'])).toMatchObject({ code: 2, err: 'callwright: round.dtmf: it cannot be read.\n' })
})
