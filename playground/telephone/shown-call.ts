// The call as the page has been told of it: updates put together, and what is shown of it at any of its steps.
import type { CallUpdate, RowChange, RowView, SpokenView, StepView } from './contract.ts'

export interface ShownCall {
  /** The newest update, for what is true of the call as it stands. */
  readonly newest: CallUpdate
  /** The files that it was compiled from, by their paths. */
  readonly texts: Readonly<Record<string, string>>
  readonly steps: readonly StepView[]
  readonly spoken: readonly SpokenView[]
  /** Changes of the transcript by block, each list in the order of its steps. */
  readonly blocks: readonly (readonly RowChange[])[]
}

/** With `update` taken in; `before` is null, or of another call, where it tells of a new one. */
export function takeUpdate(before: ShownCall | null, update: CallUpdate): ShownCall {
  const same = before?.newest.call === update.call && update.from > 0 ? before : null
  const blocks = same ? [...same.blocks] : []
  for (const change of update.rows) blocks[change.block] = [...(blocks[change.block] ?? []), change]
  // Blocks without a row of their own leave no hole.
  for (let index = 0; index < blocks.length; index++) blocks[index] ??= []
  return {
    newest: update,
    texts: update.texts ?? before?.texts ?? {},
    steps: same ? [...same.steps.slice(0, update.from), ...update.steps] : update.steps,
    spoken: same ? [...same.spoken.slice(0, update.spokenFrom), ...update.spoken] : update.spoken,
    blocks,
  }
}

export interface ShownRow extends RowView {
  /** Stays the same while the call goes on. */
  readonly key: string
}

/** The last `most` rows of the transcript as it stood after this step, and how many there are before them. */
export function rowsAt(
  { blocks }: Pick<ShownCall, 'blocks'>,
  step: number,
  most = Infinity,
): { readonly rows: readonly ShownRow[]; readonly before: number } {
  const rows: ShownRow[] = []
  let before = 0
  for (let block = blocks.length - 1; block >= 0; block--) {
    const change = blocks[block]!.findLast(one => one.step <= step)
    if (!change) continue
    if (rows.length >= most) before += change.rows.length
    else for (let index = change.rows.length - 1; index >= 0; index--) rows.push({ ...change.rows[index]!, key: `${block}.${index}` })
  }
  return { rows: rows.reverse(), before }
}

/** Where the call had come to by this step, in order, and by which keys of the place before. */
export const wayUpTo = (steps: readonly StepView[], step: number): readonly { readonly place: string; readonly by: string }[] =>
  steps.slice(0, step + 1).flatMap(({ entered, chose }) => entered.map((place, index) => ({ place, by: index === 0 ? chose : '' })))

/** How many characters of the words have been heard: whole words, where words are parted by blanks. */
export function heardLength(words: string, share: number): number {
  if (share >= 1) return words.length
  let length = Math.floor(words.length * Math.max(0, share))
  while (length > 0 && /[a-z0-9’']/i.test(words.charAt(length)) && /[a-z0-9’']/i.test(words.charAt(length - 1))) length--
  if (/[\udc00-\udfff]/.test(words.charAt(length))) length--
  return length
}
