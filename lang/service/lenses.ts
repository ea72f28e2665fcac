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

export function codeLenses(view: View, { machine }: Lowered, scriptsOf: ScriptsOf | null): readonly CodeLens[] {
  const found: CodeLens[] = []
  for (const declaration of view.file.tree.declarations) {
    if ((declaration.kind !== 'MenuDeclaration' && declaration.kind !== 'FlowDeclaration') || declaration.name.text === '') continue
    const place = declaration.name.text
    const span = { start: declaration.start, end: declaration.name.end, place }
    const index =
      machine?.places.findIndex(each => each.name === place && machine.files[each.at[0]]?.endsWith(view.file.path.split('/').at(-1)!)) ?? -1
    if (machine && index >= 0) {
      const keys = reachIn(machine).get(index)
      const text =
        keys === undefined
          ? { en: 'no caller gets here', zh: '来电者无法到达' }
          : keys.length === 0
            ? { en: 'dial', zh: '拨号即到' }
            : { en: `dial, ${keys.join(', ')}`, zh: `拨号，${keys.join('，')}` }
      found.push({ ...span, kind: 'reach', keys: keys ?? [], text })
    }
    const scripts = scriptsOf?.(view.entry, place)
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
