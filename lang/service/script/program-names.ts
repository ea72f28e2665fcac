// The names of a program as scripts say them: by themselves, for a script imports nothing.
import type { Name } from '../../grammar/ast.ts'
import type { Program, Symbol, SymbolOf } from '../../compiler/program.ts'

export interface Collect {
  readonly local: SymbolOf<'local'>
  /** The menu or flow that it stands in. */
  readonly flow: string
}

export interface ProgramNames {
  readonly places: ReadonlyMap<string, SymbolOf<'menu' | 'flow'>>
  readonly prompts: ReadonlyMap<string, SymbolOf<'prompt'>>
  readonly services: ReadonlyMap<string, SymbolOf<'service'>>
  readonly queues: ReadonlyMap<string, SymbolOf<'queue'>>
  readonly settings: ReadonlyMap<string, SymbolOf<'setting'>>
  readonly levels: ReadonlyMap<string, SymbolOf<'level'>>
  readonly collects: readonly Collect[]
  readonly operation: (service: string, name: string) => SymbolOf<'operation'> | undefined
}

const cache = new WeakMap<Program, ProgramNames>()

export function programNames(program: Program): ProgramNames {
  let known = cache.get(program)
  if (!known) cache.set(program, (known = collectNames(program)))
  return known
}

const byName = <S extends Symbol>(symbols: Iterable<S>): ReadonlyMap<string, S> => {
  const found = new Map<string, S>()
  for (const symbol of symbols) if (symbol.name !== '' && !found.has(symbol.name)) found.set(symbol.name, symbol)
  return found
}

const levelOf = (program: Program, name: Name): SymbolOf<'level'> | undefined => {
  const symbol = program.symbolOf.get(name)
  return symbol?.kind === 'level' ? symbol : undefined
}

function collectNames(program: Program): ProgramNames {
  const services: SymbolOf<'service'>[] = []
  for (const file of program.files) {
    for (const declaration of file.tree.declarations) {
      const symbol = declaration.kind === 'ServiceDeclaration' ? program.symbolOf.get(declaration.name) : undefined
      if (symbol?.kind === 'service') services.push(symbol)
    }
  }
  const levels = program.line?.node.items.flatMap(item => (item.kind === 'LevelsItem' ? item.names : [])) ?? []
  const collects: Collect[] = []
  for (const local of program.localOf.values()) {
    if (local.of !== 'collect') continue
    const around = local.file.tree.declarations.find(each => each.start <= local.node.start && local.node.end <= each.end)
    if (around && 'name' in around) collects.push({ local, flow: around.name.text })
  }
  return {
    places: byName([...program.menus, ...program.flows]),
    prompts: byName(program.prompts),
    services: byName(services),
    queues: byName(program.queues),
    settings: byName(program.settings),
    levels: byName(levels.flatMap(name => levelOf(program, name) ?? [])),
    collects,
    operation: (service, name) => program.operations.find(each => each.service === service && each.name === name),
  }
}
