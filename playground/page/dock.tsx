// Problems, graph and scripts: one of them is seen. One that was never looked at is not there; one that was keeps what it shows.
import { useRef } from 'preact/hooks'
import { ProblemsPane } from '../editor/problems-pane.tsx'
import { GraphPane } from '../graph/graph-pane.tsx'
import { ScriptsPane } from '../scripts/scripts-pane.tsx'
import type { App } from './app.ts'
import type { DockTab } from './arrangement.ts'
import { Icon } from './icon.tsx'
import { nextTab } from './next-tab.ts'
import { Room } from './room.tsx'
import { ProblemsBadge } from './problems-badge.tsx'
import { WORDS } from './words.ts'

const TABS = ['problems', 'graph', 'scripts'] as const satisfies readonly DockTab[]
const PANES = { problems: ProblemsPane, graph: GraphPane, scripts: ScriptsPane }

export function Dock({ app, front }: { readonly app: App; readonly front: boolean }) {
  const { tab, dock } = app.arrangement
  const words = WORDS[app.preferences.language.value]
  const seen = useRef(new Set<DockTab>())
  seen.current.add(tab.value)
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextTab(TABS, tab.value, event.key)
    if (next === null) return
    event.preventDefault()
    tab.value = next
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }
  return (
    <div class={`frame-pane frame-dock ${front ? 'front' : ''}`}>
      <div class="frame-title">
        <div class="frame-tabs" role="tablist" aria-label={words.views} ref={list} onKeyDown={onKeyDown}>
          {TABS.map(name => (
            <button
              key={name}
              id={`tab-${name}`}
              type="button"
              role="tab"
              aria-selected={tab.value === name}
              aria-controls={`panel-${name}`}
              tabIndex={tab.value === name ? 0 : -1}
              onClick={() => (tab.value = name)}
            >
              {words[name]}
              {name === 'problems' && <ProblemsBadge app={app} />}
            </button>
          ))}
        </div>
        <button
          type="button"
          class="plain square"
          aria-label={dock.value === 'under' ? words.dockBeside : words.dockUnder}
          title={dock.value === 'under' ? words.dockBeside : words.dockUnder}
          onClick={() => (dock.value = dock.value === 'under' ? 'beside' : 'under')}
        >
          <Icon name={dock.value === 'under' ? 'beside' : 'under'} />
        </button>
      </div>
      {TABS.map(name => {
        const XPane = PANES[name]
        return (
          <div
            key={name}
            id={`panel-${name}`}
            class="frame-slot"
            role="tabpanel"
            aria-labelledby={`tab-${name}`}
            hidden={tab.value !== name}
          >
            {seen.current.has(name) && (
              <Room app={app}>
                <XPane app={app} />
              </Room>
            )}
          </div>
        )
      })}
    </div>
  )
}
