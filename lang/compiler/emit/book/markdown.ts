// A book as Markdown (CommonMark with the tables of GitHub), its pictures as Mermaid or as files beside it.
import { escapeMarkdown } from '../graph/escape.ts'
import { renderMermaid } from '../graph/mermaid.ts'
import type { Picture } from '../graph/picture.ts'
import type { Book, DocBlock, Inline, ListItem } from './document.ts'

export interface MarkdownOptions {
  /** The path of a picture's file; without it pictures are drawn by Mermaid where they stand. */
  readonly picturePath?: (name: string) => string
}

/** The same book and options give the same text. */
export function renderMarkdown({ blocks }: Book, options: MarkdownOptions = {}): string {
  return `${blocks
    .flatMap(block => [...render(block, options, ''), ''])
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}

/** Lists lie in each other as deep as the program's blocks, which the book bounds. */
function render(block: DocBlock, options: MarkdownOptions, indent: string): string[] {
  switch (block.kind) {
    case 'heading': {
      const anchor = block.anchor === undefined ? [] : [`<a id="${anchorOf(block.anchor)}"></a>`, '']
      return [...anchor, `${'#'.repeat(block.level)} ${inline(block.text, ' ')}`]
    }
    case 'paragraph':
      return [`${indent}${block.note ? '> ' : ''}${inline(block.text, '<br>')}`]
    case 'facts':
      return table(
        ['', ''],
        block.rows.map(([name, text]) => [[{ kind: 'strong', text: name } as const], text]),
        indent,
      )
    case 'table':
      return table(block.head, block.rows, indent)
    case 'list':
      return block.items.flatMap(item => listItem(item, options, indent))
    case 'picture':
      return picture(block.name, block.picture, options)
  }
}

function listItem({ text, below }: ListItem, options: MarkdownOptions, indent: string): string[] {
  const inner = `${indent}  `
  const blocks = below.flatMap(block =>
    block.kind === 'table' ? ['', ...render(block, options, inner), ''] : render(block, options, inner),
  )
  return [`${indent}- ${inline(text, '<br>')}`, ...blocks]
}

function table(head: readonly string[], rows: readonly (readonly (readonly Inline[])[])[], indent: string): string[] {
  const line = (cells: readonly string[]): string => `${indent}| ${cells.join(' | ')} |`
  return [
    line(head.map(escapeMarkdown)),
    line(head.map(() => '---')),
    ...rows.map(row => line(row.map((cell, at) => `${at === 0 ? targetOf(cell) : ''}${inline(cell, '<br>')}`))),
  ]
}

function picture(name: string, drawn: Picture, { picturePath }: MarkdownOptions): string[] {
  if (picturePath) return [`![${escapeMarkdown(drawn.title)}](${encodeURI(picturePath(name))})`]
  return ['```mermaid', ...renderMermaid(drawn).trimEnd().split('\n'), '```']
}

/** The first cell of an index is what links to it mean. */
function targetOf(cell: readonly Inline[]): string {
  const [first] = cell
  return typeof first === 'object' && first.kind === 'link' ? `<a id="${anchorOf(first.to)}"></a>` : ''
}

const anchorOf = (name: string): string => name.replace(/[^\p{L}\p{N}_.-]/gu, '-')

function inline(parts: readonly Inline[], lineBreak: string): string {
  return parts
    .map(part => {
      if (typeof part === 'string') return escapeMarkdown(part)
      switch (part.kind) {
        case 'break':
          return lineBreak
        case 'link':
          return `[${escapeMarkdown(part.text)}](#${encodeURIComponent(anchorOf(part.to))})`
        case 'code':
        case 'key':
          return `<code>${escapeMarkdown(part.text)}</code>`
        case 'strong':
          return `**${escapeMarkdown(part.text.trim())}**`
        case 'faint':
          return escapeMarkdown(part.text)
        case 'said':
          return `${part.language === '' ? '' : `${escapeMarkdown(part.language)}: `}“${escapeMarkdown(part.text)}”`
      }
    })
    .join('')
}
