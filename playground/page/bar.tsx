// On a small screen: what is seen, chosen with a thumb.
import type { App } from './app.ts'
import type { Pane } from './arrangement.ts'
import { Icon, type IconName } from './icon.tsx'
import { ProblemsBadge } from './problems-badge.tsx'
import { WORDS } from './words.ts'

const VIEWS: readonly (readonly [Pane, IconName, 'text' | 'call' | 'graph' | 'scripts' | 'problems'])[] = [
  ['text', 'text', 'text'],
  ['telephone', 'phone', 'call'],
  ['graph', 'graph', 'graph'],
  ['scripts', 'scripts', 'scripts'],
  ['problems', 'problems', 'problems'],
]

export function Bar({ app }: { readonly app: App }) {
  const { front, show } = app.arrangement
  const words = WORDS[app.preferences.language.value]
  return (
    <nav class="frame-bar" aria-label={words.views}>
      {VIEWS.map(([pane, icon, word]) => (
        <button key={pane} type="button" aria-current={front.value === pane ? 'page' : undefined} onClick={() => show(pane)}>
          <Icon name={icon} />
          {words[word]}
          {pane === 'problems' && <ProblemsBadge app={app} />}
        </button>
      ))}
    </nav>
  )
}
