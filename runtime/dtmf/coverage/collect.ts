// Counts which ways calls take. One collector a machine: its watch is given to `prepare`, and each log when its call is over.
import type { Segment, Watch } from '../../core/index.ts'
import type { Machine } from '../../../machine/format.ts'
import type { CallLog } from '../../call/call-log.ts'
import { createUniverse, type CoverageItem, type Universe } from './universe.ts'

export interface Collector {
  readonly universe: Universe
  readonly watch: Watch
  /** A call is over: it is added to the whole. Which counters it touched, where that is wanted. */
  readonly finish: (log: CallLog, wanted: boolean) => Uint8Array | null
  /** How often in all calls, by `CoverageItem.counter`; the first are those of the points. */
  readonly counts: Uint32Array
}

export function createCollector(machine: Machine): Collector {
  const universe = createUniverse(machine)
  const { ways, results, shortcuts, languages } = universe
  const total = new Uint32Array(universe.counters)
  const counts = new Uint32Array(universe.counters)
  const points = counts.subarray(0, machine.points.length)
  const count = (index: number | undefined): void => {
    if (index !== undefined && index >= 0) counts[index]!++
  }
  const labels = labelsOfLanguages(machine)
  /** “For English, press 2.” is told to every caller in its own language: that is no place heard in it. */
  const isOwnLabel = ({ prompt, values: [label] }: Segment): boolean =>
    labels.has(prompt) || (typeof label === 'object' && label !== null && 'prompt' in label && labels.has(label.prompt as number))
  return {
    universe,
    counts: total,
    watch: {
      points,
      way: (point, way) => count(ways[point]?.get(way)),
      result: (listener, result, which) => {
        const of = results[listener]!
        switch (result) {
          case 'option':
            count(of.options[which])
            return
          case 'item':
          case 'more':
            count(of[result])
            return
          case 'silence':
          case 'mistake':
            count(of[result][which - 1] ?? of[result].at(-1))
            return
          case 'too short':
            count(of.tooShort[which - 1] ?? of.tooShort.at(-1))
            return
          case 'check':
            // Its own text takes the place of `on mistake`; only the `otherwise` is the same.
            if (which >= of.mistake.length) count(of.mistake.at(-1))
        }
      },
      shortcut: keys => count(shortcuts.get(keys)),
    },
    finish: (log, wanted) => {
      for (const entry of log.entries) {
        if (entry.kind !== 'spoken' || entry.segment.point < 0 || isOwnLabel(entry.segment)) continue
        const place = machine.points[entry.segment.point]!.place
        if (place >= 0) count(languages[place]?.get(entry.segment.language))
      }
      const touched = wanted ? new Uint8Array(counts.length) : null
      for (let index = 0; index < counts.length; index++) {
        const times = counts[index]!
        if (times === 0) continue
        total[index]! += times
        if (touched) touched[index] = 1
      }
      counts.fill(0)
      return touched
    },
  }
}

function labelsOfLanguages(machine: Machine): ReadonlySet<number> {
  const labels = new Set<number>()
  for (const { options } of machine.listeners) {
    for (const { tell } of options) {
      if (tell?.language === undefined) continue
      const label = tell.values[0]
      labels.add(label?.kind === 'speech' ? label.prompt : tell.prompt)
    }
  }
  return labels
}

export const isCovered = (item: CoverageItem, counts: Uint32Array): boolean => counts[item.counter]! > 0
