// The page about a code, over everything else until it is closed.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { App } from '../page/app.ts'
import { readMarkdown, type Block, type Inline } from './markdown.ts'
import { WORDS } from './words.ts'

export function Explanation({ app }: { readonly app: App }) {
  const code = app.editor.explained.value
  const words = WORDS[app.preferences.language.value]
  const dialog = useRef<HTMLDialogElement>(null)
  const [page, setPage] = useState<{ readonly code: string; readonly text: string | null } | null>(null)
  useEffect(() => {
    if (code === null) return
    let wanted = true
    void import('./explanations.ts').then(({ explanationOf }) => {
      if (!wanted) return
      setPage({ code, text: explanationOf(code) })
      if (dialog.current?.open === false) dialog.current.showModal()
    })
    return () => {
      wanted = false
    }
  }, [code])
  const close = (): void => dialog.current?.close()
  return (
    <dialog
      ref={dialog}
      class="dialog editor-explanation"
      aria-label={page ? words.explain(page.code) : ''}
      onClose={() => (app.editor.explained.value = null)}
      onClick={event => {
        // Beside the page.
        if (event.target === dialog.current) close()
      }}
    >
      <div class="editor-explanation-page">
        <div lang="en" class="editor-explanation-text">
          {page?.text ? readMarkdown(page.text).map((block, at) => <Part key={at} block={block} />) : <p>{words.noPage}</p>}
        </div>
        {words.onlyEnglish === '' ? null : <p class="editor-explanation-note">{words.onlyEnglish}</p>}
        <button type="button" class="primary" onClick={close}>
          {words.closeExplanation}
        </button>
      </div>
    </dialog>
  )
}

function Part({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? <h2>{inline(block.parts)}</h2> : <h3>{inline(block.parts)}</h3>
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'list':
      return (
        <ul>
          {block.items.map((item, at) => (
            <li key={at}>{inline(item)}</li>
          ))}
        </ul>
      )
    case 'paragraph':
      return <p>{inline(block.parts)}</p>
  }
}

const inline = (parts: readonly Inline[]) =>
  parts.map(({ kind, text }, at) =>
    kind === 'code' ? <code key={at}>{text}</code> : kind === 'strong' ? <strong key={at}>{text}</strong> : text,
  )
