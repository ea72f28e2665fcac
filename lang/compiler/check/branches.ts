// `if`, `match` and the loops.
import type * as ast from '../../grammar/ast.ts'
import type { Span } from '../../text/span.ts'
import { suggest } from '../bind/suggest.ts'
import { label, rename } from '../bind/unit.ts'
import type { StaticType } from '../types.ts'
import { isSecret, withClass } from '../typing/classes.ts'
import { describe } from '../typing/describe.ts'
import { unknown, value, wholeNumber } from '../typing/fits.ts'
import { complain, declareLocal, inner, type Context } from './context.ts'
import { condition, expression, listItems } from './expressions.ts'
import { noteSource } from './dialled.ts'
import { mayBeNothing } from './misfits.ts'
import { block } from './steps.ts'

/** The condition of an `if`; gives the context of its `then`, in which `if let` has its name. */
export function ifHead(context: Context, name: ast.Name | undefined, test: ast.Expression): Context {
  const inside = inner(context)
  if (!name) {
    condition(context, test)
    return inside
  }
  const type = expression(context, test)
  let held: StaticType = unknown
  if (type.kind === 'value' && type.type.kind === 'optional') held = value(type.type.of)
  else if (type.kind !== 'unknown') complain(context, 'never-nothing', { value: context.file.text.slice(test.start, test.end) }, test)
  noteSource(context.unit, declareLocal(inside, name, 'let', held), test)
  return inside
}

export function ifStep(context: Context, step: ast.IfStep): void {
  for (let at: ast.IfStep | ast.Block | undefined = step; at; at = at.else) {
    if (at.kind === 'Block') {
      block(context, at)
      return
    }
    block(ifHead(context, at.let, at.condition), at.then)
  }
}

interface Arm extends Span {
  readonly values: readonly ast.Name[]
}

/** The subject and the values of a `match`, of steps or of a listener: each value of the choice once. */
export function matchHead(context: Context, subject: ast.Expression, arms: readonly Arm[], at: Span): void {
  const type = expression(context, subject)
  if (type.kind === 'unknown') return
  if (isSecret(type)) {
    complain(context, 'secret-compared', {}, subject)
    return
  }
  if (type.kind === 'value' && type.type.kind === 'optional') {
    mayBeNothing(context, subject)
    return
  }
  if (type.kind !== 'value' || type.type.kind !== 'choice') {
    complain(context, 'match-needs-choice', { is: describe(type) }, subject)
    return
  }
  const words = Object.keys(type.type.values)
  const first = new Map<string, ast.Name>()
  let recovered = false
  for (const name of arms.flatMap(arm => arm.values)) {
    if (name.text === '') {
      recovered = true
      continue
    }
    const before = first.get(name.text)
    if (before) {
      complain(context, 'outcome-twice', { name: name.text }, name, {
        labels: [label(context.file, before, `“${name.text}” is handled here first`, `“${name.text}”首先在此处理`)],
      })
    } else if (words.includes(name.text)) {
      context.unit.symbolOf.set(name, { kind: 'choice', name: name.text, type })
    } else {
      recovered = true
      const meant = suggest(
        context.unit,
        name.text,
        words.filter(word => !arms.some(arm => arm.values.some(({ text }) => text === word))),
      )
      complain(
        context,
        'not-in-choice',
        { name: name.text, words, ...(type.type.name ? { choice: type.type.name } : {}), ...(meant ? { meant } : {}) },
        name,
        {
          fixes: meant ? [rename(context.file, name, meant)] : [],
        },
      )
    }
    first.set(name.text, name)
  }
  const missing = words.filter(word => !first.has(word))
  if (missing.length === 0 || recovered) return
  const end = at.end - 1
  const closes = context.file.text[end] === '}'
  complain(
    context,
    'match-missing',
    { missing },
    { start: subject.start, end: subject.end },
    {
      fixes: closes
        ? [
            {
              title: { en: `Handle ${missing.join(', ')}`, zh: `处理 ${missing.join('、')}` },
              edits: [{ file: context.file.path, start: end, end, text: ` ${missing.join(', ')} { }\n` }],
            },
          ]
        : [],
    },
  )
}

export function matchStep(context: Context, step: ast.MatchStep): void {
  matchHead(context, step.subject, step.arms, step)
  for (const arm of step.arms) block(context, arm.body)
}

const MOST_ROUNDS = 100

export function repeatStep(context: Context, step: ast.RepeatStep): void {
  if (!Number.isInteger(step.times) || step.times < 1 || step.times > MOST_ROUNDS) {
    const head = { start: step.start, end: step.body.start }
    complain(context, 'repeat-bounds', { most: MOST_ROUNDS }, head)
  }
  block(context, step.body, { loop: 'repeat' })
  if (step.otherwise) block(context, step.otherwise)
}

export function forEachStep(context: Context, step: ast.ForEachStep): void {
  const list = listItems(context, step.list)
  const inside = inner(context, { loop: 'each' })
  const local = declareLocal(inside, step.name, 'each', list ? value(withClass(list.of, list.class, list.mask)) : unknown)
  noteSource(context.unit, local, step.list)
  if (step.counter) declareLocal(inside, step.counter, 'counter', wholeNumber)
  block(inside, step.body)
  if (step.none) block(context, step.none.body)
}

export function loopStep(context: Context, step: ast.LoopStep): void {
  if (!context.loop) complain(context, 'loop-word-outside', { word: step.to, listener: context.listener && step.to === 'again' }, step)
  else if (context.loop === 'repeat' && step.to === 'previous') complain(context, 'previous-in-repeat', {}, step)
}
