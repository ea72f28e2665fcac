// Coverage on the lines of the source, in the format of lcov's geninfo(1): `genhtml` and editors show it.
import type { Locate, ProgramCoverage } from './report.ts'

interface FileLines {
  readonly lines: Map<number, number>
  /** Line → branches in order; −1: its point never ran. */
  readonly branches: Map<number, number[]>
  readonly functions: Map<string, { readonly line: number; count: number }>
}

/** One record a file, sorted; a file that several programs use has what all of them did there. */
export function formatLcov(programs: readonly { readonly coverage: ProgramCoverage; readonly locate: Locate }[]): string {
  const files = new Map<string, FileLines>()
  for (const { coverage, locate } of programs) addProgram(files, coverage, locate)
  return [...files.keys()]
    .sort()
    .map(file => formatFile(file, files.get(file)!))
    .join('')
}

function addProgram(files: Map<string, FileLines>, { machine, items, counts }: ProgramCoverage, locate: Locate): void {
  const fileOf = (name: string): FileLines => {
    const found = files.get(name) ?? { lines: new Map(), branches: new Map(), functions: new Map() }
    files.set(name, found)
    return found
  }
  // Within a program the most that any step of a line ran; programs add to one another.
  const own = new Map<string, Map<number, number>>()
  const ran = (name: string, line: number, count: number): void => {
    const lines = own.get(name) ?? new Map<number, number>()
    own.set(name, lines)
    lines.set(line, Math.max(lines.get(line) ?? 0, count))
  }
  for (const [id, point] of machine.points.entries()) {
    const { file, line } = locate(point.at)
    ran(file, line, counts[id]!)
  }
  const ownBranches = new Map<string, Map<number, number[]>>()
  for (const item of items) {
    const { file, line } = locate(item.at)
    const count = counts[item.counter]!
    if (item.kind === 'languages') continue
    if (item.kind === 'places') {
      const { functions } = fileOf(file)
      const name = machine.places[item.place]!.name
      functions.set(name, { line, count: (functions.get(name)?.count ?? 0) + count })
      continue
    }
    // An option has no step of its own; its line ran as often as it was chosen.
    ran(file, line, count)
    const lines = ownBranches.get(file) ?? new Map<number, number[]>()
    ownBranches.set(file, lines)
    lines.set(line, [...(lines.get(line) ?? []), count])
  }
  for (const [name, lines] of own) {
    const { lines: all } = fileOf(name)
    for (const [line, count] of lines) all.set(line, (all.get(line) ?? 0) + count)
  }
  for (const [name, lines] of ownBranches) {
    const { branches: all } = fileOf(name)
    for (const [line, counts] of lines) {
      const before = all.get(line)
      all.set(line, before?.length === counts.length ? counts.map((count, index) => count + before[index]!) : [...(before ?? []), ...counts])
    }
  }
}

function formatFile(name: string, { lines, branches, functions }: FileLines): string {
  const out = ['TN:', `SF:${name}`]
  const places = [...functions].sort(([, a], [, b]) => a.line - b.line)
  for (const [place, { line }] of places) out.push(`FN:${line},${place}`)
  for (const [place, { count }] of places) out.push(`FNDA:${count},${place}`)
  out.push(`FNF:${places.length}`, `FNH:${places.filter(([, { count }]) => count > 0).length}`)
  const sorted = <T>(map: Map<number, T>): [number, T][] => [...map].sort(([a], [b]) => a - b)
  let [found, hit] = [0, 0]
  for (const [line, counts] of sorted(branches)) {
    const never = (lines.get(line) ?? 0) === 0 && counts.every(count => count === 0)
    for (const [index, count] of counts.entries()) {
      found++
      if (count > 0) hit++
      out.push(`BRDA:${line},0,${index},${never ? '-' : count}`)
    }
  }
  out.push(`BRF:${found}`, `BRH:${hit}`)
  for (const [line, count] of sorted(lines)) out.push(`DA:${line},${count}`)
  out.push(`LF:${lines.size}`, `LH:${[...lines.values()].filter(count => count > 0).length}`, 'end_of_record')
  return `${out.join('\n')}\n`
}
