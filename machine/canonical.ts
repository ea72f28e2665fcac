// One text for one value: what hashes and byte-for-byte builds rest on (in the manner of RFC 8785, JSON Canonicalization Scheme).

/** JSON nested deeper than this is refused: nothing that we write comes near it. */
const DEEPEST = 2000

/**
 * JSON without blanks, the keys of each object in the order of their UTF-16 code units. Fields that are `undefined` are left
 * out. Throws a plain error for what JSON has not (`NaN`, functions) and for what is nested deeper than 2,000.
 */
export function canonicalJson(value: unknown): string {
  const parts: string[] = []
  write(value, parts, 0)
  return parts.join('')
}

function write(value: unknown, parts: string[], depth: number): void {
  if (depth > DEEPEST) throw new Error(`this value is nested deeper than ${DEEPEST}`)
  if (Array.isArray(value)) {
    parts.push('[')
    for (const [index, item] of value.entries()) {
      if (index > 0) parts.push(',')
      write(item, parts, depth + 1)
    }
    parts.push(']')
  } else if (typeof value === 'object' && value !== null) {
    parts.push('{')
    let first = true
    for (const name of Object.keys(value).sort()) {
      const field = (value as Record<string, unknown>)[name]
      if (field === undefined) continue
      parts.push(first ? '' : ',', JSON.stringify(name), ':')
      write(field, parts, depth + 1)
      first = false
    }
    parts.push('}')
  } else parts.push(writeScalar(value))
}

function writeScalar(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  throw new Error(`JSON has no ${typeof value === 'number' ? String(value) : typeof value}`)
}
