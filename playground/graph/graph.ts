// What the graph's pane shows, kept while it is not seen: the newest picture, and how a person looks at it.
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { LINE } from '../../lang/compiler/emit/graph/types.ts'
import type { DeskCoverage, DeskGraph, GraphQuestion } from '../desk/contract.ts'
import type { Desk } from '../desk/desk.ts'
import type { Lights, SourceRange } from '../page/lit.ts'
import type { Preferences } from '../page/preferences.ts'
import type { Project } from '../project/project.ts'
import { NoAnswer } from '../workers/rpc.ts'
import type { Way } from './way.ts'

export interface Drawn extends DeskGraph {
  /** Which of the projects that were opened it is of. */
  readonly opening: number
}

export interface Graph {
  /** The last that could be drawn. */
  readonly drawn: ReadonlySignal<Drawn | null>
  readonly state: ReadonlySignal<'drawing' | 'drawn' | 'stopped'>
  /** Only what is near a place. */
  readonly around: Signal<GraphQuestion['around']>
  readonly asList: Signal<boolean>
  /** What no script goes through is marked. */
  readonly marksUncovered: Signal<boolean>
  /** The program is covered as it is drawn. */
  readonly covered: ReadonlySignal<DeskCoverage | null>
  /** Of the program that is drawn. */
  readonly way: ReadonlySignal<Way | null>
  /** The place that is lit, here or elsewhere. */
  readonly lit: ReadonlySignal<string | null>
  readonly follows: Signal<boolean>
  /** A place's box is brought into sight. Set anew for each wish. */
  readonly wanted: Signal<{ readonly place: string } | null>
  readonly rangeOf: (at: readonly [number, number, number]) => SourceRange
  /** Draws from now on, until what is returned is called. */
  readonly watch: () => () => void
}

export interface GraphSurroundings {
  readonly desk: Desk
  readonly project: Project
  readonly preferences: Preferences
  readonly lights: Lights
  readonly coverage: ReadonlySignal<DeskCoverage | null>
  readonly way: ReadonlySignal<Way | null>
  /** The text can be typed in and begins to be looked at: goes before the first picture, for which a layout engine has to come. */
  readonly textIsReady: Promise<unknown>
}

/** ms for which the first picture waits at most, and for which the text is looked at before. */
const FIRST = 2000
const LOOKED_AT = 400
/** ms without a key after which the picture is drawn anew. */
const IDLE = 350

export function createGraph({ desk, project, preferences, lights, coverage, way, textIsReady }: GraphSurroundings): Graph {
  const drawn = signal<Drawn | null>(null)
  const state = signal<'drawing' | 'drawn' | 'stopped'>('drawing')
  const around = signal<GraphQuestion['around']>(null)
  const rangeOf = ([file, start, end]: readonly [number, number, number]): SourceRange => ({
    path: drawn.peek()?.files[file] ?? '',
    start,
    end,
  })

  const after = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
  const mayBegin = Promise.race([textIsReady.then(() => after(LOOKED_AT)).catch(() => undefined), after(FIRST)])
  let asked: AbortController | null = null
  const draw = async (): Promise<void> => {
    asked?.abort()
    const own = (asked = new AbortController())
    state.value = 'drawing'
    await mayBegin
    if (own.signal.aborted) return
    const opening = project.opening.peek()
    try {
      const graph = await desk.ask('graph', { language: preferences.language.peek(), around: around.peek() }, own.signal)
      // A file whose `line` is being written is no program for a while; its picture stays all the same.
      const before = drawn.peek()
      const stays = graph === null && before !== null && Object.hasOwn(project.files.peek(), before.entry)
      drawn.value = stays ? { ...before, old: true } : graph && { ...graph, opening }
      state.value = 'drawn'
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      if (error.kind !== 'cancelled') state.value = 'stopped'
    }
  }

  /** The place whose text holds a range: the lit line of the editor means it, too. */
  const placeOf = ({ path, start }: SourceRange): string | null => {
    const file = drawn.value?.files.indexOf(path) ?? -1
    const node = drawn.value?.nodes.find(one => one.at !== null && one.at[0] === file && one.at[1] <= start && start < one.at[2])
    return node?.id ?? null
  }

  return {
    drawn,
    state,
    around,
    asList: signal(false),
    marksUncovered: signal(false),
    follows: signal(true),
    wanted: signal<Graph['wanted']['value']>(null),
    covered: computed(() => {
      const [now, graph] = [coverage.value, drawn.value]
      return now !== null && graph !== null && now.entry === graph.entry && now.revision === graph.revision ? now : null
    }),
    way: computed(() => {
      const [now, graph] = [way.value, drawn.value]
      return now !== null && now.places.length > 0 && now.entry === graph?.entry ? now : null
    }),
    lit: computed(() => {
      const lit = lights.lit.value
      return lit === null ? null : (lit.place ?? (lit.source && placeOf(lit.source)))
    }),
    rangeOf,
    watch: () => {
      let timer: ReturnType<typeof setTimeout> | undefined
      let first = true
      const end = effect(() => {
        // What it depends on.
        void [project.revision.value, project.entry.value]
        clearTimeout(timer)
        timer = setTimeout(() => void draw(), first ? 0 : IDLE)
        first = false
      })
      let before = [preferences.language.peek(), around.peek()] as const
      const endChoices = effect(() => {
        const now = [preferences.language.value, around.value] as const
        if (now[0] === before[0] && now[1] === before[1]) return
        before = now
        void draw()
      })
      return () => {
        clearTimeout(timer)
        end()
        endChoices()
      }
    },
  }
}

export const isPlace = (id: string): boolean => id !== LINE && !id.startsWith('$')
