// The `given` lines of a call that is written down: settings, what the bank answered, the queues and numbers that it met.
import type { Machine } from '../../../machine/format.ts'
import { TALK } from '../backend.ts'
import type { CallLog, LogEntry } from '../../call/call-log.ts'
import type { RecordedCall } from './recorder.ts'
import { lineOffsets, quoted, writtenDuration, writtenValue, type WritingOptions } from './written-value.ts'

type Given = Pick<RecordedCall, 'machine' | 'log' | 'settings' | 'backend'>

export function givenLines({ machine, log, settings, backend }: Given): string[] {
  const exact = { masked: false, offsets: lineOffsets(machine) }
  return [
    ...Object.entries(settings).flatMap(([name, value]) => {
      const type = machine.settings.find(setting => setting.name === name)?.type
      return type ? [`given setting ${name} = ${writtenValue(value, type, exact)}`] : []
    }),
    ...operationLines(log, machine, exact),
    ...queuesOf(log).flatMap(index => queueLines(machine.queues[index]!.name, backend)),
    ...numbersOf(log).flatMap(number => numberLines(number, backend)),
  ]
}

/** One line an operation, its answers in order. */
function operationLines(log: CallLog, machine: Machine, exact: WritingOptions): string[] {
  const answers = new Map<number, string[]>()
  for (const entry of log.entries) {
    if (entry.kind !== 'ask' || entry.how === 'notify') continue
    const list = answers.get(entry.operation) ?? []
    answers.set(entry.operation, list)
    list.push(writtenAnswer(log, entry, machine, exact))
  }
  return [...answers].map(([index, list]) => {
    const { service, name } = machine.operations[index]!
    // The last answer holds for all that follow.
    while (list.length > 1 && list.at(-1) === list.at(-2)) list.pop()
    return `given ${service}.${name} ${list.map((answer, at) => (at === 0 ? answer : `then ${answer.replace(/^answers /, '')}`)).join(', ')}`
  })
}

function writtenAnswer(log: CallLog, asked: Extract<LogEntry, { readonly kind: 'ask' }>, machine: Machine, exact: WritingOptions): string {
  const ofTask = log.entries.filter(entry => 'task' in entry && entry.task === asked.task)
  const answer = ofTask.find(entry => entry.kind === 'answer')
  // Settled without an answer: it was done, and the answer was lost.
  if (answer === undefined) return ofTask.some(entry => entry.kind === 'settled') ? 'loses the answer' : 'never answers'
  const { outcomes, result } = machine.operations[asked.operation]!
  const took = answer.at - asked.at
  const after = took > 0 ? ` after ${writtenDuration(took)}` : ''
  if (answer.outcome === 'failed') return `fails${after}`
  if (result && answer.outcome === 'answered') return `answers ${writtenValue(answer.values[0] ?? null, result, exact)}${after}`
  const types = outcomes[answer.outcome] ?? []
  const values = answer.values.map((value, index) => (types[index] ? writtenValue(value, types[index].type, exact) : 'nothing'))
  return `answers ${answer.outcome}${values.length === 0 ? '' : `(${values.join(', ')})`}${after}`
}

const queuesOf = (log: CallLog): number[] => [
  ...new Set(
    log.entries.flatMap(entry => ((entry.kind === 'connect' || entry.kind === 'queue state') && entry.queue >= 0 ? [entry.queue] : [])),
  ),
]

/** How it stood; nothing where it stood as a queue does of which nothing is said. */
function queueLines(name: string, backend: Given['backend']): string[] {
  const { noAgents, fails, waiting, answersAfter, talk, who } = backend.queue(name)
  const state = backend.queueState(name)
  const lines: string[] = []
  const has = [...(waiting > 0 ? [`${waiting} waiting`] : [])]
  if (state !== 'failed') {
    if (state.agents !== 1 && !noAgents) has.push(`${state.agents} agents`)
    if (state.longest > 0) has.push(`longest ${writtenDuration(state.longest)}`)
  }
  if (has.length > 0) lines.push(`given queue ${name} has ${has.join(', ')}`)
  if (fails) lines.push(`given queue ${name} fails`)
  else if (noAgents) lines.push(`given queue ${name} has no agents`)
  else if (answersAfter !== null) {
    const by = who === 'agent' ? '' : ` by ${quoted(who)}`
    lines.push(`given queue ${name} answers${by}${written('after', answersAfter, 0)}${written('for', talk, TALK)}`)
  }
  return lines
}

const numbersOf = (log: CallLog): string[] => [
  ...new Set(
    log.entries.flatMap(entry => ((entry.kind === 'connect' || entry.kind === 'transfer') && entry.number !== null ? [entry.number] : [])),
  ),
]

/** What became of calls to it. One that nobody answers needs no line where it is dialled, and one that takes a transfer none where it is transferred to. */
function numberLines(number: string, backend: Given['backend']): string[] {
  const { is, after, talk } = backend.number(number)
  const given = `given number ${quoted(number)}`
  switch (is) {
    case 'busy':
      return [`${given} is busy`]
    case 'failed':
      return [`${given} fails`]
    case 'answered':
      return [`${given} answers${written('after', after, 0)}${written('for', talk, TALK)}`]
    case 'no answer':
      return backend.transfer(number) ? [] : [`${given} does not answer`]
  }
}

const written = (word: string, ms: number, plain: number): string => (ms === plain ? '' : ` ${word} ${writtenDuration(ms)}`)
