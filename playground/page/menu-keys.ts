/** Arrow keys, Home, End and first letters go from one to the other of a menu's items. True where the key was one of them. */
export function moveInMenu(event: KeyboardEvent, items: readonly HTMLElement[]): boolean {
  const at = items.indexOf(document.activeElement as HTMLElement)
  const to = (item: HTMLElement | undefined): boolean => {
    event.preventDefault()
    item?.focus()
    return true
  }
  switch (event.key) {
    case 'ArrowDown':
      return to(items[(at + 1) % items.length])
    case 'ArrowUp':
      return to(items.at(at <= 0 ? -1 : at - 1))
    case 'Home':
      return to(items[0])
    case 'End':
      return to(items.at(-1))
    default: {
      if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.key === ' ') return false
      const letter = event.key.toLowerCase()
      return to([...items.slice(at + 1), ...items.slice(0, at + 1)].find(item => item.textContent?.trim().toLowerCase().startsWith(letter)))
    }
  }
}
