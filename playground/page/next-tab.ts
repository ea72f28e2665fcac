/** Where a key goes from a tab: arrows round about, Home and End; null where it goes nowhere. */
export function nextTab<T>(tabs: readonly T[], at: T, key: string): T | null {
  const now = tabs.indexOf(at)
  switch (key) {
    case 'ArrowRight':
      return tabs[(now + 1) % tabs.length]!
    case 'ArrowLeft':
      return tabs.at(now - 1)!
    case 'Home':
      return tabs[0]!
    case 'End':
      return tabs.at(-1)!
    default:
      return null
  }
}
