// Types as the checker knows them: the machine's own `Type` (refinements, class, mask), and what only the compiler has.
import type { Type } from '../../machine/types.ts'

export type StaticType =
  | { readonly kind: 'value'; readonly type: Type }
  /** `nothing` by itself. */
  | { readonly kind: 'nothing' }
  /** One of the line's levels, or `call.level`. */
  | { readonly kind: 'level' }
  | { readonly kind: 'hours' }
  /** After an error: fits everything, so that one fault gives one error. */
  | { readonly kind: 'unknown' }
