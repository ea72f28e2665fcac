// `given` lines as the bank's controls show and write them.

/** `given bank.log_in answers accepted("C1") after 2s` → its answer and its delay in seconds. */
export function partsOfLine(line: string | null): { readonly answer: string; readonly after: string } | null {
  const found = /^given \S+ (.*)$/s.exec(line ?? '')
  if (!found) return null
  const delayed = /^(.*?)(?: after (\d+)(ms|s|min))?$/s.exec(found[1]!)!
  const after = delayed[2] === undefined ? '' : String((Number(delayed[2]) * { ms: 1, s: 1000, min: 60_000 }[delayed[3] as 's']) / 1000)
  return { answer: delayed[1]!.replace(/^answers /, ''), after }
}

export const SPECIAL = ['fails', 'never answers', 'loses the answer']

export function writtenLine(operation: string, answer: string, after: string): string {
  const ms = Math.round(Number(after) * 1000)
  const delay = ms > 0 && answer !== 'never answers' && answer !== 'loses the answer' ? ` after ${ms}ms` : ''
  return `given ${operation} ${SPECIAL.includes(answer) ? answer : `answers ${answer}`}${delay}`
}

const seconds = (written: string | undefined, unit: string | undefined): string =>
  written === undefined ? '' : String((Number(written) * ({ ms: 1, s: 1000, min: 60_000, h: 3_600_000 }[unit ?? 's'] ?? 1000)) / 1000)

/** ` after 10000ms for 60000ms` */
export const lasting = (after: string, talk: string): string => {
  const ms = (text: string): number => Math.max(0, Math.round(Number(text) * 1000))
  return `${after === '' ? '' : ` after ${ms(after)}ms`}${talk === '' ? '' : ` for ${ms(talk)}ms`}`
}

export const timesOf = (line: string): { readonly after: string; readonly talk: string } => {
  const after = / after (\d+)(ms|s|min|h)/.exec(line)
  const talk = / for (\d+)(ms|s|min|h)/.exec(line)
  return { after: seconds(after?.[1], after?.[2]), talk: seconds(talk?.[1], talk?.[2]) }
}
