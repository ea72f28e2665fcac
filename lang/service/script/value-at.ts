// What may stand at the cursor in a value of a script, by the type that the value is read as.
import type { LeadToken } from '../../grammar/next-tokens.ts'
import type { Type } from '../../../machine/types.ts'

export type ValueAt =
  | { readonly kind: 'value'; readonly type: Type }
  /** A name of the record's that it does not have yet. */
  | { readonly kind: 'field'; readonly fields: Readonly<Record<string, Type>> }

interface Open {
  readonly type: Type | undefined
  readonly used: Set<string>
}
const open = (type: Type | undefined): Type | undefined => (type?.kind === 'optional' ? type.of : type)

/** `tokens` are those of the value before the cursor. */
export function valueAt(tokens: readonly LeadToken[], type: Type): ValueAt | undefined {
  const around: Open[] = []
  let wanted: Type | undefined = type
  for (const [at, { image }] of tokens.entries()) {
    const of = around.at(-1)?.type
    if (image === '[' || image === '{') around.push({ type: open(wanted), used: new Set() })
    else if (image === ']' || image === '}') around.pop()
    else if (image === ':' && of?.kind === 'record') {
      const name = tokens[at - 1]!.image
      around.at(-1)!.used.add(name)
      wanted = Object.hasOwn(of.fields, name) ? of.fields[name] : undefined
      continue
    }
    const inside = around.at(-1)?.type
    wanted = inside?.kind === 'list' && (image === '[' || image === ',') ? inside.of : undefined
  }
  const last = around.at(-1)
  if (wanted) return { kind: 'value', type: wanted }
  if (last?.type?.kind !== 'record' || tokens.at(-1)?.image === ':') return undefined
  return { kind: 'field', fields: Object.fromEntries(Object.entries(last.type.fields).filter(([name]) => !last.used.has(name))) }
}
