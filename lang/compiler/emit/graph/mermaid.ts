// A picture as a Mermaid flowchart: for pages that draw Mermaid themselves.
import { escapeMermaid } from './escape.ts'
import type { Box, Picture } from './picture.ts'

const SHAPES: Readonly<Record<Box['kind'], readonly [string, string]>> = {
  line: ['[', ']'],
  menu: ['[', ']'],
  flow: ['(', ')'],
  part: ['[[', ']]'],
  back: ['(', ')'],
  end: ['(', ')'],
}

/** The same picture gives the same text. Names of places stand in labels alone: ids are numbers. */
export function renderMermaid(picture: Picture): string {
  const idOf = new Map(picture.boxes.map((box, index) => [box.id, `n${index}`]))
  const out = ['flowchart LR']
  const node = (box: Box, indent: string): void => {
    const [open, close] = SHAPES[box.kind]
    const marks = box.marks.flatMap(mark => MARKS[mark] ?? [])
    const told = box.rows.filter(row => row.line === undefined).map(row => escapeMermaid(row.text))
    const label = [`<b>${escapeMermaid(box.title)}</b>${marks.length > 0 ? ` ${marks.join(' ')}` : ''}`, ...told].join('<br/>')
    out.push(`${indent}${idOf.get(box.id)!}${open}"${label}"${close}:::${classOf(box)}`)
  }
  for (const box of picture.boxes) if (box.group === null) node(box, '  ')
  for (const [index, group] of picture.groups.entries()) {
    out.push(`  subgraph g${index}["${escapeMermaid(group)}"]`)
    for (const box of picture.boxes) if (box.group === group) node(box, '    ')
    out.push('  end')
  }
  for (const box of picture.boxes) {
    for (const row of box.rows) {
      if (row.line === undefined) continue
      const { from, to, kind } = picture.lines[row.line]!
      out.push(`  ${idOf.get(from)!} ${kind === 'do' ? '-.->' : '-->'}|"${escapeMermaid(row.text)}"| ${idOf.get(to)!}`)
    }
  }
  out.push(
    '  classDef line fill:#2b3440,color:#fff,stroke:#2b3440',
    '  classDef menu fill:#dbe7fb,color:#0b2a5b,stroke:#1f5fbf',
    '  classDef flow fill:#d8efea,color:#07332c,stroke:#0b7667',
    '  classDef part fill:#e9dff5,color:#33195a,stroke:#7548ac',
    '  classDef warn fill:#fbe3e1,color:#6b120c,stroke:#b3261e,stroke-width:2px,stroke-dasharray:6 4',
    '',
  )
  return out.join('\n')
}

const MARKS: Partial<Record<Box['marks'][number], string>> = {
  secured: '🔒',
  private: '◎',
  secret: '◉',
  unreachable: '⚠',
  'dead end': '⚠',
  uncovered: '∅',
}

const classOf = ({ kind, marks }: Box): string => (marks.includes('unreachable') || marks.includes('dead end') ? 'warn' : kind)
