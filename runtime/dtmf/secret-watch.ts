// Remembers what was typed into secret entries while one script runs, to see that none of it is found anywhere else.

export interface SecretWatch {
  readonly key: (key: string, listener: number) => void
  /** Everything that was typed, entry by entry. */
  readonly entries: () => readonly string[]
  /** Marks the end of an entry, as far as the script can see: the next key begins another. */
  readonly cut: () => void
}

export function createSecretWatch(): SecretWatch {
  const entries: string[] = []
  let open = ''
  let last = -1
  const cut = (): void => {
    if (open !== '') entries.push(open)
    open = ''
  }
  return {
    key: (key, listener) => {
      if (listener !== last) cut()
      last = listener
      // The end key and a clear are no part of it.
      if (key >= '0' && key <= '9') open += key
      else cut()
    },
    cut,
    entries: () => (open === '' ? entries : [...entries, open]),
  }
}
