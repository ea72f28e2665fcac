// The lines that answer: which version has each number, and how another version comes in its place, with what the log says of it.
import type { Machine } from '../../machine/format.ts'
import { describeRefused } from './deployments.ts'
import type { Logger } from './log.ts'
import type { Deployment, Operations } from './operations.ts'
import type { Said } from './said.ts'
import type { Deployed, Started, Version, Versions } from './versions.ts'

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

  function deployFolder(folder: string, numbers: readonly string[] | null, again: boolean): Deployed {
    const deployed = versions.deploy(folder, { again, playing: playing() })
    noteFolder(folder, numbers, deployed)
    return deployed
  }

  function noteFolder(folder: string, numbers: readonly string[] | null, deployed: Started): void {
    if (deployed.kind === 'refused') {
      const goesOn = versions.lines().length === 0 ? '' : ', and what answered before goes on'
      log.error({ bundle: folder }, `a bundle was refused${goesOn}: ${deployed.problem.en}`)
      return
    }
    const { line } = deployed.version
    if (isConfigured(folder)) {
      for (const [other, { bundle }] of configured) if (bundle === folder && other !== line) retire(other, folder, line)
      configured.set(line, { bundle: folder, numbers })
    }
    noteVersion(deployed, folder)
    if (!configured.has(line))
      log.warn({ line, bundle: folder }, 'the line is not configured, and answers only until the node ends: add its bundle to serve.lines')
  }

  /** Its program has another name now: it is not to go on answering the same numbers. */
  function retire(line: string, bundle: string, now: string): void {
    configured.delete(line)
    versions.retire(line)
    log.warn({ line, bundle }, `the line answers no more: its bundle is the line ${now} now; calls in progress end on their version`)
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
      log.warn(entry, 'the configured bundle was rolled back earlier and stays so: deploy it with --again to change that')
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
      const answering = new Map<string, string>()
      const deployed = lines.map(({ bundle, numbers }) => {
        const each = versions.start(bundle)
        noteFolder(bundle, numbers, each)
        if (each.kind === 'refused') return each
        const { line } = each.version
        const other = answering.get(line)
        if (other !== undefined)
          log.error({ line }, `two bundles are the line ${line}, and ${bundle} answers in the place of ${other}: give one another name`)
        answering.set(line, bundle)
        return each
      })
      tellOfDoubleNumbers()
      return deployed
    },
    deploy(folder, again) {
      const folders = folder === null ? lines.map(each => each.bundle) : [folder]
      const done: Deployment[] = []
      const refused: { folder: string; problem: Said }[] = []
      for (const each of folders) {
        const numbers = lines.find(one => one.bundle === each)?.numbers ?? null
        const deployed = deployFolder(each, numbers, again)
        if (deployed.kind === 'refused') refused.push({ folder: each, problem: deployed.problem })
        else done.push({ line: deployed.version.line, version: deployed.version.hash, change: deployed.kind })
      }
      tellOfDoubleNumbers()
      return refused.length === 0 ? { done } : { problem: describeRefused(refused, done) }
    },
    rollback(line, wanted) {
      const deployed = versions.rollback(line, wanted ?? undefined, { playing: playing() })
      if (deployed.kind === 'refused') return { problem: deployed.problem }
      noteVersion(deployed)
      tellOfDoubleNumbers()
      const before = deployed.kind === 'new' ? (deployed.before?.hash ?? null) : null
      return { done: { line, version: deployed.version.hash, before } }
    },
  }
}
