// A machine whose every name and text would be markup if anybody took it for that, and a look at what came of it.
import type { Machine } from '../../../../machine/format.ts'

const ATTACK = `"]);</text></title><script>alert('1')</script><img src=x onerror=alert(2)> \`x\` [a](javascript:b) | {{c}} & \\" #quot; -- %% end\u0000\u202e`

/** No compiler made it: somebody has written into a bundle's machine by hand. */
export function hostile(machine: Machine): Machine {
  const bad = (text: string): string => `${text}${ATTACK}`
  return {
    ...machine,
    files: machine.files.map(bad),
    line: {
      ...machine.line,
      title: { '': bad('title') },
      numbers: machine.line.numbers.map(one => ({ ...one, number: bad(one.number) })),
      shortcuts: machine.line.shortcuts.map(one => ({ ...one, keys: bad(one.keys) })),
      levels: machine.line.levels.map(bad),
    },
    places: machine.places.map(place => ({ ...place, name: bad(place.name) })),
    listeners: machine.listeners.map(listener => ({
      ...listener,
      name: bad(listener.name),
      options: listener.options.map(option => ({ ...option, keys: bad(option.keys) })),
    })),
    prompts: machine.prompts.map(prompt => ({
      ...prompt,
      ...(prompt.slot === undefined ? {} : { slot: bad(prompt.slot) }),
      holes: prompt.holes.map(hole => ({ ...hole, name: bad(hole.name) })),
      texts: Object.fromEntries(
        Object.entries(prompt.texts).map(([tag, parts]) => [tag, parts.map(part => (typeof part === 'string' ? bad(part) : part))]),
      ),
    })),
    operations: machine.operations.map(operation => ({ ...operation, name: bad(operation.name), service: bad(operation.service) })),
    settings: machine.settings.map(setting => ({ ...setting, name: bad(setting.name) })),
    registers: machine.registers.map(register => ({ ...register, name: bad(register.name) })),
  }
}

const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/g
const EMPTY = new Set(['br', 'meta'])

/** Null where every `<` begins one of these tags, each is closed, and no attribute is a handler or leads off the page; else what is wrong. */
export function isMarkupOf(text: string, allowed: readonly string[]): string | null {
  const known = new Set(allowed)
  const open: string[] = []
  for (const [whole, close, name, attributes, alone] of text.matchAll(TAG)) {
    if (!known.has(name!)) return `unknown tag ${whole}`
    for (const [, attribute, value] of attributes!.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) {
      if (/^on/i.test(attribute!) || (/^(?:href|src)$/i.test(attribute!) && !value!.startsWith('#'))) return `attribute of ${whole}`
    }
    if (close === '/') {
      if (open.pop() !== name) return `${whole} closes nothing`
    } else if (alone !== '/' && !EMPTY.has(name!)) open.push(name!)
  }
  if (open.length > 0) return `${open.join(' ')} not closed`
  const rest = text.replaceAll(TAG, '').replace(/^<!doctype html>/, '')
  const at = [...rest].findIndex(character => character === '<' || character < '\t' || character === '\u202e')
  return at < 0 ? null : `left: ${[...rest].slice(Math.max(0, at - 20), at + 60).join('')}`
}
