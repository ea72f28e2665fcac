// A program as a graph of its places: what a picture, a flow book and an editor draw from. Plain data, JSON throughout.
import type { PointId, SourceSpan } from '../../../../machine/format.ts'

/** Language tag of the line → words, values in them as `‹name›`. */
export type Words = Readonly<Record<string, string>>

/** Why a call takes a way. */
export type Cause =
  | {
      readonly kind: 'key'
      readonly keys: string
      /** The last of a range. */
      readonly upTo?: string
      readonly words?: Words
      readonly when?: string
      /** Pressed while waiting in a queue. */
      readonly waiting?: true
    }
  | { readonly kind: 'silence' | 'mistake' | 'too short'; readonly times: number }
  | { readonly kind: 'otherwise'; readonly on: 'any' | 'silence' | 'mistake' }
  | { readonly kind: 'outcome'; readonly asked: string; readonly outcome: string }
  | { readonly kind: 'if'; readonly condition: string; readonly holds: boolean; readonly check?: true }
  | { readonly kind: 'arm'; readonly subject: string; readonly arm: string }
  | { readonly kind: 'none' }
  /** The body of a loop, and the `otherwise` of a `repeat`. */
  | { readonly kind: 'loop'; readonly times: number | null; readonly list?: string }
  | { readonly kind: 'times over'; readonly times: number }
  /** The line's own. */
  | { readonly kind: 'dial'; readonly number: string }
  | { readonly kind: 'shortcut'; readonly keys: string; readonly words?: Words }
  | { readonly kind: 'line otherwise' | 'fault' | 'hang-up' }
  | { readonly kind: 'limit'; readonly ms: number }

/** `go`: for good · `do`: and back, where it is a part · `back`: to the menu before · `again`: the same from its prompts · `end`: the call ends. */
export type GoingWay = 'go' | 'do' | 'back' | 'again' | 'end'

export interface Asked {
  readonly name: string
  readonly type: string
  readonly class?: 'private' | 'secret'
}

export interface GraphNode {
  /** The place's name; `$line`, `$back` and `$end` are no places. */
  readonly id: string
  readonly kind: 'line' | 'menu' | 'flow' | 'part' | 'back' | 'end'
  /** Index into `files`; −1 for what is no place. */
  readonly file: number
  readonly at: SourceSpan | null
  /** Where it begins in the machine; −1 for what is no place. */
  readonly point: PointId
  readonly requires?: string
  readonly grants?: string
  /** What it asks callers to key in, in the order of the source. */
  readonly asks: readonly Asked[]
  /** No call comes here. */
  readonly unreachable?: true
  /** Nothing leads on from here. */
  readonly deadEnd?: true
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly way: GoingWay
  /** Outermost first; empty where the place goes on without condition. */
  readonly causes: readonly Cause[]
  /** By the line's own `otherwise`, which the place has not written. */
  readonly inherited?: true
  readonly at: SourceSpan
  /** The point of the machine that leads there. */
  readonly point: PointId
}

export interface ProgramGraph {
  readonly name: string
  readonly title: Words
  readonly languages: readonly string[]
  readonly levels: readonly string[]
  readonly files: readonly string[]
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

export const LINE = '$line'
export const BACK = '$back'
export const END = '$end'
