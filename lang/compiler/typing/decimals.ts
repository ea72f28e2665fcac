import { LARGEST } from '../../../machine/values.ts'

/** Decimals written: `0.001` has 3. */
export const decimalsOf = (raw: string): number => {
  const point = raw.indexOf('.')
  return point < 0 ? 0 : raw.length - point - 1
}

/** `12.5` with 2 decimals → 1250; null where it has more decimals than that, or lies beyond what a machine holds. */
export function scaled(raw: string, decimals: number): number | null {
  const negative = raw.startsWith('-')
  const [whole = '', fraction = ''] = (negative ? raw.slice(1) : raw).split('.')
  if (fraction.length > decimals || !/^\d+$/.test(whole) || !/^\d*$/.test(fraction)) return null
  const digits = (whole + fraction.padEnd(decimals, '0')).replace(/^0+(?=\d)/, '')
  if (digits.length > 16) return null
  const value = Number(digits)
  return value > LARGEST ? null : negative ? -value : value
}

/** 1250 with 2 decimals → `12.50`. */
export function unscaled(value: number, decimals: number): string {
  if (decimals === 0) return String(value)
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0')
  return `${value < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
