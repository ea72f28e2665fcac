// `grant`, `lower to` and `language`.
import type * as ast from '../../grammar/ast.ts'
import { suggest } from '../bind/suggest.ts'
import { resolveLevel } from '../bind/lookup.ts'
import { label, rename } from '../bind/unit.ts'
import { complain, type Context } from './context.ts'

export function grantStep(context: Context, step: ast.GrantStep): void {
  const { unit, flow } = context
  const level = resolveLevel(unit, context.names, step.level)
  const granted = flow?.grants ? unit.levels.get(flow.grants.text) : undefined
  if (!flow?.grants) {
    complain(context, 'grant-outside-flow', { level: step.level.text }, step, {
      labels: flow ? [label(context.file, flow.name, 'this flow grants nothing', '这个流程没有 grants')] : [],
    })
  } else if (level && granted && level.index > granted.index) {
    complain(context, 'grants-more', { level: level.name, grants: granted.name }, step.level, {
      labels: [label(context.file, flow.grants, 'what the flow says it grants', '流程声明授予的级别')],
    })
  }
  if (context.outcome !== 'named') complain(context, 'grant-outside-outcome', { inOther: context.outcome === 'other' }, step)
}

export function lowerStep(context: Context, step: ast.LowerStep): void {
  resolveLevel(context.unit, context.names, step.level)
}

/** A language has to be one of the line's, as the line writes it. */
export function languageStep(context: Context, tag: ast.LanguageTag): void {
  const { languages, languagesKnown } = context.unit
  if (tag.text === '' || languages.length === 0 || languages.includes(tag.text) || !languagesKnown) return
  const meant =
    languages.find(language => language.toLowerCase().split('-')[0] === tag.text.toLowerCase().split('-')[0]) ??
    suggest(context.unit, tag.text, languages)
  complain(context, 'unknown-language', { tag: tag.text, languages, ...(meant ? { meant } : {}) }, tag, {
    fixes: meant ? [rename(context.file, tag, meant)] : [],
  })
}
