// What the pace of a language is measured on: the texts of the examples that are recorded whole.
import { join } from 'node:path'
import { compileEntry } from '../../cli/compilation.ts'
import { disk } from '../../cli/io.ts'
import { wantedTexts } from '../../cli/recordings/wanted.ts'

const root = join(import.meta.dirname, '../..')

export interface Told {
  readonly language: string
  readonly words: string
}

/** espeak-ng's Mandarin does not know these: it passes over the one, and spells the other as “Chinese letter”. */
const UNKNOWN_TO_ESPEAK = /[预贷]/

/** Texts of the examples, each once, in the order of the machines; none with a pause written in it, and none in the other language's letters. */
export async function examplesTexts(): Promise<readonly Told[]> {
  const found = new Map<string, Told>()
  for (const name of disk.list(join(root, 'examples')).filter(each => each.endsWith('/'))) {
    const entry = join(root, 'examples', name, 'main.ivr')
    if (disk.status(entry) === null) continue
    const { machine } = await compileEntry({ fs: disk, cwd: root }, entry)
    if (machine === null) throw new Error(`${name} does not compile`)
    for (const { kind, language, words } of wantedTexts(machine)) {
      if (kind !== 'text' || words.includes('{') || !inOwnLetters(words, language)) continue
      found.set(`${language} ${words}`, { language, words })
    }
  }
  return [...found.values()]
}

const inOwnLetters = (words: string, language: string): boolean =>
  language.startsWith('zh') ? /\p{Script=Han}/u.test(words) && !UNKNOWN_TO_ESPEAK.test(words) : !/\p{Script=Han}/u.test(words)
