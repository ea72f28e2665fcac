// The back end that a script's `given` lines make: answers in order, the last one for all that follow.
import type { Machine, Operation } from '../../machine/format.ts'
import type { ScriptAnswer, ScriptLine } from '../../machine/script.ts'
import { convertValue, readText, type ScriptScope } from '../../machine/script-values.ts'
import type { Value } from '../../machine/values.ts'
import { describeProblem } from '../../machine/value-problems.ts'
import { nobodyThere, TALK, type Backend, type NumberReply, type QueueReply, type QueueState, type Reply } from './backend.ts'
import { sentence, type Fault } from './script-failure.ts'

export type GivenLine = Extract<ScriptLine, { readonly kind: 'given operation' | 'given queue' | 'given number' }>

export interface GivenBackend extends Backend {
  /** Takes a line into force; a fault where it does not fit the program. */
  readonly give: (line: GivenLine, scope: ScriptScope) => Fault | null
}

interface GivenQueue {
  noAgents: boolean
  fails: boolean
  waiting: number
  agents: number
  longest: number
  answersAfter: number | null
  talk: number
  who: string
}

export function createGivenBackend(machine: Machine): GivenBackend {
  /** By index of operation: what is still to be answered, the last for good. */
  const replies = new Map<number, { readonly list: readonly Reply[]; next: number }>()
  const queues = new Map<string, GivenQueue>()
  const numbers = new Map<string, NumberReply>()

  const queueOf = (name: string): GivenQueue =>
    queues.get(name) ?? { noAgents: false, fails: false, waiting: 0, agents: 1, longest: 0, answersAfter: null, talk: TALK, who: 'agent' }

  function giveOperation(line: Extract<GivenLine, { readonly kind: 'given operation' }>, scope: ScriptScope): Fault | null {
    const index = findOperation(machine, line.service, line.operation)
    if (index < 0) return unknownOperation(machine, line.service, line.operation)
    const operation = machine.operations[index]!
    const list: Reply[] = []
    for (const answer of line.answers) {
      const read = readAnswer(answer, operation, scope)
      if ('problem' in read) return read
      list.push(read)
    }
    replies.set(index, { list, next: 0 })
    return null
  }

  function giveQueue(line: Extract<GivenLine, { readonly kind: 'given queue' }>, scope: ScriptScope): Fault | null {
    if (!machine.queues.some(queue => queue.name === line.queue)) return unknownQueue(machine, line.queue)
    const before = queueOf(line.queue)
    let who = before.who
    if (line.answers?.who) {
      const text = readText(line.answers.who, scope)
      if (text.problem) return { problem: describeProblem(text.problem), span: text.problem.span }
      who = text.text
    }
    const says = line.answers !== null || (line.agents ?? 0) > 0
    queues.set(line.queue, {
      fails: line.fails || (before.fails && line.answers === null && !line.noAgents && line.agents === null),
      noAgents: line.noAgents || (before.noAgents && !says),
      waiting: line.waiting ?? before.waiting,
      agents: line.agents ?? (line.noAgents ? 0 : before.noAgents && says ? 1 : before.agents),
      longest: line.longest ?? before.longest,
      answersAfter: line.answers ? line.answers.after : line.noAgents ? null : before.answersAfter,
      talk: line.answers ? line.answers.for : before.talk,
      who,
    })
    return null
  }

  return {
    give: (line, scope) => {
      switch (line.kind) {
        case 'given operation':
          return giveOperation(line, scope)
        case 'given queue':
          return giveQueue(line, scope)
        case 'given number':
          numbers.set(line.number, { is: line.is, after: line.after, talk: line.for })
          return null
      }
    },
    ask: ask => {
      const given = replies.get(ask.operation)
      if (!given) return { kind: 'missing' }
      const reply = given.list[given.next]!
      if (given.next < given.list.length - 1) given.next += 1
      return reply
    },
    queue: (name): QueueReply => queueOf(name),
    queueState: (name): QueueState | 'failed' => {
      const { fails, waiting, agents, longest } = queueOf(name)
      return fails ? 'failed' : { waiting, agents, longest }
    },
    number: number => numbers.get(number) ?? nobodyThere.number(number),
    transfer: number => (numbers.get(number)?.is ?? 'answered') === 'answered',
  }
}

export const findOperation = (machine: Machine, service: string, name: string): number =>
  machine.operations.findIndex(operation => operation.service === service && operation.name === name)

