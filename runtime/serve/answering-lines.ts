// The lines that answer: which version has each number, and how another version comes in its place, with what the log says of it.
import type { Machine } from '../../machine/format.ts'
import { describeDeployment, describeRefused } from './deployments.ts'
import type { Logger } from './log.ts'
import type { Deployment, Operations } from './operations.ts'
import type { Said } from './said.ts'
import type { BundleReader, ReadBundle, Started, Version, Versions } from './versions.ts'

/** As configured: where a line's bundle lies, and the numbers that it answers (null: those of its program). */
export interface ConfiguredLine {
  readonly bundle: string
  readonly numbers: readonly string[] | null
}

export interface AnsweringLines extends Pick<Operations, 'deploy' | 'rollback'> {
  /** Puts every configured bundle in force, or what was in its place. What is refused is said, and the others answer. */
  readonly start: () => readonly Started[]
  readonly numbersOf: (version: Version) => readonly string[]
  /** The line that a number belongs to. All are its where it is configured alone: the numbers of one that was refused are not. */
  readonly versionFor: (called: string) => Version | null
  /** A line in force asks callers for something secret. */
  readonly asksSecrets: () => boolean
}

export interface AnsweringLinesOptions {
  readonly lines: readonly ConfiguredLine[]
  readonly versions: Versions
  readonly log: Logger
  /** The versions that calls are on, by their hashes. */
  readonly playing: () => ReadonlySet<string>
  /** Another version of the line answers. */
  readonly changed: (line: string) => void
}

type Found = ReturnType<BundleReader>
/** Line → the configured folder that it is of. */
type Owners = ReadonlyMap<string, string>

const NOBODYS: Owners = new Map()

/** Whether a program asks its callers for something secret. */
export const asksForSecrets = (machine: Machine): boolean =>
  machine.listeners.some(listener => listener.kind === 'collect' && listener.secret)

