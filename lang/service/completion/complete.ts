// Completion in programs: what may come next by the grammar, with the names that are in scope where it takes a name.
import { nextInProgram } from '../../grammar/parser.ts'
import type { LeadToken, NextTokens } from '../../grammar/next-tokens.ts'
import * as T from '../../grammar/tokens.ts'
import type { Program } from '../../compiler/program.ts'
import type { Message } from '../../diagnostics/diagnostic.ts'
import { docOf, detailOf, kindOf } from '../describe-symbol.ts'
import type { View } from '../programs.ts'
import { scopeAt } from '../scope.ts'
import { pathAt } from '../tree.ts'
import type { CompletionItem, CompletionKind } from '../types.ts'
import { freeKeys } from './keys.ts'
import { notImported, type Library } from './imports.ts'
import { importable, namesFor, type NamesAt, type Offer } from './names.ts'
import { pathItems } from './paths.ts'
import { fill, optionTemplate, tagOf, templateOf, textTemplate, unwritten, type WordPlace } from './snippets.ts'
import { wantedAt } from './wanted.ts'
import { aboutWord } from './words.ts'

export interface CompletionRequest {
  readonly view: View
  readonly earlier: Program | null
  readonly offset: number
  readonly files: () => readonly string[]
  readonly resolve: (from: string, path: string) => string
  readonly zones: () => readonly string[]
  /** Files that no program has, and that this one could import. */
  readonly libraries: () => readonly Library[]
}

const imageOf = new Map(T.ivrTokens.flatMap(({ type, image }) => (image === undefined ? [] : [[type, image] as const])))
const isWordType = (type: T.TokenType): boolean => type.CATEGORIES?.includes(T.Word) === true || type === T.BargeIn || type === T.TypeAhead
const textTypes: ReadonlySet<T.TokenType> = new Set([T.Text, T.TextStart, T.TaggedText, T.TaggedTextStart])
const tagged: ReadonlySet<T.TokenType> = new Set([T.TaggedText, T.TaggedTextStart])

export function complete(request: CompletionRequest): readonly CompletionItem[] {
  const { view, offset } = request
  const { text } = view.file
  const next = nextInProgram(text, offset)
  if ('inside' in next) return next.inside === 'text' ? (pathItems(text, view.file.path, offset, request.files()) ?? []) : []
  const items: CompletionItem[] = []
  const add = (offer: Offer): void => {
    const template = offer.kind === 'snippet' ? offer.template : unwritten(offer.label, offer.template, text, next.end)
    const insert = template === undefined ? offer.label : fill(template, view.program.languages)
    const documentation: Message | undefined = offer.doc === undefined ? undefined : { en: offer.doc, zh: offer.doc }
    items.push({
      label: offer.label,
      kind: offer.kind,
      ...(offer.detail ? { detail: offer.detail } : {}),
      ...(documentation ? { documentation } : {}),
      insert,
      snippet: template !== undefined && insert.includes('$'),
      start: offer.start ?? next.start,
      end: next.end,
      sort: `${offer.rank}${offer.label}`,
      ...(offer.edits ? { edits: offer.edits } : {}),
    })
  }
  for (const offer of words(next, request)) add(offer)
  for (const offer of literals(next, request)) add(offer)
  if (next.name) for (const offer of names(next, request)) add(offer)
  return items
}

function wordPlace(types: NextTokens['types']): WordPlace {
  if (types.has(T.K.flow) && types.has(T.K.import)) return 'declaration'
  if (types.has(T.K.perform)) return 'step'
  if (types.has(T.K.offer) && types.has(T.K.press)) return 'listener'
  if (types.has(T.K.shortcuts)) return 'line'
  return types.has(T.K.transaction) ? 'service' : 'other'
}

/** Words and signs, and the wholes that words begin. */
function* words(next: NextTokens, { view, offset }: CompletionRequest): Iterable<Offer> {
  const { languages } = view.program
  const place = wordPlace(next.types)
  for (const [type, behind] of next.types) {
    const image = imageOf.get(type)
    if (image === undefined) continue
    if (!isWordType(type)) {
      const key = next.before.at(-1)?.type === T.K.press && (type === T.Star || type === T.Hash)
      if (!key && type !== T.Minus && type !== T.Slash && type !== T.Plus) yield { label: image, kind: 'sign', rank: 8 }
      continue
    }
    const about = aboutWord(image)
    const more = behind && imageOf.get(behind)
    if (image === 'pause' && behind)
      yield { label: 'pause', kind: 'keyword', template: 'pause ‹500ms›', rank: 4, ...(about ? { detail: about } : {}) }
    else yield { label: more ? `${image} ${more}` : image, kind: 'keyword', rank: 5, ...(about ? { detail: about } : {}) }
    const whole = templateOf(place, image)
    if (!whole) continue
    const template = place === 'listener' && type === T.K.press ? optionTemplate(freeKeys(view.program, view.file, offset)[0]) : whole.body
    yield { label: whole.label, kind: 'snippet', template, rank: 6, ...(about ? { detail: about } : {}) }
  }
  const last = next.before.at(-1)
  if (next.types.has(T.TaggedText) || next.types.has(T.Text)) yield* texts(next, languages, last)
}

