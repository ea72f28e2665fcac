// What the shelf is to the page, and what it stands on.
import type { ReadonlySignal } from '@preact/signals'
import type { LinkProblem } from '../share/link.ts'
import type { Holds } from './holds.ts'
import type { Kept, KeptHead } from './kept.ts'
import type { PathProblem } from './paths.ts'
import type { Files, Project } from './project.ts'

/** Something about what was opened that a person should know. */
export type ShelfNews =
  | { readonly kind: 'link' }
  | { readonly kind: 'wrong-link'; readonly problem: LinkProblem }
  | { readonly kind: 'other-example' }
  | { readonly kind: 'refused'; readonly refused: readonly { readonly path: string; readonly problem: PathProblem }[] }
  | { readonly kind: 'not-kept' }
  /** Another tab works on what is opened here. */
  | { readonly kind: 'elsewhere'; readonly id: string }
  /** Another tab has taken over what is open here. */
  | { readonly kind: 'taken'; readonly id: string }
  /** What is written here is a project of its own now: the one it was belongs to another tab. */
  | { readonly kind: 'copied' }

export interface Shelf {
  /** Those that this browser has, the newest first. */
  readonly kept: ReadonlySignal<readonly KeptHead[]>
  /** Which of them is open; null where what is open is nobody's yet. */
  readonly own: ReadonlySignal<string | null>
  readonly news: ReadonlySignal<readonly ShelfNews[]>
  readonly forgetNews: (news: ShelfNews) => void
  /** What the address says, else what was worked on last, else the first example. */
  readonly start: () => Promise<void>
  /** Another address was given to the page that is open. */
  readonly follow: () => Promise<void>
  readonly openExample: (name: string) => Promise<void>
  readonly openKept: (id: string) => Promise<void>
  /** From the tab that works on it: as that one has kept it. */
  readonly takeOver: (id: string) => Promise<void>
  /** Files of a person's own, all of them, kept at once: what comes from outside was looked at before. */
  readonly openOwn: (files: Files, title: string) => void
  /** What is open becomes one's own. */
  readonly keepCopy: () => void
  readonly forget: (id: string) => Promise<void>
  /** What is open as a link (a fragment), as of this moment; null where it is too large for one. */
  readonly link: () => Promise<string | null>
  /** What waits to be kept is kept now: the page is going away. */
  readonly flush: () => void
}

export interface ShelfSurroundings {
  readonly project: Project
  readonly kept: Kept
  readonly holds: Holds
  readonly examples: Readonly<Record<string, () => Promise<Files>>>
  /** The first that a stranger sees. */
  readonly first: string
  readonly location: {
    /** Without its `#`. */
    readonly fragment: () => string
    readonly replace: (fragment: string) => void
  }
  /** Of this tab alone. */
  readonly tab: Pick<Storage, 'getItem' | 'setItem'> | null
  readonly now: () => number
  readonly newId: () => string
  /** ms without a change after which it is kept and the link follows: 500. */
  readonly idle?: number
}
