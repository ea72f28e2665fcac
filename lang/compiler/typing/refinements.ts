// Refinements of literals: a literal that does not fit them is a compile error (semantics §3).
import type { Message } from '../../diagnostics/diagnostic.ts'
import type { DigitsType } from '../../../machine/types.ts'
import { unscaled } from './decimals.ts'

/** `62xx[3-9]x` → for each place what may stand there; null where it is no pattern. `star` is the letter that `*` stands for, itself in a pattern. */
export function readPattern(pattern: string, star?: string): readonly string[] | null {
  const places: string[] = []
  let at = 0
  while (at < pattern.length) {
    const sign = pattern[at]!
    if (sign === 'x') places.push('0123456789')
    else if ((sign >= '0' && sign <= '9') || sign === star) places.push(sign)
    else if (sign === '[') {
      const end = pattern.indexOf(']', at)
      const inside = end < 0 ? '' : pattern.slice(at + 1, end)
      if (!/^(?:\d(?:-\d)?)+$/.test(inside)) return null
      const allowed = new Set<string>()
      for (const [, from = '', to = from] of inside.matchAll(/(\d)(?:-(\d))?/g)) {
        if (to < from) return null
        for (let numeral = Number(from); numeral <= Number(to); numeral++) allowed.add(String(numeral))
      }
      places.push([...allowed].join(''))
      at = end
    } else return null
    at += 1
  }
  return places.length === 0 ? null : places
}

/** The check digit of ISO/IEC 7812-1 annex B. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    let numeral = digits.charCodeAt(digits.length - 1 - i) - 48
    if (i % 2 === 1) {
      numeral *= 2
      if (numeral > 9) numeral -= 9
    }
    sum += numeral
  }
  return sum % 10 === 0
}

/** Why `text` is not of the digits type, or null where it is. */
export function digitsFault(text: string, type: DigitsType): Message | null {
  const body = type.star ? text.replaceAll(type.star, '0') : text
  if (!/^\d+$/.test(body)) return { en: 'only numerals may stand in it', zh: '只能由数字组成' }
  const { min, max } = type
  if (min !== undefined && text.length < min) return { en: `it needs at least ${min} numerals`, zh: `至少需要 ${min} 位` }
  if (max !== undefined && text.length > max) return { en: `it has room for ${max} numerals`, zh: `最多 ${max} 位` }
  if (type.luhn && !luhn(body)) return { en: 'its check digit is wrong', zh: '校验位不正确' }
  if (type.like && !type.like.some(pattern => matches(text, pattern, type.star))) {
    const patterns = type.like.map(p => `“${p}”`)
    return { en: `it does not look like ${patterns.join(' or ')}`, zh: `不符合格式${patterns.join('或')}` }
  }
  return null
}

function matches(text: string, pattern: string, star?: string): boolean {
  const places = readPattern(pattern, star)
  return places !== null && places.length === text.length && places.every((allowed, at) => allowed.includes(text[at]!))
}

/** Why a scaled number lies outside its type's bounds, or null. */
export function boundsFault(
  value: number,
  type: { readonly min?: number; readonly max?: number; readonly decimals: number },
): Message | null {
  if (type.min !== undefined && value < type.min) {
    const least = unscaled(type.min, type.decimals)
    return { en: `the least is ${least}`, zh: `最小为 ${least}` }
  }
  if (type.max !== undefined && value > type.max) {
    const most = unscaled(type.max, type.decimals)
    return { en: `the most is ${most}`, zh: `最大为 ${most}` }
  }
  return null
}
