import { render } from 'preact'
import { EditorPane } from '../editor/editor-pane.tsx'
import { GraphPane } from '../graph/graph-pane.tsx'
import { ScriptsPane } from '../scripts/scripts-pane.tsx'
import { TelephonePane } from '../telephone/telephone-pane.tsx'
import { createApp } from './app.ts'

const app = createApp()
const examples = import.meta.glob('../../examples/card-centre/**/*.{ivr,dtmf,json,txt,csv}', { query: '?raw', import: 'default' })
const files: Record<string, string> = {}
for (const [path, load] of Object.entries(examples)) files[path.slice('../../examples/card-centre/'.length)] = (await load()) as string
app.project.open({ files, origin: { kind: 'example', name: 'card-centre' } })

render(
  <>
    <EditorPane app={app} />
    <GraphPane app={app} />
    <ScriptsPane app={app} />
    <TelephonePane app={app} />
  </>,
  document.getElementById('page')!,
)
