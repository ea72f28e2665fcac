import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { EXIT, Refusal } from './exit.ts'
import { run } from './run.ts'
import { callwright, folderWith, testIo } from './testing/io.ts'
import { firstProject } from './testing/project.ts'

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }

it('says its version', async () => {
  expect(await callwright(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
})

it('shows every command in its help', async () => {
  const { code, out } = await callwright(['--help'])
  expect(code).toBe(0)
  for (const command of ['check', 'build', 'dial', 'play', 'test', 'prompts', 'init', 'explain'])
    expect(out).toMatch(new RegExp(`^  ${command} `, 'm'))
})

it('could not start: an unknown command, an unknown option, one argument too many', async () => {
  for (const args of [
    ['chek'],
    ['check', '--jsn'],
    ['explain', 'a', 'b'],
    ['check', '--max-warnings', 'many'],
    ['check', '--lang', 'fr'],
  ]) {
    const { code, err, out } = await callwright(args)
    expect([args, code, out]).toEqual([args, EXIT.refused, ''])
    expect(err).toMatch(/^error: /)
  }
})

it('says so as one JSON object with --json, wherever it stands', async () => {
  for (const [args, message] of [
    [['chek', '--json'], "unknown command 'chek' (Did you mean check?)"],
    [['check', '--json', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
    [['explain', '--json', 'a', 'b'], "too many arguments for 'explain'. Expected 1 argument but got 2: a, b."],
    [['prompts', 'import', '--bogus', '--json'], "unknown option '--bogus'"],
    [['play', '--speed', '0', '--json'], "option '--speed <times>' argument '0' is invalid. It must be a number above 0."],
  ] as const) {
    const { code, err, out } = await callwright(args)
    expect([args, code, err]).toEqual([args, EXIT.refused, ''])
    expect(JSON.parse(out)).toEqual({ refused: { message, exit: 2 } })
  }
  expect(await callwright(['build', '--help', '--json'])).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^Usage: /) as string,
  })
})

it('names the command that was meant', async () => {
  expect((await callwright(['chek'])).err).toContain('Did you mean check?')
})

const throwing = (): never => {
  throw new TypeError('of ours')
}

it('calls its own faults what they are, without a stack unless --debug asks for it', async () => {
  const broken = { ...testIo(), cwd: '/nowhere' }
  const fault = { ...broken, fs: { ...broken.fs, status: throwing } }
  expect(await run(['init'], fault)).toBe(EXIT.fault)
  expect(fault.err()).toMatch(/^callwright: a fault of Callwright, not of your program: TypeError: of ours\nPlease report it/)
  expect(fault.err()).not.toContain('    at ')
  expect(await run(['--debug', 'init'], fault)).toBe(EXIT.fault)
  expect(fault.err()).toContain('    at ')
})

it('a file that the system keeps back is no fault of ours', async () => {
  const folder = await firstProject()
  const ran = await callwright(['test', '--junit', 'scripts'], { cwd: folder })
  expect(ran.code).toBe(EXIT.refused)
  expect(ran.err).toBe('callwright: scripts: it cannot be read or written (EISDIR).\n')
})

it('is stopped with 130, whatever it was doing', async () => {
  const io = testIo()
  io.stopNow()
  expect(await run(['explain'], io)).toBe(EXIT.stopped)
})

it('knows a refusal by one sentence', () => {
  expect(new Refusal({ en: 'x: y.', zh: 'x：不是 y。' })).toMatchObject({ code: 2, message: 'x: y.', in: { zh: 'x：不是 y。' } })
})

it('refuses in Chinese where asked, and as one JSON object with --json; the exit code is the same', async () => {
  const cwd = folderWith({ 'latin.dtmf': new Uint8Array([0xe9, 0x0a]) })
  for (const [args, zh] of [
    [['play', 'none.dtmf'], '文件不存在'],
    [['play', 'latin.dtmf'], '不是 UTF-8 文本'],
    [['dial', 'latin.dtmf'], '不是 .ivr 文件'],
    [['test', 'none.dtmf'], '文件不存在'],
  ] as const) {
    const chinese = await callwright([...args, '--lang', 'zh'], { cwd })
    expect(chinese).toMatchObject({ code: 2, out: '' })
    expect(chinese.err).toContain(zh)
    const json = await callwright([...args, '--json', '--lang=zh'], { cwd })
    expect(json).toMatchObject({ code: 2, err: '' })
    expect(JSON.parse(json.out)).toEqual({ refused: { message: expect.stringContaining(zh) as string, exit: 2 } })
  }
})
