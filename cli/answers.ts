// Where a dialled call's back ends get their answers from: `given` lines, or a JSON file by operation.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { parseScript } from '../lang/script/parse-script.ts'
import type { Machine, Operation } from '../machine/format.ts'
import { convertJson, isObject } from '../machine/json-values.ts'
import type { ScriptAnswer, ScriptLine, ScriptValue } from '../machine/script.ts'
import type { ReadText } from '../machine/script-rows.ts'
import { describeProblem } from '../machine/value-problems.ts'
import type { GivenBackend } from '../runtime/dtmf/given-backend.ts'
import { notJson, Refusal, refusalOf } from './exit.ts'

/** Takes one written `given` line into force; what is wrong with it in a sentence, null where nothing is. */
export function readGiven(line: string, backend: GivenBackend, language: MessageLanguage): string | null {
  const { script, diagnostics } = parseScript(`use "./main.ivr"\nscript "dialled" {\n${line}\n}\n`, 'dialled')
  const error = diagnostics.find(one => one.severity === 'error')
  if (error) return error.message[language]
  const given = script.scripts[0]?.lines[0]
  if (given?.kind !== 'given operation') {
    return language === 'zh' ? '应答写法与脚本相同：accepted("C1001")。' : 'An answer is written as in a script: accepted("C1001").'
  }
  return backend.give(given, { language: '', names: {}, readJson: () => ({ problem: 'missing' }) })?.problem[language] ?? null
}

export interface JsonAnswers {
  readonly lines: readonly ScriptLine[]
  /** The values, as files that only these lines know. */
  readonly readText: ReadText
}

const nowhere = { start: 0, end: 0 }

/**
 * `{ "bank.accounts": [ … ], "bank.log_in": { "accepted": ["C1001"] }, "bank.sign": "refused", "bank.payees": "fails" }`: the value of a query, an outcome
 * by name, an outcome with its values in order or by name, `fails`, `never answers`.
 */
export function readJsonAnswers(text: string, shown: string, machine: Machine): JsonAnswers {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw notJson(shown, error)
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw refusalOf(shown, { en: 'Answers are an object: { "service.operation": … }.', zh: '应答是一个对象：{ "服务.操作": … }。' })
  }
  const values: string[] = []
  const value = (of: unknown): ScriptValue => {
    values.push(JSON.stringify(of ?? null))
    return { kind: 'file', path: String(values.length - 1), ...nowhere }
  }
  const lines = Object.entries(json).map(([name, answer]): ScriptLine => {
    const operation = machine.operations.find(one => `${one.service}.${one.name}` === name)
    if (!operation) {
      const known = machine.operations.map(one => `${one.service}.${one.name}`).join(', ')
      throw new Refusal({
        en: `${shown}: the program has no operation ${name}; it has ${known || 'none'}.`,
        zh: `${shown}：程序没有操作 ${name}；${known === '' ? '它没有任何操作' : `它有 ${known}`}。`,
      })
    }
    return {
      kind: 'given operation',
      service: operation.service,
      operation: operation.name,
      answers: [jsonAnswer(answer, operation, value, shown)],
      ...nowhere,
    }
  })
  return {
    lines,
    readText: path => {
      const found = values[Number(path)]
      return found === undefined ? { problem: 'missing' } : { text: found }
    },
  }
}

function jsonAnswer(answer: unknown, operation: Operation, value: (of: unknown) => ScriptValue, shown: string): ScriptAnswer {
  if (answer === 'fails' || answer === 'failed') return { kind: 'fails', after: 0, ...nowhere }
  if (answer === 'never answers') return { kind: 'never answers', ...nowhere }
  const name = `${operation.service}.${operation.name}`
  const refuse = (en: string, zh: string): Refusal => new Refusal({ en: `${shown}: ${name}${en}`, zh: `${shown}：${name}${zh}` })
  if (operation.kind === 'notice')
    throw refuse(
      ' is a notice, which has no outcomes: leave it out, or write "fails" or "never answers".',
      ' 是通知，没有结果：请不写它，或写 "fails" 或 "never answers"。',
    )
  if (operation.result) {
    const { problem } = convertJson(answer, operation.result)
    if (problem) throw refuse(`: ${describeProblem(problem).en}`, `：${describeProblem(problem).zh}`)
    return { kind: 'value', value: value(answer), after: 0, ...nowhere }
  }
  const [outcome, ...more] = typeof answer === 'string' ? [[answer, []] as const] : isObject(answer) ? Object.entries(answer) : []
  const given: unknown = outcome?.[1]
  if (!outcome || more.length > 0 || typeof given !== 'object' || given === null)
    throw refuse(
      ' has outcomes; write "refused", { "accepted": ["C1001"] } or { "accepted": { "customer": "C1001" } }.',
      ' 以结果作答；请写 "refused"、{ "accepted": ["C1001"] } 或 { "accepted": { "customer": "C1001" } }。',
    )
  const [word] = outcome
  const types = Object.hasOwn(operation.outcomes, word) ? operation.outcomes[word]! : null
  if (types === null) {
    const known = Object.keys(operation.outcomes)
    const isUnknown = operation.kind === 'transaction' && word === 'unknown'
    throw refuse(
      ` does not answer “${word}”; it answers ${known.join(', ')}, "fails" or "never answers"${isUnknown ? ', which is how it ends unknown' : ''}.`,
      ` 没有结果“${word}”；可用的结果是：${known.join('、')}、"fails" 或 "never answers"${isUnknown ? '（后者即以 unknown 结束）' : ''}。`,
    )
  }
  const names = types.map(type => type.name)
  const unknown = Array.isArray(given) ? undefined : Object.keys(given).find(each => !names.includes(each))
  if (unknown !== undefined)
    throw refuse(
      `: ${word} has no value “${unknown}”; it has ${names.join(', ') || 'none'}.`,
      `：${word} 没有值“${unknown}”；${names.length > 0 ? `它有 ${names.join('、')}` : '它没有任何值'}。`,
    )
  const list = Array.isArray(given) ? (given as readonly unknown[]) : names.map(each => (given as Record<string, unknown>)[each])
  if (list.length !== types.length)
    throw refuse(
      ` answers ${word}(${names.join(', ')}), with ${types.length} values; here are ${list.length}.`,
      ` 的结果 ${word}(${names.join(', ')}) 有${types.length}个值，此处给了${list.length}个。`,
    )
  for (const [at, { name: valueName, type }] of types.entries()) {
    const { problem } = convertJson(list[at], type)
    if (!problem) continue
    if (list[at] === undefined) throw refuse(`: ${word} has no “${valueName}”.`, `：${word} 缺少“${valueName}”。`)
    const { en, zh } = describeProblem(problem)
    throw refuse(`: ${word} “${valueName}”: ${en}`, `：${word} 的“${valueName}”：${zh}`)
  }
  return { kind: 'outcome', name: word, values: list.map(value), after: 0, ...nowhere }
}
