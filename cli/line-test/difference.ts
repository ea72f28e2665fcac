// Two transcripts side by side: where they part, with what stands around it.

export interface DifferentLine {
  /** `same` in both, `simulator` or `line` in one alone; `gap`: so many that are the same are left out. */
  readonly in: 'same' | 'simulator' | 'line' | 'gap'
  readonly text: string
}

const AROUND = 3
const MOST = 40

/** Nothing where they are the same. */
export function differenceOf(simulator: string, line: string): readonly DifferentLine[] {
  if (simulator === line) return []
  const all = merged(linesOf(simulator), linesOf(line))
  const near = (index: number): boolean => all.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(one => one.in !== 'same')
  const shown: DifferentLine[] = []
  let left = 0
  const gap = (): void => {
    if (left > 0) shown.push({ in: 'gap', text: String(left) })
    left = 0
  }
  for (const [index, one] of all.entries()) {
    if (shown.length >= MOST || !near(index)) left += 1
    else {
      gap()
      shown.push(one)
    }
  }
  gap()
  return shown
}

const linesOf = (text: string): readonly string[] => text.split('\n').filter(line => line !== '')

/** By the longest common subsequence. */
function merged(left: readonly string[], right: readonly string[]): readonly DifferentLine[] {
  const width = right.length + 1
  const lengths = new Uint32Array((left.length + 1) * width)
  for (let row = left.length - 1; row >= 0; row--)
    for (let column = right.length - 1; column >= 0; column--)
      lengths[row * width + column] =
        left[row] === right[column]
          ? lengths[(row + 1) * width + column + 1]! + 1
          : Math.max(lengths[(row + 1) * width + column]!, lengths[row * width + column + 1]!)
  const all: DifferentLine[] = []
  let [row, column] = [0, 0]
  while (row < left.length || column < right.length) {
    if (row < left.length && column < right.length && left[row] === right[column]) {
      all.push({ in: 'same', text: left[row]! })
      row += 1
      column += 1
    } else if (
      row < left.length &&
      (column >= right.length || lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!)
    ) {
      all.push({ in: 'simulator', text: left[row]! })
      row += 1
    } else {
      all.push({ in: 'line', text: right[column]! })
      column += 1
    }
  }
  return all
}
