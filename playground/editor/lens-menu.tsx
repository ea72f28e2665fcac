// What a lens, or the lenses above the cursor's place, have to choose from: at the lens.
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { App } from '../page/app.ts'
import { moveInMenu } from '../page/menu-keys.ts'
import { WORDS } from './words.ts'

/** px: what a row and the list's edges take, so that the list stays in the window; a long one is scrolled. */
const ROW = 32
const EDGES = 10
const MOST = 320

export function LensMenu({ app }: { readonly app: App }) {
  const { lensMenu, focus } = app.editor
  const words = WORDS[app.preferences.language.value]
  const whole = useRef<HTMLDivElement>(null)
  const menu = lensMenu.value
  const items = (): HTMLElement[] => [...(whole.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
  // Before the next key: it is the menu's.
  useLayoutEffect(() => {
    if (menu === null) return
    items()[0]?.focus()
    const close = (): void => void (lensMenu.value = null)
    const away = (event: Event): void => {
      if (!whole.current?.contains(event.target as Node)) close()
    }
    document.addEventListener('pointerdown', away)
    document.addEventListener('focusin', away)
    document.addEventListener('wheel', away)
    addEventListener('resize', close)
    return () => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('focusin', away)
      document.removeEventListener('wheel', away)
      removeEventListener('resize', close)
    }
  }, [menu])
  if (menu === null) return null
  const top = Math.max(8, Math.min(menu.y, innerHeight - Math.min(MOST, menu.items.length * ROW) - EDGES))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      lensMenu.value = null
      focus()
    } else moveInMenu(event, items())
  }
  return (
    <div
      ref={whole}
      class="menu-list editor-lens-menu"
      role="menu"
      aria-label={words.lensMenu}
      style={{ left: `${Math.max(8, Math.min(menu.x, innerWidth - 300))}px`, top: `${top}px`, maxHeight: `${MOST}px` }}
      onKeyDown={onKeyDown}
    >
      {menu.items.map(({ label, detail, run }, index) => (
        <button
          key={index}
          type="button"
          tabIndex={-1}
          role="menuitem"
          onClick={() => {
            lensMenu.value = null
            run()
          }}
        >
          <span class="menu-name">{label}</span>
          {detail !== undefined && <span class="menu-detail">{detail}</span>}
        </button>
      ))}
    </div>
  )
}
