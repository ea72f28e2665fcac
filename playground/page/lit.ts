// The one place that is lit up in editor, graph and telephone at once, and the one that somebody asked to see.
import { signal, type Signal } from '@preact/signals'

export interface SourceRange {
  readonly path: string
  /** Offsets in UTF-16 units. */
  readonly start: number
  readonly end: number
}

/** Where the call is, or where somebody has pointed at. */
export interface Lit {
  readonly from: 'telephone' | 'graph' | 'script' | 'editor'
  readonly source: SourceRange | null
  /** A place's name, as the graph has it. */
  readonly place: string | null
}

export interface Lights {
  readonly lit: Signal<Lit | null>
  /** Set anew for each wish, the same range too. */
  readonly wanted: Signal<{ readonly range: SourceRange; readonly focus: boolean } | null>
}

export const createLights = (): Lights => ({ lit: signal<Lit | null>(null), wanted: signal<Lights['wanted']['value']>(null) })
