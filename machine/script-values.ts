// Values as a tester writes them (`CNY 10.05`, `savings`, `[{ … }]`, a cell of a table) → values of a machine's types.
import { isDate, isTime, momentOf } from './calendar.ts'
import { scaleDecimal } from './decimals.ts'
import { convertJson, durationOf, setField, withoutControls, type ValueResult } from './json-values.ts'
import { findMisfit } from './refinements.ts'
import type { ScriptSetup, ScriptSpan, ScriptValue } from './script.ts'
import type { ListType, RecordType, Type } from './types.ts'
import type { FileProblem, Misfit, ValuePath, ValueProblem } from './value-problems.ts'
import type { Value } from './values.ts'

/** What names and files mean in one run of a script. */
export interface ScriptScope {
  /** The run's language: tagged texts mean it. */
  readonly language: string
  /** The row's values, or in a setup its parameters' (`bindArguments`): none of them has names in it. */
  readonly names: Readonly<Record<string, ScriptValue>>
  /** `file "./payees.json"`, relative to the script: what `JSON.parse` gives. */
  readonly readJson: (path: string) => { readonly json: unknown } | { readonly problem: FileProblem }
}

/** What is wrong, and which part of the written value it is. */
export type ScriptValueProblem = ValueProblem & { readonly span: ScriptSpan }
export type ScriptValueResult = ValueResult<ScriptValueProblem>
export type ScriptTextResult =
  { readonly text: string; readonly problem?: never } | { readonly problem: ScriptValueProblem; readonly text?: never }

/** `value` as a value of `type`, scaled by the type's decimals and with its refinements checked. Never throws. */
export function convertValue(value: ScriptValue, type: Type, scope: ScriptScope): ScriptValueResult {
  return convert(value, type, scope, [])
}

// The depth is bounded by the type's: every recursion goes to a part of the type, or to a name's value, which has no names.
function convert(value: ScriptValue, type: Type, scope: ScriptScope, path: ValuePath): ScriptValueResult {
  const fail: Fail = misfit => ({ problem: { ...misfit, path, span: { start: value.start, end: value.end } } })
  if (value.kind === 'name') {
    const named = lookUp(scope, value.name)
    if (named) return convert(named, type, { ...scope, names: {} }, path)
    return convertName(value.name, type, scope, fail)
  }
  if (value.kind === 'file') {
    const file = scope.readJson(value.path)
    if ('problem' in file) return fail({ kind: 'file', file: value.path, why: file.problem })
    const result = convertJson(file.json, type)
    if (!result.problem) return result
    return { problem: { ...result.problem, path: [...path, ...result.problem.path], span: { start: value.start, end: value.end } } }
  }
  if (type.kind === 'optional') {
    return value.kind === 'cell' && (value.text === '' || value.text === 'nothing') ? { value: null } : convert(value, type.of, scope, path)
  }
  if (type.kind === 'record') return value.kind === 'record' ? convertRecord(value, type, scope, path, fail) : fail(wrongKind(value, type))
  if (type.kind === 'list') return value.kind === 'list' ? convertList(value, type, scope, path, fail) : fail(wrongKind(value, type))
  const plain = convertPlain(value, type, scope, fail)
  if (plain.problem) return plain
  const misfit = findMisfit(plain.value, type)
  if (misfit === null) return plain
  return { problem: { ...misfit, path: [...path, ...misfit.path], span: { start: value.start, end: value.end } } }
}

type Fail = (misfit: Misfit) => { readonly problem: ScriptValueProblem }
type Written<K extends ScriptValue['kind']> = Extract<ScriptValue, { readonly kind: K }>

const lookUp = (scope: ScriptScope, name: string): ScriptValue | undefined =>
  Object.hasOwn(scope.names, name) ? scope.names[name] : undefined

function convertName(name: string, type: Type, scope: ScriptScope, fail: Fail): ScriptValueResult {
  const of = type.kind === 'optional' ? type.of : type
  if (type.kind === 'optional' && name === 'nothing') return { value: null }
  if (of.kind === 'boolean' && (name === 'true' || name === 'false')) return { value: name === 'true' }
  if (of.kind === 'choice') {
    const known = Object.keys(of.values)
    return known.includes(name) ? { value: name } : fail({ kind: 'unknown choice', name, known: [...known, ...Object.keys(scope.names)] })
  }
  if (name === 'true' || name === 'false' || name === 'nothing') return fail({ kind: 'wrong kind', wanted: type, got: name })
  const known = Object.keys(scope.names)
  // Where no name can stand, what is wanted says more than that this one does not exist.
  if (known.length === 0) return fail({ kind: 'wrong kind', wanted: type, got: name })
  return fail({ kind: 'unknown name', name, known: of.kind === 'boolean' ? ['true', 'false', ...known] : known })
}

