// Whatever an operation or a connection can end with is handled, once.
import type * as ast from '../../grammar/ast.ts'
import type { Fix } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../text/span.ts'
import { freeNames } from '../bind/free-names.ts'
import { suggest } from '../bind/suggest.ts'
import { label, rename } from '../bind/unit.ts'
import type { StaticType } from '../types.ts'
import { complain, declareLocal, inner, type Context } from './context.ts'
import { isDeclared } from './names.ts'
import { outcomeBlock } from './steps.ts'

export interface Outcome {
  readonly name: string
  readonly values: readonly { readonly name: string; readonly type: StaticType }[]
  /** It has to be handled. */
  readonly required: boolean
  /** A level may be granted in it. */
  readonly named: boolean
}

/** Checks the clauses of a step against how `of` can end, and walks their blocks. `at`: what to point at where one is missing. */
export function checkOutcomes(
  context: Context,
  step: Span,
  at: ast.Name,
  clauses: readonly ast.OutcomeClause[],
  outcomes: readonly Outcome[],
): void {
  const byName = new Map(outcomes.map(outcome => [outcome.name, outcome]))
  const first = new Map<string, ast.Name>()
  let recovered = false
  for (const clause of clauses) {
    for (const name of clause.names) {
      if (name.text === '') recovered = true
      else if (!byName.has(name.text)) {
        recovered = true
        const free = [...byName.keys()].filter(each => !clauses.some(other => other.names.some(({ text }) => text === each)))
        const meant = suggest(context.unit, name.text, free)
        complain(
          context,
          'unknown-outcome',
          { name: name.text, of: at.text, outcomes: [...byName.keys()], ...(meant ? { meant } : {}) },
          name,
          {
            fixes: meant ? [rename(context.file, name, meant)] : [],
          },
        )
      } else {
        const before = first.get(name.text)
        if (before) {
          complain(context, 'outcome-twice', { name: name.text }, name, {
            labels: [label(context.file, before, `“${name.text}” is handled here first`, `“${name.text}”首先在此处理`)],
          })
        } else first.set(name.text, name)
      }
    }
    walkClause(context, clause, byName)
  }
  const missing = outcomes.filter(outcome => outcome.required && !first.has(outcome.name))
  if (missing.length > 0 && !recovered) {
    complain(context, 'outcomes-missing', { of: at.text, missing: missing.map(outcome => outcome.name) }, at, {
      fixes: addClauses(context, step, missing),
    })
  }
}

/** Writes the missing outcomes with an empty block each, before the step's closing brace. */
function addClauses(context: Context, step: Span, missing: readonly Outcome[]): readonly Fix[] {
  const end = step.end - 1
  if (context.file.text[end] !== '}') return []
  const isTaken = (name: string): boolean => isDeclared(context, name) || context.unit.levels.has(name)
  const written = missing.map(({ name, values }) => {
    const free = freeNames(
      name,
      values.map(value => value.name),
      isTaken,
    )
    return `${name}${free.length > 0 ? `(${free.join(', ')})` : ''} { }`
  })
  return [
    {
      title: { en: `Handle ${missing.map(each => each.name).join(', ')}`, zh: `处理 ${missing.map(each => each.name).join('、')}` },
      edits: [{ file: context.file.path, start: end, end, text: ` ${written.join('\n')}\n` }],
    },
  ]
}

function walkClause(context: Context, clause: ast.OutcomeClause, byName: ReadonlyMap<string, Outcome>): void {
  const meant = clause.names.map(name => byName.get(name.text))
  const named = meant.length > 0 && meant.every(outcome => outcome === undefined || outcome.named)
  const inside = inner(context, { outcome: named ? 'named' : 'other' })
  const [only] = meant
  if (clause.values.length > 0) {
    if (clause.names.length > 1) complain(context, 'grouped-values', {}, clause.values[0]!)
    else if (only && only.values.length !== clause.values.length) {
      complain(context, 'outcome-values', { name: only.name, has: only.values.length, given: clause.values.length }, clause.values[0]!)
    }
  }
  const typed = clause.names.length === 1 && only?.values.length === clause.values.length
  clause.values.forEach((name, at) => {
    declareLocal(inside, name, 'outcome', typed ? only.values[at]!.type : { kind: 'unknown' })
  })
  outcomeBlock(inside, clause.body)
}
