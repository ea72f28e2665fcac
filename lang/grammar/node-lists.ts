// Lists of nodes as small as they can be: a tree of a large program is kept in memory whole, and `[]` with `push` reserves room for 17.

const none: readonly never[] = []

/** A copy of `list` without spare room; all empty lists are one. */
export const exact = <N>(list: readonly N[]): readonly N[] => (list.length === 0 ? none : list.slice())

const SIZE = 4096

/** Cuts words out of a text, each different word once: names are said often. */
export interface Words {
  readonly cut: (text: string, start: number, end: number) => string
  /** Forgets the words, which may hold on to their text. */
  readonly clear: () => void
}
export function createWords(): Words {
  const slots: string[] = Array.from({ length: SIZE }, () => '')
  return {
    cut: (text, start, end) => {
      const length = end - start
      const key = (text.charCodeAt(start) * 31 + text.charCodeAt(end - 1)) * 31 + text.charCodeAt(start + (length >> 1)) * 7 + length
      const slot = key & (SIZE - 1)
      const known = slots[slot]!
      if (known.length === length && length > 0) {
        let at = 0
        while (at < length && known.charCodeAt(at) === text.charCodeAt(start + at)) at++
        if (at === length) return known
      }
      return (slots[slot] = text.slice(start, end))
    },
    clear: () => {
      slots.fill('')
    },
  }
}