function convertRecord(value: Written<'record'>, type: RecordType, scope: ScriptScope, path: ValuePath, fail: Fail): ScriptValueResult {
  const fields: Record<string, Value> = {}
  const known = Object.keys(type.fields)
  for (const [name, written] of Object.entries(value.fields)) {
    if (!Object.hasOwn(type.fields, name)) {
      return { problem: { kind: 'unknown field', field: name, known, path, span: { start: written.start, end: written.end } } }
    }
  }
  for (const name of known) {
    const fieldType = type.fields[name]!
    const written = Object.hasOwn(value.fields, name) ? value.fields[name] : undefined
    if (!written) {
      if (fieldType.kind !== 'optional') return fail({ kind: 'missing field', field: name })
      setField(fields, name, null)
      continue
    }
    const result = convert(written, fieldType, scope, [...path, name])
    if (result.problem) return result
    setField(fields, name, result.value)
  }
  return { value: fields }
}

function convertList(value: Written<'list'>, type: ListType, scope: ScriptScope, path: ValuePath, fail: Fail): ScriptValueResult {
  if (value.items.length > type.upTo) return fail({ kind: 'list too long', length: value.items.length, upTo: type.upTo })
  const items: Value[] = []
  for (const [index, item] of value.items.entries()) {
    const result = convert(item, type.of, scope, [...path, index])
    if (result.problem) return result
    items.push(result.value)
  }
  return { value: items }
}

/** A value without parts, where a type without parts is wanted. A cell is read as the type's own way of writing. */
function convertPlain(value: ScriptValue, type: Type, scope: ScriptScope, fail: Fail): ScriptValueResult {
  const cell = value.kind === 'cell' ? value.text.trim() : null
  const wrong = (): ScriptValueResult => fail(wrongKind(value, type))
  switch (type.kind) {
    case 'digits':
    case 'text': {
      if (value.kind !== 'text' && value.kind !== 'cell') return wrong()
      const result = readText(value, scope)
      return result.problem ? result : { value: type.kind === 'text' ? withoutControls(result.text) : result.text }
    }
    case 'number': {
      const raw = value.kind === 'number' ? value.raw : cell
      return raw === null ? wrong() : scaled(raw, type.decimals, fail, wrong)
    }
    case 'money': {
      if (value.kind === 'money') {
        if (value.currency !== type.currency) return fail({ kind: 'other currency', wanted: type.currency, got: value.currency })
        return scaled(value.amount, type.decimals, fail, wrong)
      }
      const match = cell === null ? null : /^(?:([A-Z]{3}) ?)?(-?[\d.]+)$/.exec(cell)
      if (!match) return wrong()
      if (match[1] !== undefined && match[1] !== type.currency)
        return fail({ kind: 'other currency', wanted: type.currency, got: match[1] })
      return scaled(match[2]!, type.decimals, fail, wrong)
    }
    case 'date':
    case 'time': {
      const text = value.kind === type.kind ? value.text : cell
      if (text === null) return wrong()
      return (type.kind === 'date' ? isDate : isTime)(text) ? { value: text } : fail({ kind: 'no such date', got: text, what: type.kind })
    }
    case 'moment': {
      const text = value.kind === 'moment' ? value.text : cell
      if (text === null) return wrong()
      const moment = momentOf(text)
      return moment === null ? fail({ kind: 'no such date', got: text, what: 'moment' }) : { value: moment }
    }
    case 'duration': {
      const ms = value.kind === 'duration' ? value.ms : cell === null ? null : durationOf(cell)
      return ms === null ? wrong() : { value: ms }
    }
    case 'boolean':
      return cell === 'true' || cell === 'false' ? { value: cell === 'true' } : wrong()
    case 'choice': {
      // In quotes, or in a table, a word is what a back end says: one that the choice does not have becomes its `other`.
      const said = value.kind === 'text' ? readText(value, scope) : cell === null ? null : { text: cell }
      if (said === null) return wrong()
      if (said.problem) return said
      const known = Object.keys(type.values)
      const word = known.includes(said.text) ? said.text : known.includes('other') ? 'other' : null
      return word === null ? fail({ kind: 'unknown choice', name: said.text, known }) : { value: word }
    }
    case 'recording':
      return recordingOf(value, cell) ?? wrong()
    case 'speech':
      return recordingOf(value, cell) ?? readSpeech(value, scope) ?? wrong()
    case 'optional':
    case 'record':
    case 'list':
      return wrong()
  }
}

