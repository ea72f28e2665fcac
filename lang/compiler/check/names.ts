// What a bare name or a field means where a value is wanted.
import type * as ast from '../../grammar/ast.ts'
import type { ChoiceType, Type } from '../../../machine/types.ts'
import { suggest } from '../bind/suggest.ts'
import { findTop, namesOfKind, unknownName } from '../bind/lookup.ts'
import { label, nameNode, rename } from '../bind/unit.ts'
import type { NameMeaning, Symbol, SymbolOf } from '../program.ts'
import type { StaticType } from '../types.ts'
import { buildType } from '../typing/build.ts'
import { withClass } from '../typing/classes.ts'
import { describe } from '../typing/describe.ts'
import { boolean, unknown, value } from '../typing/fits.ts'
import { complain, findLocal, localNames, useMeant, type Context } from './context.ts'
import type { Wanted } from './expressions.ts'
import { mayBeNothing } from './misfits.ts'

const valueKinds = ['remember', 'prompt', 'hours']

/** `call.x` */
const callFields: Readonly<Record<string, StaticType>> = {
  caller: value({
    kind: 'optional',
    of: { kind: 'text', class: 'private', mask: 'phone' },
    class: 'private',
    mask: 'phone',
  }),
  called: value({ kind: 'text' }),
  id: value({ kind: 'text' }),
  language: value({ kind: 'text' }),
  level: { kind: 'level' },
  started: value({ kind: 'moment' }),
}

/** Marks a local as used and gives it; reports one that has no value yet. */
function useLocal(context: Context, name: ast.Name, local: SymbolOf<'local'>): StaticType {
  context.unit.used.add(local)
  if (!context.pending?.has(local)) return local.type
  complain(context, 'name-not-yet', { name: name.text }, name)
  return unknown
}

const choiceOf = (wanted: Wanted): ChoiceType | null => {
  if (wanted === null || typeof wanted === 'string') return null
  const open = wanted.kind === 'optional' ? wanted.of : wanted
  return open.kind === 'choice' ? open : null
}

/** Is there, without regard to what is wanted, something of that name? */
export const isDeclared = (context: Context, name: string): boolean =>
  findLocal(context, name) !== undefined || context.names.own.has(name) || context.names.imported.has(name)

export function nameExpression(context: Context, node: ast.NameExpression, wanted: Wanted): StaticType {
  const { name } = node
  const { unit } = context
  if (name.text === '') return unknown
  const mean = (meaning: NameMeaning, type: StaticType): StaticType => {
    unit.meaningOf.set(node, meaning)
    if (meaning.kind === 'symbol') unit.symbolOf.set(name, meaning.symbol)
    return type
  }
  const symbolic = (symbol: Symbol, type: StaticType): StaticType => mean({ kind: 'symbol', symbol }, type)

  const choice = choiceOf(wanted)
  const isChoiceWord = choice !== null && Object.hasOwn(choice.values, name.text)
  const local = findLocal(context, name.text)
  if (local && !(isChoiceWord && local.type.kind === 'value' && local.type.type.kind !== 'choice')) {
    return symbolic(local, useLocal(context, name, local))
  }
  if (isChoiceWord && choice) {
    const { class: _class, mask: _mask, ...plainChoice } = choice
    const type = value(plainChoice)
    return symbolic({ kind: 'choice', name: name.text, type }, type)
  }
  const level = unit.levels.get(name.text)
  if (wanted === 'level' && level) return symbolic(level, { kind: 'level' })

  const top = findTop(unit, context.names, name.text)
  if (top) {
    // Where what is wanted could not be read, it may be a choice that has a value of that name.
    const maybeValue = wanted === 'anything' && !valueKinds.includes(top.kind)
    return maybeValue ? unknown : topValue(context, node, top, symbolic)
  }

  switch (name.text) {
    case 'nothing':
      return mean({ kind: 'nothing' }, { kind: 'nothing' })
    case 'now':
      return mean({ kind: 'now' }, value({ kind: 'moment' }))
    case 'today':
      return mean({ kind: 'today' }, value({ kind: 'date' }))
    case 'settings':
    case 'call':
      complain(context, 'needs-field', { name: name.text }, node)
      return mean({ kind: name.text }, unknown)
  }
  if (level) return symbolic(level, boolean)
  if (wanted === 'anything' || context.names.importsUsed.has(name.text) || isGone(context, name)) return unknown
  if (choice) {
    const words = Object.keys(choice.values)
    const meant = suggest(context.unit, name.text, words) ?? suggest(context.unit, name.text, localNames(context))
    useMeant(context, meant)
    complain(
      context,
      'not-in-choice',
      { name: name.text, words, ...(choice.name ? { choice: choice.name } : {}), ...(meant ? { meant } : {}) },
      name,
      {
        fixes: meant ? [rename(context.file, name, meant)] : [],
      },
    )
    return unknown
  }
  const levels = wanted === null || wanted === 'level' || wanted.kind === 'boolean' ? unit.levels.keys() : []
  const booleans = wanted === null || (wanted !== 'level' && wanted.kind === 'boolean') ? ['true', 'false'] : []
  useMeant(context, unknownName(unit, context.names, name, valueKinds, [...localNames(context), ...levels, ...booleans]))
  return unknown
}