/** A text in each language that the run of texts before the cursor does not have. */
function* texts(next: NextTokens, languages: readonly string[], last: LeadToken | undefined): Iterable<Offer> {
  const run: string[] = []
  for (let at = next.before.length - 1; at >= 0 && tagged.has(next.before[at]!.type); at--) {
    run.push(next.before[at]!.image.slice(0, next.before[at]!.image.indexOf('"')).toLowerCase())
  }
  if (last && textTypes.has(last.type) && run.length === 0) return
  const has = (language: string): boolean => run.some(tag => language.toLowerCase() === tag || language.toLowerCase().startsWith(`${tag}-`))
  const missing = languages.filter(language => !has(language))
  const rank = run.length > 0 ? 0 : 4
  if (run.length === 0 && next.types.has(T.Text)) yield { label: '"…"', kind: 'snippet', template: '"‹›"', rank: 7 }
  if (missing.length > 1 && run.length === 0) {
    const label = missing.map(language => `${tagOf(language, languages)}"…"`).join(' ')
    yield { label, kind: 'snippet', template: textTemplate, rank }
  }
  if (next.types.has(T.TaggedText)) {
    for (const language of missing) {
      const tag = tagOf(language, languages)
      yield { label: `${tag}"…"`, kind: 'language', template: `${tag}"‹›"`, rank: rank + 1 }
    }
  }
}

const examples: readonly (readonly [type: T.TokenType, label: string])[] = [
  [T.DurationToken, '5s'],
  [T.DateToken, '2026-10-01'],
  [T.TimeToken, '08:30'],
  [T.MomentToken, '2026-10-01T08:30+08:00'],
]

/** What is written out: keys of an option, a duration where only one may stand. */
function* literals(next: NextTokens, { view, offset }: CompletionRequest): Iterable<Offer> {
  const last = next.before.at(-1)?.type
  if (last === T.K.press && next.types.has(T.NumberToken)) {
    for (const [at, key] of freeKeys(view.program, view.file, offset).entries()) {
      yield { label: key, kind: 'key', rank: at === 0 ? 0 : 1 }
    }
    return
  }
  for (const [type, label] of examples) {
    if (next.types.has(type)) yield { label, kind: 'value', template: `‹${label}›`, rank: next.types.size < 4 ? 0 : 7 }
  }
}

function names(next: NextTokens, request: CompletionRequest): readonly Offer[] {
  const { view, earlier, offset } = request
  const { wanted } = wantedAt(next)
  if (wanted.kind === 'new') return []
  if (wanted.kind === 'import') return importNames(request, wanted.used)
  const scope = scopeAt(view.program, view.file, offset, earlier)
  const called = /^\s*\(/.test(view.file.text.slice(next.end, next.end + 40))
  const at: NamesAt = { program: view.program, file: view.file, scope, called, start: next.start, zones: request.zones }
  const offers = namesFor(wanted, at)
  return [...offers, ...notImported({ at, wanted, libraries: request.libraries, resolve: request.resolve })]
}

function importNames({ view, offset, resolve }: CompletionRequest, used: readonly string[]): readonly Offer[] {
  const declaration = pathAt(view.file.tree, offset).find(node => node.kind === 'ImportDeclaration')
  const path = declaration?.path.value
  const target = path === undefined || path === '' ? undefined : resolve(view.file.path, path)
  const files = view.program.files.filter(file => (target === undefined ? file !== view.file && !file.standard : file.path === target))
  return files.flatMap(file =>
    importable(view.program, file, used).map((symbol): Offer => {
      const doc = docOf(symbol)
      const kind: CompletionKind = kindOf(symbol)
      return { label: symbol.name, kind, detail: detailOf(symbol, view.program), ...(doc ? { doc } : {}), rank: 1 }
    }),
  )
}
