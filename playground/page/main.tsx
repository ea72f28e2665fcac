import { effect } from '@preact/signals'
import { render } from 'preact'
import { createApp } from './app.ts'
import { Frame } from './frame.tsx'

const app = createApp()
effect(() => {
  document.documentElement.lang = app.preferences.language.value === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.dataset['theme'] = app.preferences.theme.value
})

const examples = import.meta.glob('../../examples/card-centre/**/*.{ivr,dtmf,json,txt,csv}', { query: '?raw', import: 'default' })
const files: Record<string, string> = {}
for (const [path, load] of Object.entries(examples)) files[path.slice('../../examples/card-centre/'.length)] = (await load()) as string
app.project.open({ files, origin: { kind: 'example', name: 'card-centre' } })

render(<Frame app={app} />, document.getElementById('page')!)
