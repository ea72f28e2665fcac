import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { disk } from '../io.ts'
import { callwright, folderWith, temporaryFolder } from '../testing/io.ts'
import { firstProject } from '../testing/project.ts'

const harbour = join(import.meta.dirname, '../../examples/harbour-95500')

it('ends with one line: places, operations, errors, warnings, texts without a recording', async () => {
  const { code, out, err } = await callwright(['check', 'main.ivr'], { cwd: harbour })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out.trim().split('\n').at(-1)).toMatch(
    /^main\.ivr: \d+ places, \d+ operations, 0 errors, 0 warnings, \d+ texts without a recording$/,
  )
})

it('checks the project of the nearest configuration, from any folder in it, and in Chinese', async () => {
  const cwd = await firstProject()
  const here = await callwright(['check'], { cwd })
  const below = await callwright(['check'], { cwd: `${cwd}/scripts` })
  expect(here.out).toBe('main.ivr: 5 places, 1 operation, 0 errors, 0 warnings, 12 texts without a recording\n')
  expect(below.out).toBe(here.out.replace('main.ivr', '../main.ivr'))
  expect((await callwright(['check', '--lang', 'zh'], { cwd })).out).toBe(
    'main.ivr：5 个位置，1 个操作，0 个错误，0 个警告，12 条文字没有录音\n',
  )
  expect((await callwright(['check'], { cwd, env: { CALLWRIGHT_LANG: 'zh_CN' } })).out).toContain('个位置')
})

it('shows each finding with its code and its place, and fails', async () => {
  const cwd = await firstProject()
  const main = readFileSync(`${cwd}/main.ivr`, 'utf8')
  disk.write(`${cwd}/main.ivr`, main.replace('-> goodbye\n  on fault', '-> goodby\n  on fault'))
  const { code, out } = await callwright(['check'], { cwd })
  expect(code).toBe(1)
  expect(out).toMatch(/^error CW2\d\d\d: /)
  expect(out).toContain('╭─ main.ivr:11:16')
  expect(out).toContain('otherwise -> goodby\n')
  expect(out.trim().split('\n').at(-1)).toMatch(/^main\.ivr: 5 places, 1 operation, 1 error, \d+ warnings?$/)
  expect((await callwright(['check', '--lang', 'zh'], { cwd })).out).toMatch(/^错误 CW2/)
})

it('gives findings as JSON', async () => {
  const cwd = await firstProject()
  const main = readFileSync(`${cwd}/main.ivr`, 'utf8')
  disk.write(`${cwd}/main.ivr`, main.replace('do balance', 'do balanse'))
  const { code, out } = await callwright(['check', '--json'], { cwd })
  expect(code).toBe(1)
  const report = JSON.parse(out) as {
    errors: number
    programs: { path: string; diagnostics: { code: string; file: string; start: { line: number } }[] }[]
  }
  expect(report.errors).toBe(1)
  expect(report.programs[0]!.path).toBe('main.ivr')
  expect(report.programs[0]!.diagnostics.find(one => one.code.startsWith('CW2'))).toMatchObject({ file: 'main.ivr', start: { line: 27 } })
})

it('[L.declarations.1] checks a library with the line that uses it, and refuses one that no line uses', async () => {
  const cwd = await firstProject()
  expect((await callwright(['check', 'bank.ivr'], { cwd })).out).toMatch(/^main\.ivr: 5 places/)
  disk.write(`${cwd}/lonely.ivr`, 'prompts { x zh"一" en"One" }\n')
  const { code, err } = await callwright(['check', 'lonely.ivr'], { cwd })
  expect(code).toBe(2)
  expect(err).toBe('callwright: lonely.ivr: no program near it uses this file; a library is checked with the line that imports it.\n')
})

it('checks a script against its program', async () => {
  const cwd = await firstProject()
  const path = `${cwd}/scripts/first-line.dtmf`
  expect(await callwright(['check', 'scripts/first-line.dtmf'], { cwd })).toMatchObject({
    code: 0,
    out: 'scripts/first-line.dtmf: 0 errors, 0 warnings\n',
  })
  disk.write(path, readFileSync(path, 'utf8').replace('hear menu main', 'hear menu mian'))
  const { code, out } = await callwright(['check', 'scripts/first-line.dtmf'], { cwd })
  expect(code).toBe(1)
  expect(out).toMatch(/error CW7\d\d\d: .*mian/)
})

it('counts warnings against --max-warnings', async () => {
  const cwd = await firstProject()
  disk.write(`${cwd}/bank.ivr`, `${readFileSync(`${cwd}/bank.ivr`, 'utf8')}\nprompts { unused zh"一" en"One" }\n`)
  const warnings = (JSON.parse((await callwright(['check', '--json'], { cwd })).out) as { warnings: number }).warnings
  expect(warnings).toBeGreaterThan(0)
  expect((await callwright(['check'], { cwd })).code).toBe(0)
  expect((await callwright(['check', '--max-warnings', String(warnings)], { cwd })).code).toBe(0)
  expect((await callwright(['check', '--max-warnings', String(warnings - 1)], { cwd })).code).toBe(1)
})

it('says plainly what cannot be read, with its path', async () => {
  const cwd = folderWith({
    'bytes.ivr': new Uint8Array([0x6c, 0x69, 0x6e, 0x65, 0xff]),
    'folder.ivr/x': '',
    'large.ivr': new Uint8Array(16 * 1024 * 1024 + 1),
  })
  for (const [path, problem] of [
    ['gone.ivr', 'there is no such file'],
    ['bytes.ivr', 'it is not UTF-8 text'],
    ['large.ivr', 'it is larger than 16 MB'],
    ['folder.ivr', 'there is no program in this folder, no .ivr file with a “line”'],
  ]) {
    expect(await callwright(['check', path!], { cwd })).toEqual({ code: 2, out: '', err: `callwright: ${path}: ${problem}.\n` })
  }
  const empty = temporaryFolder()
  expect((await callwright(['check'], { cwd: empty })).err).toBe(
    'callwright: .: there is no program here, no .ivr file with a “line”. “callwright init” makes one.\n',
  )
})

it('has a finding for what is no program: empty, noise, nested without end', async () => {
  let seed = 7
  const random = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648
  const noise = Array.from({ length: 20_000 }, () => String.fromCharCode(32 + Math.floor(random() * 0x3000))).join('')
  const cwd = folderWith({
    'empty/a.ivr': '',
    'noise/a.ivr': noise,
    'deep/a.ivr': `line a "A" { otherwise -> m }\nmenu m { ${'if true { '.repeat(10_000)}`,
    'expression/a.ivr': `flow f { let x = ${'('.repeat(10_000)}1`,
  })
  for (const path of ['empty/a.ivr', 'noise/a.ivr', 'deep/a.ivr', 'expression/a.ivr']) {
    const { code, out, err } = await callwright(['check', path], { cwd })
    expect([path, code, err]).toEqual([path, 1, ''])
    expect(out).toMatch(/error CW\d{4}: /)
  }
}, 60_000)
