// The call's way over the picture: which lines it took, and where it jumped because no line is drawn.
import { LINE } from '../../lang/compiler/emit/graph/types.ts'
import type { Laid } from '../../lang/compiler/emit/graph/index.ts'
import { linePath, rounded } from '../../lang/compiler/emit/graph/shapes.ts'

/** Where a call came to, in order, up to the step that is shown. */
export interface Way {
  /** Of the program that is called. */
  readonly entry: string
  readonly places: readonly string[]
}

export interface DrawnWay {
  /** Paths of SVG; `jump` where the picture has no line. */
  readonly parts: readonly { readonly key: string; readonly path: string; readonly jump: boolean }[]
  readonly visited: ReadonlySet<string>
}

export function drawWay({ boxes, lines }: Pick<Laid, 'boxes' | 'lines'>, { places }: Way): DrawnWay {
  const boxOf = new Map(boxes.map(one => [one.box.id, one]))
  const lineOf = new Map<string, Laid['lines'][number]>()
  for (const line of lines) {
    const key = `${line.line.from} ${line.line.to}`
    if (!lineOf.has(key)) lineOf.set(key, line)
  }
  const parts = new Map<string, DrawnWay['parts'][number]>()
  let from = LINE
  for (const to of places) {
    const key = `${from} ${to}`
    const [one, other] = [boxOf.get(from), boxOf.get(to)]
    if (from !== to && one && other && !parts.has(key)) {
      const line = lineOf.get(key)
      parts.set(key, line ? { key, path: linePath(line.points), jump: false } : { key, path: jumpPath(one, other), jump: true })
    }
    from = to
  }
  return { parts: [...parts.values()], visited: new Set(places) }
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
