import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { callwright, folderWith } from '../testing/io.ts'

const UNTIDY = 'flow a{\nsay  p}'
const TIDY = 'flow a {\n  say p\n}\n'
const SCRIPT = 'script "a" {press 1}'
const files = { 'one.ivr': UNTIDY, 'two.ivr': TIDY, 'scripts/three.dtmf': SCRIPT, 'node_modules/x.ivr': UNTIDY, 'notes.txt': 'no source' }

it('writes the files below, and names those that it changed', async () => {
  const cwd = folderWith(files)
  const first = await callwright(['fmt'], { cwd })
  expect(first).toEqual({ code: 0, out: 'one.ivr\nscripts/three.dtmf\n2 files formatted, 1 as they should be\n', err: '' })
  expect(readFileSync(join(cwd, 'one.ivr'), 'utf8')).toBe(TIDY)
  expect(readFileSync(join(cwd, 'scripts/three.dtmf'), 'utf8')).toBe('script "a" {\n  press 1\n}\n')
  expect(readFileSync(join(cwd, 'node_modules/x.ivr'), 'utf8')).toBe(UNTIDY)
  expect(await callwright(['fmt', '--lang', 'zh'], { cwd })).toEqual({ code: 0, out: '整理了 0 个文件，3 个本来就整齐\n', err: '' })
})

it('--check writes nothing, names what would change, and fails', async () => {
  const cwd = folderWith(files)
  const all = await callwright(['fmt', '--check'], { cwd })
  expect(all).toEqual({ code: 1, out: 'one.ivr\nscripts/three.dtmf\n2 of 3 files would change\n', err: '' })
  expect(readFileSync(join(cwd, 'one.ivr'), 'utf8')).toBe(UNTIDY)
  expect(await callwright(['fmt', '--check', 'two.ivr'], { cwd })).toEqual({ code: 0, out: '0 of 1 file would change\n', err: '' })
  expect((await callwright(['fmt', '--check', '--lang', 'zh', 'one.ivr'], { cwd })).out).toBe('one.ivr\n1 个文件中 1 个需要整理\n')
})

it('means the folders of the project’s programs and its scripts where nothing is named', async () => {
  const config = JSON.stringify({ program: 'app/main.ivr', scripts: ['checks', 'more.dtmf'] })
  const cwd = folderWith({
    'callwright.config.json': config,
    'app/main.ivr': UNTIDY,
    'app/parts/x.ivr': UNTIDY,
    'checks/a.dtmf': SCRIPT,
    'more.dtmf': SCRIPT,
    'other/y.ivr': UNTIDY,
  })
  const { out } = await callwright(['fmt', '--check'], { cwd: join(cwd, 'app') })
  expect(out.split('\n').slice(0, -2)).toEqual(['main.ivr', 'parts/x.ivr', '../checks/a.dtmf', '../more.dtmf'])
})

it('leaves a file that does not parse as it is, says why, and does the others', async () => {
  const broken = '\uFEFFflow a {\r\n  sy p\r\n}\r\n'
  const cwd = folderWith({ 'a.ivr': broken, 'b.ivr': UNTIDY, 'c.ivr': new Uint8Array([0xff, 0xfe, 0x20]) })
  const { code, out, err } = await callwright(['fmt', 'a.ivr', 'b.ivr', 'c.ivr'], { cwd })
  expect({ code, out }).toEqual({ code: 1, out: 'b.ivr\n1 file formatted, 0 as they should be, 2 left with errors\n' })
  expect(err).toContain('╭─ a.ivr:2:3')
  expect(err).toContain('a.ivr: left as it is, because it does not parse.\n')
  expect(err).toContain('c.ivr: It is not UTF-8 text.\n')
  expect(readFileSync(join(cwd, 'a.ivr'), 'utf8')).toBe(broken)
  expect(readFileSync(join(cwd, 'b.ivr'), 'utf8')).toBe(TIDY)
  const chinese = await callwright(['fmt', '--lang', 'zh'], { cwd })
  expect(chinese.out).toBe('整理了 0 个文件，1 个本来就整齐，2 个未改动且有错误\n')
  expect(chinese.err).toContain('a.ivr：未改动，因为无法解析。\n')
})