function scaled(raw: string, decimals: number, fail: Fail, wrong: () => ScriptValueResult): ScriptValueResult {
  const value = scaleDecimal(raw, decimals)
  if (value === 'not a number') return wrong()
  if (value === 'too many decimals') return fail({ kind: 'too many decimals', got: raw, decimals })
  return value === 'too large' ? fail({ kind: 'too large', got: raw }) : { value }
}

/** `recording 5s` */
function recordingOf(value: ScriptValue, cell: string | null): ScriptValueResult | null {
  const match = cell === null ? null : /^recording (\S+)$/.exec(cell)
  const ms = value.kind === 'recording' ? value.ms : match ? durationOf(match[1]!) : null
  return ms === null ? null : { value: { recording: `recording ${ms}ms`, ms } }
}

/** A text to be spoken, in every language it is written in. */
function readSpeech(value: ScriptValue, scope: ScriptScope): ScriptValueResult | null {
  if (value.kind === 'cell') return { value: { texts: { '': withoutControls(value.text) } } }
  if (value.kind !== 'text') return null
  const texts: Record<string, string> = {}
  for (const tag of Object.keys(value.variants)) {
    const result = joinParts(value, tag, scope)
    if (result.problem) return result
    setField(texts, tag, withoutControls(result.text))
  }
  return { value: { texts } }
}

// ------------------------------------------------------------------------------------------------ texts and keys

/**
 * The words of a value in the run's language: of a text its variant, of any other value (or a name's) what was written.
 * For what a tester writes as text: `hear`, a script's name, keys, a number that is dialled.
 */
export function readText(value: ScriptValue, scope: ScriptScope): ScriptTextResult {
  const fail = (misfit: Misfit): ScriptTextResult => ({ problem: { ...misfit, path: [], span: { start: value.start, end: value.end } } })
  switch (value.kind) {
    case 'text': {
      const tag = findVariant(value.variants, scope.language)
      return tag === null ? fail({ kind: 'no words', language: scope.language }) : joinParts(value, tag, scope)
    }
    case 'name': {
      const named = lookUp(scope, value.name)
      return named
        ? readText(named, { ...scope, names: {} })
        : fail({ kind: 'unknown name', name: value.name, known: Object.keys(scope.names) })
    }
    default: {
      const written = printPlain(value)
      return written === null ? fail({ kind: 'wrong kind', wanted: { kind: 'text' }, got: nameWritten(value) }) : { text: written }
    }
  }
}

function joinParts(value: Written<'text'>, tag: string, scope: ScriptScope): ScriptTextResult {
  let text = ''
  for (const part of value.variants[tag]!) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const named = lookUp(scope, part.name)
    if (!named)
      return {
        problem: {
          kind: 'unknown name',
          name: part.name,
          known: Object.keys(scope.names),
          path: [],
          span: { start: value.start, end: value.end },
        },
      }
    // A choice's word is a name that stands for nothing else: it is its own text.
    const words: ScriptTextResult = named.kind === 'name' ? { text: named.name } : readText(named, { ...scope, names: {} })
    if (words.problem) return words
    text += words.text
  }
  return { text }
}

/** A script's name with its `{…}` filled in; a name that is not there stays as it was written. */
export function fillName(name: string, scope: ScriptScope): string {
  return name.replace(/\{([^{}]*)\}/g, (written, inner: string) => {
    const named = lookUp(scope, inner.trim())
    if (!named) return written
    if (named.kind === 'name') return named.name
    return readText(named, { ...scope, names: {} }).text ?? written
  })
}

/** A path of a transcript with its `{…}` filled in; `{language}` is the run's, where no row has the name. */
export function fillPath(path: string, scope: ScriptScope): string {
  const language: ScriptValue = { kind: 'text', variants: { '': [scope.language] }, start: 0, end: 0 }
  return fillName(path, { ...scope, names: { language, ...scope.names } })
}

