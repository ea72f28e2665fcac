// English. American (`en`): no “and” within a number, so that the one “and” of a sum stands before its cents; the day is an ordinal
// behind the month. British (`en-GB` and its neighbours): “and” before the tens of a hundred, the day before the month, # is “hash”.
import { trimmed, type Amount } from './amounts.ts'
import { currencies } from './en-currencies.ts'
import { createFragmentList, createRuns, type Fragment } from './fragments.ts'
import type { CalendarDate, ClockTime, Out, Reading } from './reading.ts'
import { createSpelling, spellDecimals } from './spelling.ts'

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth', nine: 'ninth', twelve: 'twelfth',
} // prettier-ignore
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const SCALES: readonly (readonly [size: number, name: string])[] = [
  [1e15, 'quadrillion'],
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
]
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const belowHundred = (n: number): string => (n < 20 ? SMALL[n]! : TENS[Math.floor(n / 10)]! + (n % 10 === 0 ? '' : '-' + SMALL[n % 10]!))

function ordinalWord(word: string): string {
  const cut = word.lastIndexOf('-') + 1
  const last = word.slice(cut)
  return word.slice(0, cut) + (ORDINALS[last] ?? (last.endsWith('y') ? last.slice(0, -1) + 'ieth' : last + 'th'))
}

interface Manner {
  readonly tag: string
  readonly british: boolean
}

