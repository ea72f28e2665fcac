// What a machine can have wrong although each part has its shape: parts that do not fit each other.
import type { Listener, Machine, Option, Point, PromptPart, Tell } from './format.ts'
import type { Type } from './types.ts'

export interface Contradiction {
  readonly where: string
  readonly what: string
}

/** A session numbers the options that have a `when` by the bits of one exact number. */
export const MOST_CONDITIONS = 52

/** The first contradiction of a machine whose parts all have their shapes; null where there is none. */
export function findContradiction(machine: Machine): Contradiction | null {
  for (const [index, register] of machine.registers.entries()) {
    if (register.slot >= machine.slots) return { where: `registers[${index}].slot`, what: `a session has ${machine.slots} slots only` }
  }
  for (const [index, prompt] of machine.prompts.entries()) {
    const where = `prompts[${index}].texts`
    for (const language of machine.line.languages) {
      const parts = Object.hasOwn(prompt.texts, language) ? prompt.texts[language] : undefined
      if (parts === undefined) return { where, what: `there is no text in ${language}` }
      if (!parts.every(part => hasItsHole(part, prompt.holes.length)))
        return { where, what: 'a hole is filled that the prompt does not have' }
    }
  }
  for (const [index, listener] of machine.listeners.entries()) {
    const what = contradictionOfListener(machine, listener, index)
    if (what !== null) return { where: `listeners[${index}]`, what }
  }
  for (const [index, point] of machine.points.entries()) {
    const what = contradictionOfPoint(machine, point)
    if (what !== null) return { where: `points[${index}]`, what }
  }
  return null
}

/** Forms of a plural may have holes of their own, one level down and more. */
function hasItsHole(part: PromptPart, holes: number): boolean {
  const parts: PromptPart[] = [part]
  for (let next = parts.pop(); next !== undefined; next = parts.pop()) {
    if (typeof next === 'string' || 'pause' in next) continue
    if ('hole' in next) {
      if (next.hole >= holes) return false
    } else {
      if (next.plural >= holes) return false
      for (const form of Object.values(next.forms)) parts.push(...form)
    }
  }
  return true
}

function contradictionOfListener(machine: Machine, listener: Listener, index: number): string | null {
  const { points } = machine
  const listen = points[listener.listen]!
  if (listen.op !== 'listen' || listen.listener !== index) return `point ${listener.listen} does not listen for it`
  const read = points[listener.read]!
  if (read.op !== 'read' || read.listener !== index || read.fresh) return `point ${listener.read} does not read it again`
  const counted = listener.tries - 1
  if (listener.silence.length < counted || listener.mistake.length < counted) return `its ${listener.tries} tries have no texts to go to`
  if (listener.tooShort !== undefined && listener.tooShort.length < counted) return `its ${listener.tries} tries have no texts to go to`
  if (listener.kind === 'collect' && !canBeKeyed(listener.type)) return `nobody can key a ${listener.type.kind}`
  return contradictionOfOptions(machine, listener.options)
}

function contradictionOfOptions(machine: Machine, options: readonly Option[]): string | null {
  if (options.filter(option => option.when !== undefined).length > MOST_CONDITIONS) {
    return `more than ${MOST_CONDITIONS} of its options have a condition`
  }
  for (const option of options) {
    if (!/^[0-9*#]+$/.test(option.keys)) return `no telephone has the keys ${JSON.stringify(option.keys)}`
    if (option.upTo !== undefined && (option.upTo.length !== option.keys.length || option.upTo < option.keys)) {
      return `the range ${option.keys}..${option.upTo} is none`
    }
    if (option.tell !== undefined && !isInLanguage(machine, option.tell)) return `the line does not speak ${option.tell.language}`
  }
  return null
}

const isInLanguage = (machine: Machine, tell: Tell): boolean =>
  tell.language === undefined || machine.line.languages.includes(tell.language)

const DATE_FORM = /^(?=.*MM)(?=.*YY)(?:YYYY|YY|MM|DD)+$/

function canBeKeyed(type: Type): boolean {
  let of = type
  while (of.kind === 'optional') of = of.of
  if (of.kind === 'date') return of.keyed === undefined || DATE_FORM.test(of.keyed)
  return of.kind === 'digits' || of.kind === 'number' || of.kind === 'money' || of.kind === 'time'
}

function contradictionOfPoint(machine: Machine, point: Point): string | null {
  switch (point.op) {
    case 'say':
      return isInLanguage(machine, point.tell) ? null : `the line does not speak ${point.tell.language}`
    case 'language':
      return machine.line.languages.includes(point.language) ? null : `the line does not speak ${point.language}`
    case 'notify':
    case 'request':
    case 'perform': {
      const operation = machine.operations[point.operation]!
      const kinds = point.op === 'notify' ? ['notice'] : point.op === 'perform' ? ['transaction'] : ['query', 'attempt']
      if (!kinds.includes(operation.kind)) return `${operation.service}.${operation.name} is a ${operation.kind}`
      if (point.arguments.length !== operation.parameters.length) {
        return `${operation.service}.${operation.name} takes ${operation.parameters.length} arguments, not ${point.arguments.length}`
      }
      if (point.op === 'notify') return null
      const wanted = point.op === 'perform' ? ['failed', 'unknown'] : ['failed']
      const missing = wanted.find(outcome => !Object.hasOwn(point.outcomes, outcome))
      return missing === undefined ? null : `the outcome ${missing} leads nowhere`
    }
    case 'connect-queue':
      return contradictionOfOptions(machine, point.options)
    default:
      return null
  }
}
