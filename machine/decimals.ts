// Decimal numbers as scaled integers, without a double in between: `10.05` with two decimals is 1005.
import { LARGEST } from './values.ts'

export type DecimalProblem = 'not a number' | 'too many decimals' | 'too large'

const DECIMAL = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?$/

/** `raw` (`-10`, `0.5`) times 10^decimals. Zeros behind the last decimal wanted are no fault: `10.500` has two decimals. */
export function scaleDecimal(raw: string, decimals: number): number | DecimalProblem {
  const match = DECIMAL.exec(raw)
  if (!match) return 'not a number'
  const [, sign, whole = '', fraction = ''] = match
  const significant = fraction.replace(/0+$/, '')
  if (significant.length > decimals) return 'too many decimals'
  const digits = (whole + significant.padEnd(decimals, '0')).replace(/^0+(?=\d)/, '')
  // 10^15 has sixteen digits: what is longer is too large, and what is not is exact.
  if (digits.length > 16) return 'too large'
  const value = Number(digits)
  if (value > LARGEST) return 'too large'
  return sign === '-' && value !== 0 ? -value : value
}

/** The other way: 1005 with two decimals is `10.05`. */
export function printDecimal(value: number, decimals: number): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  return `${value < 0 ? '-' : ''}${whole}${decimals > 0 ? `.${digits.slice(digits.length - decimals)}` : ''}`
}