export function unknownOperation(machine: Machine, service: string, name: string): Fault {
  const known = machine.operations.map(operation => `${operation.service}.${operation.name}`)
  return {
    problem: sentence(`The program has no operation ${service}.${name}.`, `程序中没有操作 ${service}.${name}。`),
    hint: sentence(`It has ${known.join(', ') || 'none'}.`, `已有的操作：${known.join('、') || '无'}。`),
  }
}

export function unknownQueue(machine: Machine, name: string): Fault {
  const known = machine.queues.map(queue => queue.name)
  return {
    problem: sentence(`The program has no queue ${name}.`, `程序中没有队列 ${name}。`),
    hint: sentence(`It has ${known.join(', ') || 'none'}.`, `已有的队列：${known.join('、') || '无'}。`),
  }
}

function readAnswer(answer: ScriptAnswer, operation: Operation, scope: ScriptScope): Reply | Fault {
  switch (answer.kind) {
    case 'never answers':
      return { kind: 'never' }
    case 'loses the answer':
      return { kind: 'lost', outcome: Object.keys(operation.outcomes)[0] ?? 'answered' }
    case 'fails':
      return { kind: 'answer', outcome: 'failed', values: [], after: answer.after }
    case 'value':
      return readResult(answer.value, answer, operation, scope)
    case 'outcome': {
      const parameters = Object.hasOwn(operation.outcomes, answer.name) ? operation.outcomes[answer.name]! : null
      if (parameters) return readOutcome(answer, parameters, operation, scope)
      if (answer.name === 'failed' && answer.values.length === 0)
        return { kind: 'answer', outcome: 'failed', values: [], after: answer.after }
      // A bare word where a plain result is wanted: a choice's value, `true`, `nothing`, a row's name.
      if (operation.result && answer.values.length === 0) {
        return readResult({ kind: 'name', name: answer.name, start: answer.start, end: answer.end }, answer, operation, scope)
      }
      return unknownOutcome(answer, operation)
    }
  }
}

function readResult(
  value: Parameters<typeof convertValue>[0],
  answer: ScriptAnswer & { readonly after: number },
  operation: Operation,
  scope: ScriptScope,
): Reply | Fault {
  if (!operation.result) return unknownOutcome(answer, operation)
  const converted = convertValue(value, operation.result, scope)
  if (converted.problem) return { problem: describeProblem(converted.problem), span: converted.problem.span }
  return { kind: 'answer', outcome: 'answered', values: [converted.value], after: answer.after }
}

function readOutcome(
  answer: Extract<ScriptAnswer, { readonly kind: 'outcome' }>,
  parameters: Operation['outcomes'][string],
  operation: Operation,
  scope: ScriptScope,
): Reply | Fault {
  if (answer.values.length !== parameters.length) {
    const names = parameters.map(parameter => parameter.name).join(', ')
    return {
      problem: sentence(
        `${operation.service}.${operation.name} answers ${answer.name}(${names}), with ${parameters.length} values; here are ${answer.values.length}.`,
        `${operation.service}.${operation.name} 的结果 ${answer.name}(${names}) 有${parameters.length}个值，此处给了${answer.values.length}个。`,
      ),
      span: answer,
    }
  }
  const values: Value[] = []
  for (const [index, written] of answer.values.entries()) {
    const converted = convertValue(written, parameters[index]!.type, scope)
    if (converted.problem) return { problem: describeProblem(converted.problem), span: converted.problem.span }
    values.push(converted.value)
  }
  return { kind: 'answer', outcome: answer.name, values, after: answer.after }
}

function unknownOutcome(answer: ScriptAnswer, operation: Operation): Fault {
  const name = `${operation.service}.${operation.name}`
  const known = Object.keys(operation.outcomes)
  const got = answer.kind === 'outcome' ? answer.name : 'a value'
  const gotZh = answer.kind === 'outcome' ? answer.name : '一个值'
  if (operation.result) {
    return {
      problem: sentence(`${name} answers with a value; it has no outcome ${got}.`, `${name} 的回答是一个值，没有结果 ${got}。`),
      span: answer,
    }
  }
  return {
    problem: sentence(
      `${name} does not answer ${got}; it answers ${known.join(', ')}, or fails.`,
      `${name} 的结果不是 ${gotZh}；可用的结果是：${known.join('、')}，或 fails。`,
    ),
    span: answer,
  }
}
