// Above each place: how callers get there, which scripts go through it, and a way to dial it.
import type { Machine } from '../../machine/format.ts'
import type { Lowered, View } from './programs.ts'
import { reachOf, type Reach } from './reach.ts'
import type { CodeLens, ScriptsOf } from './types.ts'

const known = new WeakMap<Machine, ReadonlyMap<number, Reach>>()
const reachIn = (machine: Machine): ReadonlyMap<number, Reach> => {
  let found = known.get(machine)
  if (!found) known.set(machine, (found = reachOf(machine)))
  return found
}

export interface LensParts {
  readonly view: View
  readonly lowered: Lowered
  readonly scriptsOf: ScriptsOf | null
  readonly resolve: (from: string, path: string) => string
}

export function codeLenses({ view, lowered: { machine }, scriptsOf, resolve }: LensParts): readonly CodeLens[] {
  const found: CodeLens[] = []
  // Two files may each have a place of one name: a machine then has its file's name before the second's.
  const own = new Map<string, number>()
  for (const [index, { name, at }] of machine?.places.entries() ?? []) {
    if (resolve(view.entry, machine!.files[at[0]] ?? '') === view.file.path) own.set(name.slice(name.lastIndexOf('.') + 1), index)
  }
  for (const declaration of view.file.tree.declarations) {
    if ((declaration.kind !== 'MenuDeclaration' && declaration.kind !== 'FlowDeclaration') || declaration.name.text === '') continue
    const place = declaration.name.text
    const span = { start: declaration.start, end: declaration.name.end, place }
    const index = own.get(place)
    if (machine && index !== undefined) {
      found.push({ ...span, kind: 'reach', ...reachLens(machine, reachIn(machine).get(index)) })
    }
    const scripts = index === undefined ? undefined : scriptsOf?.(view.entry, machine!.places[index]!.name)
    if (scripts) {
      const text =
        scripts.length === 0
          ? { en: 'no script goes here', zh: '没有脚本覆盖' }
          : { en: `${scripts.length} script${scripts.length === 1 ? '' : 's'}`, zh: `${scripts.length} 个脚本` }
      found.push({ ...span, kind: 'scripts', scripts, text })
    }
    found.push({ ...span, kind: 'dial', text: { en: 'dial from here', zh: '从这里拨打' } })
  }
  return found
}

function reachLens({ line }: Machine, way: Reach | undefined): Pick<CodeLens & { readonly kind: 'reach' }, 'keys' | 'number' | 'text'> {
  if (!way) return { keys: null, text: { en: 'no caller gets here', zh: '来电者无法到达' } }
  const { number, keys } = way
  if (number === null) return { keys: null, text: { en: 'when the caller has hung up', zh: '来电者挂机之后' } }
  const pressed = { en: keys.map(key => `, ${key}`).join(''), zh: keys.map(key => `，${key}`).join('') }
  if (number !== line.numbers[0]?.number)
    return { keys, number, text: { en: `dial ${number}${pressed.en}`, zh: `拨打 ${number}${pressed.zh}` } }
  return { keys, text: { en: `dial${pressed.en}`, zh: keys.length === 0 ? '拨通即到' : `拨号${pressed.zh}` } }
}
