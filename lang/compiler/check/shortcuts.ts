// Shortcuts of the line: an arrow each, told or `unannounced`, and of use in some listener.
import type * as ast from '../../grammar/ast.ts'
import { complain, inner, type Context } from './context.ts'
import { target } from './going.ts'
import { checkKeys, keyEntry, type KeyEntry } from './keys.ts'
import { lineListening } from './listening.ts'
import type { Listener } from './listeners.ts'
import { labelText } from './texts.ts'

export function shortcutsOf(context: Context): readonly ast.PressOption[] {
  return context.unit.line?.node.items.flatMap(item => (item.kind === 'ShortcutsItem' ? item.options : [])) ?? []
}

/** Notes which shortcuts this listener leaves live (semantics §1.9). */
export function noteShortcuts(context: Context, of: Listener, entries: readonly KeyEntry[]): void {
  const { unit } = context
  unit.listeners += 1
  const shortcuts = shortcutsOf(context)
  if (unit.liveShortcuts.size === shortcuts.length) return
  const firsts = new Set<string>()
  const whole = new Set<string>()
  for (const { from, to } of entries) {
    whole.add(from)
    for (let key = from.charCodeAt(0); key <= (to.charCodeAt(0) || 0); key++) firsts.add(String.fromCharCode(key))
  }
  for (const option of shortcuts) {
    const keys = option.keys.from
    const live = keys.length > 1 ? of.kind === 'menu' && !whole.has(keys) : of.kind === 'collect' ? !/[0-9]/.test(keys) : !firsts.has(keys)
    if (live) unit.liveShortcuts.add(option)
  }
}

export function checkShortcuts(context: Context, item: ast.ShortcutsItem): void {
  const inside = inner(context, { listener: true })
  for (const option of item.options) {
    if (option.label) labelText(context, option.label)
    if (option.when) complain(context, 'option-part-not-here', { part: 'when', where: 'shortcuts' }, option.when)
    if (option.as) complain(context, 'option-part-not-here', { part: 'as', where: 'shortcuts' }, option.as)
    if (option.language) complain(context, 'option-part-not-here', { part: 'language', where: 'shortcuts' }, option.language)
    if (option.keys.from !== option.keys.to)
      complain(context, 'bad-keys', { keys: `${option.keys.from}..${option.keys.to}`, most: 20 }, option.keys)
    if (option.action.kind === 'GoAction') target(inside, option.action.target)
    else complain(context, 'shortcut-only-goes', {}, option.action)
  }
}

/** Once all listeners are known: shortcuts that no listener leaves live, and those that nothing tells. */
export function finishShortcuts(context: Context): void {
  const shortcuts = shortcutsOf(context)
  checkKeys(context, shortcuts.filter(option => option.keys.from === option.keys.to).map(keyEntry), lineListening(context.unit).endKey)
  for (const option of shortcuts) {
    const keys = option.keys.from
    if (keys === '') continue
    if (context.unit.listeners > 0 && !context.unit.liveShortcuts.has(option))
      complain(context, 'shortcut-never-live', { keys }, option.keys)
    if (!option.label && !option.unannounced && !context.unit.toldKeys.has(keys))
      complain(context, 'key-untold', { keys, languages: [] }, option.keys)
  }
}
