import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { complaintInChinese } from './command-line.ts'
import { callwright } from './testing/io.ts'

it.each([
  [['chek'], '不认识命令“chek”（是否指 check？）'],
  [['check', '--jsn'], '不认识选项“--jsn”（是否指 --json？）'],
  [['explain', 'a', 'b'], '“explain”的参数过多：最多 1 个，却有 2 个：a, b。'],
  [['check', '--max-warnings', 'many'], '选项“--max-warnings <n>”的值“many”无效。必须是整数。'],
  [['prompts', 'accept'], '缺少参数“slots”'],
  [['prompts', 'export', '--format', 'xls'], '选项“--format <format>”的值“xls”无效。可选值：csv, xliff。'],
])('a command line that is not understood is answered in Chinese where asked: %j', async (args, said) => {
  const { code, out, err } = await callwright([...args, '--lang=zh'])
  expect([code, out]).toEqual([2, ''])
  expect(err.split('\n')[0]).toBe(`错误：${said}`)
  const json = await callwright([...args, '--json', '--lang=zh'])
  expect(JSON.parse(json.out)).toEqual({ refused: { message: said, exit: 2 } })
  expect((await callwright(args)).err).toMatch(/^error: [^\p{Script=Han}]*$/u)
})

it('the language is the environment’s where no option says it', async () => {
  const { err } = await callwright(['check', '--max-warnings'], { env: { CALLWRIGHT_LANG: 'zh_CN.UTF-8' } })
  expect(err).toBe('错误：选项“--max-warnings <n>”缺少值\n')
  expect((await callwright(['chek', '--lang=zh'])).err).toContain('\n（callwright --help 列出全部用法）\n')
})

it('what it has no Chinese for stays as it is', () => {
  expect(complaintInChinese('something else happened')).toBe('something else happened')
})

it('every reason why we refuse an option’s value has its Chinese', () => {
  const sources = globSync('**/*.ts', { cwd: import.meta.dirname }).map(file => readFileSync(join(import.meta.dirname, file), 'utf8'))
  const reasons = sources.flatMap(source => Array.from(source.matchAll(/new InvalidArgumentError\('([^']*)'\)/g), ([, reason]) => reason!))
  expect(reasons.length).toBeGreaterThan(3)
  for (const reason of reasons) {
    expect(complaintInChinese(`option '-x' argument 'y' is invalid. ${reason}`)).toMatch(/^选项“-x”的值“y”无效。[^A-Za-z]+$/)
  }
})

it('help has Chinese headings where asked', async () => {
  const { code, out } = await callwright(['check', '--help', '--lang', 'zh'])
  expect(code).toBe(0)
  for (const heading of ['用法：', '参数：', '选项：']) expect(out).toContain(heading)
  expect(out).not.toMatch(/^(?:Usage|Arguments|Options):/m)
  expect((await callwright(['check', '--help'])).out).toMatch(/^Usage: /)
})

it('each option of each command has its place on a page', async () => {
  const root = join(import.meta.dirname, '..')
  const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })].map(page => readFileSync(join(root, page), 'utf8')).join('\n')
  const help = async (...command: string[]): Promise<string> => (await callwright([...command, '--help'])).out
  const commandsIn = (text: string): string[] =>
    [...(text.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name!).filter(name => name !== 'help')
  const missing: string[] = []
  const waiting = commandsIn(await help()).map(name => [name])
  expect(waiting.length).toBeGreaterThan(15)
  for (let command = waiting.pop(); command; command = waiting.pop()) {
    const text = await help(...command)
    waiting.push(...commandsIn(text).map(name => [...command!, name]))
    for (const [, short, option] of text.matchAll(/^ {2}(?:(-\w), )?(--[a-zA-Z-]+)/gm))
      if (option !== '--help' && !new RegExp(`(?:${option}${short === undefined ? '' : `| ${short}`})(?![a-zA-Z-])`).test(pages))
        missing.push(`${command.join(' ')} ${option}`)
  }
  expect(missing).toEqual([])
})
