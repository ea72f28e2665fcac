// The syntax tree of `.ivr` files. Every node has `kind`, `start` and `end` (UTF-16 offsets, end exclusive) and nothing
// that the text does not say: names are resolved and types computed in lang/compiler, in tables beside the tree.
// A missing part (after recovery) is a node of kind `Missing` or an empty list, never an absent required field.
import type { NodeBase } from './ast/node.ts'

export type * from './ast/node.ts'
export type * from './ast/expressions.ts'
export type * from './ast/types.ts'
export type * from './ast/steps.ts'
export type * from './ast/declarations.ts'

/** Any node of the tree. */
export type Node = NodeBase
