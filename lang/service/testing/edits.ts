import type { Edit } from '../../diagnostics/diagnostic.ts'
import { applyEdits } from '../../text/edit.ts'

/** The files with edits made: path → text. */
export function edited(files: Readonly<Record<string, string>>, edits: readonly Edit[]): Readonly<Record<string, string>> {
  const byFile = new Map<string, Edit[]>()
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit])
  return { ...files, ...Object.fromEntries([...byFile].map(([file, some]) => [file, applyEdits(files[file] ?? '', some)])) }
}
