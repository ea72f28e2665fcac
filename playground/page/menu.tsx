// A button with a list of what can be done. Arrow keys, letters, Home and End move in it; Escape and a click elsewhere close it.
import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'
import { moveInMenu } from './menu-keys.ts'

export interface MenuItem {
  readonly key: string
  readonly label: string
  /** Said more quietly behind it. */
  readonly detail?: string
  /** One of several, and the one that is chosen. */
  readonly chosen?: boolean
  readonly run: () => void
}

export interface MenuGroup {
  readonly label?: string
  readonly items: readonly MenuItem[]
}

interface MenuProps {
  readonly label: string
  readonly class?: string
  readonly groups: readonly MenuGroup[]
  readonly children: ComponentChildren
  /** Where it opens to. */
  readonly align?: 'start' | 'end'
}

export function Menu({ label, groups, children, align = 'start', class: own = '' }: MenuProps) {
  const open = useSignal(false)
  const id = useId()
  const whole = useRef<HTMLDivElement>(null)
  const items = (): HTMLElement[] => [...(whole.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]
  const close = (focus: boolean): void => {
    open.value = false
    if (focus) whole.current?.querySelector('button')?.focus()
  }

  useEffect(() => {
    if (!open.value) return
    const all = items()
    ;(all.find(item => item.ariaChecked === 'true') ?? all[0])?.focus()
    const away = (event: Event): void => {
      if (!whole.current?.contains(event.target as Node)) open.value = false
    }
    document.addEventListener('pointerdown', away)
    document.addEventListener('focusin', away)
    return () => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('focusin', away)
    }
  }, [open.value])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open.value) {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      open.value = true
      return
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      close(true)
    } else if (event.key === 'Tab') open.value = false
    else moveInMenu(event, items())
  }

  return (
    <div class={`menu ${own}`} ref={whole} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="menu-button"
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={open.value ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => (open.value = !open.value)}
      >
        {children}
        <Icon name="down" />
      </button>
      {open.value && (
        <div class={`menu-list ${align}`} role="menu" id={id} aria-label={label}>
          {groups
            .filter(group => group.items.length > 0)
            .map((group, index) => (
              <div key={group.label ?? index} role="group" aria-label={group.label}>
                {group.label !== undefined && (
                  <div class="menu-label" aria-hidden="true">
                    {group.label}
                  </div>
                )}
                {group.items.map(item => (
                  <button
                    key={item.key}
                    type="button"
                    tabIndex={-1}
                    role={item.chosen === undefined ? 'menuitem' : 'menuitemradio'}
                    aria-checked={item.chosen}
                    onClick={() => {
                      close(true)
                      item.run()
                    }}
                  >
                    <span class="menu-name">{item.label}</span>
                    {item.detail !== undefined && <span class="menu-detail">{item.detail}</span>}
                  </button>
                ))}
              </div>
            ))}
        </div>
      )}
    </div>
  )
}
