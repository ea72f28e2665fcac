// Mandarin. Sections of four numerals (万, 亿, 万亿); 零 once per gap; 十 alone leads a number; money in 元角分.
import type { CalendarDate, ClockTime, Decimal, Reading } from './reading.ts'
import { groupsOf, spokenDecimals } from './reading.ts'

const NUMERALS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const
const UNITS = ['', '十', '百', '千'] as const

/** Main and smaller unit. 元 has 角 and 分, see `yuan`. */
const CURRENCIES: Readonly<Record<string, readonly [main: string, minor: string]>> = {
  USD: ['美元', '美分'],
  EUR: ['欧元', '欧分'],
  GBP: ['英镑', '便士'],
  HKD: ['港元', '港仙'],
  MOP: ['澳门元', '分'],
  TWD: ['新台币元', '分'],
  JPY: ['日元', ''],
  KRW: ['韩元', ''],
  SGD: ['新加坡元', '分'],
  AUD: ['澳大利亚元', '分'],
  CAD: ['加拿大元', '分'],
  NZD: ['新西兰元', '分'],
  CHF: ['瑞士法郎', '生丁'],
  THB: ['泰铢', '萨当'],
  RUB: ['卢布', '戈比'],
}

const numeral = (n: number): string => NUMERALS[n] ?? ''
const each = (numerals: string, one: string): string =>
  Array.from(numerals, c => (c === '1' ? one : c >= '0' && c <= '9' ? numeral(Number(c)) : c)).join('')

/** Four numerals, inner and leading zeros as one 零: 0100 is 零一百, 1010 is 一千零一十. */
function section(numerals: string): string {
  let words = ''
  let gap = false
  for (let i = 0; i < numerals.length; i++) {
    const n = Number(numerals[i])
    if (n === 0) {
      gap = true
      continue
    }
    if (gap) words += '零'
    gap = false
    words += numeral(n) + (UNITS[numerals.length - 1 - i] ?? '')
  }
  return words
}

/** Eight numerals: two sections around 万. A 零 at the front means that places before it are empty. */
function eight(numerals: string): string {
  const high = section(numerals.slice(0, 4))
  const low = section(numerals.slice(4))
  if (high === '') return low === '' || low.startsWith('零') ? low : '零' + low
  return high + '万' + low
}

/** Numerals without a sign or a point: 10,100 is 一万零一百, 10^12 is 一万亿. */
export function wholeNumber(numerals: string): string {
  const padded = numerals.padStart(Math.ceil(numerals.length / 8) * 8, '0')
  let words = ''
  for (let at = 0; at < padded.length; at += 8) {
    const part = eight(padded.slice(at, at + 8))
    if (words === '') words = part.replace(/^零/, '')
    // A whole section that is empty before 亿 is a gap too: 一万亿零一千万.
    else words += '亿' + (padded.slice(at - 4, at) === '0000' && part !== '' && !part.startsWith('零') ? '零' : '') + part
  }
  if (words === '') return '零'
  return words.startsWith('一十') ? words.slice(1) : words
}

const point = (decimals: string): string => (decimals === '' ? '' : '点' + each(decimals, '一'))
const sign = (value: Decimal): string => (value.negative ? '负' : '')

function yuan(value: Decimal): string {
  const jiao = Number(value.decimals[0] ?? '0')
  const fen = Number(value.decimals[1] ?? '0')
  const whole = value.whole === '0' ? '' : wholeNumber(value.whole) + '元'
  if (jiao === 0 && fen === 0) return (whole || '零元') + '整'
  // 10.05 skips the 角, and says so.
  if (jiao === 0) return whole + (whole === '' ? '' : '零') + numeral(fen) + '分'
  return whole + numeral(jiao) + '角' + (fen === 0 ? '' : numeral(fen) + '分')
}

function money(value: Decimal, currency: string): string {
  if (currency === 'CNY') return sign(value) + yuan(value)
  const units = CURRENCIES[currency]
  if (units === undefined || (units[1] === '' && spokenDecimals(value.decimals) !== '')) {
    return sign(value) + wholeNumber(value.whole) + point(spokenDecimals(value.decimals)) + (units?.[0] ?? letters(currency))
  }
  const [main, minor] = units
  const small = value.decimals.replace(/^0+/, '')
  if (small === '') return sign(value) + wholeNumber(value.whole) + main
  return sign(value) + (value.whole === '0' ? '' : wholeNumber(value.whole) + main) + wholeNumber(small) + minor
}

function date({ year, month, day }: CalendarDate): string {
  const years = each(String(year), '一').replaceAll('零', '〇')
  const days = day === undefined ? '' : wholeNumber(String(day)) + '日'
  return `${years}年${wholeNumber(String(month))}月${days}`
}

/** 两 where a measure follows. */
const measured = (n: number): string => (n === 2 ? '两' : wholeNumber(String(n)))

function time({ hour, minute }: ClockTime): string {
  if (minute === 0) return measured(hour) + '点'
  return `${measured(hour)}点${minute < 10 ? '零' : ''}${wholeNumber(String(minute))}分`
}

function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const parts: string[] = []
  const add = (n: number, unit: string): void => {
    if (n > 0) parts.push(measured(n) + unit)
  }
  add(Math.floor(seconds / 86_400), '天')
  add(Math.floor(seconds / 3600) % 24, '小时')
  add(Math.floor(seconds / 60) % 60, '分钟')
  const rest = seconds % 60
  const decimals = spokenDecimals(String(ms % 1000).padStart(3, '0'))
  if (decimals !== '') parts.push(wholeNumber(String(rest)) + point(decimals) + '秒')
  else if (rest > 0 || parts.length === 0) parts.push((rest === 2 && parts.length === 0 ? '两' : wholeNumber(String(rest))) + '秒')
  return parts.join('')
}

function letters(text: string): string {
  return Array.from(text.toUpperCase(), c => each(c, '幺'))
    .filter(c => c.trim() !== '')
    .join(' ')
}

export const zh: Reading = {
  tag: 'zh',
  digits: numerals => each(numerals, '幺'),
  groups: numerals =>
    groupsOf(numerals)
      .map(group => each(group, '幺'))
      .join('，'),
  keys: keys => keys.replaceAll('*', '星号').replaceAll('#', '井号'),
  letters,
  number: value => sign(value) + wholeNumber(value.whole) + point(spokenDecimals(value.decimals)),
  numberAsDigits: value => sign(value) + each(value.whole, '幺') + (value.decimals === '' ? '' : '点' + each(value.decimals, '幺')),
  ordinal: value => '第' + zh.number(value),
  money,
  date,
  time,
  moment: (day, clock) => date(day) + time(clock),
  duration: ms => (ms < 0 ? '负' : '') + duration(Math.abs(ms)),
  boolean: value => (value ? '是' : '否'),
  list: items => items.join('、'),
  withheld: '保密',
  plural: () => 'other',
  // About four and a half characters a second.
  pace: { syllable: 222, letter: 70, numeral: 222, comma: 200, stop: 400 },
}
