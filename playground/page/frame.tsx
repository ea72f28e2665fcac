// The page: a head, the panes with the borders between them, and on a small screen the bar below.
import { EditorPane } from '../editor/editor-pane.tsx'
import { shortcuts } from '../keys/table.ts'
import { FilesPane } from '../project/files-pane.tsx'
import { Drop } from '../share/drop.tsx'
import { TelephonePane } from '../telephone/telephone-pane.tsx'
import type { App } from './app.ts'
import { Bar } from './bar.tsx'
import { Dock } from './dock.tsx'
import { Header } from './header.tsx'
import { NoticeList } from './notice-list.tsx'
import { Room } from './room.tsx'
import { Separator } from './separator.tsx'
import { WORDS } from './words.ts'
import './frame.css'
import './pieces.css'

export function Frame({ app }: { readonly app: App }) {
  const { arrangement, preferences } = app
  const words = WORDS[preferences.language.value]
  const { sizes, dock, front, filesShown } = arrangement
  const inFront = front.value === 'text' || front.value === 'telephone' ? front.value : 'dock'
  const beside = dock.value === 'beside'
  return (
    <div class="frame" style={Object.fromEntries(Object.entries(sizes).map(([name, { value }]) => [`--${name}`, `${value}px`]))}>
      <Header app={app} />
      <main class={`frame-panes ${dock.value}`} aria-keyshortcuts={shortcuts('nextPane', 'paneBefore')}>
        <div class={`frame-pane frame-files ${inFront === 'text' && filesShown.value ? 'front' : ''}`}>
          <FilesPane app={app} />
        </div>
        <Separator arrangement={arrangement} sized="files" side="left" label={words.sizeOfFiles} />
        <div class={`frame-pane frame-text ${inFront === 'text' ? 'front' : ''}`}>
          <Room app={app}>
            <EditorPane app={app} />
          </Room>
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
          <Room app={app}>
            <TelephonePane app={app} />
          </Room>
        </div>
      </main>
      <Bar app={app} />
      <NoticeList app={app} />
      <Drop app={app} />
    </div>
  )
}
