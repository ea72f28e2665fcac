// `open(h)`: instant → wall clock → intervals; of the rules in the order written the last that speaks of a day decides.
import type { Hours, HoursRule } from '../../machine/format.ts'
import type { Expression } from '../../machine/expressions.ts'
import { dateOf, wallClock, weekdayOf, type Offsets } from './clock.ts'
import type { Evaluate } from './prepared.ts'
import type { Turn } from './turn.ts'

interface PreparedRule {
  /** Does it speak of this day? */
  readonly covers: (turn: Turn, day: number) => boolean
  readonly intervals: HoursRule['intervals']
}

/** Makes the test of one set of hours. */
export function prepareHours(hours: Hours, offsets: Offsets, evaluate: (expression: Expression) => Evaluate): (turn: Turn) => boolean {
  const rules: readonly PreparedRule[] = hours.rules.map(rule => ({ covers: prepareDays(rule, evaluate), intervals: rule.intervals }))
  const ruleOf = (turn: Turn, day: number): PreparedRule | undefined => rules.findLast(rule => rule.covers(turn, day))
  return turn => {
    const { day, minute } = wallClock(offsets, turn.now)
    const today = ruleOf(turn, day)?.intervals ?? []
    if (today.some(([from, to]) => minute >= from && (minute < to || to <= from))) return true
    const yesterday = ruleOf(turn, day - 1)?.intervals ?? []
    return yesterday.some(([from, to]) => to <= from && minute < to)
  }
}

function prepareDays(rule: HoursRule, evaluate: (expression: Expression) => Evaluate): PreparedRule['covers'] {
  const days = rule.days
  if ('weekdays' in days) return (_turn, day) => days.weekdays.includes(weekdayOf(day))
  if ('dates' in days) {
    return (_turn, day) => {
      const date = dateOf(day)
      return days.dates.some(([from, to]) => from <= date && date <= to)
    }
  }
  const list = evaluate(days.list)
  return (turn, day) => (list(turn) as readonly string[]).includes(dateOf(day))
}
