// How the next call is to be: who calls whom and when, what stands behind the line, and the settings. Kept while the page is open.
import { signal, type Signal } from '@preact/signals'
import type { CallSetup, ProgramState } from './contract.ts'

export interface Setup {
  readonly caller: Signal<string>
  readonly withheld: Signal<boolean>
  /** Null: the line's first. */
  readonly called: Signal<string | null>
  /** Null: now. `2026-11-23T10:00` on the line's clock. */
  readonly at: Signal<string | null>
  readonly answersOf: Signal<string | null>
  /** `bank.log_in`, `queue advisors`, `number 10086`, `setting emergency` → the line that gives it. */
  readonly given: Signal<Readonly<Record<string, string>>>
  readonly byHand: Signal<ReadonlySet<string>>
}

export const createSetup = (): Setup => ({
  caller: signal('+8613800138000'),
  withheld: signal(false),
  called: signal<string | null>(null),
  at: signal<string | null>(null),
  answersOf: signal<string | null>(null),
  given: signal<Readonly<Record<string, string>>>({}),
  byHand: signal<ReadonlySet<string>>(new Set()),
})

/** An agent comes, where nobody has said otherwise: a caller who waits for ever shows nothing. */
const agentComes = (queue: string): string => `given queue ${queue} answers after 10s for 1min`

export function setupOf(setup: Setup, { program, scripts }: ProgramState): CallSetup {
  const has = (subject: string): boolean => {
    const [kind, name] = subject.split(/ (.*)/)
    if (kind === 'queue') return program?.queues.includes(name!) ?? false
    if (kind === 'setting') return program?.settings.some(one => one.name === name) ?? false
    return kind === 'number' || (program?.operations.some(one => one.name === subject) ?? false)
  }
  const own = Object.entries(setup.given.value).filter(([subject]) => has(subject))
  const answersOf = scripts.some(one => one.id === setup.answersOf.value) ? setup.answersOf.value : null
  const queues = answersOf === null ? (program?.queues ?? []).filter(queue => !own.some(([subject]) => subject === `queue ${queue}`)) : []
  const { called } = setup
  const number = called.value !== null && program?.numbers.includes(called.value) ? called.value : (program?.numbers[0] ?? '')
  return {
    caller: setup.withheld.value ? null : setup.caller.value,
    called: number,
    at: setup.at.value === '' ? null : setup.at.value,
    answersOf,
    given: [...queues.map(agentComes), ...own.map(([, line]) => line)],
    byHand: [...setup.byHand.value].filter(has),
  }
}

/** `"…"`, as a script writes a text. */
export const quoted = (text: string): string => `"${text.replace(/[\\"{]/g, '\\$&').replace(/[\r\n]+/g, ' ')}"`
