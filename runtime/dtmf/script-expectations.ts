// `expect …`: what must hold where it stands. Where it does not hold yet, time goes by until the call waits for the caller or ends.
import type { Operation } from '../../machine/format.ts'
import type { ScriptLine } from '../../machine/script.ts'
import { convertValue, fillPath, readText, type ScriptScope } from '../../machine/script-values.ts'
import { maskValue } from '../../machine/mask.ts'
import { describeProblem } from '../../machine/value-problems.ts'
import type { Value } from '../../machine/values.ts'
import type { LogEntryOf } from '../call/call-log.ts'
import { findOperation, unknownOperation, unknownQueue } from './given-backend.ts'
import { beginCall, howGone, missingFault, standsStill, typedHint, whereNow, whereThen, type Play } from './script-play.ts'
import { clock, same, sentence, type Fault, type Sentence } from './script-failure.ts'
import { sameValue } from './same-value.ts'
import { formatTranscript, normaliseTranscript } from './transcript.ts'

export type ExpectLine = Extract<ScriptLine, { readonly kind: `expect ${string}` }>
type Expect<K extends ExpectLine['kind']> = Extract<ExpectLine, { readonly kind: K }>

export function playExpect(play: Play, line: ExpectLine, scope: ScriptScope): Fault | null {
  beginCall(play)
  switch (line.kind) {
    case 'expect operation':
      return expectOperation(play, line, scope)
    case 'expect level':
      return expectLevel(play, line)
    case 'expect ended':
      return expectEnded(play, line)
    case 'expect connected':
      return expectConnected(play, line)
    case 'expect transferred':
      return expectTransferred(play, line, scope)
    case 'expect transcript':
      return expectTranscript(play, fillPath(line.path, scope))
  }
}

/** True now, or after letting time go by as far as the call goes by itself. */
function holds(play: Play, test: () => boolean): boolean {
  const call = beginCall(play)
  if (test()) return true
  call.runUntil(() => test() || standsStill(call))
  return test()
}

// ------------------------------------------------------------------------------------------------ operations

function expectOperation(play: Play, line: Expect<'expect operation'>, scope: ScriptScope): Fault | null {
  const index = findOperation(play.machine, line.service, line.operation)
  if (index < 0) return unknownOperation(play.machine, line.service, line.operation)
  const operation = play.machine.operations[index]!
  const wanted = new Map<number, Value>()
  for (const [name, written] of Object.entries(line.with)) {
    const place = operation.parameters.findIndex(parameter => parameter.name === name)
    const parameter = operation.parameters[place]
    if (!parameter) return noParameter(operation, name, written)
    if (parameter.type.class === 'secret') {
      return {
        problem: sentence(`${name} is secret: nobody can see what was sent.`, `${name} 是保密值，无法查看发送的内容。`),
        span: written,
      }
    }
    // What was sent is looked at, whether or not it could be sent: `with` may name what must not be.
    const converted = convertValue(written, parameter.type, scope)
    if (converted.problem) return { problem: describeProblem(converted.problem), span: converted.problem.span }
    wanted.set(place, converted.value)
  }
  const sent = (): LogEntryOf<'ask'>[] =>
    play.log.entries.filter((entry): entry is LogEntryOf<'ask'> => entry.kind === 'ask' && entry.operation === index)
  const counted = (entry: LogEntryOf<'ask'>): boolean =>
    [...wanted].every(([place, value]) => sameValue(entry.arguments[place] ?? null, value))
  const matching = (): number => sent().filter(counted).length
  const fits = (): boolean => (line.times === null ? matching() > 0 : matching() === line.times)
  if (line.times === 0 ? fits() : holds(play, fits)) {
    const { times } = line
    play.counted.push({
      span: { start: line.start, end: line.end },
      operation: index,
      times,
      counts: counted,
      expected: countWords(times, withWords(operation, wanted)),
      describe: entry => sentWords(operation, entry),
      seen: play.log.entries.length,
    })
    return null
  }
  const missing = missingFault(play)
  if (missing) return missing
  return operationFault(play, line, operation, wanted, sent(), matching())
}

function noParameter(operation: Operation, name: string, span: { readonly start: number; readonly end: number }): Fault {
  const known = operation.parameters.map(parameter => parameter.name).join(', ')
  const full = `${operation.service}.${operation.name}`
  return {
    problem: sentence(`${full} takes no ${name}.`, `${full} 没有参数 ${name}。`),
    hint: sentence(`It takes ${known || 'nothing'}.`, `它的参数：${known || '无'}。`),
    span,
  }
}

