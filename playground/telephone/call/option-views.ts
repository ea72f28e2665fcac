// The keys that mean something where a call is, with their words as far as they are known without asking anything.
import { wordsIn, wordsOfLabel } from '../../../lang/compiler/emit/graph/words.ts'
import type { Listener, Machine, Option, Tell } from '../../../machine/format.ts'
import type { Session } from '../../../runtime/core/index.ts'
import type { Value } from '../../../machine/values.ts'
import type { KeyView } from '../contract.ts'

/** At a listener, in a queue, or while the caller is recorded; none where keys are kept for later, or are another's. */
export function keyViews(machine: Machine, session: Session): readonly KeyView[] {
  const point = machine.points[session.point]
  if (session.phase !== 'live') return []
  switch (point?.op) {
    case 'listen': {
      const listener = machine.listeners[session.listener]
      return listener ? [...listenerViews(machine, listener, session), ...shortcutViews(machine, listener, session)] : []
    }
    case 'connect-queue':
      return optionViews(machine, point.options, session)
    case 'record':
      return endKeyView(point.endKey)
    default:
      return []
  }
}

const endKeyView = (key: string | null): readonly KeyView[] => (key === null ? [] : [{ keys: key, label: '' }])

const optionViews = (machine: Machine, options: readonly Option[], session: Session): readonly KeyView[] =>
  options.filter(isOffered(options, session.enabled)).map(option => ({
    keys: option.upTo === undefined ? option.keys : `${option.keys}–${option.upTo}`,
    label: labelOf(machine, option.tell, session.language),
  }))

function listenerViews(machine: Machine, listener: Listener, session: Session): readonly KeyView[] {
  const options = optionViews(machine, listener.options, session)
  if (listener.kind === 'collect') return [...options, ...endKeyView(listener.endKey)]
  if (listener.kind !== 'choose') return options
  const list = session.registers[machine.registers[listener.list]!.slot] as readonly Value[] | null
  const count = Math.min(8, Math.max(0, (list?.length ?? 0) - (session.page - 1) * 8))
  const more = (list?.length ?? 0) > 8 ? [{ keys: listener.moreKey, label: labelOf(machine, listener.more, session.language) }] : []
  return [...(count > 0 ? [{ keys: count === 1 ? '1' : `1–${count}`, label: '' }] : []), ...more, ...options]
}

/** Options with a `when` are numbered among themselves; its answer was kept when the listener was read. */
function isOffered(options: readonly Option[], enabled: number): (option: Option) => boolean {
  const conditional = options.filter(option => option.when !== undefined)
  return option => option.when === undefined || (enabled & (1 << conditional.indexOf(option))) !== 0
}

function shortcutViews(machine: Machine, listener: Listener, session: Session): readonly KeyView[] {
  const own = new Set(listener.options.map(option => option.keys))
  return machine.line.shortcuts
    .filter(({ keys }) => !own.has(keys) && (keys.length === 1 || (listener.kind === 'menu' && listener.named)))
    .filter(({ keys }) => listener.kind !== 'collect' || !/^\d/.test(keys))
    .map(({ keys, tell }) => ({ keys, label: labelOf(machine, tell, session.language) }))
}

function labelOf(machine: Machine, tell: Tell | undefined, language: string): string {
  const words = wordsOfLabel(machine, tell)
  return words === undefined ? '' : wordsIn(words, tell?.language ?? language)
}
