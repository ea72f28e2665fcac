// The files that are open.
import { useEffect, useRef } from 'preact/hooks'
import { shortcuts } from '../keys/table.ts'
import type { App } from '../page/app.ts'
import { WORDS } from './words.ts'

export function Tabs({ app }: { readonly app: App }) {
  const { editor, project, preferences } = app
  const words = WORDS[preferences.language.value]
  const tabs = editor.tabs.value
  const current = project.current.value
  const strip = useRef<HTMLDivElement>(null)
  useEffect(() => {
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  const faulty = new Set(
    editor.findings.value.filter(({ findings }) => findings.some(({ severity }) => severity === 'error')).map(({ path }) => path),
  )
  return (
    <div class="editor-head">
      <nav class="editor-tabs" aria-label={words.files} ref={strip}>
        {tabs.map(path => (
          <div key={path} class={`editor-tab ${path === current ? 'current' : ''} ${path === editor.previewed.value ? 'previewed' : ''}`}>
            <button
              type="button"
              class={`editor-tab-name plain ${faulty.has(path) ? 'faulty' : ''}`}
              title={path}
              {...(path === current ? { 'aria-current': 'true' } : {})}
              onClick={() => (project.current.value = path)}
              onAuxClick={event => {
                if (event.button === 1) editor.closeTab(path)
              }}
            >
              <bdi>{nameOf(path, tabs)}</bdi>
            </button>
            {tabs.length > 1 ? (
              <button type="button" class="editor-tab-close plain" aria-label={words.close(path)} onClick={() => editor.closeTab(path)}>
                <svg class="icon" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
                  <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />
                </svg>
              </button>
            ) : null}
          </div>
        ))}
      </nav>
      <button
        type="button"
        class="editor-format plain"
        title={words.formatTitle}
        aria-keyshortcuts={shortcuts('format')}
        disabled={editor.hands.value === null}
        onClick={() => void editor.save()}
      >
        {words.format}
      </button>
    </div>
  )
}

/** The name alone, with its folder where two have one name. */
function nameOf(path: string, all: readonly string[]): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return all.some(other => other !== path && other.slice(other.lastIndexOf('/') + 1) === name) ? path : name
}
