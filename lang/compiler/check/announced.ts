// The keys that a menu's prompts tell are the keys that it handles, and the other way round.
import type * as ast from '../../grammar/ast.ts'
import { label, replace } from '../bind/unit.ts'
import type { ProgramFile } from '../program.ts'
import { complain, type Context } from './context.ts'
import { holdsKey, type KeyEntry } from './keys.ts'
import { bestVariant } from './languages.ts'
import type { Listener } from './listeners.ts'
import { saysIn } from './listener-parts.ts'
import { textOf } from './says.ts'
import { isReadable, toldIn } from './told-keys.ts'

/** A text that a listener speaks, and where its menu says so. */
interface Spoken {
  readonly text: ast.TextLiteral
  readonly file: ProgramFile
  readonly at: ast.Expression
}

/** More options than a caller keeps in mind. */
const MANY = 4

interface Heard {
  readonly texts: readonly Spoken[]
  /** Something is said that only the call knows: it may tell any key. */
  readonly open: boolean
}

function heard(context: Context, says: Iterable<ast.SayStep>): Heard {
  const texts: Spoken[] = []
  let open = false
  for (const say of says) {
    for (const at of say.items) {
      const text = textOf(context, at)
      if (!text) open = true
      else {
        texts.push({ ...text, at })
        if (holdsSpeech(context, text.text)) open = true
      }
    }
  }
  return { texts, open }
}

/** A text or a prompt inside a text may tell keys of its own. */
const holdsSpeech = (context: Context, text: ast.TextLiteral): boolean =>
  text.variants.some(({ parts }) =>
    parts.some(part => {
      if (part.kind !== 'Interpolation') return false
      const type = context.unit.typeOf.get(part.value)
      return type?.kind !== 'value' || type.type.kind === 'speech'
    }),
  )

export function checkAnnounced(context: Context, of: Listener, entries: readonly KeyEntry[], endKey: string | null): void {
  if (of.kind === 'collect') return
  const { body } = of
  const main = heard(context, [...saysIn(body.items), ...of.before])
  const on = heard(
    context,
    body.items.flatMap(item => (item.kind === 'OnCounter' ? [...saysIn(item.body.items)] : [])),
  )
  const handled = (keys: string): boolean =>
    keys === endKey || entries.some(entry => holdsKey(entry, keys)) || isShortcut(context, of, keys)
  for (const spoken of [...main.texts, ...on.texts]) unhandled(context, of, spoken, handled)
  if (!main.open) untold(context, of, main.texts)
  const options = body.items.filter(item => item.kind === 'PressOption')
  const told = options.filter(option => !option.unannounced).length
  if (of.kind === 'menu' && told > MANY) complain(context, 'many-options', { count: told, many: MANY }, of.at)
}

function isShortcut(context: Context, of: Listener, keys: string): boolean {
  for (const item of context.unit.line?.node.items ?? []) {
    if (item.kind !== 'ShortcutsItem') continue
    if (item.options.some(option => option.keys.from === keys && (keys.length === 1 || of.kind === 'menu'))) return true
  }
  return false
}

function unhandled(context: Context, of: Listener, { text, file, at }: Spoken, handled: (keys: string) => boolean): void {
  const reported = new Set<string>()
  for (const variant of text.variants) {
    for (const keys of toldIn(variant).keys) {
      context.unit.toldKeys.add(keys)
      if (handled(keys) || reported.has(keys)) continue
      reported.add(keys)
      const elsewhere = text !== at
      complain(context, 'told-key-unhandled', { keys, where: of.kind }, elsewhere ? at : variant, {
        labels: elsewhere ? [label(file, variant, `here the prompt tells ${keys}`, `提示在这里说了 ${keys}`)] : [],
      })
    }
  }
}

/** Options that no prompt tells, by language: what one caller hears, the other hears too. */
function untold(context: Context, of: Listener, texts: readonly Spoken[]): void {
  const languages = context.unit.languages.filter(isReadable)
  if (languages.length === 0) return
  const spoken = languages.map(language => {
    const keys = new Set<string>()
    let open = false
    for (const { text } of texts) {
      const variant = bestVariant(text, language)
      if (!variant) continue
      const told = toldIn(variant)
      for (const each of told.keys) keys.add(each)
      if (told.open) open = true
    }
    return { language, keys, open }
  })
  for (const option of of.body.items) {
    if (option.kind !== 'PressOption' || option.label || option.language || option.unannounced) continue
    const entry: KeyEntry = { ...option.keys }
    if (entry.from === '') continue
    const missing = spoken.filter(({ keys, open }) => !open && ![...keys].some(each => holdsKey(entry, each)))
    if (missing.length === 0) continue
    const some = missing.length < spoken.length ? missing.map(each => each.language) : []
    const { end } = option.as ?? option.keys
    complain(
      context,
      'key-untold',
      { keys: entry.from === entry.to ? entry.from : `${entry.from}..${entry.to}`, languages: some },
      option.keys,
      {
        fixes: [replace(context.file, { start: end, end }, ' unannounced', 'Mark it unannounced', '标为 unannounced')],
      },
    )
  }
}
