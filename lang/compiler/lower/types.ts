// What lowering carries along: the whole program's state, and where the step being lowered stands.
import type { MachineExpression } from '../../../machine/index.ts'
import type { Listener, Place, PointId, Prompt, Register, RegisterId, SourceSpan, Tell } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import type * as ast from '../../grammar/ast.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Program, ProgramFile, SymbolOf } from '../program.ts'
import type { Graph } from './graph.ts'

/** How a listener listens: the line's `listen`, overridden item by item. */
export interface Listening {
  /** ms */
  readonly first: number
  readonly next: number
  readonly tries: number
  readonly bargeIn: boolean
  readonly typeAhead: boolean
  readonly endKey: string | null
  readonly endRequired: boolean
}

/** One menu or flow, or the line itself (index −1): what its names and texts are named after. */
export interface Owner {
  readonly index: number
  readonly name: string
  readonly kind: 'menu' | 'flow' | 'line'
  /** Where a part's value goes. */
  readonly returns?: RegisterId
}

/** What `next`, `previous`, `again` and `leave` mean. */
export interface Loop {
  readonly next: PointId
  readonly previous: PointId
  readonly again: PointId
  readonly leave: PointId
}

/** Where a step stands. */
export interface Scope {
  readonly file: ProgramFile
  readonly owner: Owner
  /** `-> again`: the read of the innermost listener whose option or block holds the step; null in transit. */
  readonly again: PointId | null
  readonly loop: Loop | null
  /** Whether keys stop what is said here. */
  readonly bargeIn: boolean
  /** Texts are the read-back of a confirm. */
  readonly readback: boolean
  /** In a `hung up` block: where it ends (`return` too). */
  readonly end: PointId | null
}

/** A prompt under construction: its holes as expressions; parameters are registers below 0 (−1 is the first). */
export interface BuiltPrompt {
  readonly index: number
  readonly values: readonly MachineExpression[]
}

export interface PromptTable {
  /** A gap is a text that was numbered and is told nowhere. */
  readonly prompts: ((Prompt & { slot?: string }) | undefined)[]
  /** Texts written in steps are numbered in their order before they are lowered, which is from the end backwards. */
  readonly numberOf: Map<ast.TextLiteral, number>
  /** Where each inline text's slot is counted: owner and order. Named at the end. */
  readonly inline: { readonly prompt: number; readonly owner: string; readonly file: number; readonly start: number }[]
  readonly named: Map<ast.PromptDeclaration, BuiltPrompt>
  readonly languageNames: Map<string, number>
}

export interface Lowering {
  readonly program: Program
  readonly graph: Graph
  readonly diagnostics: Diagnostic[]
  readonly files: ReadonlyMap<string, number>
  readonly registers: Register[]
  /** By the node where the name is declared. */
  readonly registerOf: Map<object, RegisterId>
  readonly prompts: PromptTable
  readonly listeners: (Listener | undefined)[]
  /** `menu`, `collect`, `choose`, `confirm` and named menus → number and name; given out in the order of the text. */
  readonly listenerOf: Map<object, { readonly index: number; readonly name: string }>
  readonly places: Place[]
  readonly placeOf: Map<ast.MenuDeclaration | ast.FlowDeclaration, Owner & { readonly entry: PointId }>
  readonly operationOf: ReadonlyMap<ast.OperationDeclaration, number>
  readonly queueOf: ReadonlyMap<ast.QueueDeclaration, number>
  readonly hoursOf: ReadonlyMap<ast.HoursDeclaration, number>
  readonly listening: Listening
  /** The line's `otherwise`, in general and on silence or mistake. `AGAIN` where it says so. */
  readonly otherwise: { readonly always: PointId; readonly silence: PointId; readonly mistake: PointId }
  readonly onces: { count: number }
  /** What files that build on each other need of a later one. */
  readonly parts: Parts
}

export interface Parts {
  /** Steps in order, then `next`. */
  readonly steps: (lowering: Lowering, scope: Scope, steps: readonly ast.Step[], next: PointId) => PointId
  /** A text, a prompt or a value as something to be spoken later. */
  readonly speech: (lowering: Lowering, scope: Scope, expression: ast.Expression, args?: Arguments) => MachineExpression
}

/** How a name that is a parameter of a prompt is worked out: by the node where it is declared. */
export type Arguments = ReadonlyMap<object, MachineExpression>

export type { MachineExpression, PointId, RegisterId, SourceSpan, SymbolOf, Tell, Type }
