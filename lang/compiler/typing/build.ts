// From a type as written to the machine's type.
import type * as ast from '../../grammar/ast.ts'
import type { ChoiceType, DateType, DigitsType, Mask, MoneyType, NumberType, RecordType, Type } from '../../../machine/types.ts'
import { suggest } from '../bind/suggest.ts'
import { resolveTop } from '../bind/lookup.ts'
import { label, rename, report, type FileNames, type Unit } from '../bind/unit.ts'
import { currencyCodes, currencyDecimals } from '../currencies.ts'
import type { StaticType } from '../types.ts'
import { highestClass, withClass } from './classes.ts'
import { decimalsOf, scaled } from './decimals.ts'
import { unknown, value } from './fits.ts'
import { orderTypes } from './order.ts'
import { readPattern } from './refinements.ts'

/** Deeper than this no record or list may lie in another. */
const DEEPEST = 32
/** Items of a list where the program does not say. */
const LIST_BOUND = 100
const LARGEST_LIST = 10_000

/** Builds every declared type, in an order in which each finds its parts built. */
export function buildTypes(unit: Unit): void {
  const { order, broken } = orderTypes(unit)
  for (const symbol of order) {
    const { node, file } = symbol
    if (broken.has(symbol) || unit.broken.has(node)) {
      unit.typeOfNode.set(node.type, unknown)
      continue
    }
    const built = buildType(unit, unit.names.get(file)!, node.type)
    const named = built.kind === 'value' && (built.type.kind === 'choice' || built.type.kind === 'record')
    if (named) unit.typeOfNode.set(node.type, value({ ...built.type, name: symbol.name } as Type))
  }
}

/** The type that is written there; unknown where it has a fault (which is reported, once). */
export function buildType(unit: Unit, names: FileNames, node: ast.TypeExpression): StaticType {
  const known = unit.typeOfNode.get(node)
  if (known) return known
  const built = node.kind === 'Missing' ? unknown : build(unit, names, node)
  unit.typeOfNode.set(node, built)
  return built
}

function build(unit: Unit, names: FileNames, node: ast.TypeNode): StaticType {
  let type = buildBase(unit, names, node.base)
  if (type === null) return unknown
  if (depthOf(type) > DEEPEST) {
    report(unit, names.file, 'type-too-deep', { most: DEEPEST }, node)
    return unknown
  }
  if (node.class === 'secret' && !['digits', 'number', 'money', 'date', 'time'].includes(type.kind)) {
    report(unit, names.file, 'secret-of-kind', {}, node)
    return unknown
  }
  if (node.class) type = withClass(type, node.class, node.mask as Mask | undefined)
  if (!node.orNothing || type.kind === 'optional') return value(type)
  const { class: cls, mask } = type
  return value({ kind: 'optional', of: type, ...(cls ? { class: cls } : {}), ...(mask ? { mask } : {}) })
}

const depths = new WeakMap<Type, number>()
function depthOf(type: Type): number {
  const known = depths.get(type)
  if (known !== undefined) return known
  const inner = type.kind === 'record' ? Object.values(type.fields) : type.kind === 'list' || type.kind === 'optional' ? [type.of] : []
  const depth = 1 + inner.reduce((most, each) => Math.max(most, depthOf(each)), 0)
  depths.set(type, depth)
  return depth
}

function buildBase(unit: Unit, names: FileNames, node: ast.BaseType): Type | null {
  switch (node.kind) {
    case 'DigitsType':
      return buildDigits(unit, names, node)
    case 'NumberType':
      return buildNumber(unit, names, node)
    case 'MoneyType':
      return buildMoney(unit, names, node)
    case 'DateType':
      return buildDate(unit, names, node)
    case 'SimpleType':
      return { kind: node.name }
    case 'ListType':
      return buildList(unit, names, node)
    case 'RecordType':
      return buildRecord(unit, names, node)
    case 'ChoiceType':
      return buildChoice(unit, names, node)
    case 'NamedType': {
      const symbol = resolveTop(unit, names, node.name, 'type')
      const named = symbol && unit.typeOfNode.get(symbol.node.type)
      return named?.kind === 'value' ? named.type : null
    }
  }
}

function buildDigits(unit: Unit, names: FileNames, node: ast.DigitsType): DigitsType | null {
  const { file } = names
  if (node.length && (node.length.min > node.length.max || node.length.min < 1)) {
    report(unit, file, 'bad-range', { from: String(node.length.min), to: String(node.length.max) }, node)
    return null
  }
  const lengths: number[] = []
  for (const pattern of node.patterns) {
    const places = readPattern(pattern.value, node.starAs)
    if (!places) {
      report(unit, file, 'bad-pattern', { pattern: pattern.value }, pattern)
      return null
    }
    if (node.length && (places.length < node.length.min || places.length > node.length.max)) {
      report(unit, file, 'pattern-length', { pattern: pattern.value, length: places.length }, pattern)
      return null
    }
    lengths.push(places.length)
  }
  const min = node.length?.min ?? (lengths.length > 0 ? Math.min(...lengths) : undefined)
  const max = node.length?.max ?? (lengths.length > 0 ? Math.max(...lengths) : undefined)
  return {
    kind: 'digits',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(node.luhn ? { luhn: true } : {}),
    ...(node.patterns.length > 0 ? { like: node.patterns.map(pattern => pattern.value) } : {}),
    ...(node.starAs ? { star: node.starAs } : {}),
  }
}

