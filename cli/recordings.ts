// Which texts of a machine have a recording. `audio/prompts.json` beside the entry holds slot → language → hash of the text and file.
import type { Machine } from '../machine/format.ts'
import { absolutePath } from './paths.ts'
import { readText } from './host.ts'
import type { FileSystem } from './io.ts'

/** Slots of which at least one language has no recording. A recordings' list that is not one counts as empty. */
export function textsWithoutRecording(fs: FileSystem, entry: string, machine: Machine): number {
  const folder = absolutePath(entry, '..')
  const list = readText(fs, absolutePath(folder, 'audio/prompts.json'))
  let recorded: Readonly<Record<string, unknown>> = {}
  if ('text' in list) {
    try {
      recorded = JSON.parse(list.text) as typeof recorded
    } catch {
      recorded = {}
    }
  }
  const slots = new Map<string, readonly string[]>()
  for (const prompt of machine.prompts) {
    if (prompt.slot === undefined) continue
    const spoken = Object.entries(prompt.texts)
      .filter(([, parts]) => parts.some(part => typeof part === 'string'))
      .map(([language]) => language)
    if (spoken.length > 0) slots.set(prompt.slot, spoken)
  }
  let missing = 0
  for (const [slot, languages] of slots) {
    const entry = recorded[slot]
    const has = (language: string): boolean => typeof entry === 'object' && entry !== null && language in entry
    if (!languages.every(has)) missing++
  }
  return missing
}
