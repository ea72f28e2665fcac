// Every refusal is written in English and in Chinese: where it is made, and as a command says it.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { callwright, folderWith } from './testing/io.ts'

const folder = import.meta.dirname

interface Made {
  readonly where: string
  readonly text: string
}

/** What stands between the brackets of a call, with those inside it; strings of our sources hold no bracket without its other. */
function argumentsAt(source: string, open: number): string {
  let depth = 0
  for (let at = open; at < source.length; at++) {
    if (source[at] === '(') depth++
    if (source[at] === ')' && --depth === 0) return source.slice(open + 1, at)
  }
  return source.slice(open + 1)
}

function refusalsIn(file: string): Made[] {
  const source = readFileSync(join(folder, file), 'utf8')
  return Array.from(source.matchAll(/(?:new Refusal|(?<!const )\brefusalOf)\(/g), found => {
    const line = source.slice(0, found.index).split('\n').length
    return { where: `${file}:${line}`, text: argumentsAt(source, found.index + found[0].length - 1) }
  })
}

const made = globSync('**/*.ts', { cwd: folder })
  .filter(file => !file.endsWith('.test.ts') && file !== 'exit.ts')
  .sort()
  .flatMap(refusalsIn)
const HAN = /\p{Script=Han}/u

it('every refusal is made with a sentence in English and one in Chinese', () => {
  expect(made.length).toBeGreaterThan(50)
  for (const { where, text } of made) {
    // A pair of sentences that was made elsewhere: its type has both languages, and no text stands here that could have but one.
    if (!/\ben:/.test(text)) {
      expect(text.replace(/^[^,]+, /, ''), where).toMatch(/^[a-z]/)
      continue
    }
    const [en, zh] = [text.slice(text.search(/\ben:/), text.search(/\bzh:/)), text.slice(text.search(/\bzh:/))]
    expect(HAN.test(en), `${where} en`).toBe(false)
    expect(/\p{Script=Han}|[：。]/u.test(zh), `${where} zh`).toBe(true)
  }
})

const PROGRAM = `line test {
  numbers { "1" -> start }
  languages zh-CN, en-US
  time zone UTC
  otherwise -> start
}
service bank { query state(): boolean within 3s }
flow start {
  let up = query bank.state() else { say zh"再见。" en"Goodbye." -> hangup }
  if up { say zh"您好。" en"Hello." }
  -> hangup
}
`
const SCRIPT = 'use "./main.ivr"\nscript "goes" in zh-CN {\n  given bank.state answers true\n  call to "1"\n  hear "您好"\n}\n'
const FILES = {
  'main.ivr': PROGRAM,
  'other/main.ivr': PROGRAM,
  'lonely/near/main.ivr': PROGRAM,
  'lonely/library.ivr': 'prompts { hello zh"您好" en"Hello" }\n',
  'a.dtmf': SCRIPT,
  'bad.json': '{',
  'list.json': '[]',
  'more.json': '{ "bank.other": true }',
  'engine.json': '{ "name": "x" }',
  'empty.csv': '',
  'head.csv': 'a,b\n',
  'quote.csv': 'slot,zh-CN\n"x,y\n',
  'bad.xlf': '<xliff version="1.2"><file></xliff>',
  'old.xlf': '<xliff version="2.0"></xliff>',
  'latin.csv': new Uint8Array([0x73, 0xe9]),
  'sounds/note.txt': 'nothing',
  'config/callwright.config.json': '{ "progam": "main.ivr" }',
  'broken/callwright.config.json': '{',
  'bundle/manifest.json': '{}',
  'bundle/machine.json': '{}',
}

const REFUSED: readonly (readonly string[])[] = [
  ['check'],
  ['check', 'none.ivr'],
  ['check', 'lonely/library.ivr'],
  ['check', 'sounds'],
  ['build', 'main.ivr', '-o', 'a.dtmf'],
  ['build', 'main.ivr', '-o', '.'],
  ['build', 'main.ivr', '-o', 'out', '--speech', 'loudhailer'],
  ['build', 'main.ivr', '-o', 'out', '--speech', 'engine.json'],
  ['build', 'main.ivr', '-o', 'out', '--speech', 'bad.json'],
  ['dial', 'main.ivr', '--at', 'noon'],
  ['dial', 'main.ivr', '--script', 'a.dtmf', '--at', 'a.dtmf:3'],
  ['dial', '--at', 'a.dtmf:3', '--record', 'b.dtmf'],
  ['dial', '--at', 'a.dtmf:99'],
  ['dial', 'main.ivr', '--answers', 'bad.json'],
  ['dial', 'main.ivr', '--answers', 'list.json'],
  ['dial', 'main.ivr', '--answers', 'more.json'],
  ['dial', 'bundle'],
  ['test', 'a.dtmf:99'],
  ['test', 'a.dtmf', '-g', 'nothing of this name'],
  ['test', 'sounds'],
  ['prompts', 'export', 'main.ivr', '--into', 'japanese!'],
  ['prompts', 'export', 'main.ivr', '-o', 'sounds'],
  ['prompts', 'import'],
  ['prompts', 'import', 'nowhere', 'main.ivr'],
  ['prompts', 'import', 'sounds', 'main.ivr'],
  ['prompts', 'import', 'sounds', 'main.ivr', '--language', 'fr'],
  ['prompts', 'import', 'main.ivr', 'main.ivr', '--translations', 'head.csv'],
  ...['empty.csv', 'head.csv', 'quote.csv', 'bad.xlf', 'old.xlf', 'latin.csv', 'none.csv'].map(file => [
    'prompts',
    'import',
    'main.ivr',
    '--translations',
    file,
  ]),
  ['prompts', 'accept', 'nothing', '--program', 'main.ivr'],
  ['prompts', 'status', 'config'],
  ['prompts', 'status', 'broken'],
  ['explain', 'CW0000'],
  ['init', 'a.dtmf'],
]

it.each(REFUSED.map(given => [given.join(' '), given] as const))('%s: is refused with 2 in both languages', async (_, given) => {
  // Two programs below one folder are too many, and a folder without any is too few.
  const cwd = folderWith(given.length === 1 ? { 'sounds/note.txt': 'nothing' } : FILES)
  const [en, zh] = [await callwright(given, { cwd }), await callwright([...given, '--lang', 'zh'], { cwd })]
  expect([en.code, zh.code, en.out, zh.out]).toEqual([2, 2, '', ''])
  expect(HAN.test(en.err), en.err).toBe(false)
  expect(HAN.test(zh.err), zh.err).toBe(true)
  expect([en.err, zh.err].map(err => err.trimEnd().split('\n').length)).toEqual([1, 1])
})