export function createAnsweringLines({ lines, versions, log, playing, changed }: AnsweringLinesOptions): AnsweringLines {
  /** Line → how it is configured. */
  const configured = new Map<string, ConfiguredLine>()

  const numbersOf = (version: Version): readonly string[] =>
    configured.get(version.line)?.numbers ?? version.prepared.machine.line.numbers.map(each => each.number)

  function versionFor(called: string): Version | null {
    const all = versions.lines()
    return (
      all.find(version => numbersOf(version).includes(called)) ??
      (lines.length === 1 && all.length === 1 && configured.get(all[0]!.line)?.numbers === null ? all[0]! : null)
    )
  }

  const isConfigured = (folder: string): boolean => lines.some(({ bundle }) => bundle === folder)

  const lineHeldBy = (folder: string): string | null => [...configured].find(([, { bundle }]) => bundle === folder)?.[0] ?? null

  /**
   * Each line is of one configured folder: of two whose bundles have its name, one is where it does not belong, and would take the numbers of
   * the other's callers. Who has the line already keeps it. `lineBefore`: whose line a configured folder was before its bundle was read.
   */
  function ownersOf(found: ReadonlyMap<string, Found>, again: boolean, lineBefore: (folder: string) => string | null): Owners {
    const claims = lines.map(({ bundle }) => {
      const read = found.get(bundle)
      const before = lineBefore(bundle)
      const line = read === undefined || 'problem' in read ? before : lineWith(bundle, read, again)
      return { bundle, line, rank: line !== before ? 2 : read !== undefined && 'problem' in read ? 1 : 0 }
    })
    const owners = new Map<string, string>()
    for (const { bundle, line } of claims.toSorted((one, other) => one.rank - other.rank))
      if (line !== null && !owners.has(line)) owners.set(line, bundle)
    return owners
  }

  const lineWith = (folder: string, found: ReadBundle, again: boolean): string =>
    again ? found.machine.name : versions.lineWith(folder, found)

  /** What was found in a folder, or why it cannot be put in force beside the others. */
  function besideOthers(folder: string, found: Found, again: boolean, owners: Owners): Found {
    if ('problem' in found) return found
    if (!isConfigured(folder)) return numberOfOthers(found.machine) ?? found
    const line = lineWith(folder, found, again)
    const owner = owners.get(line)
    return owner === undefined || owner === folder ? found : { problem: twoBundles(line, folder, owner) }
  }

  /** A line that is not configured has the numbers of its program: why not, where all of them are answered by others. */
  function numberOfOthers({ name, line }: Machine): { readonly problem: Said } | null {
    const others = versions.lines().filter(version => version.line !== name)
    /** Line → the numbers of this one that it answers. */
    const having = new Map<string, string[]>()
    for (const { number } of line.numbers) {
      const other = others.find(version => numbersOf(version).includes(number))?.line
      if (other === undefined) return null
      having.set(other, [...(having.get(other) ?? []), number])
    }
    return having.size === 0 ? null : { problem: numbersTaken(name, [...having]) }
  }

  const readAll = (folders: readonly string[]): ReadonlyMap<string, Found> =>
    new Map(folders.map(folder => [folder, versions.read(folder)]))

  /** A start: what is kept of a line is not put in the place of the folder that has it now, but what is kept of the folder's own is. */
  function startFolder(folder: string, found: Found, owners: Owners): Started {
    const started = versions.start(folder, besideOthers(folder, found, false, owners))
    if (started.kind !== 'kept' || started.problem === null || (owners.get(started.version.line) ?? folder) === folder) return started
    const own = [...owners].find(([, owner]) => owner === folder)?.[0]
    const version = own === undefined ? null : versions.hold(own, folder)
    return version === null ? { kind: 'refused', problem: started.problem } : { ...started, version }
  }

  function noteFolder(folder: string, deployed: Started, owners: Owners): void {
    if (deployed.kind === 'refused') {
      const goesOn = versions.lines().length === 0 ? '' : ', and what answered before goes on'
      log.error({ bundle: folder }, `a bundle was refused${goesOn}: ${deployed.problem.en}`)
      return
    }
    const { line } = deployed.version
    const own = lines.find(({ bundle }) => bundle === folder)
    if (own !== undefined) giveTo(line, own, `its bundle is the line ${line} now`, owners)
    noteVersion(deployed, folder)
    if (!configured.has(line))
      log.warn({ line, bundle: folder }, 'the line is not configured, and answers only until the node ends: add its bundle to serve.lines')
  }

  /**
   * A line that had the folder is not to go on answering the same numbers. Where its own bundle lies in another folder by now it goes there at
   * once, as it is: there may be no room for that bundle.
   */
  function giveTo(line: string, folder: ConfiguredLine, why: string, owners: Owners = NOBODYS): void {
    configured.set(line, folder)
    for (const [other, { bundle }] of configured) {
      if (bundle !== folder.bundle || other === line) continue
      const elsewhere = lines.find(each => each.bundle === owners.get(other))
      if (elsewhere === undefined || elsewhere.bundle === bundle || versions.hold(other, elsewhere.bundle) === null) {
        configured.delete(other)
        retire(other, bundle, why)
      } else giveTo(other, elsewhere, why, owners)
    }
  }

  function retire(line: string, bundle: string, why: string): void {
    versions.retire(line, bundle)
    log.warn({ line, bundle }, `the line answers no more: ${why}; calls in progress end on their version`)
  }

  function tellOfDoubleNumbers(): void {
    const taken = new Map<string, string>()
    for (const version of versions.lines()) {
      for (const number of numbersOf(version)) {
        const other = taken.get(number)
        if (other !== undefined)
          log.error({ number }, `two lines have the number ${number}, and ${other} answers it: give each its own in serve.lines`)
        else taken.set(number, version.line)
      }
    }
  }

  function noteVersion(deployed: Exclude<Started, { readonly kind: 'refused' }>, bundle?: string): void {
    const { version } = deployed
    const entry = { line: version.line, version: version.hash.slice(0, 12), numbers: numbersOf(version), bundle }
    if (deployed.kind === 'new') log.info(entry, 'a version answers from now on; calls in progress end on theirs')
    else if (deployed.kind === 'taken back')
      log.warn(entry, 'the bundle was rolled back earlier and stays so: deploy it with --again to change that')
    else if (deployed.kind === 'kept' && deployed.problem !== null)
      log.error(
        entry,
        `a bundle was refused, and its line answers with the version that was in force before: ${deployed.problem.en} Mend the bundle, then “callwright deploy”`,
      )
    else if (deployed.kind === 'kept')
      log.warn(
        entry,
        'the configured bundle is what it was when another version was put in force, and that one answers: “callwright deploy” puts the bundle in force',
      )
    if (deployed.kind !== 'same') changed(version.line)
  }

  return {
    numbersOf,
    versionFor,
    asksSecrets: () => versions.lines().some(({ prepared }) => asksForSecrets(prepared.machine)),
    start() {
      const found = readAll(lines.map(({ bundle }) => bundle))
      const owners = ownersOf(found, false, versions.lineOf)
      const before = lines.map(({ bundle }) => versions.lineOf(bundle))
      const started = lines.map(({ bundle }) => {
        const each = startFolder(bundle, found.get(bundle)!, owners)
        noteFolder(bundle, each, owners)
        return each
      })
      // A bundle was given another name while no node ran.
      for (const [at, each] of started.entries()) {
        const line = before[at] ?? null
        if (each.kind === 'refused' || line === null || versions.current(line) !== null) continue
        retire(line, lines[at]!.bundle, `its bundle is the line ${each.version.line} now`)
      }
      tellOfDoubleNumbers()
      return started
    },
    deploy(folder, again) {
      const found = readAll(folder === null ? lines.map(each => each.bundle) : [folder])
      const owners = ownersOf(found, again, lineHeldBy)
      const done: Deployment[] = []
      const refused: { folder: string; problem: Said }[] = []
      for (const [each, bundle] of found) {
        const deployed = versions.deploy(each, { again, found: besideOthers(each, bundle, again, owners), playing: playing() })
        noteFolder(each, deployed, owners)
        if (deployed.kind === 'refused') refused.push({ folder: each, problem: deployed.problem })
        // Of all that are configured one may well be; who names it wants it in force.
        else if (deployed.kind === 'taken back' && folder !== null)
          refused.push({ folder: each, problem: stillTakenBack(deployed.version) })
        else done.push({ line: deployed.version.line, version: deployed.version.hash, change: deployed.kind })
      }
      tellOfDoubleNumbers()
      return refused.length === 0 ? { done } : { problem: describeRefused(refused, done) }
    },
    rollback(line, wanted) {
      const from = versions.retiredFrom(line)
      const folder = lines.find(({ bundle }) => bundle === from)
      const instead = folder === undefined ? null : lineHeldBy(folder.bundle)
      const answered = versions.current(instead ?? line)
      const deployed = versions.rollback(line, wanted ?? undefined, { playing: playing(), ...(folder && { folder: folder.bundle }) })
      if (deployed.kind === 'refused') return { problem: deployed.problem }
      if (folder) giveTo(line, folder, `its folder was rolled back to the line ${line}`)
      noteVersion(deployed)
      tellOfDoubleNumbers()
      const before = deployed.kind === 'new' ? (answered?.hash ?? null) : null
      return { done: { line, version: deployed.version.hash, before } }
    },
  }
}

