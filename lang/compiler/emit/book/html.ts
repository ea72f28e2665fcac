// A book as one HTML file: nothing from elsewhere, no script, fit for a telephone and for paper.
import { escapeXml } from '../graph/escape.ts'
import { PICTURE_STYLE, renderSvg } from '../graph/svg.ts'
import type { Book, DocBlock, Inline, ListItem } from './document.ts'
import { HEADINGS } from './headings.ts'

const STYLE = `:root{color-scheme:light dark;--ink:#1c2530;--faint:#56616d;--rule:#d5dbe2;--soft:#f4f6f9;--link:#0b4aa0;--warn:#b3261e;--paper:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaef;--faint:#a3aeba;--rule:#3a4450;--soft:#1b2026;--link:#8ab8ff;--warn:#ff8a80;--paper:#14181d}}
*{box-sizing:border-box}body{margin:0 auto;max-width:62rem;padding:1.5rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.35rem;margin:3rem 0 .75rem;padding-bottom:.3rem;border-bottom:2px solid var(--rule)}h3{font-size:1.15rem;margin:2.5rem 0 .5rem}
h3 .faint{font-weight:400;font-size:.9rem}a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}:target{scroll-margin-top:1rem}
.faint{color:var(--faint);font-size:.88em}.note{color:var(--warn);border-left:3px solid var(--warn);padding-left:.75rem}
ul{padding-left:1.2rem;margin:.4rem 0}li{margin:.3rem 0}.steps>li{margin:.55rem 0}
.scroll{overflow-x:auto;margin:.5rem 0}table{border-collapse:collapse;width:100%;font-size:.94rem}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--rule)}th{white-space:nowrap;font-size:.82rem;color:var(--faint);font-weight:600}
table{overflow-wrap:normal}table.wide{font-size:.86rem}table.wide td:first-child{white-space:nowrap}table.wide .said{min-width:14rem}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.2rem 1rem;margin:.6rem 0;padding:.6rem .8rem;background:var(--soft);border-radius:6px;font-size:.94rem}dt{color:var(--faint)}dd{margin:0;min-width:0}
.said{display:inline-block;max-width:100%}.said::before{content:attr(data-language);color:var(--faint);font-size:.72rem;margin-right:.5em;white-space:nowrap}
kbd{font:600 .95em ui-monospace,monospace;border:1px solid var(--rule);border-radius:4px;padding:.05rem .45rem;background:var(--soft);white-space:nowrap}code{font:.88em ui-monospace,monospace;background:var(--soft);padding:.05rem .3rem;border-radius:3px}
figure{margin:1rem 0;overflow-x:auto}figure svg{height:auto;max-width:none}
.up{position:fixed;right:1rem;bottom:1rem;background:var(--soft);border:1px solid var(--rule);border-radius:6px;padding:.3rem .7rem;font-size:.85rem}
@media (max-width:40rem){body{padding:1rem .9rem 4rem;font-size:15px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}ul{padding-left:1rem}}
@media print{body{max-width:none;padding:0;font-size:10pt;color:#000;background:#fff}.up{display:none}h2{break-before:page}h2#contents,h2#line{break-before:auto}h3{break-after:avoid}table,figure,dl{break-inside:avoid}table.wide{break-inside:auto}tr{break-inside:avoid}a{color:inherit}.scroll,figure{overflow:visible}figure svg{max-width:100%}}
@page{margin:16mm}`

/** The same book gives the same bytes. */
export function renderHtml(book: Book): string {
  const body: string[] = []
  for (const block of book.blocks) body.push(render(block, book.anchors, true))
  const top = HEADINGS[book.language].top
  return [
    '<!doctype html>',
    `<html lang="${book.language === 'zh' ? 'zh-Hans' : 'en'}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeXml(book.title)}</title>`,
    `<style>${STYLE}\n${PICTURE_STYLE}</style>`,
    '</head>',
    '<body>',
    `<main>`,
    ...body,
    `</main>`,
    `<a class="up" href="#contents">↑ ${escapeXml(top)}</a>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** Lists lie in each other as deep as the program's blocks, which the book bounds. */
function render(block: DocBlock, anchors: Book['anchors'], outer = false): string {
  switch (block.kind) {
    case 'heading': {
      const id = block.anchor === undefined ? '' : ` id="${escapeXml(block.anchor)}"`
      return `<h${block.level}${id}>${inline(block.text)}</h${block.level}>`
    }
    case 'paragraph':
      return `<p${block.note ? ' class="note"' : ''}>${inline(block.text)}</p>`
    case 'facts':
      return `<dl>${block.rows.map(([name, text]) => `<dt>${escapeXml(name)}</dt><dd>${inline(text)}</dd>`).join('')}</dl>`
    case 'table': {
      const head = block.head.map(cell => `<th scope="col">${escapeXml(cell)}</th>`).join('')
      const rows = block.rows.map(
        row => `<tr>${row.map((cell, at) => `<td${at === 0 ? targetOf(cell) : ''}>${inline(cell)}</td>`).join('')}</tr>`,
      )
      return `<div class="scroll"><table${block.wide ? ' class="wide"' : ''}><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`
    }
    case 'list': {
      const items: string[] = []
      for (const item of block.items) items.push(listItem(item, anchors))
      return `<ul${outer ? ' class="steps"' : ''}>\n${items.join('\n')}\n</ul>`
    }
    case 'picture': {
      const svg = renderSvg(block.picture, { standalone: false, prefix: block.name, link: id => hrefOf(anchors.get(id)) })
      return `<figure>${svg.trimEnd()}</figure>`
    }
  }
}

function listItem({ text, below }: ListItem, anchors: Book['anchors']): string {
  const blocks: string[] = []
  for (const block of below) blocks.push(render(block, anchors))
  return `<li>${inline(text)}${blocks.join('')}</li>`
}

const hrefOf = (anchor: string | undefined): string | undefined => (anchor === undefined ? undefined : `#${encodeURIComponent(anchor)}`)

/** The first cell of an index is what links to it mean. */
function targetOf(cell: readonly Inline[]): string {
  const [first] = cell
  return typeof first === 'object' && first.kind === 'link' ? ` id="${escapeXml(first.to)}"` : ''
}

function inline(parts: readonly Inline[]): string {
  return parts
    .map(part => {
      if (typeof part === 'string') return escapeXml(part)
      switch (part.kind) {
        case 'break':
          return '<br>'
        case 'link':
          return `<a href="#${escapeXml(encodeURIComponent(part.to))}">${escapeXml(part.text)}</a>`
        case 'code':
          return `<code>${escapeXml(part.text)}</code>`
        case 'key':
          return `<kbd>${escapeXml(part.text)}</kbd>`
        case 'strong':
          return `<strong>${escapeXml(part.text)}</strong>`
        case 'faint':
          return `<span class="faint">${escapeXml(part.text)}</span>`
        case 'said':
          return `<span class="said"${part.language === '' ? '' : ` lang="${escapeXml(part.language)}" data-language="${escapeXml(part.language)}"`}>${escapeXml(part.text)}</span>`
      }
    })
    .join('')
}
