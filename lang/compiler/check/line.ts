// The line: what it must have, and where its arrows lead.
import { readingTags } from '../../../machine/readings.ts'
import type * as ast from '../../grammar/ast.ts'
import { resolveTop } from '../bind/lookup.ts'
import { label, rename } from '../bind/unit.ts'
import { suggest } from '../bind/suggest.ts'
import { complain, type Context } from './context.ts'
import { checkLeaves, target } from './going.ts'
import { checkHeard, silentIn } from './heard.ts'
import { bestVariant, checkLanguages, tagMatches } from './languages.ts'
import { checkListen } from './listening.ts'
import { checkShortcuts, finishShortcuts } from './shortcuts.ts'
import { block } from './steps.ts'
import { checkPlainText } from './texts.ts'
import { checkZone } from './zones.ts'

const itemNames: Readonly<Record<ast.LineItem['kind'], string>> = {
  NumbersItem: 'numbers',
  LanguagesItem: 'languages',
  TimeZoneItem: 'time zone',
  LevelsItem: 'levels',
  ListenBlock: 'listen',
  ShortcutsItem: 'shortcuts',
  OtherwiseClause: 'otherwise',
  OnFaultItem: 'on fault',
  AtMostItem: 'at most',
  RecordAllItem: 'record all',
  AfterHangupItem: 'after hangup',
}
const required = ['NumbersItem', 'LanguagesItem', 'TimeZoneItem', 'OtherwiseClause'] as const

export function checkLine(context: Context, line: ast.LineDeclaration): void {
  if (line.title) {
    checkPlainText(context.unit, context.file, line.title, 'title')
    checkLanguages(context, line.title, false)
    checkHeard(context, line.title)
  }
  const first = new Map<string, ast.LineItem>()
  for (const item of line.items) {
    const before = first.get(item.kind)
    if (before) {
      complain(context, 'item-twice', { item: itemNames[item.kind] }, item, {
        labels: [label(context.file, before, 'it is said here first', '首先在这里写出')],
      })
    } else first.set(item.kind, item)
    lineItem(context, item)
  }
  // What stands behind a brace too many may have been the line's.
  if (context.unit.lossyFiles.has(context.file)) return
  for (const kind of required) if (!first.has(kind)) complain(context, 'line-item-missing', { item: itemNames[kind] }, line.name)
}

/** What only the whole program tells: call it when every listener has been checked. */
export const finishLine = (context: Context): void => finishShortcuts(context)

function lineItem(context: Context, item: ast.LineItem): void {
  const { unit, names } = context
  switch (item.kind) {
    case 'NumbersItem':
      return numbers(context, item)
    case 'LanguagesItem':
      return languages(context, item)
    case 'TimeZoneItem':
      return checkZone(context, item.zone)
    case 'LevelsItem':
      return
    case 'ListenBlock':
      return checkListen(context, item)
    case 'ShortcutsItem':
      return checkShortcuts(context, item)
    case 'OtherwiseClause':
      if (item.on) complain(context, 'item-not-here', { item: `otherwise on ${item.on}`, where: 'line' }, item)
      return lineOtherwise(context, item)
    case 'OnFaultItem':
    case 'AtMostItem':
      return target(context, item.target, { ofLine: true })
    case 'RecordAllItem': {
      const prompt = resolveTop(unit, names, item.prompt, 'prompt')
      if (prompt && prompt.node.parameters.length > 0)
        complain(context, 'without-parameters', { name: prompt.name, where: 'record all' }, item.prompt)
      else if (prompt && silentIn(context, prompt.node.text).length > 0)
        complain(context, 'record-unannounced', { notice: prompt.name }, item.prompt)
      return
    }
    case 'AfterHangupItem': {
      const flow = resolveTop(unit, names, item.flow, 'flow')
      if (flow && flow.node.parameters.length > 0)
        complain(context, 'without-parameters', { name: flow.name, where: 'after hangup' }, item.flow)
    }
  }
}

function lineOtherwise(context: Context, item: ast.OtherwiseClause): void {
  const [only] = item.body.steps
  if (!item.body.braces && only?.kind === 'GoStep') return target(context, only.target, { ofLine: true })
  block(context, item.body)
  checkLeaves(context, item.body, 'otherwise')
}

function numbers(context: Context, item: ast.NumbersItem): void {
  const first = new Map<string, ast.PlainString>()
  if (item.entries.length === 0) complain(context, 'line-item-missing', { item: 'numbers' }, item)
  for (const { number, target: to } of item.entries) {
    const before = first.get(number.value)
    if (before) {
      complain(context, 'item-twice', { item: `"${number.value}"` }, number, {
        labels: [label(context.file, before, 'it is said here first', '首先在这里写出')],
      })
    } else first.set(number.value, number)
    const flow =
      to.kind === 'PlaceTarget' ? (context.names.own.get(to.name.text) ?? context.names.imported.get(to.name.text)?.symbol) : undefined
    if (flow?.kind === 'flow' && flow.node.parameters.length > 0 && to.kind === 'PlaceTarget') {
      resolveTop(context.unit, context.names, to.name, 'flow')
      complain(context, 'without-parameters', { name: flow.name, where: 'numbers' }, to)
    } else target(context, to, { ofLine: true })
  }
}

function languages(context: Context, item: ast.LanguagesItem): void {
  const first = new Map<string, ast.LanguageTag>()
  for (const tag of item.tags) {
    if (tag.text === '') continue
    const before = first.get(tag.text.toLowerCase())
    if (before) {
      complain(context, 'item-twice', { item: tag.text }, tag, {
        labels: [label(context.file, before, 'it is said here first', '首先在这里写出')],
      })
      continue
    }
    first.set(tag.text.toLowerCase(), tag)
    if (isLanguageTag(tag.text)) {
      if (standardWords(context, tag)) checkReading(context, tag)
      continue
    }
    const hyphened = tag.text.replaceAll('_', '-')
    const meant =
      named[tag.text.toLowerCase()] ??
      (isLanguageTag(hyphened) ? hyphened : suggest(context.unit, tag.text, ['zh-CN', 'zh-HK', 'zh-TW', 'en-US', 'en-GB']))
    complain(context, 'bad-language-tag', { tag: tag.text }, tag, { fixes: meant ? [rename(context.file, tag, meant)] : [] })
  }
}

/** What the line says by itself has words too: has it? */
function standardWords(context: Context, tag: ast.LanguageTag): boolean {
  const silent = [...context.unit.standard].filter(([, { file, node }]) => file.standard && !bestVariant(node.text, tag.text))
  if (silent.length > 0) complain(context, 'standard-language', { language: tag.text, prompts: silent.map(([name]) => name) }, tag)
  return silent.length === 0
}

/** Values are spoken too; where nobody knows how, English is heard. */
function checkReading(context: Context, tag: ast.LanguageTag): void {
  if (readingTags.some(known => tagMatches(known, tag.text))) return
  const read = readingTags.filter(known => !known.includes('-'))
  complain(context, 'language-without-reading', { language: tag.text, read }, tag)
}

/** Languages by what people call them. */
const named: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['chinese', 'mandarin', 'putonghua', 'cn', '中文', '汉语', '普通话', '简体中文'].map(name => [name, 'zh-CN'])),
  ...Object.fromEntries(['english', '英语', '英文'].map(name => [name, 'en-US'])),
}

/** BCP 47, well formed; its own casing is not asked for. No language in use has more than three letters. */
export function isLanguageTag(tag: string): boolean {
  if (!/^[a-z]{2,3}(?:-|$)/i.test(tag) || Object.hasOwn(named, tag.toLowerCase())) return false
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