/** Bounds in units of `decimals`; null after a report. */
function bounds(unit: Unit, names: FileNames, range: ast.DecimalRange, decimals: number): { min: number; max: number } | null {
  const min = scaled(range.min, decimals)
  const max = scaled(range.max, decimals)
  if (min === null || max === null || min > max) {
    report(unit, names.file, 'bad-range', { from: range.min, to: range.max }, range)
    return null
  }
  return { min, max }
}

function buildNumber(unit: Unit, names: FileNames, node: ast.NumberType): NumberType | null {
  if (!node.range) return { kind: 'number', decimals: 0 }
  const decimals = Math.max(decimalsOf(node.range.min), decimalsOf(node.range.max))
  const range = bounds(unit, names, node.range, decimals)
  return range && { kind: 'number', decimals, ...range }
}

function buildMoney(unit: Unit, names: FileNames, node: ast.MoneyType): MoneyType | null {
  const { currency } = node
  const decimals = currencyDecimals(currency)
  if (decimals === undefined) {
    if (currency !== '') unknownCurrency(unit, names, node, currency)
    return null
  }
  const base: MoneyType = { kind: 'money', currency, decimals, ...(node.keyedInMinor ? { keyedInMinor: true } : {}) }
  if (!node.range) return base
  const written = Math.max(decimalsOf(node.range.min), decimalsOf(node.range.max))
  if (written > decimals) {
    report(unit, names.file, 'too-many-decimals', { currency, decimals }, node.range)
    return null
  }
  const range = bounds(unit, names, node.range, decimals)
  return range && { ...base, ...range }
}

export function unknownCurrency(unit: Unit, names: FileNames, node: ast.MoneyType | ast.MoneyLiteral, currency: string): void {
  const meant = suggest(unit, currency, currencyCodes())
  const start = names.file.text.indexOf(currency, node.start)
  const at = start >= node.start && start < node.end ? { start, end: start + currency.length } : node
  report(unit, names.file, 'unknown-currency', { currency, ...(meant ? { meant } : {}) }, at, {
    fixes: meant ? [rename(names.file, at, meant)] : [],
  })
}

/** `MMYY`, `MMDDYY`, `YYYYMMDD`: a month and a year, each part once; a day left out is the month's last. */
const dateForm = /^(?=.*MM)(?=.*YY)(?:(MM|DD|YYYY|YY)(?!.*\1))+$/

function buildDate(unit: Unit, names: FileNames, node: ast.DateType): DateType | null {
  if (node.keyed === undefined) return { kind: 'date' }
  const parts = node.keyed.match(/MM|DD|YYYY|YY/g) ?? []
  const years = parts.filter(part => part.startsWith('Y')).length
  if (!dateForm.test(node.keyed) || parts.join('') !== node.keyed || years !== 1 || new Set(parts).size !== parts.length) {
    report(unit, names.file, 'bad-date-form', { form: node.keyed }, node)
    return null
  }
  return { kind: 'date', keyed: node.keyed }
}

function buildList(unit: Unit, names: FileNames, node: ast.ListType): Type | null {
  const of = buildType(unit, names, node.of)
  if (of.kind !== 'value') return null
  if (secretInside(unit, names, of.type, node.of, 'list')) return null
  const upTo = node.upTo ?? LIST_BOUND
  if (upTo < 1 || upTo > LARGEST_LIST) {
    report(unit, names.file, 'bad-list-bound', { most: LARGEST_LIST }, node)
    return null
  }
  return { kind: 'list', of: of.type, upTo }
}

function buildRecord(unit: Unit, names: FileNames, node: ast.RecordType): RecordType | null {
  const fields: Record<string, Type> = {}
  const first = new Map<string, ast.Name>()
  let whole = true
  for (const { name, type } of node.fields) {
    const built = buildType(unit, names, type)
    const known = first.get(name.text)
    if (known && name.text !== '') {
      report(unit, names.file, 'duplicate-name', { name: name.text }, name, {
        labels: [label(names.file, known, `“${name.text}” is declared here first`, `“${name.text}”首先在此声明`)],
      })
    } else if (built.kind !== 'value' || name.text === '' || secretInside(unit, names, built.type, type, 'record')) whole = false
    else define(fields, name.text, built.type)
    first.set(name.text, name)
  }
  return whole ? { kind: 'record', fields } : null
}

/** A field may have any name, `__proto__` too. */
const define = <T>(record: Record<string, T>, name: string, entry: T): void => {
  Object.defineProperty(record, name, { value: entry, enumerable: true, configurable: true, writable: true })
}

function secretInside(unit: Unit, names: FileNames, type: Type, at: ast.TypeExpression, where: 'list' | 'record'): boolean {
  if (highestClass(type) !== 'secret') return false
  report(unit, names.file, 'secret-kept', { where }, at)
  return true
}

function buildChoice(unit: Unit, names: FileNames, node: ast.ChoiceType): ChoiceType | null {
  const values: Record<string, Readonly<Record<string, string>>> = {}
  const first = new Map<string, ast.Name>()
  for (const each of node.values) {
    const name = each.name.text
    if (name === '') continue
    const known = first.get(name)
    if (known) {
      report(unit, names.file, 'duplicate-name', { name }, each.name, {
        labels: [label(names.file, known, `“${name}” is declared here first`, `“${name}”首先在此声明`)],
      })
      continue
    }
    first.set(name, each.name)
    const words: Record<string, string> = {}
    for (const variant of each.text?.variants ?? []) {
      const held = variant.parts.find(part => part.kind !== 'TextChars')
      if (held) report(unit, names.file, 'text-must-be-plain', { what: 'choice' }, held)
      define(words, variant.tag?.text ?? '', variant.parts.map(part => (part.kind === 'TextChars' ? part.text : '')).join(''))
    }
    define(values, name, words)
  }
  return { kind: 'choice', values }
}
