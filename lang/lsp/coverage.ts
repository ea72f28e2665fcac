// Which scripts go through the places of programs: a client that runs scripts tells it, else a runner beside the server does, when nobody types.
import type { ProgramParts, ScriptRun, ScriptsOf, Service } from '../service/index.ts'

/** Place, as the machine names it → the scripts that go through it. */
export type CoveredPlaces = ReadonlyMap<string, readonly ScriptRun[]>

export interface ScriptsToRun extends ProgramParts {
  /** Open files, whose texts are not those of the disk. */
  readonly texts: ReadonlyMap<string, string>
}

/** Runs scripts without keeping the server from answering. */
export interface ScriptRunner {
  /** Runs every script of a program; one at a time is asked for. Null where they could not be run, or were stopped. */
  readonly run: (wanted: ScriptsToRun) => Promise<CoveredPlaces | null>
  /** What runs is of no use any more. */
  readonly stop: () => void
  readonly dispose: () => void
}

export interface Coverage {
  readonly scriptsOf: ScriptsOf
  /** Nobody types: the scripts of open files' programs are run where anything that they are made of has changed. */
  readonly quiet: () => void
  /** What runs is of a text that is another now. */
  readonly edited: () => void
  /** Files on the disk have changed: tables of answers too, which no text here has. */
  readonly changed: () => void
  /** What the client knows of a program; null = nothing. Its scripts are the client's to run from then on. */
  readonly told: (entry: string, places: CoveredPlaces | null) => void
  /** Lets go of what the runner found. */
  readonly clear: () => void
  readonly dispose: () => void
}

export interface CoverageParts {
  readonly service: Service
  readonly runner: ScriptRunner | null
  /** What is known is another. */
  readonly found: () => void
  readonly fault: (error: unknown) => void
}

interface Known {
  readonly places: CoveredPlaces | null
  /** Of what it was found: path → text. Null = the client said so. */
  readonly texts: ReadonlyMap<string, string | null> | null
  readonly epoch: number
}

/** Programs that are remembered; the oldest gives way. */
const MOST = 50

export function createCoverage({ service, runner, found, fault }: CoverageParts): Coverage {
  const known = new Map<string, Known>()
  let epoch = 0
  /** Counts what stops a run. */
  let turn = 0
  let running = false
  let again = false

  const keep = (entry: string, one: Known): void => {
    const before = known.get(entry)
    known.delete(entry)
    known.set(entry, one)
    for (const oldest of known.keys()) {
      if (known.size <= MOST) break
      known.delete(oldest)
    }
    if (before?.places || one.places) found()
  }
  const stop = (): void => {
    turn++
    if (running) runner?.stop()
  }
  /** The next program whose scripts are to be run. */
  const next = (): { readonly parts: ProgramParts; readonly texts: ReadonlyMap<string, string | null> } | null => {
    const seen = new Set<string>()
    for (const path of service.openPaths()) {
      const parts = service.programParts(path)
      if (!parts || seen.has(parts.entry)) continue
      seen.add(parts.entry)
      const before = known.get(parts.entry)
      if (before && before.texts === null) continue
      const texts = new Map([...parts.files, ...parts.scripts].map(file => [file, service.text(file)] as const))
      const same = before?.epoch === epoch && before.texts?.size === texts.size
      if (!same || [...texts].some(([file, text]) => before.texts!.get(file) !== text)) return { parts, texts }
    }
    return null
  }
  const runAll = async (by: ScriptRunner): Promise<void> => {
    const mine = turn
    for (let one = next(); one; one = next()) {
      const { parts, texts } = one
      const open = [...texts].flatMap(([path, text]) => (text !== null && service.version(path) !== null ? [[path, text] as const] : []))
      const at = epoch
      const places = parts.scripts.length === 0 ? null : await by.run({ ...parts, texts: new Map(open) })
      if (mine !== turn) return
      keep(parts.entry, { places, texts, epoch: at })
    }
  }

  const quiet = (): void => {
    if (!runner) return
    // What was stopped may not have heard it yet.
    again = running
    if (running) return
    running = true
    runAll(runner)
      .catch(fault)
      .finally(() => {
        running = false
        if (again) quiet()
      })
  }

  return {
    scriptsOf: (entry, place) => {
      const places = known.get(entry)?.places
      return places ? (places.get(place) ?? []) : undefined
    },
    quiet,
    edited: stop,
    changed: () => {
      epoch++
      stop()
    },
    told: (entry, places) => keep(entry, { places, texts: null, epoch }),
    clear: () => {
      stop()
      for (const [entry, { texts }] of known) if (texts !== null) known.delete(entry)
      found()
    },
    dispose: () => {
      stop()
      runner?.dispose()
    },
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** Scripts of a place, and places of a program, that are taken from a client. */
const MOST_TOLD = 10_000

/** `places` of `callwright/coverage`: place → [{ uri, title, line? }]. What is not so is left out; null where it is no object. */
export function readPlaces(given: unknown, pathOf: (uri: string) => string): CoveredPlaces | null {
  if (!isObject(given)) return null
  const read = (one: unknown): readonly ScriptRun[] => {
    if (!isObject(one) || typeof one['uri'] !== 'string' || typeof one['title'] !== 'string') return []
    const { uri, title, line } = one
    return [
      { file: pathOf(uri as string), title: title as string, ...(typeof line === 'number' && line >= 0 ? { line: Math.trunc(line) } : {}) },
    ]
  }
  const entries = Object.entries(given).slice(0, MOST_TOLD)
  return new Map(entries.map(([place, scripts]) => [place, Array.isArray(scripts) ? scripts.slice(0, MOST_TOLD).flatMap(read) : []]))
}