function operationFault(
  play: Play,
  line: Expect<'expect operation'>,
  operation: Operation,
  wanted: ReadonlyMap<number, Value>,
  sent: readonly LogEntryOf<'ask'>[],
  matching: number,
): Fault {
  const name = `${operation.service}.${operation.name}`
  const given = withWords(operation, wanted)
  const expected = countWords(line.times, given)
  const count = countWords(matching, given)
  const hidden =
    matching === 0 && sent.length > 0 && [...wanted.keys()].some(place => operation.parameters[place]!.type.class === 'private')
  return {
    problem: sentence(`${name} was ${count.en}.`, `${name} ${count.zh}。`),
    expected: sentence(`${name} ${expected.en}`, `${name} ${expected.zh}`),
    came: sent.length === 0 ? [whereThen(play)] : sent.map(entry => same(sentWords(operation, entry))),
    source: operation.at,
    hint: hidden
      ? sentence('Private values are compared whole but shown by their mask.', '私密值按完整内容比较，但只显示掩码。')
      : typedHint(play),
  }
}

/** ` with amount CNY 10.05`, private values masked; '' where nothing is asked for. */
function withWords(operation: Operation, wanted: ReadonlyMap<number, Value>): string {
  const shown = [...wanted].map(
    ([place, value]) => `${operation.parameters[place]!.name} ${maskValue(value, operation.parameters[place]!.type)}`,
  )
  return shown.length === 0 ? '' : ` with ${shown.join(', ')}`
}

/** `bank.transfer(from: ****5673, amount: CNY 10.05) at 1:07.000` */
function sentWords(operation: Operation, entry: LogEntryOf<'ask'>): string {
  const given = operation.parameters.map(({ name, type }, index) => `${name}: ${maskValue(entry.arguments[index] ?? null, type)}`)
  return `${operation.service}.${operation.name}(${given.join(', ')}) at ${clock(entry.at)}`
}

