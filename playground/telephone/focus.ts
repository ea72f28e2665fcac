/** A button that goes away when it has been pressed leaves whoever pressed it at the telephone, where keys are keys. */
export const stayAt = (button: Element): void => button.closest<HTMLElement>('.telephone-pane')?.focus()