const stillTakenBack = ({ line, hash }: Version): Said => describeDeployment({ line, version: hash, change: 'taken back' })

const twoBundles = (line: string, folder: string, owner: string): Said => ({
  en: `it is the line ${line}, which is that of ${owner}: build into ${folder} what belongs there, or give one of both another name.`,
  zh: `它是线路 ${line}，而该线路属于 ${owner}：请把应有的内容构建到 ${folder}，或给其中一个改名。`,
})

function numbersTaken(name: string, having: readonly (readonly [line: string, numbers: readonly string[]])[]): Said {
  const en = having.map(([line, numbers]) =>
    numbers.length === 1 ? `whose number ${numbers[0]!} is that of ${line}` : `whose numbers ${numbers.join(', ')} are those of ${line}`,
  )
  const zh = having.map(([line, numbers]) => `号码 ${numbers.join('、')} 属于 ${line}`)
  // Built as one of several it would still have the numbers of the others.
  const only = having.length === 1 ? having[0]![0] : null
  return {
    en: `it is the line ${name}, ${en.join(', and ')}: give each its own in serve.lines${only === null ? '' : `, or build it as the line ${only}`}.`,
    zh: `它是线路 ${name}，其${zh.join('，')}：请在 serve.lines 中各给一个号码${only === null ? '' : `，或把它构建为线路 ${only}`}。`,
  }
}