function countWords(count: number | null, given: string): Sentence {
  if (count === null) return sentence(`performed${given}`, `执行过${given}`)
  if (count === 0) return sentence(`not performed${given}`, `未执行${given}`)
  return sentence(`performed ${count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`}${given}`, `执行${count}次${given}`)
}

// ------------------------------------------------------------------------------------------------ level, end, connections

function expectLevel(play: Play, line: Expect<'expect level'>): Fault | null {
  const { levels } = play.machine.line
  const wanted = levels.indexOf(line.level)
  if (wanted < 0) {
    return {
      problem: sentence(`The line has no level ${line.level}.`, `线路没有级别 ${line.level}。`),
      hint: sentence(`It has ${levels.join(', ')}.`, `已有的级别：${levels.join('、')}。`),
    }
  }
  const call = beginCall(play)
  if (holds(play, () => call.session.level === wanted)) return null
  const level = levels[call.session.level] ?? ''
  return (
    missingFault(play) ?? {
      problem: sentence(`The level is ${level}.`, `级别是 ${level}。`),
      expected: sentence(`level ${line.level}`, `级别 ${line.level}`),
      came: [sentence(`level ${level}`, `级别 ${level}`)],
      hint: typedHint(play),
    }
  )
}

function expectEnded(play: Play, line: Expect<'expect ended'>): Fault | null {
  const call = beginCall(play)
  holds(play, () => call.ended)
  const missing = missingFault(play)
  if (missing) return missing
  const { where } = line
  const wanted = 'place' in where ? sentence(`ended in ${where.place}`, `在 ${where.place} 结束`) : by(where.by)
  if (!call.ended) {
    const now = whereNow(play)
    return {
      problem: sentence(`The call has not ended: ${now.en}.`, `通话尚未结束：${now.zh}。`),
      expected: wanted,
      came: [now],
      hint: sentence(
        'A script hangs up at its end; “hang up” above this line does it before.',
        '脚本在末尾才挂机；可在此行之前写上“hang up”。',
      ),
    }
  }
  if ('by' in where) {
    const ended = play.log.entries.findLast(entry => entry.kind === 'ended')
    if (ended?.kind === 'ended' && ended.by === where.by) return null
    const gone = howGone(play)
    return { problem: sentence(`It ended otherwise: ${gone.en}.`, `结束方式不同：${gone.zh}。`), expected: wanted, came: [gone] }
  }
  const { places } = play.machine
  if (!places.some(place => place.name === where.place)) {
    const names = places.map(place => place.name).join(', ')
    return {
      problem: sentence(`The program has no menu or flow ${where.place}.`, `程序中没有菜单或流程 ${where.place}。`),
      hint: sentence(`It has ${names}.`, `已有：${names}。`),
    }
  }
  const last = placesAtEnd(play)
  if (last.includes(where.place)) return null
  const came = last[0] ?? ''
  return {
    problem: sentence(`The call ended in ${came}.`, `通话在 ${came} 结束。`),
    expected: wanted,
    came: [sentence(`ended in ${came}`, `在 ${came} 结束`)],
    source: places.find(place => place.name === came)?.at ?? null,
  }
}

const by = (who: 'caller' | 'line'): Sentence =>
  who === 'caller' ? sentence('ended by the caller', '由来电者结束') : sentence('ended by the line', '由线路结束')

/** Where the call rested last, and the place that was entered last: a flow that speaks and hangs up never rests. */
function placesAtEnd(play: Play): readonly string[] {
  const { places, points } = play.machine
  const { entries } = play.log
  const gone = entries.findIndex(entry => entry.kind === 'hung up' || (entry.kind === 'transfer' && entry.succeeds))
  const before = gone < 0 ? entries : entries.slice(0, gone)
  const entered = before.findLast(entry => entry.kind === 'place')
  const rested = points[play.call?.lastPoint ?? -1]?.place ?? -1
  const names: string[] = []
  for (const place of [entered?.kind === 'place' ? entered.place : -1, rested]) {
    const name = places[place]?.name
    if (name !== undefined && !names.includes(name)) names.push(name)
  }
  return names
}

function expectConnected(play: Play, line: Expect<'expect connected'>): Fault | null {
  const queue = play.machine.queues.findIndex(candidate => candidate.name === line.queue)
  if (queue < 0) return unknownQueue(play.machine, line.queue)
  const refused = (at: number): boolean => {
    const over = play.log.entries.slice(at).find(entry => entry.kind === 'connect over')
    return over?.kind === 'connect over' && (over.outcome === 'no agents' || over.outcome === 'failed')
  }
  const connected = (): boolean => play.log.entries.some((entry, at) => entry.kind === 'connect' && entry.queue === queue && !refused(at))
  if (holds(play, connected)) return null
  const others = play.log.entries.filter((entry): entry is LogEntryOf<'connect'> => entry.kind === 'connect')
  return (
    missingFault(play) ?? {
      problem: sentence(`The call was not connected to queue ${line.queue}.`, `通话没有转入队列 ${line.queue}。`),
      expected: sentence(`connected to queue ${line.queue}`, `转入队列 ${line.queue}`),
      came: [
        ...others.map(entry => {
          const name = entry.number ?? play.machine.queues[entry.queue]?.name ?? ''
          return refused(play.log.entries.indexOf(entry))
            ? sentence(`${name} had no agents`, `${name} 无人值守`)
            : sentence(`connected to ${name}`, `转入 ${name}`)
        }),
        whereThen(play),
      ],
      hint: typedHint(play),
    }
  )
}

function expectTransferred(play: Play, line: Expect<'expect transferred'>, scope: ScriptScope): Fault | null {
  const number = readText(line.number, scope)
  if (number.problem) return { problem: describeProblem(number.problem), span: number.problem.span }
  const wanted = number.text
  const transfers = (): LogEntryOf<'transfer'>[] =>
    play.log.entries.filter((entry): entry is LogEntryOf<'transfer'> => entry.kind === 'transfer')
  if (holds(play, () => transfers().some(entry => entry.number === wanted && entry.succeeds))) return null
  return (
    missingFault(play) ?? {
      problem: sentence(`The call was not transferred to ${wanted}.`, `通话没有转至 ${wanted}。`),
      expected: sentence(`transferred to ${wanted}`, `转至 ${wanted}`),
      came: [
        ...transfers().map(entry =>
          entry.succeeds
            ? sentence(`transferred to ${entry.number}`, `转至 ${entry.number}`)
            : sentence(`could not be transferred to ${entry.number}`, `无法转至 ${entry.number}`),
        ),
        whereThen(play),
      ],
      hint: typedHint(play),
    }
  )
}

// ------------------------------------------------------------------------------------------------ transcript

function expectTranscript(play: Play, path: string): Fault | null {
  const text = formatTranscript(play.log, play.machine, play.options.speaker)
  play.transcripts[path] = text
  if (play.options.update === true) return null
  const file = play.options.readText(path)
  if ('problem' in file) {
    return {
      problem:
        file.problem === 'missing'
          ? sentence(`There is no transcript ${path} yet.`, `还没有通话文本 ${path}。`)
          : describeProblem({ kind: 'file', file: path, why: file.problem, path: [] }),
      hint: sentence('“callwright test --update” writes it.', '“callwright test --update”会写出它。'),
    }
  }
  const wanted = normaliseTranscript(file.text).split('\n')
  const came = normaliseTranscript(text).split('\n')
  const at = came.findIndex((row, index) => row !== wanted[index])
  if (at < 0 && wanted.length === came.length) return null
  const row = at < 0 ? came.length - 1 : at
  const end = sentence('the end', '结束')
  return {
    problem: sentence(`The transcript differs from ${path} in line ${row + 1}.`, `通话文本与 ${path} 在第 ${row + 1} 行不同。`),
    expected: wanted[row] ? same(wanted[row]) : end,
    came: [came[row] ? same(came[row]) : end],
    hint: sentence(
      'Where the call is right, “callwright test --update” writes it anew.',
      '如通话无误，“callwright test --update”可重新写出。',
    ),
  }
}
