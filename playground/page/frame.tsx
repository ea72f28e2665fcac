// The page: a head, the panes with the borders between them, and on a small screen the bar below.
import { EditorPane } from '../editor/editor-pane.tsx'
import { TelephonePane } from '../telephone/telephone-pane.tsx'
import type { App } from './app.ts'
import { Bar } from './bar.tsx'
import { Dock } from './dock.tsx'
import { Header } from './header.tsx'
import { Separator } from './separator.tsx'
import { WORDS } from './words.ts'
import './frame.css'

export function Frame({ app }: { readonly app: App }) {
  const { arrangement, preferences, project } = app
  const words = WORDS[preferences.language.value]
  const { sizes, dock, front } = arrangement
  const inFront = front.value === 'text' || front.value === 'telephone' ? front.value : 'dock'
  const beside = dock.value === 'beside'
  return (
    <div class="frame" style={Object.fromEntries(Object.entries(sizes).map(([name, { value }]) => [`--${name}`, `${value}px`]))}>
      <Header app={app} />
      <div class="frame-notices" />
      <main class={`frame-panes ${dock.value}`}>
        <section class="frame-pane frame-files" aria-label={words.files} />
        <Separator arrangement={arrangement} sized="files" side="left" label={words.sizeOfFiles} />
        <div class={`frame-pane frame-text ${inFront === 'text' ? 'front' : ''}`}>
          <div class="frame-title">
            <h2 class="name">{project.current.value || words.noFile}</h2>
          </div>
          <div class="frame-slot">
            <EditorPane app={app} />
          </div>
        </div>
        <Separator
          arrangement={arrangement}
          sized={beside ? 'dock-beside' : 'dock-under'}
          side={beside ? 'right' : 'below'}
          label={words.sizeOfDock}
        />
        <Dock app={app} front={inFront === 'dock'} />
        <Separator arrangement={arrangement} sized="telephone" side="right" label={words.sizeOfTelephone} />
        <div class={`frame-pane frame-telephone ${inFront === 'telephone' ? 'front' : ''}`}>
          <div class="frame-slot">
            <TelephonePane app={app} />
          </div>
        </div>
      </main>
      <Bar app={app} />
    </div>
  )
}
