// Places by what a person remembers of them.
import type { DeskGraph } from '../desk/contract.ts'

export interface FoundPlace {
  readonly place: string
  /** The row that fits; null where the name does. */
  readonly because: string | null
}

const MOST = 10

/** Names that begin so first, then those that hold it, then places with a row that does. */
export function findPlaces(
  { laid }: Pick<DeskGraph, 'laid'>,
  text: string,
): { readonly found: readonly FoundPlace[]; readonly all: number } {
  const wanted = plain(text)
  if (wanted === '') return { found: [], all: 0 }
  const ranked = laid.boxes.flatMap(({ box }): readonly (FoundPlace & { readonly rank: number })[] => {
    const name = plain(box.title)
    if (name.includes(wanted)) return [{ place: box.id, because: null, rank: name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2 }]
    const row = box.rows.find(one => plain(one.text).includes(wanted))
    return row ? [{ place: box.id, because: row.text, rank: 3 }] : []
  })
  ranked.sort((one, other) => one.rank - other.rank || (one.place < other.place ? -1 : 1))
  return { found: ranked.slice(0, MOST).map(({ place, because }) => ({ place, because })), all: ranked.length }
}

/** `log in` finds `log_in`. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('_', ' ').trim()
