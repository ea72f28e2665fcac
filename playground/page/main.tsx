import { effect } from '@preact/signals'
import { render } from 'preact'
import { stayWithoutNetwork } from '../offline/offline.ts'
import { openProject } from '../project/opening.ts'
import { tellShelfNews } from '../project/shelf-news.ts'
import { createApp } from './app.ts'
import { Frame } from './frame.tsx'
import { listenForPaneKeys } from './pane-keys.ts'
import { vouchForScripts } from './trusted.ts'

vouchForScripts()
const app = createApp()
effect(() => {
  document.documentElement.lang = app.preferences.language.value === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.dataset['theme'] = app.preferences.theme.value
})
tellShelfNews(app)
listenForPaneKeys(app)
const opened = openProject(app)
const flush = (): void => {
  // What stands in the editor and not in the project yet.
  app.editor.hands.peek()?.flush()
  opened.flush()
}
// A page that is hidden may never be seen again.
addEventListener('pagehide', flush)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') flush()
})
render(<Frame app={app} />, document.getElementById('page')!)
stayWithoutNetwork(app)
