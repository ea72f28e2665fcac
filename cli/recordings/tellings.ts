// Where a line's texts are told: by which menu or flow, and what is told before and after. For whoever records or translates them.
import type { Machine, SourceSpan } from '../../machine/format.ts'

export interface Telling {
  readonly prompt: number
  /** A menu's or flow's name; '' for the line's own. */
  readonly place: string
  readonly at: SourceSpan
}

/** Every telling, in the order of places and sources; what no step tells (a value's text) is not among them. */
export function tellingsOf(machine: Machine): readonly Telling[] {
  const found = new Map<string, Telling>()
  const add = (prompt: number, place: number, at: SourceSpan): void => {
    const name = machine.places[place]?.name ?? ''
    // A text of its own place stands where it is written; a named one where it is said.
    const own = machine.prompts[prompt]?.at
    const inside = own && own[0] === at[0] && own[1] >= at[1] && own[2] <= at[2]
    const telling = { prompt, place: name, at: inside ? own : at }
    const key = `${name} ${prompt} ${telling.at.join(' ')}`
    if (!found.has(key)) found.set(key, telling)
  }
  for (const point of machine.points) for (const prompt of promptsIn(point)) add(prompt, point.place, point.at)
  for (const listener of machine.listeners) {
    const { options, ...own } = listener
    for (const option of options) for (const prompt of promptsIn(option)) add(prompt, listener.place, option.at)
    for (const prompt of promptsIn(own)) add(prompt, listener.place, listener.at)
  }
  for (const shortcut of machine.line.shortcuts) for (const prompt of promptsIn(shortcut)) add(prompt, -1, shortcut.at)
  const byPlace = (a: Telling, b: Telling): number => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0)
  return [...found.values()].sort((a, b) => byPlace(a, b) || a.at[0] - b.at[0] || a.at[1] - b.at[1] || a.prompt - b.prompt)
}

/** The prompts that a part of the machine tells: a `Tell`, or a speech in an expression, has a prompt and values. Deep, without recursion. */
function promptsIn(part: object): number[] {
  const found: number[] = []
  const waiting: unknown[] = [part]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (Array.isArray(at)) waiting.push(...(at as unknown[]).toReversed())
    else if (typeof at === 'object' && at !== null) {
      const { prompt, values } = at as { prompt?: unknown; values?: unknown }
      if (typeof prompt === 'number' && Array.isArray(values)) found.push(prompt)
      waiting.push(
        ...Object.values(at)
          .filter(value => typeof value === 'object' && value !== null)
          .toReversed(),
      )
    }
  }
  return found
}

/** The prompts that a line can tell: its own, and those of the standard prompts that its menus and queues use. */
export function toldPrompts(machine: Machine): readonly number[] {
  const told = new Set(tellingsOf(machine).map(telling => telling.prompt))
  const position = machine.queues.some(queue => queue.position !== undefined) ? machine.standard.position : -1
  return machine.prompts.flatMap((prompt, index) => {
    const isStandard = prompt.slot === undefined && Object.values(machine.standard).includes(index)
    return !isStandard || told.has(index) || index === position ? [index] : []
  })
}
