// Random edits of programs, as designers make them and as they never would.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse } from '../../../grammar/index.ts'
import { programFiles, readFixture } from '../../fixtures.ts'

export type Files = Readonly<Record<string, string>>

export interface RandomEdit {
  readonly kind: number
  readonly file: number
  readonly at: number
  readonly to: number
  readonly pick: number
}

const KINDS = 14
export const randomEdit: fc.Arbitrary<RandomEdit> = fc.record({
  kind: fc.nat(KINDS - 1),
  file: fc.nat(1000),
  at: fc.nat(1_000_000),
  to: fc.nat(1_000_000),
  pick: fc.nat(1000),
})

const snippets = [
  ...['{', '}', '"', '(', ')', '->', '/*', '*/', '//', '\n', ' ', 'x', '{{', '\u{1F600}', '。', '\r\n', '\\', '/// doc\n'],
  ...['say zh"请按9。" en"Press 9."', '-> hangup', 'return', 'do ', 'menu ', 'flow f {', 'flow g(a: text) { transfer a else -> hangup }\n'],
  ...[
    '\nremember r_1: number = 0\n',
    'set r_1 = 2',
    'let x = 1',
    'if x > 2 { say "a" }',
    'press 5 for "five" -> hangup',
    'requires verified',
  ],
  ...[
    '\nprompts { hello zh"请按8" en"Press 8" }\n',
    'say hello',
    'transfer "1" else -> hangup',
    'let y: text = "2"\n transfer y else -> hangup',
  ],
  ...[
    'transfer x else -> hangup',
    'do g(y)',
    'do g("3")',
    '\nimport { a } from "./agents.ivr"\n',
    'settings { s: text = "5" }\n',
    'transfer settings.s else -> hangup',
  ],
  ...[
    'on silence say "x"',
    'otherwise -> hangup',
    'listen { end key none }',
    'shortcuts { press *0 for "help" -> start }\n',
    'grants verified',
    'again',
  ],
]

/** One edit of some files; which may be none. */
export function edited(files: Files, edit: RandomEdit, before: readonly Files[]): Files {
  const paths = Object.keys(files)
  const path = paths[edit.file % paths.length]!
  const text = files[path]!
  const at = edit.at % (text.length + 1)
  const put = (from: number, to: number, written: string, of = path): Files => ({
    ...files,
    [of]: files[of]!.slice(0, from) + written + files[of]!.slice(to),
  })
  const some = (pattern: RegExp, number: number): RegExpMatchArray | undefined => {
    const found = [...text.matchAll(pattern)]
    return found[number % Math.max(1, found.length)]
  }
  switch (edit.kind) {
    case 0:
      return put(at, at + 1, '')
    case 1:
      return put(at, at + (edit.to % 40), '')
    case 2:
    case 3:
      return put(at, at, snippets[edit.pick % snippets.length]!)
    case 4: {
      const brace = some(/[{}]/g, edit.at)
      return brace ? put(brace.index!, brace.index! + 1, '') : files
    }
    case 5:
    case 6: {
      const one = some(/[a-z_]{2,}/g, edit.at)
      const other = some(/[a-z_]{2,}/g, edit.to)
      return one && other ? put(one.index!, one.index! + one[0].length, other[0]) : files
    }
    case 7:
      return before.at(-1 - (edit.pick % Math.max(1, before.length))) ?? files
    case 8:
    case 9:
    case 10: {
      const declarations = parse(text, path).tree.declarations
      const one = declarations[edit.at % Math.max(1, declarations.length)]
      const other = declarations[edit.to % Math.max(1, declarations.length)]
      if (!one || !other) return files
      const written = text.slice(one.start, one.end)
      // Moved, written twice, or copied to another file.
      if (edit.kind === 9) return put(other.start, other.start, `${written}\n`)
      if (edit.kind === 10) return put(0, 0, `${written}\n`, paths[edit.pick % paths.length]!)
      const moved = put(one.start, one.end, '')
      const to = Math.min(other.start >= one.end ? other.start - written.length : other.start, moved[path]!.length)
      return { ...files, [path]: `${moved[path]!.slice(0, to)}${written}\n${moved[path]!.slice(to)}` }
    }
    case 11: {
      // In a body, where most is typed.
      const step = some(/\n +(?=[a-z])/g, edit.at)
      return step ? put(step.index!, step.index!, `\n  ${snippets[edit.pick % snippets.length]!}`) : files
    }
    case 12: {
      const words = some(/zh"/g, edit.at)
      return words ? put(words.index! + 3, words.index! + 3, ['请按7', '{now}', '您'][edit.pick % 3]!) : files
    }
    default: {
      const lines = some(/.*\n/g, edit.at)
      return lines ? put(lines.index!, lines.index! + lines[0].length, '') : files
    }
  }
}

const root = join(import.meta.dirname, '../../../..')

function filesOf(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ivr'))
  return Object.fromEntries(names.sort().map(name => [name.replaceAll('\\', '/'), readFileSync(join(folder, name), 'utf8')]))
}

/** The examples, and the checker's own fixtures, which have every fault that it knows. */
export function programs(): readonly { readonly name: string; readonly files: Files }[] {
  const examples = ['card-centre', 'securities-order', 'harbour-95500'].map(name => ({
    name,
    files: filesOf(join(root, 'examples', name)),
  }))
  const folder = join(import.meta.dirname, '../../fixtures')
  const fixtures = readdirSync(folder)
    .filter(name => name.endsWith('.ivr'))
    .map(name => ({ name, files: programFiles(readFixture(readFileSync(join(folder, name), 'utf8'))) }))
  return [...examples, ...fixtures]
}
