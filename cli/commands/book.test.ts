import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { callwright, folderWith } from '../testing/io.ts'

const PROGRAM = `line shop "The Shop" {
  numbers   { "95588" -> welcome  "95599" -> orders }
  languages zh-CN, en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
/// Where most calls begin.
menu welcome {
  press 1 for zh"订单" en"orders" -> orders
  press 2 for zh"结束" en"goodbye" -> goodbye
}
menu orders { press 1 for zh"结束" en"goodbye" -> goodbye }
flow goodbye { say zh"再见。" en"Goodbye." -> hangup }
`
const SCRIPT = `use "./main.ivr"
script "goodbye at once" {
  each { from: "+8613800138000" }
  each { from: "+8613900139000" }
  call from "+8613800138000" to "95588" at 2026-11-23T10:00+08:00
  press 2
  hear zh"再见" en"Goodbye"
}
`
const shop = (): string => folderWith({ 'main.ivr': PROGRAM, 'shop.dtmf': SCRIPT })

it('writes one HTML file: each place, the keys that lead there from each number, the scripts that cover it', async () => {
  const cwd = shop()
  expect(await callwright(['book', 'main.ivr', '-o', 'shop.html'], { cwd })).toMatchObject({
    code: 0,
    out: '',
    err: 'shop.html is written.\n',
  })
  const html = readFileSync(join(cwd, 'shop.html'), 'utf8')
  expect(html).toContain('<p>Where most calls begin.</p>')
  expect(html).toContain('<dt>How to get there</dt><dd>dial 95588, 1<br>dial 95599</dd>')
  expect(html).toContain('<dd>“goodbye at once” <span class="faint">shop.dtmf:2</span></dd>')
  expect(html.match(/No script goes here\./g)).toHaveLength(1)
  expect(html.match(/<figure><svg /g)).toHaveLength(3)
  expect((await callwright(['book', 'main.ivr'], { cwd })).out).toBe(html)
})

it('counts the project’s scripts that pass, and says how many it leaves out', async () => {
  const failing = SCRIPT.replace('goodbye at once', 'never heard').replace('press 2', 'press 1\n  press 2')
  const cwd = folderWith({
    'callwright.config.json': '{ "program": "lines/main.ivr", "scripts": "scripts" }',
    'lines/main.ivr': PROGRAM,
    'lines/draft.dtmf': SCRIPT.replace('goodbye at once', 'a draft'),
    'scripts/shop.dtmf': SCRIPT.replace('./main.ivr', '../lines/main.ivr'),
    'scripts/failing.dtmf': failing.replace('./main.ivr', '../lines/main.ivr'),
    'scripts/gbk.dtmf': new Uint8Array([0x75, 0xc4, 0xe3, 0xba, 0xc3]),
    'scripts/cut.dtmf': 'use "../lines/main.ivr"\nscript "cut" {\n  hear prompt\n}\n',
  })
  const { code, out, err } = await callwright(['book', '--format', 'md'], { cwd: join(cwd, 'scripts') })
  expect({ code, err }).toEqual({
    code: 0,
    err: 'callwright: scripts with errors, or that fail, are left out (3); “callwright test” tells of them.\n',
  })
  expect(out).toMatch(/goodbye at once.*shop\.dtmf:2/)
  expect(out).not.toContain('never heard')
  expect(out).not.toContain('a draft')
})

it('writes Markdown, into a folder with its pictures beside it', async () => {
  const cwd = shop()
  const { out } = await callwright(['book', '--format', 'md'], { cwd })
  expect(out).toContain('```mermaid\nflowchart LR\n')
  await callwright(['book', '-o', 'shop.md'], { cwd })
  expect(readFileSync(join(cwd, 'shop.md'), 'utf8')).toBe(out)
  expect((await callwright(['book', '--format', 'md', '-o', 'book/'], { cwd })).err).toBe('book/book.md is written.\n')
  const book = readFileSync(join(cwd, 'book/book.md'), 'utf8')
  expect(book).not.toContain('```mermaid')
  const pictures = [...book.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(match => match[1]!)
  expect(pictures.map(path => path.replace('pictures/', '')).toSorted()).toEqual(readdirSync(join(cwd, 'book/pictures')))
  // A folder that is there needs no slash.
  expect((await callwright(['book', '-o', 'book'], { cwd })).err).toBe('book/book.html is written.\n')
})

it('has its headings in Chinese', async () => {
  const { out } = await callwright(['book', '--lang', 'zh', '--format', 'md'], { cwd: shop() })
  for (const words of ['## 目录', '### welcome 菜单', '| **如何到达** | 拨打 95588，1<br>拨打 95599 |', '没有脚本经过这里。'])
    expect(out).toContain(words)
})

it('tells which texts are recorded, where the program has a list of recordings', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'audio/prompts.json': '{}' })
  const { out } = await callwright(['book', '--format', 'md'], { cwd })
  expect(out).toContain('| Slot | Text | Used in | Recording |')
  expect(out).toContain('zh-CN missing<br>en-US missing')
})

it('tells of a bundle what it tells of its source', async () => {
  const cwd = shop()
  await callwright(['build', 'main.ivr', '-o', 'dist'], { cwd })
  const args = ['--no-scripts', '--format', 'md']
  const [source, bundle] = [await callwright(['book', 'main.ivr', ...args], { cwd }), await callwright(['book', 'dist', ...args], { cwd })]
  expect(bundle).toEqual(source)
  expect(source.out).not.toContain('Scripts')
})

it('of a program with errors tells the findings, ends with 1 and writes nothing', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM.replace('-> orders', '-> ordres') })
  const { code, out, err } = await callwright(['book', 'main.ivr', '-o', 'shop.html'], { cwd })
  expect(code).toBe(1)
  expect(out + err).toContain('CW2001')
  expect(existsSync(join(cwd, 'shop.html'))).toBe(false)
})

it('refuses what cannot be written, in a sentence', async () => {
  const { code, err } = await callwright(['book', '--no-scripts', '-o', 'main.ivr/book.html'], { cwd: shop() })
  expect({ code, err }).toEqual({ code: 2, err: 'callwright: main.ivr/book.html: it cannot be written (ENOTDIR).\n' })
  expect(await callwright(['book', '--format', 'pdf'], { cwd: shop() })).toMatchObject({ code: 2, out: '' })
})
