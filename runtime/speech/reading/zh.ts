// Mandarin. Sections of four numerals (万, 亿, 万亿); 零 once per gap; 十 alone leads a number; money in 元角分. 两 stands where exactly
// two are counted, of a measure of time (两点, 两小时) or `as count` (两条), 二 everywhere else: in numbers, in money, in ordinals and dates.
import { trimmed, type Amount } from './amounts.ts'
import { createFragmentList, createRuns, type Fragment } from './fragments.ts'
import type { CalendarDate, ClockTime, Out, Reading } from './reading.ts'
import { createSpelling, spellDecimals, spellWhole } from './spelling.ts'
import { currencies } from './zh-currencies.ts'

const list = createFragmentList()
const { add } = list
const NUMERALS = '零一二三四五六七八九'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const rows = (from: number, to: number, row: (n: number) => Fragment): readonly Fragment[] =>
  Array.from({ length: to }, (_, n) => (n < from ? ZERO : row(n)))

function belowHundred(n: number): string {
  const ones = n % 10 === 0 ? '' : NUMERALS[n % 10]!
  if (n < 10) return NUMERALS[n]!
  return (n < 20 ? '' : NUMERALS[Math.floor(n / 10)]!) + '十' + ones
}

const ZERO = add('n.0', '零')
/** 0–99 as they lead a number: 十二, 二十. */
const SMALL = rows(0, 100, n => (n === 0 ? ZERO : add(`n.${n}`, belowHundred(n))))
/** 10–19 within a number: 一百一十二. */
const INNER = rows(10, 20, n => add(`inner.${n}`, '一' + belowHundred(n)))
const HUNDREDS = rows(1, 10, n => add(`hundred.${n}`, NUMERALS[n]! + '百'))
const THOUSANDS = rows(1, 10, n => add(`thousand.${n}`, NUMERALS[n]! + '千'))
const WAN = add('wan', '万')
const YI = add('yi', '亿')
const TWO = add('two', '两')
const POINT = add('point', '点')
const MINUS = add('minus', '负')
const ORDINAL = add('ordinal', '第')

const YUAN = list.addUnit('CNY', 'money.CNY', '元')
const EXACT = list.addUnit('CNY', 'money.exact', '整')
const JIAO = list.addUnit('CNY', 'money.jiao', '角')
const FEN = list.addUnit('CNY', 'money.fen', '分')
const MONEY: ReadonlyMap<string, readonly [main: Fragment, minor: Fragment | null]> = new Map(
  Object.entries(currencies).map(([code, [main, minor]]) => [
    code,
    [list.addUnit(code, `money.${code}`, main), minor === '' ? null : list.addUnit(code, `money.${code}.minor`, minor)],
  ]),
)

const YEAR_ZERO = add('year.0', '〇')
const YEAR = add('date.year', '年')
const MONTH = add('date.month', '月')
const DAY = add('date.day', '日')
const HOUR = add('time.hour', '点')
const MINUTE = add('time.minute', '分')
const DAYS = add('duration.days', '天')
const HOURS = add('duration.hours', '小时')
const MINUTES = add('duration.minutes', '分钟')
const SECONDS = add('duration.seconds', '秒')

const numerals = (one: Fragment): Record<string, Fragment> =>
  Object.fromEntries(Array.from({ length: 10 }, (_, n) => [String(n), n === 1 ? one : SMALL[n]!]))
/** 幺: 一 is too like 七 on a telephone. */
const TELEPHONE_ONE = add('digit.1', '幺')
const letters = Object.fromEntries(Array.from(LETTERS, c => [c, add(`letter.${c}`, c)]))
const pause = add('pause', '，', 200)
const signs = { '+': add('plus', '加'), '-': pause, '*': add('key.star', '星号'), '#': add('key.pound', '井号') }
const inDigits = createSpelling({ ...letters, ...numerals(TELEPHONE_ONE), ...signs })
const inNumbers = createSpelling(numerals(SMALL[1]!))
const inYears = createSpelling({ ...numerals(SMALL[1]!), '0': YEAR_ZERO })
const inKeys = createSpelling({
  ...letters,
  ...signs,
  ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [String(n), add(`key.${n}`, String(n))])),
})

/** Four numerals, 1–9999; what stands before them has said its 零 already. `first`: they begin the number. */
function writeSection(out: Out, n: number, first: boolean): void {
  const thousands = Math.floor(n / 1000)
  const hundreds = Math.floor(n / 100) % 10
  const rest = n % 100
  if (thousands > 0) {
    out.push(THOUSANDS[thousands]!)
    if (hundreds === 0 && rest > 0) out.push(ZERO)
  }
  if (hundreds > 0) {
    out.push(HUNDREDS[hundreds]!)
    if (rest > 0 && rest < 10) out.push(ZERO)
  }
  if (rest > 0) out.push((rest >= 10 && rest < 20 && !(first && n < 100) ? INNER : SMALL)[rest]!)
}

const leading = createRuns(10_000, (out, n) => writeSection(out, n, true))
const inner = createRuns(10_000, (out, n) => writeSection(out, n, false))

function section(out: Out, n: number, first: boolean): void {
  out.push(first ? leading(n) : inner(n))
}

