// The editor: a strip of files, the text, and below it where one is. The text can be read before the editor's script has come.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { App } from '../page/app.ts'
import { lensLines } from './lens-lines.ts'
import { LensMenu } from './lens-menu.tsx'
import type { Mounted } from './monaco/mount.ts'
import { Tabs } from './tabs.tsx'
import { WORDS } from './words.ts'
import './editor.css'

/** Lines that the plain text shows: more than a screen. */
const SEEN = 150

export function EditorPane({ app }: { readonly app: App }) {
  const words = WORDS[app.preferences.language.value]
  const slot = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'loading' | 'there' | 'failed'>('loading')
  const [position, setPosition] = useState<readonly [line: number, column: number]>([1, 1])
  const [leaves, setLeaves] = useState(false)
  const load = async (): Promise<void> => {
    setState('loading')
    try {
      const mounted = await mount(app)
      mounted.onCursor((line, column) => setPosition([line, column]))
      mounted.onTabMode(setLeaves)
      slot.current?.append(mounted.element)
      setState('there')
    } catch (error) {
      console.error(error)
      setState('failed')
    }
  }
  useEffect(() => {
    // What is shown first is painted first.
    const frame = requestAnimationFrame(() => setTimeout(() => void load()))
    return () => cancelAnimationFrame(frame)
  }, [])
  const text = app.project.files.value[app.project.current.value] ?? ''
  return (
    <section class="editor" aria-label={words.editor}>
      <Tabs app={app} />
      <div class="editor-slot" ref={slot}>
        {state === 'there' ? null : <Plain path={app.project.current.value} text={text} />}
      </div>
      <LensMenu app={app} />
      <div class="editor-foot">
        {state === 'failed' ? (
          <>
            <span role="alert">{words.failed}</span>
            <button type="button" onClick={() => void load()}>
              {words.again}
            </button>
          </>
        ) : (
          <>
            <span>{state === 'loading' ? words.loading : words.position(...position)}</span>
            <span class="editor-leave" role="status">
              {leaves ? words.tabLeaves : words.leave}
            </span>
          </>
        )}
      </div>
    </section>
  )
}

let mounted: Promise<Mounted> | null = null

/** The same for every pane: there is one Monaco in a page. */
function mount(app: App): Promise<Mounted> {
  mounted ??= (async () => {
    // Its own words have to be there before it is.
    if (app.preferences.language.peek() === 'zh') await import('monaco-editor/nls/lang/zh-cn')
    const { createMounted } = await import('./monaco/mount.ts')
    return createMounted(app)
  })()
  mounted.catch(() => (mounted = null))
  return mounted
}

function Plain({ path, text }: { readonly path: string; readonly text: string }) {
  const lines = text.split(/\r\n|\r|\n/, SEEN)
  // As much room above them as Monaco's text will have.
  const withLens = new Set(lensLines(path, lines))
  const room = (at: number): string => (withLens.has(at + 1) ? 'under-lens' : '')
  return (
    <div class="editor-plain">
      <pre aria-hidden="true" class="editor-plain-numbers">
        {lines.map((_, at) => (
          <div key={at} class={room(at)}>
            {at + 1}
          </div>
        ))}
      </pre>
      <pre class="editor-plain-text">
        {lines.map((line, at) => (
          <div key={at} class={room(at)}>
            {`${line}\n`}
          </div>
        ))}
      </pre>
    </div>
  )
}
