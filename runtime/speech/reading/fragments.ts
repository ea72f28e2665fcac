// Fragments: the smallest words that a studio records. A reading puts every value together from the closed list of its language, so
// that the words of a value and its recordings can never differ: both are made of the same row.

export interface Fragment {
  /** `reading/n.21`: `idPrefix`, then ASCII letters, numerals, `.` and `-`. '' = words that no list can hold. */
  readonly id: string
  readonly words: string
  /** Silence within a value, ms: a comma, to be kept quiet rather than recorded. */
  readonly pause?: number
  /** ISO 4217: said in sums of these alone. */
  readonly currencies?: readonly string[]
  /** A run of other fragments, which are what is listed and recorded: said so often that its words are kept. */
  readonly parts?: readonly Fragment[]
  /** What the words begin and end with: decides the blank between neighbours. */
  readonly left: Edge
  readonly right: Edge
}

/** Keeps the slots of readings apart from those of texts, whose names have no `/` after `reading`. */
export const idPrefix = 'reading/'

/** Signs and Han characters stand close to everything, words stand apart, numerals' glyphs apart from all but each other. */
type Edge = typeof CLOSE | typeof WORD | typeof GLYPH
const CLOSE = 0
const WORD = 1
const GLYPH = 2

const APART = /[\p{L}\p{N}\p{M}]/u
const UNSPACED =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}/u

function edgeOf(c: string, atEnd: boolean): Edge {
  if (c >= '0' && c <= '9') return GLYPH
  // What closes a word (a comma, the point of “a.m.”) is close to it and apart from the next.
  if (c === '' || UNSPACED.test(c) || /[\u3000-\u303f\uff00-\uffef]/.test(c)) return CLOSE
  return APART.test(c) || atEnd ? WORD : CLOSE
}

const createFragment = (id: string, words: string, pause?: number): Fragment => {
  const letters = Array.from(words)
  return {
    id,
    words,
    ...(pause === undefined ? {} : { pause }),
    left: edgeOf(letters[0] ?? '', false),
    right: edgeOf(letters.at(-1) ?? '', true),
  }
}

/** Words of the program's or of a back end: no studio has them beforehand. */
export const ownWords = (words: string): Fragment => createFragment('', words)

/** A run as one: so it takes one step to say the words of 6,225. None of the parts is a run. */
export const createRun = (parts: readonly Fragment[]): Fragment =>
  parts.length === 1
    ? parts[0]!
    : { id: '', words: joinWords(parts), parts, left: parts[0]?.left ?? CLOSE, right: parts.at(-1)?.right ?? CLOSE }

/** Runs 0 to `size` − 1, each made when it is first asked for: `write` puts the fragments of run `n` behind `out`. */
export function createRuns(size: number, write: (out: Fragment[], n: number) => void): (n: number) => Fragment {
  let made: (Fragment | undefined)[] | undefined
  return n => {
    made ??= Array.from<Fragment | undefined>({ length: size }).fill(undefined)
    const run = made[n]
    if (run !== undefined) return run
    const parts: Fragment[] = []
    write(parts, n)
    return (made[n] = createRun(withoutRuns(parts)))
  }
}

/** The fragments that runs are made of. */
export function withoutRuns(fragments: readonly Fragment[]): Fragment[] {
  const all: Fragment[] = []
  for (const fragment of fragments) {
    const { parts } = fragment
    if (parts === undefined) all.push(fragment)
    else for (let i = 0; i < parts.length; i++) all.push(parts[i]!)
  }
  return all
}

export interface FragmentList {
  readonly all: readonly Fragment[]
  /** A new row; a name that is taken is a mistake of the language's file. */
  readonly add: (name: string, words: string, pause?: number) => Fragment
  /** A unit of a currency: the row of the same words where another currency has made it (cents are cents), else a new one. */
  readonly addUnit: (currency: string, name: string, words: string) => Fragment
}

export function createFragmentList(): FragmentList {
  const all: Fragment[] = []
  const ids = new Set<string>()
  const units = new Map<string, { readonly fragment: Fragment; readonly currencies: string[] }>()
  const add = (name: string, words: string, pause?: number): Fragment => {
    const id = idPrefix + name
    if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name)) throw new Error(`not a name for a fragment: “${name}”`)
    if (ids.has(id)) throw new Error(`two fragments are “${id}”`)
    ids.add(id)
    const fragment = createFragment(id, words, pause)
    all.push(fragment)
    return fragment
  }
  const addUnit = (currency: string, name: string, words: string): Fragment => {
    const unit = units.get(words) ?? { fragment: add(name, words), currencies: [] }
    units.set(words, unit)
    if (!unit.currencies.includes(currency)) unit.currencies.push(currency)
    return Object.assign(unit.fragment, { currencies: unit.currencies })
  }
  return { all, add, addUnit }
}

/** The words of fragments in a row, with a blank wherever two words meet. */
export function joinWords(fragments: readonly Fragment[]): string {
  let words = ''
  let before: Edge = CLOSE
  for (let i = 0; i < fragments.length; i++) {
    const fragment = fragments[i]!
    const { left } = fragment
    words += before !== CLOSE && left !== CLOSE && before + left < 4 ? ' ' + fragment.words : fragment.words
    before = fragment.right
  }
  return words
}
