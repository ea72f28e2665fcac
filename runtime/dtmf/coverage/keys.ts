// The least that has to be dialled to come somewhere: Dijkstra over the machine's ways, from every number of the line at once.
import type { Machine } from '../../../machine/format.ts'
import type { Sentence } from '../../../machine/value-problems.ts'
import type { Goal } from './universe.ts'
import { createStacks, createWays, resultGoal, startsOf, wayGoal, type Spot } from './ways.ts'

export interface Guide {
  /** Can any call come there? True where it could not be found out. */
  readonly reaches: (goal: Goal) => boolean
  /** “dial 95500, 1, 2, stay silent 3 times”; null where no way is known. */
  readonly keysTo: (goal: Goal) => Sentence | null
}

/** More states than this are not searched: what lies beyond has no keys told. */
const MOST_STATES = 500_000

interface Step {
  readonly before: Step | null
  readonly does: Sentence | null
}

interface Waiting {
  /** Null where only a goal is met. */
  readonly spot: Spot | null
  readonly step: Step
  readonly goal: string | null
}

interface Found {
  /** By goal's name; the first is the shortest. */
  readonly goals: ReadonlyMap<string, Step>
  readonly whole: boolean
}

/** The search is made when it is first asked for. */
export function createGuide(machine: Machine): Guide {
  let found: Found | null = null
  const stepTo = (goal: Goal): Step | undefined => (found ??= search(machine)).goals.get(nameOf(goal))
  return {
    reaches: goal => stepTo(goal) !== undefined || !found!.whole,
    keysTo: goal => {
      const step = stepTo(goal)
      return step === undefined ? null : say(step)
    },
  }
}

function nameOf(goal: Goal): string {
  switch (goal.kind) {
    case 'point':
      return `point ${goal.point}`
    case 'way':
      return wayGoal(goal.point, goal.way)
    case 'result':
      return resultGoal(goal.listener, goal.result, goal.which)
    case 'language':
      return `place ${goal.place} ${goal.language}`
  }
}

function say(step: Step): Sentence {
  const done: Sentence[] = []
  for (let at: Step | null = step; at !== null; at = at.before) if (at.does !== null) done.push(at.does)
  done.reverse()
  return { en: done.map(one => one.en).join(', '), zh: done.map(one => one.zh).join('，') }
}

function search(machine: Machine): Found {
  const goals = new Map<string, Step>()
  const waysOf = createWays(machine, createStacks())
  const seen = new Set<string>()
  // By cost: it is small and whole, so a list a cost is all the queue that is needed.
  const waiting: Waiting[][] = []
  const put = (cost: number, spot: Spot | null, step: Step, goal: string | null): void => {
    ;(waiting[cost] ??= []).push({ spot, step, goal })
  }
  const meet = (name: string, step: Step): void => {
    if (!goals.has(name)) goals.set(name, step)
  }
  for (const [called, { point, does }] of startsOf(machine).entries()) {
    put(0, { point, stack: 0, level: 0, language: 0, called }, { before: null, does }, null)
  }
  for (let cost = 0; cost < waiting.length; cost++) {
    const now = waiting[cost] ?? []
    // What costs nothing more joins the same list while it is walked.
    for (let index = 0; index < now.length; index++) {
      const { spot, step, goal: met } = now[index]!
      if (met !== null) meet(met, step)
      if (spot === null) continue
      const key = `${spot.point} ${spot.stack} ${spot.level} ${spot.language} ${spot.called}`
      if (seen.has(key)) continue
      if (seen.size === MOST_STATES) return { goals, whole: false }
      seen.add(key)
      const point = machine.points[spot.point]!
      meet(`point ${spot.point}`, step)
      if (point.place >= 0) meet(`place ${point.place} ${machine.line.languages[spot.language]!}`, step)
      for (const { to, cost: more, does, goal } of waysOf(spot)) {
        const next = does === null ? step : { before: step, does }
        if (to === null && goal === null) continue
        if (more === 0) now.push({ spot: to, step: next, goal })
        else put(cost + more, to, next, goal)
      }
    }
    waiting[cost] = []
  }
  return { goals, whole: true }
}

/** By place: the least that is dialled to come there, from each number by itself. */
export function createWaysIn(machine: Machine, language: 'en' | 'zh'): (place: number) => readonly string[] {
  const { numbers } = machine.line
  const lines = numbers.length === 0 ? [machine] : numbers.map(number => ({ ...machine, line: { ...machine.line, numbers: [number] } }))
  const guides = lines.map(createGuide)
  return place =>
    guides.flatMap(guide => {
      const keys = guide.keysTo({ kind: 'point', point: machine.places[place]!.entry })
      return keys === null ? [] : [keys[language]]
    })
}
