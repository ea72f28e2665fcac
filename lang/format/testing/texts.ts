// Every program and script that the project has: its examples, those of its conformance tests and of its pages.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '../../grammar/index.ts'
import { parseScript } from '../../script/parse-script.ts'
import { formatProgram, formatScript, type Formatted } from '../format.ts'

const root = join(import.meta.dirname, '../../..')

export interface Sample {
  readonly name: string
  readonly text: string
  readonly language: Language
}

export type Language = 'ivr' | 'dtmf'

export const format = (language: Language, text: string, width?: number): Formatted =>
  (language === 'ivr' ? formatProgram : formatScript)(text, `sample.${language}`, width === undefined ? {} : { width })

/** What a text means to its parser, without where it stands. */
export function meaning(language: Language, text: string): unknown {
  const read = language === 'ivr' ? parse(text, 'sample.ivr').tree : parseScript(text, 'sample.dtmf').script
  return JSON.parse(JSON.stringify(read, (key, value: unknown) => (['start', 'end', 'span', 'comments'].includes(key) ? undefined : value)))
}

const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith(ending))
    .map(path => `${folder}/${path}`)
    .sort()
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const ofEnding = (language: Language, folders: readonly string[]): Sample[] =>
  folders.flatMap(folder => filesBelow(folder, `.${language}`)).map(name => ({ name, text: read(name), language }))

/** Programs and scripts in files of their own. */
export const files = (): Sample[] => (['ivr', 'dtmf'] as const).flatMap(language => ofEnding(language, ['examples', 'cli/templates']))

/** The blocks of the pages that parse. */
export const blocks = (): Sample[] =>
  filesBelow('docs', '.md').flatMap(name =>
    [...read(name).matchAll(/^```(ivr|dtmf)[^\n]*\n([^]*?)^```/gm)]
      .map((match, at): Sample => ({ name: `${name} ${at + 1}`, text: match[2]!, language: match[1] as Language }))
      .filter(({ language, text }) => format(language, text).text !== undefined),
  )

/** The programs and scripts of the conformance tests, which stand in them between backticks. */
export const conformance = (): Sample[] =>
  filesBelow('conformance', '.test.ts').flatMap(name =>
    [...read(name).matchAll(/`([^`]*)`/g)].flatMap((match, at): Sample[] => {
      const text = match[1]!.replaceAll(/\$\{[^}]*\}/g, '')
      if (text.includes('\\') || !text.includes('{')) return []
      const language = (['ivr', 'dtmf'] as const).find(one => format(one, text).text !== undefined)
      return language ? [{ name: `${name} ${at + 1}`, text, language }] : []
    }),
  )
