import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { lineWith, machineOf } from '../../lower/testing/compiled.ts'
import { hostile, isMarkupOf } from '../testing/hostile.ts'
import { flowBook, renderHtml, renderMarkdown, type BookInput } from './index.ts'

const source = readFileSync(new URL('../fixtures/corner-bank.ivr', import.meta.url), 'utf8')
const corner = machineOf(source)
const input: BookInput = {
  machine: corner,
  language: 'en',
  source: file => (file === 0 ? source : undefined),
  waysTo: place => [`dial 95599 to place ${place}`],
  scriptsAt: point => (point === corner.places[0]!.entry ? [{ name: 'a caller asks', file: 'a.dtmf', line: 3 }] : []),
  recording: (slot, language) => (slot === 'sorry' ? (language === 'zh-CN' ? 'recorded' : 'stale') : undefined),
}

const HTML_TAGS = [
  ...[
    'html',
    'head',
    'meta',
    'title',
    'style',
    'body',
    'main',
    'h1',
    'h2',
    'h3',
    'p',
    'ul',
    'li',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ],
  ...['dl', 'dt', 'dd', 'a', 'br', 'span', 'strong', 'code', 'kbd', 'div', 'figure'],
  ...['svg', 'desc', 'defs', 'marker', 'path', 'rect', 'text', 'g', 'circle'],
]

it('reads as its golden file, in English and in Chinese', async () => {
  await expect(renderMarkdown(flowBook(input))).toMatchFileSnapshot('../fixtures/corner-bank.en.md')
  await expect(renderMarkdown(flowBook({ ...input, language: 'zh' }))).toMatchFileSnapshot('../fixtures/corner-bank.zh.md')
})

it('[L.lexical.1] tells what the comments before a menu or flow say of it', () => {
  const book = renderMarkdown(flowBook(input))
  expect(book).toContain('### welcome menu\n\nEverybody begins here.\n')
  expect(book).toContain('### balance part\n\nSays the balance, and comes back. Logs the caller in first.\n')
  expect(book).not.toContain('The line of a small bank. menu')
})

it('as HTML is one file that needs nothing else, without script, and says no more than Markdown does', async () => {
  const html = renderHtml(flowBook(input))
  expect(isMarkupOf(html, HTML_TAGS)).toBe(null)
  expect(html).not.toMatch(/<script|<link|<img|@import|url\((?!#)/)
  expect(html).toContain("default-src 'none'")
  expect(html).toContain('@media print')
  expect(html).toContain('<kbd>1</kbd>')
  expect(html).toContain('<span class="said" lang="zh-CN" data-language="zh-CN">余额为‹amount›。</span>')
})

it('its links have targets, and no two targets have one name', async () => {
  const html = renderHtml(flowBook(input))
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(match => match[1]!)
  expect(new Set(ids).size).toBe(ids.length)
  const wanted = [...html.matchAll(/href="#([^"]+)"/g)].map(match => decodeURIComponent(match[1]!))
  expect(wanted.length).toBeGreaterThan(30)
  for (const to of wanted) expect(ids).toContain(to)
  const markdown = renderMarkdown(flowBook(input))
  const anchors = [...markdown.matchAll(/<a id="([^"]+)">/g)].map(match => match[1]!)
  for (const [, to] of markdown.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(decodeURIComponent(to!))
})

it('gives the same bytes each time', async () => {
  expect(renderHtml(flowBook(input))).toBe(renderHtml(flowBook(input)))
})

it('says what is not covered, unreachable or without a way on', () => {
  const machine = machineOf(lineWith('menu start { press 1 for "that again" -> again  otherwise -> again }\nflow lost { -> start }'))
  const book = renderMarkdown(flowBook({ machine, language: 'en', source: () => undefined, scriptsAt: () => [] }))
  expect(book).toContain('### start menu\n\n> **No way leads on from here.**')
  expect(book).toContain('### lost flow\n\n> **No call comes here.**')
  expect(book).toContain('No script goes here.')
})

it('tells what an option does where that is more than a row can hold', () => {
  const machine = machineOf(
    lineWith(
      `service bank { query ask() within 2s { yes no } }
       menu start {
         press 1 for "asking" { query bank.ask() { yes { say "Yes." -> hangup } no -> back failed -> again } }
         press 2 for "goodbye" { say "Goodbye." -> hangup }
       }`,
    ),
  )
  const book = renderMarkdown(flowBook({ machine, language: 'en', source: () => undefined }))
  expect(book).toContain('| <code>1</code> | “asking” | goes on ↓ |')
  expect(book).toMatch(/- \*\*1 asking\*\*:\n +- asks \[bank\.ask\]\(#operation-bank\.ask\)\n +- \*\*yes\*\*: /)
  expect(book).toContain('“Goodbye.”<br>hangs up')
})

it('every text of a hostile program stays text, in HTML and in Markdown', async () => {
  const bad = flowBook({
    ...input,
    machine: hostile(corner),
    source: () => `/// </p><script>alert(3)</script>\n${source}`,
    waysTo: () => ['<b>dial</b>'],
    scriptsAt: () => [{ name: '</span><script>', file: '"><a href=x>', line: 1 }],
  })
  const html = renderHtml(bad)
  expect(isMarkupOf(html, HTML_TAGS)).toBe(null)
  const prose = renderMarkdown(bad).replaceAll(/```mermaid\n[^]*?\n```/g, '')
  expect(isMarkupOf(prose, ['a', 'br', 'code'])).toBe(null)
  // Neither links nor code of its own: every bracket and back tick that is not ours has a backslash before it.
  const own = prose.replaceAll(/\[(?:\\.|[^\]\\])*\]\(#[^)]*\)/g, '')
  expect(own).not.toMatch(/(?<!\\)[[\]`]/)
})
