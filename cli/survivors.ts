// Why a change need not be noticed: reasons by mutant, in a file beside the program.
import { requireText } from './host.ts'
import { notJson, refusalOf } from './exit.ts'
import type { Io } from './io.ts'
import type { LoadedMachine } from './machine-source.ts'
import { absolutePath, shownPath } from './paths.ts'

export const SURVIVORS_FILE = 'mutants.json'

export interface Survivors {
  /** As shown. */
  readonly file: string
  readonly reasons: ReadonlyMap<string, string>
}

/** `{ "accepted": { "main: say 2": "why" } }` beside the program's entry; a bundle, and a program without the file, has none. */
export function readSurvivors(io: Pick<Io, 'fs' | 'cwd'>, loaded: LoadedMachine): Survivors {
  const path = absolutePath(loaded.path, `../${SURVIVORS_FILE}`)
  const file = shownPath(io.cwd, path)
  if (loaded.kind === 'bundle' || io.fs.status(path) === null) return { file, reasons: new Map() }
  const text = requireText(io.fs, path, file)
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (error) {
    throw notJson(file, error)
  }
  const accepted = isObject(read) ? read['accepted'] : undefined
  if (!isObject(read) || !isObject(accepted) || Object.keys(read).some(key => key !== 'accepted')) {
    throw refusalOf(file, {
      en: 'It must be { "accepted": { "MUTANT": "REASON" } }.',
      zh: '格式应为 { "accepted": { "改动": "理由" } }。',
    })
  }
  const reasons = new Map<string, string>()
  for (const [id, reason] of Object.entries(accepted)) {
    if (typeof reason !== 'string' || reason.trim() === '')
      throw refusalOf(file, { en: `“${id}” has no reason.`, zh: `“${id}”没有写明理由。` })
    reasons.set(id, reason)
  }
  return { file, reasons }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