function createEnglish({ tag, british }: Manner): Reading {
  const list = createFragmentList()
  const { add } = list
  const upTo = (length: number, row: (n: number) => Fragment): readonly Fragment[] => Array.from({ length }, (_, n) => row(n))

  const numbers = upTo(100, n => add(`n.${n}`, belowHundred(n)))
  const ordinals = upTo(100, n => add(`ordinal.${n}`, ordinalWord(belowHundred(n))))
  const hundred = add('hundred', 'hundred')
  const hundreds = upTo(10, n => (n === 0 ? hundred : add(`hundred.${n}`, `${SMALL[n]!} hundred`)))
  const scales = SCALES.map(([size, name]) => ({ size, word: add(name, name) }))
  /** The last fragment of a number → the fragments of its ordinal. */
  const ordinalOf = new Map<Fragment, readonly Fragment[]>(numbers.map((fragment, n) => [fragment, [ordinals[n]!]]))
  const hundredth = add('ordinal.hundred', 'hundredth')
  hundreds.forEach((fragment, n) => ordinalOf.set(fragment, [numbers[n]!, hundredth]))
  for (const { word } of scales) ordinalOf.set(word, [add(`ordinal.${word.words}`, ordinalWord(word.words))])

  const and = add('and', 'and')
  const minus = add('minus', 'minus')
  const point = add('point', 'point')
  const pause = add('pause', ',', 200)
  const letters = Object.fromEntries(Array.from(LETTERS, c => [c, add(`letter.${c}`, c)]))
  const numerals = Object.fromEntries(numbers.slice(0, 10).map((fragment, n) => [String(n), fragment]))
  const signs = {
    '+': add('plus', 'plus'),
    '-': pause,
    '*': add('key.star', 'star'),
    '#': add('key.pound', british ? 'hash' : 'pound'),
  }
  const inDigits = createSpelling({ ...letters, ...numerals, ...signs })
  const inKeys = createSpelling({
    ...letters,
    ...signs,
    ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [String(n), add(`key.${n}`, String(n))])),
  })

  const money: ReadonlyMap<string, readonly Fragment[]> = new Map(
    Object.entries(currencies).map(([code, [one, other, minorOne, minorOther]]) => [
      code,
      [
        list.addUnit(code, `money.${code}.one`, one),
        list.addUnit(code, `money.${code}.other`, other),
        ...(minorOne === ''
          ? []
          : [list.addUnit(code, `money.${code}.minor.one`, minorOne), list.addUnit(code, `money.${code}.minor.other`, minorOther)]),
      ],
    ]),
  )
  const months = MONTHS.map((name, n) => add(`month.${n + 1}`, name))
  const oh = add('year.oh', 'oh')
  const the = add('date.the', 'the')
  const of = add('date.of', 'of')
  const at = add('date.at', 'at')
  const [am, pm, noon, midnight] = [add('am', 'a.m.'), add('pm', 'p.m.'), add('noon', 'noon'), add('midnight', 'midnight')] as const
  const units = ['day', 'hour', 'minute', 'second'].map(unit => [add(`${unit}.one`, unit), add(`${unit}.other`, `${unit}s`)] as const)

  /** 1–999. `joined`: more stands before it, so that a British number takes its “and”. */
  function writeThousand(out: Out, n: number, joined: boolean): void {
    const rest = n % 100
    if (n >= 100) out.push(hundreds[Math.floor(n / 100)]!)
    if (rest === 0) return
    if (british && (joined || n >= 100)) out.push(and)
    out.push(numbers[rest]!)
  }

  const alone = createRuns(1000, (out, n) => writeThousand(out, n, false))
  const afterMore = createRuns(1000, (out, n) => writeThousand(out, n, true))

  /** Not below 0. */
  function whole(out: Out, n: number): void {
    if (n < 100) {
      out.push(numbers[n]!)
      return
    }
    let rest = n
    if (n >= 1000) {
      for (const { size, word } of scales) {
        if (rest < size) continue
        const below = rest % size
        out.push(alone((rest - below) / size), word)
        rest = below
      }
    }
    if (rest > 0) out.push(n >= 1000 ? afterMore(rest) : alone(rest))
  }

  function number(out: Out, value: Amount): void {
    if (value.negative) out.push(minus)
    whole(out, value.whole)
    if (value.minor > 0) {
      out.push(point)
      spellDecimals(out, trimmed(value), inDigits)
    }
  }

  function ordinal(out: Out, value: Amount): void {
    number(out, value)
    // There is no word for the 2.5th: the number itself is said.
    if (value.minor > 0) return
    const last = out.pop()!
    const parts = last.parts ?? [last]
    out.push(...parts.slice(0, -1), ...ordinalOf.get(parts.at(-1)!)!)
  }

  function sum(out: Out, value: Amount, currency: string): void {
    const names = money.get(currency)
    if (names === undefined || names.length === 2) {
      number(out, value)
      if (names === undefined) for (const c of currency) out.push(letters[c]!)
      else out.push(names[value.whole === 1 && value.minor === 0 ? 0 : 1]!)
      return
    }
    if (value.negative) out.push(minus)
    if (value.whole > 0 || value.minor === 0) {
      whole(out, value.whole)
      out.push(names[value.whole === 1 ? 0 : 1]!)
      if (value.minor > 0) out.push(and)
    }
    if (value.minor > 0) {
      whole(out, value.minor)
      out.push(names[value.minor === 1 ? 2 : 3]!)
    }
  }

  function writeYear(out: Out, n: number): void {
    const century = Math.floor(n / 100)
    const rest = n % 100
    // Two thousand six, but nineteen oh six and twenty twenty-six.
    if (n < 1000 || (century % 10 === 0 && rest < 10)) return whole(out, n)
    out.push(numbers[century]!)
    if (rest === 0) out.push(hundred)
    else if (rest < 10) out.push(oh, numbers[rest]!)
    else out.push(numbers[rest]!)
  }

  const year = createRuns(10_000, writeYear)
  const dayOfYear = createRuns(13 * 32, (out, n) => {
    const [name, day] = [months[Math.floor(n / 32) - 1]!, n % 32]
    if (day === 0) out.push(name)
    else if (british) out.push(the, ordinals[day]!, of, name, pause)
    else out.push(name, ordinals[day]!, pause)
  })

  function date(out: Out, { year: y, month, day }: CalendarDate): void {
    out.push(dayOfYear(month * 32 + day), year(y))
  }

  function time(out: Out, { hour, minute }: ClockTime): void {
    if (minute === 0 && hour % 12 === 0) {
      out.push(hour === 12 ? noon : midnight)
      return
    }
    out.push(numbers[hour % 12 === 0 ? 12 : hour % 12]!)
    if (minute > 0) {
      if (minute < 10) out.push(oh)
      out.push(numbers[minute]!)
    }
    out.push(hour % 24 < 12 ? am : pm)
  }

  /** “one hour, two minutes and three seconds” */
  function duration(out: Out, ms: number): void {
    const seconds = Math.floor(ms / 1000)
    const counts = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    const decimals = ms % 1000
    let left = counts.filter((n, i) => n > 0 || (i === 3 && decimals > 0)).length
    if (left === 0) out.push(numbers[0]!, units[3]![1])
    const many = left
    for (let i = 0; i < 4; i++) {
      const n = counts[i]!
      const minor = i === 3 ? decimals : 0
      if (n === 0 && minor === 0) continue
      if (left < many) out.push(left === 1 ? and : pause)
      left -= 1
      number(out, { negative: false, whole: n, minor, places: 3 })
      out.push(units[i]![n === 1 && minor === 0 ? 0 : 1])
    }
  }

  return {
    tag,
    fragments: list.all,
    digits: inDigits,
    letters: inDigits,
    keys: inKeys,
    groupPause: pause,
    minus,
    point,
    number,
    ordinal,
    money: sum,
    date,
    time,
    moment: (out, day, clock) => {
      date(out, day)
      out.push(at)
      time(out, clock)
    },
    duration,
    yes: add('yes', 'yes'),
    no: add('no', 'no'),
    between: pause,
    lastBetween: and,
    withheld: add('withheld', 'withheld'),
    plural: value => (value.whole === 1 && value.minor === 0 ? 'one' : 'other'),
    // 155 words a minute, pauses within a text counted (docs/recordings.md).
    pace: { syllable: 244, letter: 61, numeral: 250, comma: 400, stop: 600, end: 220 },
  }
}

// Made when a line first needs it: few speak both, and a short command neither.
let american: Reading | undefined
let british: Reading | undefined
export const americanEnglish = (): Reading => (american ??= createEnglish({ tag: 'en', british: false }))
export const britishEnglish = (): Reading => (british ??= createEnglish({ tag: 'en-GB', british: true }))