it('takes a byte order mark and carriage returns for a change', async () => {
  const cwd = folderWith({ 'a.ivr': `\uFEFF${TIDY}`, 'b.ivr': TIDY.replaceAll('\n', '\r\n') })
  expect((await callwright(['fmt'], { cwd })).out).toBe('a.ivr\nb.ivr\n2 files formatted, 0 as they should be\n')
  expect(readFileSync(join(cwd, 'a.ivr'), 'utf8')).toBe(TIDY)
  expect(readFileSync(join(cwd, 'b.ivr'), 'utf8')).toBe(TIDY)
})

it('--json tells what was done with each', async () => {
  const cwd = folderWith({ 'a.ivr': UNTIDY, 'b.ivr': 'flow', 'c.ivr': TIDY })
  const { code, out, err } = await callwright(['fmt', '--json'], { cwd })
  const report = JSON.parse(out) as { changed: number; unchanged: number; refused: number; files: { path: string; state: string }[] }
  expect({ code, err }).toEqual({ code: 1, err: '' })
  expect(report).toMatchObject({
    changed: 1,
    unchanged: 1,
    refused: 1,
    files: [
      { path: 'a.ivr', state: 'changed', diagnostics: [] },
      { path: 'b.ivr', state: 'refused', diagnostics: [{ code: 'CW1001' }] },
      { path: 'c.ivr', state: 'unchanged' },
    ],
  })
})

it('--stdin-filepath formats what an editor hands over', async () => {
  const cwd = folderWith({})
  const asked = (name: string, input: string, ...more: string[]) =>
    callwright(['fmt', '--stdin-filepath', name, ...more], { cwd, input: [input.slice(0, 5), input.slice(5)] })
  expect(await asked('not/there.ivr', UNTIDY)).toEqual({ code: 0, out: TIDY, err: '' })
  expect(await asked('a.dtmf', SCRIPT)).toEqual({ code: 0, out: 'script "a" {\n  press 1\n}\n', err: '' })
  expect(await asked('a.ivr', UNTIDY, '--check')).toEqual({ code: 1, out: 'a.ivr\n', err: '' })
  expect(await asked('a.ivr', TIDY, '--check')).toEqual({ code: 0, out: '', err: '' })
  const broken = await asked('a.ivr', 'flow a { sy p }')
  expect({ code: broken.code, out: broken.out }).toEqual({ code: 1, out: '' })
  expect(broken.err).toContain('a.ivr:1:10')
  expect(JSON.parse((await asked('a.ivr', UNTIDY, '--json')).out)).toEqual({ path: 'a.ivr', state: 'changed', text: TIDY, diagnostics: [] })
})

it('refuses what is no source, and folders without one', async () => {
  const cwd = folderWith({ 'notes.txt': '', 'empty/notes.txt': '' })
  for (const [args, en, zh] of [
    [['notes.txt'], 'notes.txt: only .ivr and .dtmf files are formatted.', 'notes.txt：只能整理 .ivr 和 .dtmf 文件。'],
    [['--stdin-filepath', 'x.md'], 'x.md: only .ivr and .dtmf files are formatted.', 'x.md：只能整理 .ivr 和 .dtmf 文件。'],
    [['empty'], 'empty: there is no .ivr or .dtmf file here.', 'empty：这里没有 .ivr 或 .dtmf 文件。'],
    [['gone.ivr'], 'gone.ivr: there is no such file.', 'gone.ivr：文件不存在。'],
    [[], '.: there is no .ivr or .dtmf file here.', '.：这里没有 .ivr 或 .dtmf 文件。'],
  ] as const) {
    expect(await callwright(['fmt', ...args], { cwd })).toEqual({ code: 2, out: '', err: `callwright: ${en}\n` })
    expect((await callwright(['fmt', '--lang', 'zh', ...args], { cwd })).err).toBe(`callwright: ${zh}\n`)
  }
})