/** Keys of `press` and `enter`: `0`–`9 * #`, and `,` for half a second. */
export function readKeys(value: ScriptValue, scope: ScriptScope): ScriptTextResult {
  const result = readText(value, scope)
  if (result.problem || /^[0-9*#,]+$/.test(result.text)) return result
  // The keys themselves are not told: they may be a passcode.
  const got = /[^0-9*#,]/u.exec(result.text)?.[0] ?? ''
  return { problem: { kind: 'not keys', got, path: [], span: { start: value.start, end: value.end } } }
}

/** The tag of `variants` for a language: the longest that it begins with (`zh` for `zh-CN`), `''` for all; null where there is none. */
export function findVariant(variants: Readonly<Record<string, unknown>>, language: string): string | null {
  const wanted = language.toLowerCase()
  let best: string | null = null
  for (const tag of Object.keys(variants)) {
    const fits = tag === '' || wanted === tag.toLowerCase() || wanted.startsWith(`${tag.toLowerCase()}-`)
    if (fits && (best === null || tag.length > best.length)) best = tag
  }
  return best
}

/** A value without parts as it was written; null for lists, records, texts and files. */
function printPlain(value: ScriptValue): string | null {
  switch (value.kind) {
    case 'number':
      return value.raw
    case 'money':
      return `${value.currency} ${value.amount}`
    case 'date':
    case 'time':
    case 'moment':
    case 'cell':
      return value.text
    case 'duration':
      return `${value.ms}ms`
    case 'name':
      return value.name
    case 'recording':
    case 'text':
    case 'list':
    case 'record':
    case 'file':
      return null
  }
}

const wrongKind = (value: ScriptValue, wanted: Type): Misfit => ({ kind: 'wrong kind', wanted, got: nameWritten(value) })

/** What stands there, short enough for a sentence. */
function nameWritten(value: ScriptValue): string {
  switch (value.kind) {
    case 'text': {
      const first = Object.values(value.variants)[0] ?? []
      const words = first.map(part => (typeof part === 'string' ? part : `{${part.name}}`)).join('')
      return JSON.stringify(words.length > 40 ? `${words.slice(0, 40)}…` : words)
    }
    case 'list':
      return 'a list [ ]'
    case 'record':
      return 'a record { }'
    case 'file':
      return `file "${value.path}"`
    case 'recording':
      return 'a recording'
    case 'cell':
      return JSON.stringify(value.text.length > 40 ? `${value.text.slice(0, 40)}…` : value.text)
    default:
      return printPlain(value) ?? value.kind
  }
}

// ------------------------------------------------------------------------------------------------ setups

/** `value` with the names of `scope` replaced by their values, so that it means the same anywhere. As deep as it is written. */
export function closeValue(value: ScriptValue, names: Readonly<Record<string, ScriptValue>>): ScriptValue {
  switch (value.kind) {
    case 'name':
      return Object.hasOwn(names, value.name) ? names[value.name]! : value
    case 'list':
      return { ...value, items: value.items.map(item => closeValue(item, names)) }
    case 'record': {
      const fields: Record<string, ScriptValue> = {}
      for (const [name, field] of Object.entries(value.fields)) setField(fields, name, closeValue(field, names))
      return { ...value, fields }
    }
    case 'text': {
      const variants: Record<string, (string | { readonly name: string })[]> = {}
      for (const [tag, parts] of Object.entries(value.variants))
        setField(
          variants,
          tag,
          parts.map(part => closePart(part, tag, names)),
        )
      return { ...value, variants }
    }
    default:
      return value
  }
}

function closePart(
  part: string | { readonly name: string },
  tag: string,
  names: Readonly<Record<string, ScriptValue>>,
): string | { readonly name: string } {
  if (typeof part === 'string' || !Object.hasOwn(names, part.name)) return part
  const named = names[part.name]!
  if (named.kind === 'name') return named.name
  return readText(named, { language: tag, names: {}, readJson: () => ({ problem: 'missing' }) }).text ?? part
}

export type ArgumentProblem =
  | { readonly kind: 'too many arguments'; readonly most: number; readonly span: ScriptSpan }
  | { readonly kind: 'unknown argument'; readonly name: string; readonly known: readonly string[]; readonly span: ScriptSpan }
  | { readonly kind: 'argument twice'; readonly name: string; readonly span: ScriptSpan }
  | { readonly kind: 'missing argument'; readonly name: string }

/** What a setup's parameters stand for in one `run`: arguments by position, then by name, then the defaults. `names` are those of the caller. */
export function bindArguments(
  setup: ScriptSetup,
  written: readonly { readonly name: string | null; readonly value: ScriptValue }[],
  names: Readonly<Record<string, ScriptValue>>,
):
  | { readonly names: Readonly<Record<string, ScriptValue>>; readonly problem?: never }
  | { readonly problem: ArgumentProblem; readonly names?: never } {
  const bound: Record<string, ScriptValue> = {}
  const known = setup.parameters.map(parameter => parameter.name)
  for (const [index, argument] of written.entries()) {
    const span = { start: argument.value.start, end: argument.value.end }
    const name = argument.name ?? known[index]
    if (name === undefined) return { problem: { kind: 'too many arguments', most: known.length, span } }
    if (!known.includes(name)) return { problem: { kind: 'unknown argument', name, known, span } }
    if (Object.hasOwn(bound, name)) return { problem: { kind: 'argument twice', name, span } }
    setField(bound, name, closeValue(argument.value, names))
  }
  for (const parameter of setup.parameters) {
    if (Object.hasOwn(bound, parameter.name)) continue
    if (parameter.value === null) return { problem: { kind: 'missing argument', name: parameter.name } }
    setField(bound, parameter.name, parameter.value)
  }
  return { names: bound }
}
