// The call's way over the picture: which lines it took, and where it jumped because no line is drawn.
import { LINE } from '../../lang/compiler/emit/graph/types.ts'
import type { Laid } from '../../lang/compiler/emit/graph/index.ts'
import { linePath, rounded } from '../../lang/compiler/emit/graph/shapes.ts'

/** Where a call came to, in order, up to the step that is shown. */
export interface Way {
  /** Of the program that is called. */
  readonly entry: string
  /** `by`: the keys of the place before that led there; empty where it was no key of a menu. */
  readonly places: readonly { readonly place: string; readonly by: string }[]
  /** Where it is at that step: a part that is done has led back. */
  readonly here: string | null
}

export interface DrawnWay {
  /** Paths of SVG; `jump` where the picture has no line. */
  readonly parts: readonly { readonly key: string; readonly path: string; readonly jump: boolean }[]
  readonly visited: ReadonlySet<string>
}

/** `numbers`: `lines` by the numbers that rows have. */
export function drawWay(
  { boxes, lines }: Pick<Laid, 'boxes' | 'lines'>,
  numbers: readonly number[],
  { places }: Pick<Way, 'places'>,
): DrawnWay {
  const boxOf = new Map(boxes.map(one => [one.box.id, one]))
  /** Of several lines between two places that of the option that was taken, else the first. */
  const lineOf = (from: string, to: string, by: string): Laid['lines'][number] | undefined => {
    const between = lines.flatMap((line, index) => (line.line.from === from && line.line.to === to ? [index] : []))
    const rows = boxOf.get(from)?.box.rows ?? []
    const lineOfRow = (row: (typeof rows)[number]): number => (row.line === undefined ? -1 : (numbers[row.line] ?? -1))
    const own = rows.find(row => between.includes(lineOfRow(row)) && row.text.split(' ', 1)[0] === by)
    return lines[own ? lineOfRow(own) : (between[0] ?? -1)]
  }
  const parts = new Map<string, DrawnWay['parts'][number]>()
  let from = LINE
  for (const { place: to, by } of places) {
    const line = lineOf(from, to, by)
    const key = `${from} ${to} ${line === undefined ? '' : lines.indexOf(line)}`
    const [one, other] = [boxOf.get(from), boxOf.get(to)]
    if (from !== to && one && other && !parts.has(key)) {
      parts.set(key, line ? { key, path: linePath(line.points), jump: false } : { key, path: jumpPath(one, other), jump: true })
    }
    from = to
  }
  return { parts: [...parts.values()], visited: new Set(places.map(({ place }) => place)) }
}

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** A bow from the right side of one box to the left of another. */
function jumpPath(one: Rectangle, other: Rectangle): string {
  const [x, y] = [one.x + one.width, one.y + 14]
  const [toX, toY] = [other.x, other.y + 14]
  const bow = Math.min(160, Math.max(40, Math.hypot(toX - x, toY - y) / 3))
  return `M${rounded(x)} ${rounded(y)}C${rounded(x + bow)} ${rounded(y)} ${rounded(toX - bow)} ${rounded(toY)} ${rounded(toX)} ${rounded(toY)}`
}
