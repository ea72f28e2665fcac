// How the panes stand: sizes, what lies in the dock, what a telephone's screen shows. Kept where the browser allows it.
import { effect, signal, type Signal } from '@preact/signals'

export type DockTab = 'problems' | 'graph' | 'scripts'
/** What can be brought to the front. */
export type Pane = 'text' | 'telephone' | DockTab
export type Sized = 'files' | 'telephone' | 'dock-under' | 'dock-beside'

export interface Arrangement {
  /** px */
  readonly sizes: { readonly [S in Sized]: Signal<number> }
  readonly dock: Signal<'under' | 'beside'>
  readonly tab: Signal<DockTab>
  /** On a small screen, which has place for one. */
  readonly front: Signal<Pane>
  /** On a small screen, over the text. */
  readonly filesShown: Signal<boolean>
  /** Brings a pane to where it is seen, whatever the screen. */
  readonly show: (pane: Pane) => void
}

/** px: the least, the most, and at first. */
export const BOUNDS: { readonly [S in Sized]: readonly [least: number, most: number, first: number] } = {
  files: [140, 420, 196],
  telephone: [280, 560, 348],
  'dock-under': [96, 900, 316],
  'dock-beside': [240, 1200, 480],
}

const KEY = 'callwright.arrangement'
const TABS: readonly string[] = ['problems', 'graph', 'scripts'] satisfies readonly DockTab[]

export const boundSize = (sized: Sized, size: number): number => {
  const [least, most] = BOUNDS[sized]
  return Math.round(Math.min(most, Math.max(least, size)))
}

export function createArrangement(storage: Pick<Storage, 'getItem' | 'setItem'> | null): Arrangement {
  const kept = read(storage)
  const size = (sized: Sized): Signal<number> => {
    const found = kept[sized]
    return signal(typeof found === 'number' && Number.isFinite(found) ? boundSize(sized, found) : BOUNDS[sized][2])
  }
  const sizes = { files: size('files'), telephone: size('telephone'), 'dock-under': size('dock-under'), 'dock-beside': size('dock-beside') }
  const dock = signal<'under' | 'beside'>(kept['dock'] === 'beside' ? 'beside' : 'under')
  const tab = signal<DockTab>(TABS.includes(kept['tab'] as string) ? (kept['tab'] as DockTab) : 'graph')
  const front = signal<Pane>('telephone')
  const filesShown = signal(false)
  effect(() => {
    const text = JSON.stringify({
      ...Object.fromEntries(Object.entries(sizes).map(([sized, { value }]) => [sized, value])),
      dock: dock.value,
      tab: tab.value,
    })
    try {
      storage?.setItem(KEY, text)
    } catch {
      // Then it is as at first the next time.
    }
  })
  return {
    ...{ sizes, dock, tab, front, filesShown },
    show: pane => {
      front.value = pane
      if (pane === 'problems' || pane === 'graph' || pane === 'scripts') tab.value = pane
    },
  }
}

function read(storage: Pick<Storage, 'getItem'> | null): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null')
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