/** Two sections around 万, 1 to 10^8 − 1. `gap`: the section before them is empty. */
function eight(out: Out, n: number, first: boolean, gap: boolean): void {
  const high = Math.floor(n / 10_000)
  const low = n % 10_000
  if (high > 0) {
    if (!first && (gap || high < 1000)) out.push(ZERO)
    section(out, high, first)
    out.push(WAN)
    if (low === 0) return
    if (low < 1000) out.push(ZERO)
    section(out, low, false)
  } else {
    if (!first) out.push(ZERO)
    section(out, low, first)
  }
}

/** Not below 0: 10,100 is 一万零一百, 10^12 is 一万亿. */
function whole(out: Out, n: number): void {
  if (n < 100) {
    out.push(SMALL[n]!)
    return
  }
  const low = n % 1e8
  const high = (n - low) / 1e8
  if (high === 0) return eight(out, low, true, false)
  whole(out, high)
  out.push(YI)
  if (low > 0) eight(out, low, false, high % 10_000 === 0)
}

function number(out: Out, value: Amount): void {
  if (value.negative) out.push(MINUS)
  whole(out, value.whole)
  if (value.minor > 0) {
    out.push(POINT)
    spellDecimals(out, trimmed(value), inNumbers)
  }
}

function yuan(out: Out, { whole: main, minor }: Amount): void {
  if (main > 0 || minor === 0) {
    whole(out, main)
    out.push(YUAN)
  }
  if (minor === 0) {
    out.push(EXACT)
    return
  }
  const jiao = Math.floor(minor / 10)
  const fen = minor % 10
  if (jiao > 0) out.push(SMALL[jiao]!, JIAO)
  // 10.05 skips the 角, and says so.
  else if (main > 0) out.push(ZERO)
  if (fen > 0) out.push(SMALL[fen]!, FEN)
}

function money(out: Out, value: Amount, currency: string): void {
  if (currency === 'CNY') {
    if (value.negative) out.push(MINUS)
    return yuan(out, value)
  }
  const units = MONEY.get(currency)
  if (units === undefined) {
    number(out, value)
    for (const c of currency) out.push(letters[c]!)
    return
  }
  const [main, minor] = units
  if (minor === null) {
    number(out, value)
    out.push(main)
    return
  }
  if (value.negative) out.push(MINUS)
  if (value.whole > 0 || value.minor === 0) {
    whole(out, value.whole)
    out.push(main)
  }
  if (value.minor > 0) {
    whole(out, value.minor)
    out.push(minor)
  }
}

const yearRun = createRuns(10_000, (out, n) => {
  spellWhole(out, n, inYears)
  out.push(YEAR)
})
const dayRun = createRuns(13 * 32, (out, n) => {
  out.push(SMALL[Math.floor(n / 32)]!, MONTH)
  if (n % 32 > 0) out.push(SMALL[n % 32]!, DAY)
})

function date(out: Out, { year, month, day }: CalendarDate): void {
  out.push(yearRun(year), dayRun(month * 32 + day))
}

function time(out: Out, { hour, minute }: ClockTime): void {
  out.push(hour === 2 ? TWO : SMALL[hour]!, HOUR)
  if (minute === 0) return
  if (minute < 10) out.push(ZERO)
  out.push(SMALL[minute]!, MINUTE)
}

/** Exactly two are 两. */
function count(out: Out, value: Amount): void {
  if (value.whole === 2 && value.places === 0 && !value.negative) out.push(TWO)
  else number(out, value)
}

function counted(out: Out, n: number, unit: Fragment): void {
  if (n === 0) return
  if (n === 2) out.push(TWO)
  else whole(out, n)
  out.push(unit)
}

function duration(out: Out, ms: number): void {
  const seconds = Math.floor(ms / 1000)
  counted(out, Math.floor(seconds / 86_400), DAYS)
  counted(out, Math.floor(seconds / 3600) % 24, HOURS)
  counted(out, Math.floor(seconds / 60) % 60, MINUTES)
  if (ms % 1000 > 0) {
    number(out, { negative: false, whole: seconds % 60, minor: ms % 1000, places: 3 })
    out.push(SECONDS)
  } else if (ms === 0) out.push(ZERO, SECONDS)
  else counted(out, seconds % 60, SECONDS)
}

const between = add('between', '、', 200)

export const zh: Reading = {
  tag: 'zh',
  fragments: list.all,
  digits: inDigits,
  letters: inDigits,
  keys: inKeys,
  groupPause: pause,
  minus: MINUS,
  point: POINT,
  number,
  count,
  ordinal: (out, value) => {
    out.push(ORDINAL)
    number(out, value)
  },
  money,
  date,
  time,
  moment: (out, day, clock) => {
    date(out, day)
    time(out, clock)
  },
  duration,
  yes: add('yes', '是'),
  no: add('no', '否'),
  between,
  lastBetween: between,
  withheld: add('withheld', '保密'),
  plural: () => 'other',
  // 240 characters a minute, pauses within a text counted (docs/recordings.md).
  pace: { syllable: 244, letter: 45, numeral: 244, comma: 150, stop: 250, end: 0 },
}
