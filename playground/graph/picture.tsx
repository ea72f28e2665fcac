// The laid picture as elements of SVG, drawn once for a program: what moves over it lies in other layers.
import { Fragment } from 'preact'
import type { Laid } from '../../lang/compiler/emit/graph/index.ts'
import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import { BADGE, HEAD, rowMiddle } from '../../lang/compiler/emit/graph/layout.ts'
import type { Box, Row } from '../../lang/compiler/emit/graph/picture.ts'
import { badgeMarks, BADGE_SHAPES, classesOf, headPath, linePath, radiusOf, type Badge } from '../../lang/compiler/emit/graph/shapes.ts'
import { textWidth } from '../../lang/compiler/emit/graph/text-width.ts'
import type { DeskGraph } from '../desk/contract.ts'
import type { GraphWords } from './words.ts'

export interface PictureProps {
  readonly graph: DeskGraph
  /** By point: 1 where a script goes; null where nothing is marked. */
  readonly points: Uint8Array | null
  readonly words: GraphWords
  /** The box that Tab comes to. */
  readonly first: string | null
}

export function Picture({ graph, points, words, first }: PictureProps) {
  const { laid, lineOf } = graph
  const gap = new Set<number>()
  if (points !== null)
    for (const { box } of laid.boxes)
      for (const row of box.rows) if (row.line !== undefined && isGap(row, points)) gap.add(lineOf[row.line]!)
  return (
    <svg class="graph-picture" width={laid.width} height={laid.height} role="group" aria-label={printable(graph.title)}>
      <defs>
        <Tip id="graph-tip" kind="tip" />
        <Tip id="graph-tip-gap" kind="tip gap" />
      </defs>
      {laid.groups.map(({ name, x, y, width, height }) => (
        <g key={name} aria-hidden="true">
          <rect class="panel" x={x} y={y} width={width} height={height} rx="8" />
          <text class="file" x={x + 14} y={y + 22}>
            {printable(name)}
          </text>
        </g>
      ))}
      <g class="ways" aria-hidden="true">
        {laid.lines.map(({ line, points: spots }, index) => (
          <path
            key={index}
            class={`way ${line.kind}${gap.has(index) ? ' gap' : ''}`}
            d={linePath(spots)}
            marker-end={gap.has(index) ? 'url(#graph-tip-gap)' : 'url(#graph-tip)'}
          />
        ))}
      </g>
      {laid.boxes.map((placed, index) => (
        <PlacedBox key={placed.box.id} placed={placed} index={index} points={points} words={words} first={placed.box.id === first} />
      ))}
    </svg>
  )
}

const Tip = ({ id, kind }: { readonly id: string; readonly kind: string }) => (
  <marker id={id} viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto">
    <path class={kind} d="M0 0.5 8 4 0 7.5z" />
  </marker>
)

const isGap = ({ points: own }: Row, points: Uint8Array): boolean => own !== undefined && own.every(point => points[point] !== 1)

interface PlacedBoxProps {
  readonly placed: Laid['boxes'][number]
  readonly index: number
  readonly points: Uint8Array | null
  readonly words: GraphWords
  readonly first: boolean
}

function PlacedBox({ placed, index, points, words, first }: PlacedBoxProps) {
  const { box, x, y, width, height } = placed
  const radius = radiusOf(box)
  const uncovered = points !== null && box.point >= 0 && points[box.point] !== 1
  const classes = [...classesOf(box), ...(uncovered ? ['gap'] : [])]
  return (
    <g
      class={`node ${classes.join(' ')}`}
      transform={`translate(${x} ${y})`}
      data-box={index}
      role="button"
      tabindex={first ? 0 : -1}
      aria-label={printable(said(box, uncovered, words))}
    >
      <rect class="box" width={width} height={height} rx={radius} />
      {box.rows.length === 0 ? (
        <rect class="head" width={width} height={HEAD} rx={radius} />
      ) : (
        <path class="head" d={headPath(box, width)} />
      )}
      <text class="name" x="12" y="19">
        {printable(box.title)}
      </text>{' '}
      <text class="far" aria-hidden="true" x={width / 2} y={height / 2} style={{ fontSize: `${farSize(placed)}px` }}>
        {printable(box.title)}
      </text>
      <g class="near">
        {badgeMarks(box).map((mark, at) => (
          <g key={mark} transform={`translate(${width - 12 - BADGE * (at + 1) + 3} 8)`}>
            <BadgeShape mark={mark} />
          </g>
        ))}
        {box.rows.map((row, at) => (
          <Fragment key={at}>
            <text class={`r-${row.kind}${points !== null && isGap(row, points) ? ' gap' : ''}`} x="12" y={rowMiddle(at) + 4.5}>
              {printable(row.text)}
            </text>{' '}
          </Fragment>
        ))}
      </g>
    </g>
  )
}

/** What can be read from afar: as large as the box has room for. */
const farSize = ({ box, width, height }: Laid['boxes'][number]): number =>
  Math.max(14, Math.min(((width - 16) / Math.max(1, textWidth(box.title))) * 0.9, height * 0.55, 56))

export function BadgeShape({ mark }: { readonly mark: Badge }) {
  return (
    <>
      {BADGE_SHAPES[mark].map(({ tag: Tag, ...attributes }) => (
        <Tag key={Tag} {...attributes} />
      ))}
    </>
  )
}

/** As it is read out: first what stands in it, so that who speaks to their browser can say what they see. */
function said(box: Box, uncovered: boolean, words: GraphWords): string {
  const kind = box.kind === 'back' || box.kind === 'end' ? '' : words[box.kind]
  const marks = box.marks.flatMap(mark =>
    mark === 'secured' || mark === 'private' || mark === 'secret'
      ? [words[mark]]
      : mark === 'unreachable'
        ? [words.unreachable]
        : mark === 'dead end'
          ? [words.deadEnd]
          : [],
  )
  const parts = [box.title, ...box.rows.map(row => row.text), kind, ...marks, uncovered ? words.uncoveredSign : '']
  return parts.filter(part => part !== '').join('; ')
}
