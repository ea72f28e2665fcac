// What the page knows of its scripts, kept while their pane is not seen: the list, what came of each, what they cover.
import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { DeskCoverage, RunEnd, ScriptFileState } from '../desk/contract.ts'
import type { Desk } from '../desk/desk.ts'
import type { Preferences } from '../page/preferences.ts'
import type { Project } from '../project/project.ts'
import { NoAnswer } from '../workers/rpc.ts'
import type { Known } from './tree.ts'
import { WORDS, type ScriptsWords } from './words.ts'

export interface ScriptsRoom {
  readonly words: ReadonlySignal<ScriptsWords>
  /** Null until they were read. */
  readonly files: ReadonlySignal<readonly ScriptFileState[] | null>
  /** By the id of a run. */
  readonly known: ReadonlySignal<ReadonlyMap<string, Known>>
  /** What is asked for and has no result yet. */
  readonly running: ReadonlySignal<{ readonly waiting: ReadonlySet<string>; readonly done: number; readonly all: number } | null>
  readonly last: ReadonlySignal<RunEnd | 'stopped' | null>
  readonly coverage: ReadonlySignal<DeskCoverage | null>
  /** Of the project, when that was counted. */
  readonly coverageRevision: ReadonlySignal<number>
  /** The id of the run that is looked at. */
  readonly chosen: Signal<string | null>
  readonly watching: Signal<boolean>
  /** Without ids all, as `callwright test` chooses them. Resolves when they have been run, or another run has begun. */
  readonly run: (ids?: readonly string[]) => Promise<void>
  readonly stop: () => void
  readonly failed: ReadonlySignal<readonly string[]>
  /** Reads the list now; else it is read when nobody types. */
  readonly read: () => Promise<readonly ScriptFileState[]>
  /** Keeps the list up to date from now on, until what is returned is called. */
  readonly attend: () => () => void
}

export interface ScriptsSurroundings {
  readonly desk: Desk
  readonly project: Project
  readonly preferences: Preferences
}

/** Of what is not passed over. */
const idsIn = (files: readonly ScriptFileState[]): readonly string[] =>
  files.flatMap(file => file.scripts.flatMap(script => (script.skip === null ? script.runs.map(one => one.id) : [])))

/** ms without a key after which scripts are read, and run where that is wished for. */
const IDLE = 400