/** A name of the call that is no more once the caller has hung up (semantics §2). */
function isGone(context: Context, name: ast.Name): boolean {
  for (let scope = context.gone; scope; scope = scope.outer) {
    const local = scope.names.get(name.text)
    if (!local) continue
    context.unit.used.add(local)
    complain(context, 'gone-after-hangup', { name: name.text }, name)
    return true
  }
  return false
}

function topValue(
  context: Context,
  node: ast.NameExpression,
  top: Symbol,
  symbolic: (symbol: Symbol, type: StaticType) => StaticType,
): StaticType {
  const { unit } = context
  switch (top.kind) {
    case 'remember':
      return symbolic(top, buildType(unit, unit.names.get(top.file)!, top.node.type))
    case 'prompt':
      if (top.node.parameters.length > 0) {
        complain(context, 'argument-missing', { of: top.name, missing: top.node.parameters.map(each => each.name.text) }, node)
      }
      return symbolic(top, promptSpeech(context, top))
    case 'hours':
      return symbolic(top, { kind: 'hours' })
    default: {
      const declared = nameNode(top)
      complain(context, 'wrong-kind', { name: node.name.text, is: top.kind, wanted: ['value'] }, node, {
        labels: declared
          ? [
              label(
                declared.file,
                declared.node,
                `“${top.kind === 'level' ? '' : node.name.text}” is declared here`,
                `“${node.name.text}”在此声明`,
              ),
            ]
          : [],
      })
      unit.symbolOf.set(node.name, top)
      return unknown
    }
  }
}

/** A prompt as a value: as its text is, which has been checked. In a ring of prompts, which is reported, it may not have been. */
export const promptSpeech = ({ unit }: Context, prompt: SymbolOf<'prompt'>): StaticType =>
  unit.typeOf.get(prompt.node.text) ?? value({ kind: 'speech' })

export function fieldExpression(context: Context, node: ast.FieldExpression, objectType: (node: ast.Expression) => StaticType): StaticType {
  const { object, field } = node
  const { unit } = context
  if (object.kind === 'NameExpression' && !isDeclared(context, object.name.text)) {
    if (object.name.text === 'settings') {
      unit.meaningOf.set(object, { kind: 'settings' })
      return settingField(context, field)
    }
    if (object.name.text === 'call') {
      unit.meaningOf.set(object, { kind: 'call' })
      return callField(context, field)
    }
  }
  const type = objectType(object)
  if (type.kind === 'unknown' || field.text === '') return unknown
  if (type.kind === 'value' && type.type.kind === 'optional') {
    mayBeNothing(context, object)
    return unknown
  }
  if (type.kind !== 'value' || type.type.kind !== 'record') {
    complain(context, 'no-fields', { is: describe(type), field: field.text }, field)
    return unknown
  }
  return recordField(context, field, type.type)
}

/** The type of a record's field, with the record's own class upon it. */
export function recordField(context: Context, field: ast.Name, record: Extract<Type, { kind: 'record' }>): StaticType {
  const found = Object.hasOwn(record.fields, field.text) ? record.fields[field.text] : undefined
  if (found) return value(withClass(found, record.class, record.mask))
  const names = Object.keys(record.fields)
  const meant = suggest(context.unit, field.text, names)
  complain(
    context,
    'unknown-field',
    { field: field.text, fields: names, ...(record.name ? { record: record.name } : {}), ...(meant ? { meant } : {}) },
    field,
    {
      fixes: meant ? [rename(context.file, field, meant)] : [],
    },
  )
  return unknown
}

function settingField(context: Context, field: ast.Name): StaticType {
  const { unit } = context
  if (field.text === '') return unknown
  const setting = unit.settings.get(field.text)
  if (setting) {
    unit.symbolOf.set(field, setting)
    unit.used.add(setting)
    return buildType(unit, unit.names.get(setting.file)!, setting.node.type)
  }
  // A setting may be unread.
  if ([...unit.broken].some(each => each.kind === 'SettingsDeclaration')) return unknown
  const meant = suggest(context.unit, field.text, unit.settings.keys())
  if (meant) unit.used.add(unit.settings.get(meant)!)
  complain(context, 'unknown-setting', { name: field.text, ...(meant ? { meant } : {}) }, field, {
    fixes: meant ? [rename(context.file, field, meant)] : [],
  })
  return unknown
}

function callField(context: Context, field: ast.Name): StaticType {
  if (field.text === '') return unknown
  if (Object.hasOwn(callFields, field.text)) return callFields[field.text]!
  const meant = suggest(context.unit, field.text, Object.keys(callFields))
  complain(context, 'unknown-call-field', { name: field.text, fields: Object.keys(callFields), ...(meant ? { meant } : {}) }, field, {
    fixes: meant ? [rename(context.file, field, meant)] : [],
  })
  return unknown
}

export const valueNames = (context: Context): Iterable<string> => [...localNames(context), ...namesOfKind(context.names, valueKinds)]
