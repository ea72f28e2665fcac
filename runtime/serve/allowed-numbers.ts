// Which numbers a line dials: those that its program writes, and those that the configuration allows. Nobody else's (language, Agents).
import type { LineTrouble, OpenLine } from '../call/line.ts'
import type { Machine } from '../../machine/format.ts'

/** Numbers that the program writes. */
export function numbersWrittenIn(machine: Machine): ReadonlySet<string> {
  const found = new Set<string>()
  for (const point of machine.points) {
    if (point.op !== 'connect-number' && point.op !== 'transfer') continue
    const { number } = point
    if (number.kind === 'constant' && typeof number.value === 'string') found.add(number.value)
  }
  return found
}

const NOT_ALLOWED: LineTrouble = {
  slug: 'number-not-allowed',
  en: 'A number that the program does not write was not dialled: if it may be, add it to serve.numbers.allow.',
  zh: '未拨打一个不是程序所写的号码：如果允许拨打，请加入 serve.numbers.allow。',
}

const matches = (rule: string, number: string): boolean => (rule.endsWith('*') ? number.startsWith(rule.slice(0, -1)) : rule === number)

/** Nobody else's number is dialled: not a caller's, not a back end's. A `*` at the end of a rule stands for more numerals. */
export function withAllowedNumbers(open: OpenLine, written: ReadonlySet<string>, mayDial: readonly string[]): OpenLine {
  return report => {
    const line = open(report)
    return {
      ...line,
      order: order => {
        if (
          (order.kind === 'connect number' || order.kind === 'transfer') &&
          !written.has(order.number) &&
          !mayDial.some(rule => matches(rule, order.number))
        ) {
          report({ kind: 'trouble', trouble: NOT_ALLOWED })
          report({ kind: 'answer', task: order.task, outcome: 'failed', values: [] })
        } else line.order(order)
      },
    }
  }
}
