// How a segment sounds on FreeSWITCH: files that it plays and silence, and where there is no other way what it speaks itself.
import type { Segment } from '../../core/index.ts'

export type SoundPart =
  /** A path as FreeSWITCH sees it. `ms`: how long it lasts, where that is known. */
  | { readonly kind: 'file'; readonly path: string; readonly ms?: number }
  | { readonly kind: 'silence'; readonly ms: number }
  /** Made by FreeSWITCH: needs no file, and no folder that both see. */
  | { readonly kind: 'tone'; readonly ms: number; readonly hertz: number }
  /** By an engine of FreeSWITCH's own (`mod_tts_commandline`, …). */
  | { readonly kind: 'speech'; readonly engine: string; readonly voice: string; readonly text: string }

export interface Sound {
  /** Played one after the other without a gap. */
  readonly parts: readonly SoundPart[]
  /** They are not all of the text: there is no sound of the rest, which was said as trouble. */
  readonly incomplete?: true
  /** It was played, stopped, or is never needed: what was made for it alone may go. */
  readonly done?: () => void
}

export interface SoundSource {
  /**
   * Asked as soon as a segment is queued, so that what must be made is ready when its turn comes. Never rejects: null where there is no
   * sound to be had; the line goes on as if it had been heard, and says so as trouble.
   */
  readonly soundOf: (segment: Segment) => Sound | null | Promise<Sound | null>
  /** Music of a waiting queue, as FreeSWITCH names it (`local_stream://hold`, a file). */
  readonly musicOf: (name: string) => string | null
}
