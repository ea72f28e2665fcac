/** One measured figure beside what is asked of it. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** Absent where nothing is asked. */
  readonly wanted?: { readonly atLeast: number } | { readonly atMost: number }
  /** Versions of peers, sizes, how it was measured. */
  readonly note?: string
}

const format = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toFixed(2)} M`
    : value >= 1000
      ? `${(value / 1000).toFixed(1)} k`
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(2)

export const isMet = ({ value, wanted }: Figure): boolean =>
  wanted === undefined || ('atLeast' in wanted ? value >= wanted.atLeast : value <= wanted.atMost)

/** `  parse 100,000 lines           34.2 MB/s   ≥ 30   met   note` */
export const printFigure = (figure: Figure): string => {
  const { what, value, unit, wanted, note } = figure
  const asked = wanted === undefined ? '' : 'atLeast' in wanted ? `≥ ${format(wanted.atLeast)}` : `≤ ${format(wanted.atMost)}`
  const verdict = wanted === undefined ? '' : isMet(figure) ? 'met' : 'NOT MET'
  return `  ${what.padEnd(58)} ${`${format(value)} ${unit}`.padStart(18)}  ${asked.padEnd(9)} ${verdict.padEnd(8)} ${note ?? ''}`.trimEnd()
}
