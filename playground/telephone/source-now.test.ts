import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sourceNow } from './source-now.ts'

const WAS = ['line bank {', '  languages en', '}', 'menu main {', '  say "Welcome."', '  press 1 for "cards" -> cards', '}', ''].join('\n')
const rangeOf = (text: string, part: string) => {
  const start = text.indexOf(part)
  expect(start).toBeGreaterThanOrEqual(0)
  return { path: 'main.ivr', start, end: start + part.length }
}
/** What the range of `part` covers in the new text. */
const nowOf = (part: string, is: string | null): string | null => {
  const now = sourceNow(rangeOf(WAS, part), WAS, is)
  return now && is!.slice(now.start, now.end)
}

it('what stands above a change stays, what stands below it moves along', () => {
  const is = WAS.replace('  languages en\n', '  languages en, zh-CN\n  time zone Asia/Shanghai\n')
  expect(nowOf('line bank {', is)).toBe('line bank {')
  expect(nowOf('say "Welcome."', is)).toBe('say "Welcome."')
  expect(nowOf('say "Welcome."', WAS.replace('  languages en\n', ''))).toBe('say "Welcome."')
})

it('what a change lies within has grown with it', () => {
  expect(nowOf('say "Welcome."', WAS.replace('Welcome', 'Good morning, and welcome'))).toBe('say "Good morning, and welcome."')
  expect(nowOf('menu main {\n  say "Welcome."', WAS.replace('  say', '  # greets\n  say'))).toBe(
    'menu main {\n  # greets\n  say "Welcome."',
  )
})

it('between two changes its own lines are looked for', () => {
  const is = WAS.replace('line bank', 'line harbour "Harbour"').replace('-> cards', '-> credit_cards')
  expect(nowOf('say "Welcome."', is)).toBe('say "Welcome."')
  expect(nowOf('say "Welcome."\n  press 1 for "cards" -> cards', is)).toBe('say "Welcome."')
})

it('what is gone, or stands there twice between two changes, is nowhere', () => {
  expect(nowOf('say "Welcome."', null)).toBeNull()
  expect(nowOf('say "Welcome."', `x${WAS.replace('  say "Welcome."\n', '')}x`)).toBeNull()
  expect(nowOf('say "Welcome."', `x${WAS.replace('}\n', '}\n  say "Welcome."\n')}x`)).toBeNull()
})

it('after one insertion anywhere outside of it, a range covers the same characters', () => {
  fc.assert(
    fc.property(fc.nat(WAS.length), fc.nat(WAS.length), fc.nat(WAS.length), fc.string({ minLength: 1 }), (one, other, at, text) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)]
      fc.pre(start < end && (at <= start || at >= end))
      const is = WAS.slice(0, at) + text + WAS.slice(at)
      const now = sourceNow({ path: 'main.ivr', start, end }, WAS, is)!
      expect(is.slice(now.start, now.end)).toContain(WAS.slice(start, end))
    }),
  )
})
