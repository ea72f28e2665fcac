// A picture as DOT, for Graphviz.
import { escapeDot } from './escape.ts'
import type { Box, Picture } from './picture.ts'

const COLOURS: Readonly<Record<Box['kind'], string>> = {
  line: '#2b3440',
  menu: '#1f5fbf',
  flow: '#0b7667',
  part: '#7548ac',
  back: '#56616d',
  end: '#56616d',
}

/** The same picture gives the same text. Names of places stand in labels alone: ids are numbers. */
export function renderDot(picture: Picture): string {
  const idOf = new Map(picture.boxes.map((box, index) => [box.id, `n${index}`]))
  const out = [
    `digraph "${escapeDot(picture.title)}" {`,
    '  rankdir=LR; nodesep=0.2; ranksep=0.6;',
    '  node [shape=box, fontname="sans-serif", fontsize=11]; edge [fontname="sans-serif", fontsize=9, color="#76828f"];',
  ]
  const node = (box: Box, indent: string): void => {
    const told = box.rows.filter(row => row.line === undefined).map(row => row.text)
    const warned = box.marks.includes('unreachable') || box.marks.includes('dead end')
    const style = ['filled', ...(box.kind === 'menu' ? [] : ['rounded']), ...(warned ? ['dashed'] : [])].join(',')
    const label = [box.title, ...told].map(escapeDot).join('\\n')
    const colour = warned ? '#b3261e' : COLOURS[box.kind]
    out.push(
      `${indent}${idOf.get(box.id)!} [label="${label}", style="${style}", fillcolor="white", color="${colour}", peripheries=${box.marks.includes('secured') ? 2 : 1}];`,
    )
  }
  for (const box of picture.boxes) if (box.group === null) node(box, '  ')
  for (const [index, group] of picture.groups.entries()) {
    out.push(`  subgraph cluster_${index} {`, `    label="${escapeDot(group)}"; color="#c3ccd6"; fontname="sans-serif";`)
    for (const box of picture.boxes) if (box.group === group) node(box, '    ')
    out.push('  }')
  }
  for (const box of picture.boxes) {
    for (const row of box.rows) {
      if (row.line === undefined) continue
      const { from, to, kind, uncovered } = picture.lines[row.line]!
      const style = [...(kind === 'do' ? ['style=dashed'] : []), ...(uncovered ? ['color="#b3261e"'] : [])]
      out.push(`  ${idOf.get(from)!} -> ${idOf.get(to)!} [label="${escapeDot(row.text)}"${style.map(one => `, ${one}`).join('')}];`)
    }
  }
  out.push('}', '')
  return out.join('\n')
}
