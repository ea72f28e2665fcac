// Which program a file belongs to, and which place of it stands at an offset.
import type { CodeLens } from '../service/index.ts'
import type { Session } from './session.ts'

export interface DialledPlace {
  /** Path of the entry file. */
  readonly entry: string
  readonly place: string
  /** That is dialled; the line's first where it is not said. */
  readonly number?: string
  readonly keys: readonly string[]
}

const isScript = (path: string): boolean => path.endsWith('.dtmf')

/** The entry file of the program that a file belongs to; itself where no program has it. A script belongs to what it uses. */
export function entryOf(session: Session, path: string): string | null {
  const { service, workspace } = session
  if (service.text(path) === null) return null
  if (isScript(path)) return service.links(path).find(link => link.path.endsWith('.ivr'))?.path ?? null
  return workspace.entries().find(entry => entry === path || service.programDiagnostics(entry).has(path)) ?? path
}

/** The menu or flow around an offset, where a caller can get to it. */
export function placeAt(session: Session, path: string, offset: number): DialledPlace | null {
  if (isScript(path)) return null
  const { service } = session
  const around = service
    .outline(path)
    .find(item => (item.kind === 'menu' || item.kind === 'flow') && item.start <= offset && offset <= item.end)
  const entry = entryOf(session, path)
  if (!around || entry === null) return null
  const reached = reachedBy(service.codeLenses(path))
  const way = reached.get(around.label)
  return way ? { entry, place: around.label, ...way } : null
}

/** The number and the keys to each place of a file that callers get to. */
export function reachedBy(lenses: readonly CodeLens[]): ReadonlyMap<string, Pick<DialledPlace, 'number' | 'keys'>> {
  return new Map(
    lenses.flatMap(lens => {
      if (lens.kind !== 'reach' || lens.keys === null) return []
      return [[lens.place, { ...(lens.number === undefined ? {} : { number: lens.number }), keys: lens.keys }] as const]
    }),
  )
}
