// F6 goes from pane to pane, as in other programs with panes; Shift+F6 goes back.
import type { App } from './app.ts'

/** In the order in which they are read. */
const PANES = ['frame-files', 'frame-text', 'frame-dock', 'frame-telephone'] as const

/** Before the editor sees a key, which would keep it. */
export function listenForPaneKeys(app: App): void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    const now = PANES.findIndex(name => document.activeElement?.closest(`.${name}`))
    const way = event.shiftKey ? -1 : 1
    const next = now === -1 ? 0 : (now + way + PANES.length) % PANES.length
    enter(app, PANES[next]!)
  }
  document.addEventListener('keydown', onKeyDown, { capture: true })
}

function enter({ arrangement, editor }: App, pane: (typeof PANES)[number]): void {
  switch (pane) {
    case 'frame-files':
      arrangement.front.value = 'text'
      arrangement.filesShown.value = true
      return focusIn(pane, '[role=treeitem][tabindex="0"]')
    case 'frame-text':
      arrangement.show('text')
      return editor.focus()
    case 'frame-dock':
      arrangement.show(arrangement.tab.value)
      return focusIn(pane, '[role=tab][aria-selected=true]')
    case 'frame-telephone':
      arrangement.show('telephone')
      return focusIn(pane, '.telephone-pane')
    default:
      return pane satisfies never
  }
}

/** When what was hidden until now is there. */
function focusIn(pane: string, what: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`.${pane} ${what}`)?.focus())
}
