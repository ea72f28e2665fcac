// Splits the two reference pages into numbered sentences: the unit that a test holds.

export interface Sentence {
  /** `S1.4.2`, `L.lexical.3`: page and section, then its order there. */
  readonly id: string
  readonly text: string
  /** 1-based line of the page where its block begins. */
  readonly line: number
}

interface Block {
  readonly line: number
  readonly text: string
  /** Kept whole: a table's row, a code block. */
  readonly whole: boolean
  /** `> …`: what is not built yet of what stands before it, which is no sentence to hold. */
  readonly note?: boolean
}

/** Sections of language.md by their heading. */
const languageSections: Readonly<Record<string, string>> = {
  'The Callwright language': 'rules',
  'A whole program': 'program',
  Lexical: 'lexical',
  Declarations: 'declarations',
  Steps: 'steps',
  Types: 'types',
  'Every text is a recording slot': 'slots',
  Services: 'services',
  'Agents and hours': 'agents',
  'What the compiler proves': 'proofs',
  'DTMF scripts': 'scripts',
}

/** The sentences of `docs/language.md`. */
export const languageSentences = (page: string): Sentence[] => number(page, languageSection())

const languageSection = (): SectionOf => {
  let section = ''
  return heading => {
    if (heading.startsWith('#')) section = `L.${languageSections[heading.replace(/^#+\s*/, '')] ?? fail(heading)}`
    return section
  }
}

/** Sections whose own sentences stand before numbered subsections. */
const withSubsections: ReadonlySet<string> = new Set(['1', '4'])

/** The sentences of `docs/semantics.md`: sections are its `## 2.` and `**1.4 …**`. */
export const semanticsSentences = (page: string): Sentence[] => number(page, semanticsSection())

const semanticsSection = (): SectionOf => {
  let section = 'S0'
  return text => {
    const heading = /^## (\d+)\./.exec(text) ?? /^(?:- )?\*\*(\d+\.\d+)\b/.exec(text)
    if (heading) section = `S${heading[1]}${withSubsections.has(heading[1]!) ? '.0' : ''}`
    return section
  }
}

/** What stands under one `##` has one name: `L.proofs` of `L.proofs.4`, `S4` of `S4.3.1`. */
export const chapterOf = (id: string): string => /^(?:L\.\w+|S\d+)/.exec(id)![0]

/** The chapters of both pages that say in a note what of them is not built. */
export const notedChapters = (language: string, semantics: string): Set<string> => {
  const noted = (page: string, sectionOf: SectionOf): string[] =>
    blocks(page).flatMap(({ text, note }) => {
      const section = sectionOf(text)
      return note ? chapterOf(section) : []
    })
  return new Set([...noted(language, languageSection()), ...noted(semantics, semanticsSection())])
}

const fail = (heading: string): never => {
  throw new Error(`docs/language.md has a section that tools/conformance does not know: ${heading}`)
}

type SectionOf = (text: string) => string

const number = (page: string, sectionOf: SectionOf): Sentence[] => {
  const counts = new Map<string, number>()
  const sentences: Sentence[] = []
  for (const block of blocks(page)) {
    const section = sectionOf(block.text)
    if (block.note || block.text.startsWith('#')) continue
    for (const text of block.whole ? [block.text] : split(block.text)) {
      const n = (counts.get(section) ?? 0) + 1
      counts.set(section, n)
      sentences.push({ id: `${section}.${n}`, text, line: block.line })
    }
  }
  return sentences
}

const blocks = (page: string): Block[] => {
  const found: Block[] = []
  const lines = page.split('\n')
  let open: { line: number; text: string } | null = null
  const close = (): void => {
    if (open) found.push({ ...open, whole: false })
    open = null
  }
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (line.startsWith('```')) {
      close()
      const from = i
      while (++i < lines.length && !lines[i]!.startsWith('```'));
      found.push({ line: from + 1, text: lines.slice(from, i + 1).join('\n'), whole: true })
    } else if (line.startsWith('#')) {
      close()
      found.push({ line: i + 1, text: line, whole: true })
    } else if (line.startsWith('|')) {
      close()
      const header = lines[i + 1]?.startsWith('|---')
      if (!header && !line.startsWith('|---')) found.push({ line: i + 1, text: line, whole: true })
    } else if (/^ *>/.test(line)) {
      close()
      found.push({ line: i + 1, text: line, whole: true, note: true })
    } else if (line.trim() === '') close()
    else if (/^(- |\d+\. )/.test(line)) {
      close()
      open = { line: i + 1, text: line }
    } else if (open) open.text += ` ${line.trim()}`
    else open = { line: i + 1, text: line }
  }
  close()
  return found
}

/** At a full stop before a capital or a code mark, outside parentheses and inline code. */
const split = (text: string): string[] => {
  const sentences: string[] = []
  let depth = 0
  let code = false
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '`') code = !code
    if (code) continue
    if (c === '(') depth++
    if (c === ')') depth = Math.max(0, depth - 1)
    if (depth > 0 || !'.!?'.includes(c) || /^\d+\.$/.test(text.slice(from, i + 1).trim())) continue
    const rest = /^[.!?]['"”*_)]*\s+(?=[A-Z*`“[§‘]|\([A-Z])/.exec(text.slice(i, i + 12))
    if (!rest) continue
    const sentence = text.slice(from, i + rest[0].length).trim()
    // A bold title alone says nothing: it stays with the sentence behind it.
    if (/^(?:- |\d+\. )?\*\*[^*]+\*\*$/.test(sentence)) continue
    sentences.push(sentence)
    from = i + rest[0].length
    i = from - 1
  }
  const last = text.slice(from).trim()
  if (last) sentences.push(last)
  return sentences
}
