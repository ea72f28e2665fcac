// Before anything is lowered: every place has a number and an entry, every name a register and every listener a number, in the order
// of the text, so that the machine reads as the program does.
import type { PointId, RegisterId } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import type * as ast from '../../grammar/ast.ts'
import { walk } from '../../grammar/index.ts'
import type { ProgramFile, SymbolOf } from '../program.ts'
import { fixedValue, lineScope } from './offers.ts'
import { classIn, held, localRegister } from './registers.ts'
import { spanIn } from './spans.ts'
import { numberText } from './texts.ts'
import type { Lowering, Owner, Scope } from './types.ts'

/** `remember`ed names: known by their name alone. */
export function declareRemembered(lowering: Lowering): void {
  for (const { name, file, node } of lowering.program.remembered) {
    const type = held(lowering.program.typeOfNode.get(node.type))
    const register = {
      name,
      type,
      slot: -1,
      remember: fixedValue(lowering, lineScope(file, name), node.value, type),
      ...classIn(type),
      at: spanIn(lowering, file.path, node),
    }
    lowering.registerOf.set(node, lowering.registers.push(register) - 1)
  }
}

/** Menus and flows in the order of files and text. */
export const placesOf = (lowering: Lowering): readonly (SymbolOf<'menu'> | SymbolOf<'flow'>)[] => {
  const order = (symbol: SymbolOf<'menu'> | SymbolOf<'flow'>): number => lowering.files.get(symbol.file.path) ?? 0
  return [...lowering.program.menus, ...lowering.program.flows].sort((a, b) => order(a) - order(b) || a.node.start - b.node.start)
}

/** Two files may each have a place of one name: the second's is known with its file's name before it. */
function uniqueName(taken: Set<string>, file: ProgramFile, name: string): string {
  const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.ivr$/, '')
  let unique = name
  for (let n = 1; taken.has(unique); n++) unique = n === 1 ? `${stem}.${name}` : `${stem}${n}.${name}`
  taken.add(unique)
  return unique
}

export function declarePlaces(lowering: Lowering): void {
  const taken = new Set<string>([lineName(lowering)])
  for (const symbol of placesOf(lowering)) {
    const { kind, node, file } = symbol
    const name = uniqueName(taken, file, node.name.text)
    const index = lowering.places.length
    const entry: PointId = lowering.graph.reserve()
    const facts = node.kind === 'FlowDeclaration' ? lowering.program.factsOf.get(node) : undefined
    const at = spanIn(lowering, file.path, node)
    const returns = facts?.returns?.kind === 'value' ? returnRegister(lowering, index, name, facts.returns.type, at) : undefined
    const owner: Owner = { index, name, kind, ...(returns === undefined ? {} : { returns }) }
    const level = (level: ast.Name | undefined): number => lowering.program.levels.indexOf(level?.text ?? '')
    const [requires, grants] = [level(node.requires), level(node.kind === 'FlowDeclaration' ? node.grants : undefined)]
    lowering.places.push({
      name,
      kind,
      part: facts?.part ?? false,
      entry,
      ...(requires >= 0 ? { requires } : {}),
      ...(grants >= 0 ? { grants } : {}),
      at,
    })
    lowering.placeOf.set(node, { ...owner, entry })
    declareWithin(lowering, scopeOf(file, owner), node)
  }
}

const returnRegister = (lowering: Lowering, index: number, name: string, type: Type, at: readonly [number, number, number]): RegisterId =>
  lowering.registers.push({ name: `${name}.$return`, type, slot: index, ...classIn(type), at }) - 1

export const scopeOf = (file: ProgramFile, owner: Owner): Scope => ({
  file,
  owner,
  again: null,
  loop: null,
  bargeIn: true,
  readback: false,
  end: null,
})

export const lineName = (lowering: Lowering): string => lowering.program.line?.node.name.text ?? 'line'

/** Registers of the names and numbers of the listeners in a declaration, in the order of the text. */
export function declareWithin(lowering: Lowering, scope: Scope, declaration: ast.NodeBase): void {
  const counts = { menu: 0, confirm: 0 }
  const within = `${scope.owner.name}.`
  walk(declaration, node => {
    const local = lowering.program.localOf.get(node as ast.Name)
    if (local) localRegister(lowering, scope, local)
    switch (node.kind) {
      case 'TextLiteral':
        numberText(lowering, node as ast.TextLiteral)
        break
      case 'MenuDeclaration':
        listener(lowering, node, scope.owner.name)
        break
      case 'MenuStep':
        listener(lowering, node, `${within}menu${++counts.menu}`)
        break
      case 'ConfirmStep':
        listener(lowering, node, `${within}confirm${++counts.confirm}`)
        break
      case 'CollectStep':
      case 'ChooseStep':
        // Two that take the same name, in two branches, are the same to whoever tests the call: `enter card "…"`.
        listener(lowering, node, within + (node as ast.CollectStep).name.text)
        break
      default:
        break
    }
  })
}

function listener(lowering: Lowering, node: ast.NodeBase, name: string): void {
  lowering.listenerOf.set(node, { index: lowering.listeners.push(undefined) - 1, name })
}