export function createScriptsRoom({ desk, project, preferences }: ScriptsSurroundings): ScriptsRoom {
  const files = signal<readonly ScriptFileState[] | null>(null)
  const known = signal<ReadonlyMap<string, Known>>(new Map())
  const running = signal<ScriptsRoom['running']['value']>(null)
  const last = signal<RunEnd | 'stopped' | null>(null)
  const coverage = signal<DeskCoverage | null>(null)
  const coverageRevision = signal(-1)
  const watching = signal(false)
  const chosen = signal<string | null>(null)
  let turn = 0
  let asked: AbortController | null = null
  let reading: AbortController | null = null
  /** Results that came since the page was drawn last. */
  let fresh: Known['result'][] = []
  let frame = 0

  const takeFresh = (): void => {
    frame = 0
    if (fresh.length === 0) return
    const next = new Map(known.peek())
    const own = running.peek()
    const waiting = new Set(own?.waiting)
    for (const result of fresh) {
      next.set(result.id, { result, now: true })
      waiting.delete(result.id)
    }
    if (own) running.value = { waiting, done: own.done + fresh.length, all: own.all }
    fresh = []
    known.value = next
  }
  desk.onRan(({ turn: of, results, all }) => {
    if (of !== turn) return
    const own = running.peek()
    if (own && own.all !== all) running.value = { ...own, all }
    fresh.push(...results)
    // A page that is not seen has no frames: results come all the same.
    if (frame === 0) frame = document.hidden ? (queueMicrotask(takeFresh), 1) : requestAnimationFrame(takeFresh)
  })

  let newest: Promise<readonly ScriptFileState[]> | null = null
  /** Who asked for an older list gets the newest. */
  const read = async (): Promise<readonly ScriptFileState[]> => {
    const mine = (newest = readNow())
    try {
      return await mine
    } catch (error) {
      if (newest !== mine && newest !== null && error instanceof NoAnswer && error.kind === 'cancelled') return newest
      throw error
    }
  }
  const readNow = async (): Promise<readonly ScriptFileState[]> => {
    reading?.abort()
    reading = new AbortController()
    const found = await desk.ask('scripts', null, reading.signal)
    files.value = found
    const before = known.peek()
    const next = new Map<string, Known>()
    for (const { id, known: state } of found.flatMap(file => file.scripts.flatMap(script => script.runs))) {
      const one = before.get(id)
      if (one) next.set(id, one.now === (state === 'now') ? one : { result: one.result, now: state === 'now' })
    }
    // What cannot be read now keeps what is known of it for when it can.
    for (const [id, one] of before) {
      const file = found.find(own => own.path === one.result.path)
      if (!next.has(id) && file?.trouble) next.set(id, { result: one.result, now: false })
    }
    known.value = next
    return found
  }

  const measure = async (): Promise<void> => {
    const [revision, opening] = [project.revision.peek(), project.opening.peek()]
    const counted = await desk.ask('coverage', null)
    if (opening !== project.opening.peek()) return
    batch(() => {
      coverage.value = counted
      coverageRevision.value = revision
    })
  }

  /** Who has asked for a run sees what fails first; who looks at something that fails goes on. */
  const run = async (ids?: readonly string[]): Promise<void> => {
    await runNow(ids)
    const fails = (id: string): boolean => known.peek().get(id)?.result.passed === false
    const mine = (ids ?? idsIn(files.peek() ?? [])).find(fails)
    if (mine !== undefined && running.peek() === null && (chosen.peek() === null || !fails(chosen.peek()!))) chosen.value = mine
  }

  const runNow = async (ids?: readonly string[]): Promise<void> => {
    asked?.abort()
    const own = (asked = new AbortController())
    const mine = ++turn
    fresh = []
    const all = idsIn(files.peek() ?? [])
    running.value = { waiting: new Set(ids ?? all), done: 0, all: (ids ?? all).length }
    try {
      const end = await desk.ask('run', { turn: mine, ids: ids ?? null }, own.signal)
      if (mine !== turn) return
      takeFresh()
      last.value = end
      await measure()
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      if (mine !== turn) return
      takeFresh()
      if (error.kind === 'cancelled') {
        // Somebody has stopped it: what was run so far counts.
        last.value = null
        await measure().catch(() => undefined)
      } else {
        last.value = 'stopped'
        known.value = new Map()
        coverage.value = null
      }
    } finally {
      if (mine === turn) running.value = null
    }
  }

  // What is known is of the project that it was run of.
  effect(() => {
    void project.opening.value
    asked?.abort()
    turn++
    fresh = []
    batch(() => {
      files.value = null
      known.value = new Map()
      running.value = null
      last.value = null
      coverage.value = null
      chosen.value = null
    })
  })

  /** What a change has touched, or what was never run. */
  const runAffected = (found: readonly ScriptFileState[]): void => {
    const ids = found.flatMap(file =>
      file.scripts.flatMap(script => (script.skip === null ? script.runs.filter(one => one.known !== 'now').map(one => one.id) : [])),
    )
    if (ids.length > 0) void runNow(ids)
  }

  return {
    words: computed(() => WORDS[preferences.language.value]),
    files,
    known,
    running,
    last,
    coverage,
    coverageRevision,
    chosen,
    watching,
    run,
    stop: () => asked?.abort(),
    failed: computed(() => [...known.value].flatMap(([id, { result }]) => (result.passed ? [] : [id]))),
    read,
    attend: () => {
      let timer: ReturnType<typeof setTimeout> | undefined
      let first = true
      const end = effect(() => {
        void [project.revision.value, project.entry.value]
        const runs = watching.value
        clearTimeout(timer)
        const look = async (): Promise<void> => {
          try {
            const found = await read()
            if (runs) runAffected(found)
          } catch (error) {
            if (!(error instanceof NoAnswer)) throw error
            if (error.kind !== 'cancelled') last.value = 'stopped'
          }
        }
        timer = setTimeout(() => void look(), first ? 0 : IDLE)
        first = false
      })
      return () => {
        clearTimeout(timer)
        end()
      }
    },
  }
}
