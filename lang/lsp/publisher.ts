// Tells findings after changes: soon after a keystroke those of parsing and checking, and when nobody types what only lowering finds.
//
// A check is one piece of work that nothing interrupts. So that typing never waits for checks of texts that are old when they are done, a check comes
// after a pause as long as the last one took, and only the newest text is ever checked.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Service } from '../service/index.ts'
import { createDelay, now } from './clock.ts'
import { toldDiagnostics, type Telling } from './diagnostics.ts'
import type { Diagnostic as Told } from 'vscode-languageserver'

export interface Publisher {
  /** The text of an open file is another. */
  readonly edited: (path: string) => void
  /** Anything may be another: everything that is open is looked at again. */
  readonly changed: () => void
  readonly closed: (path: string) => void
  /** Resolves when nobody has typed for a while; false where there was more to type, or the server has ended. */
  readonly quiet: () => Promise<boolean>
  readonly dispose: () => void
}

export interface PublisherParts {
  readonly service: Service
  readonly telling: () => Telling
  readonly publish: (path: string, version: number | null, diagnostics: Told[]) => void
  /** Something that a request was answered from has changed by itself: machines, for lenses. */
  readonly proved: () => void
  /** Called with what went wrong: a fault of the server's own, which it outlives. */
  readonly fault: (error: unknown) => void
}

/** A check that took less is made at once, ms. */
const SOON = 50
/** The longest that a check is waited with, ms. */
const LONGEST = 500
/** Nobody types any more, ms. */
const QUIET = 400

export function createPublisher({ service, telling, publish, proved, fault }: PublisherParts): Publisher {
  const checking = createDelay()
  const proving = createDelay()
  const dirty = new Set<string>()
  /** What was told of each file last, so that it is told again only where it is another. */
  const told = new Map<string, { readonly text: string; readonly version: number | null }>()
  /** Findings of lowering by file; those of a file that was edited since are left out. */
  const proofs = new Map<string, readonly Diagnostic[]>()
  let waiting: ((quiet: boolean) => void)[] = []
  let all = false
  let took = 0

  const tell = (path: string, found: readonly Diagnostic[]): void => {
    const diagnostics = toldDiagnostics([...found, ...(proofs.get(path) ?? [])], telling())
    const version = service.version(path)
    const text = diagnostics.length === 0 ? '' : JSON.stringify(diagnostics)
    const before = told.get(path)
    // A version is told too: an editor may keep what it has of an older one from being shown.
    if (before ? before.text === text && (before.version === version || text === '') : text === '' && version === null) return
    told.set(path, { text, version })
    publish(path, version, diagnostics)
  }

  /** Programs of what changed, and with them open scripts, as far as no program has to be lowered for that. `done`: the files of which all is told. */
  const check = (paths: Iterable<string>, done: Set<string>): void => {
    for (const path of [...paths, ...service.openPaths().filter(isScript)]) {
      if (done.has(path) || service.text(path) === null) continue
      for (const [file, found] of service.programDiagnostics(path)) {
        done.add(file)
        tell(file, found)
      }
      if (!done.has(path)) tell(path, service.diagnostics(path))
      done.add(path)
    }
  }

  const run = (): void => {
    const paths = all ? service.openPaths() : [...dirty]
    all = false
    dirty.clear()
    const begun = now()
    try {
      const done = new Set<string>()
      check(paths, done)
      const left = (): readonly string[] => [...told].flatMap(([path, { text }]) => (text === '' || done.has(path) ? [] : [path]))
      if (left().length > 0) check(service.openPaths(), done)
      // No program that is looked at holds these any more.
      for (const path of left()) forget(path)
    } catch (error) {
      fault(error)
    }
    took = now() - begun
    proving.after(QUIET, prove)
  }

  const prove = (): void => {
    try {
      const seen = new Set<string>()
      for (const path of service.openPaths().filter(one => !isScript(one))) {
        if (seen.has(path)) continue
        const files = service.programDiagnostics(path)
        const found = service.proofs(path)
        for (const [file, checked] of files) {
          seen.add(file)
          const mine = found.filter(each => each.file === file)
          if (mine.length > 0) proofs.set(file, mine)
          else proofs.delete(file)
          tell(file, checked)
        }
      }
      // Scripts are held against machines.
      for (const path of service.openPaths().filter(isScript)) tell(path, service.diagnostics(path))
    } catch (error) {
      fault(error)
    }
    proved()
    release(true)
  }

  const release = (quiet: boolean): void => {
    const resolved = waiting
    waiting = []
    for (const resolve of resolved) resolve(quiet)
  }

  const forget = (path: string): void => {
    proofs.delete(path)
    if (told.get(path)?.text !== '') publish(path, null, [])
    told.delete(path)
  }

  const soon = (): void => {
    proving.cancel()
    release(false)
    checking.after(took < SOON ? 0 : Math.min(took, LONGEST), run)
  }

  return {
    edited: path => {
      proofs.delete(path)
      dirty.add(path)
      soon()
    },
    changed: () => {
      all = true
      proofs.clear()
      soon()
    },
    closed: path => {
      dirty.delete(path)
      forget(path)
      all = true
      soon()
    },
    quiet: () => (checking.pending() || proving.pending() ? new Promise(resolve => waiting.push(resolve)) : Promise.resolve(true)),
    dispose: () => {
      checking.cancel()
      proving.cancel()
      release(false)
    },
  }
}

const isScript = (path: string): boolean => path.endsWith('.dtmf')
