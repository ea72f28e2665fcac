import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { callwright, folderWith } from '../testing/io.ts'

const PROGRAM = `line shop "The Shop" {
  numbers   { "95588" -> welcome }
  languages zh-CN, en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
menu welcome {
  press 1 for zh"订单" en"orders" -> orders
  press 2 for zh"结束" en"goodbye" -> goodbye
}
menu orders { press 1 for zh"结束" en"goodbye" -> goodbye }
flow goodbye { say zh"再见。" en"Goodbye." -> hangup }
`
const SCRIPT = `use "./main.ivr"
script "goodbye at once" in en-US {
  call from "+8613800138000" to "95588" at 2026-11-23T10:00+08:00
  press 2
  hear en"Goodbye"
}
`
const shop = (): string => folderWith({ 'main.ivr': PROGRAM, 'shop.dtmf': SCRIPT })

it('draws a program as SVG on standard output, and in the format of the file that is named', async () => {
  const cwd = shop()
  const { code, out, err } = await callwright(['graph', 'main.ivr'], { cwd })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^<svg [^]*>The Shop: 3 places<[^]*>1 orders<[^]*<\/svg>\n$/)
  for (const [file, begins] of [
    ['shop.svg', '<svg '],
    ['shop.mmd', 'flowchart LR\n'],
    ['shop.dot', 'digraph "The Shop" {'],
    ['deep/er/shop.json', '{\n  "format": "callwright-graph"'],
  ] as const) {
    expect(await callwright(['graph', 'main.ivr', '-o', file], { cwd })).toMatchObject({ code: 0, out: '', err: `${file} is written.\n` })
    expect(readFileSync(join(cwd, file), 'utf8').startsWith(begins)).toBe(true)
  }
  expect(readFileSync(join(cwd, 'shop.svg'), 'utf8')).toBe(out)
  // What is said wins over the ending.
  await callwright(['graph', '--format', 'dot', '-o', 'other.txt'], { cwd })
  expect(readFileSync(join(cwd, 'other.txt'), 'utf8')).toMatch(/^digraph /)
})

it('has its words in Chinese, and the keys as Chinese callers hear them', async () => {
  const { out } = await callwright(['graph', 'main.ivr', '--lang', 'zh'], { cwd: shop() })
  for (const words of ['The Shop：3 个位置', '>1 订单<', '>菜单<', '>■ 结束<']) expect(out).toContain(words)
})

it('draws a bundle as it draws its source', async () => {
  const cwd = shop()
  await callwright(['build', 'main.ivr', '-o', 'dist'], { cwd })
  const [source, bundle] = [await callwright(['graph', 'main.ivr'], { cwd }), await callwright(['graph', 'dist'], { cwd })]
  expect(bundle).toEqual(source)
})

it('draws what a place leads to, and what lies in a file', async () => {
  const cwd = folderWith({
    'main.ivr': `import { goodbye } from "./parts/end.ivr"\n${PROGRAM.replace(/flow goodbye.*\n/, '')}`,
    'parts/end.ivr': 'flow goodbye { say zh"再见。" en"Goodbye." -> hangup }\n',
  })
  const names = async (...more: string[]): Promise<string[]> => {
    const { out } = await callwright(['graph', 'main.ivr', '--format', 'json', ...more], { cwd })
    return (JSON.parse(out) as { nodes: { id: string }[] }).nodes.map(node => node.id)
  }
  expect(await names('--from', 'orders')).toEqual(['orders', 'goodbye', '$end'])
  expect(await names('--from', 'welcome', '--depth', '1')).toEqual(['welcome', 'orders', 'goodbye'])
  for (const file of ['parts/end.ivr', './parts/end.ivr', join(cwd, 'parts/end.ivr')])
    expect(await names('--file', file)).toEqual(['goodbye'])
})

it('marks what no script goes through', async () => {
  const cwd = shop()
  const { out } = await callwright(['graph', 'main.ivr', '--coverage'], { cwd })
  expect(out).toMatch(/<g class="menu gap"[^>]*><title>orders/)
  expect(out).not.toMatch(/<g class="[a-z]+ gap"[^>]*><title>(?:welcome|goodbye)/)
  expect(out).toContain('>no script goes here<')
  const json = JSON.parse((await callwright(['graph', 'main.ivr', '--format', 'json', '--coverage'], { cwd })).out) as {
    nodes: { id: string; covered?: boolean }[]
    edges: { from: string; label: string; covered?: boolean }[]
  }
  expect(json.nodes.filter(node => node.covered === false).map(node => node.id)).toEqual(['orders'])
  expect(json.edges.filter(edge => edge.from === 'welcome').map(edge => [edge.label, edge.covered])).toEqual([
    ['1 orders', false],
    ['2 goodbye', true],
    ['otherwise', false],
  ])
})

it.each([
  [['--from', 'welcom'], 'welcom: there is no menu or flow of that name; did you mean welcome?'],
  [['--from', 'xyz'], 'xyz: there is no menu or flow of that name.'],
  [['--from', '$end'], '$end: there is no menu or flow of that name.'],
  [['--file', 'mian.ivr'], 'mian.ivr: the program has no such file; did you mean main.ivr?'],
  [['--depth', '2'], '--depth counts from a place: name it with --from.'],
  [['-o', '.'], '.: it is a folder, and a file is wanted.'],
  [['-o', 'main.ivr/x.svg'], 'main.ivr/x.svg: it cannot be written (ENOTDIR).'],
])('refuses %j in a sentence', async (args, said) => {
  const { code, out, err } = await callwright(['graph', 'main.ivr', ...args], { cwd: shop() })
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: `callwright: ${said}\n` })
})

it('refuses --coverage where there are no scripts, a format that there is not, and a program that is not there', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  expect((await callwright(['graph', '--coverage'], { cwd })).err).toContain('there is no script of this program')
  expect(await callwright(['graph', '--format', 'png'], { cwd })).toMatchObject({ code: 2, out: '' })
  expect(await callwright(['graph', 'nowhere.ivr'], { cwd })).toMatchObject({ code: 2, out: '' })
})

it.skipIf(process.getuid?.() === 0)('says that a folder is write-protected', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'kept/a': '' })
  chmodSync(join(cwd, 'kept'), 0o500)
  const { code, err } = await callwright(['graph', '-o', 'kept/shop.svg'], { cwd })
  expect({ code, err }).toEqual({ code: 2, err: 'callwright: kept/shop.svg: it cannot be written (EACCES).\n' })
})

it('of a program with errors tells the findings, ends with 1 and writes nothing', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM.replace('-> orders', '-> ordres') })
  const { code, out, err } = await callwright(['graph', 'main.ivr', '-o', 'shop.svg'], { cwd })
  expect(code).toBe(1)
  expect(out + err).toContain('CW2001')
  expect(existsSync(join(cwd, 'shop.svg'))).toBe(false)
})
