// What stands behind a call of the telephone: examples of each type where nothing is said, `given` lines, and a person who answers.
import { exampleGiven } from '../../../machine/example-value.ts'
import type { Machine, Operation } from '../../../machine/format.ts'
import type { ScriptLine } from '../../../machine/script.ts'
import type { ScriptScope } from '../../../machine/script-values.ts'
import { parseScript } from '../../../lang/script/parse-script.ts'
import type { Ask, Backend, Reply } from '../../../runtime/dtmf/backend.ts'
import { createGivenBackend, type GivenLine } from '../../../runtime/dtmf/given-backend.ts'
import type { GivenView, Words } from '../contract.ts'

/** A `given` line that is understood, with what its names mean. */
export interface Given {
  readonly line: GivenLine
  readonly scope: ScriptScope
  readonly text: string
}

export type Read<T> = { readonly read: T; readonly problem?: never } | { readonly problem: Words; readonly read?: never }

const NO_SCOPE: Omit<ScriptScope, 'language'> = { names: {}, readJson: () => ({ problem: 'missing' }) }

/** One line of a script, as a person gives it. */
export function readLine(text: string, language: string): Read<{ readonly line: ScriptLine; readonly scope: ScriptScope }> {
  // A line break would begin another line of the script.
  const { script, diagnostics } = parseScript(
    `use "./main.ivr"\nscript "dialled" {\n${text.replace(/[\r\n\u2028\u2029]+/gu, ' ')}\n}\n`,
    'dialled',
  )
  const error = diagnostics.find(one => one.severity === 'error')
  if (error) return { problem: { en: error.message.en, zh: error.message.zh } }
  const lines = script.scripts[0]?.lines ?? []
  if (lines.length !== 1) return { problem: { en: 'This is not one line of a script.', zh: '这不是一行脚本。' } }
  return { read: { line: lines[0]!, scope: { language, ...NO_SCOPE } } }
}

export function readGivenLine(text: string, language: string): Read<Given> {
  const { read, problem } = readLine(text, language)
  if (problem) return { problem }
  const { line, scope } = read
  if (line.kind !== 'given operation' && line.kind !== 'given queue' && line.kind !== 'given number')
    return { problem: { en: 'This gives no answer.', zh: '这一行没有给出应答。' } }
  return { read: { line, scope, text } }
}

export const nameOf = (operation: Pick<Operation, 'service' | 'name'>): string => `${operation.service}.${operation.name}`

function subjectOf(line: GivenLine): string {
  switch (line.kind) {
    case 'given operation':
      return `${line.service}.${line.operation}`
    case 'given queue':
      return `queue ${line.queue}`
    case 'given number':
      return `number ${line.number}`
  }
}

export interface Bank extends Backend {
  readonly give: (given: Given) => Words | null
  readonly byHand: (operation: string, on: boolean) => void
  readonly isByHand: (operation: string) => boolean
  /** What a person has been asked and has not answered. */
  readonly asked: () => readonly Ask[]
  readonly answered: (task: number) => void
  readonly given: () => readonly GivenView[]
  readonly hands: () => readonly string[]
}

/** What a written answer of a person means; tried on a bank of its own. */
export function readAnswer(machine: Machine, operation: Operation, answer: string, language: string): Read<Reply> {
  const written = `given ${nameOf(operation)} answers ${answer}`.replace(/ answers (fails|never answers|loses the answer)$/, ' $1')
  const { read, problem } = readGivenLine(written, language)
  if (problem) return { problem }
  const backend = createGivenBackend(machine)
  const fault = backend.give(read.line, read.scope)
  if (fault) return { problem: fault.problem }
  return { read: backend.ask({ operation: machine.operations.indexOf(operation) } as Ask, operation) }
}

export function createBank(machine: Machine, rehearsed: ReadonlyMap<string, readonly Reply[]> = new Map()): Bank {
  const given = createGivenBackend(machine)
  const examples = createGivenBackend(machine)
  const language = machine.line.languages[0] ?? ''
  for (const operation of machine.operations) {
    const { read } = readGivenLine(exampleGiven(operation), language)
    if (read) examples.give(read.line, read.scope)
  }
  const lines = new Map<string, string>()
  const hands = new Set<string>()
  const replayed = new Map([...rehearsed].map(([name, replies]) => [name, [...replies]]))
  let asked: readonly Ask[] = []
  return {
    ...given,
    ask: (ask, operation) => {
      const name = nameOf(operation)
      if (hands.has(name) && operation.kind !== 'notice') {
        const reply = replayed.get(name)?.shift()
        if (reply) return reply
        asked = [...asked, ask]
        return { kind: 'later' }
      }
      const reply = given.ask(ask, operation)
      if (reply.kind !== 'missing') return reply
      const example = examples.ask(ask, operation)
      return example.kind === 'missing' ? { kind: 'answer', outcome: 'failed', values: [], after: 0 } : example
    },
    give: one => {
      const fault = given.give(one.line, one.scope)
      if (fault) return fault.problem
      lines.set(subjectOf(one.line), one.text)
      if (one.line.kind === 'given operation') hands.delete(subjectOf(one.line))
      return null
    },
    byHand: (name, on) => {
      if (on) hands.add(name)
      else hands.delete(name)
    },
    isByHand: name => hands.has(name),
    asked: () => asked,
    answered: task => {
      asked = asked.filter(ask => ask.task !== task)
    },
    given: () => [...lines].map(([what, line]) => ({ what, line })),
    hands: () => [...hands],
  }
}
