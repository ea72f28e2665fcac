import { useSignal } from '@preact/signals'
import { memo } from 'preact/compat'
import { useEffect, useRef } from 'preact/hooks'
import type { App } from '../page/app.ts'
import { rowsAt, type ShownRow } from './shown-call.ts'
import { shownTime, type TelephoneWords } from './words.ts'

/** Rows that are there at once: what was before them is a click away. */
const MOST = 80

export function Transcript({ app, words }: { readonly app: App; readonly words: TelephoneWords }) {
  const { telephone, preferences } = app
  const { call, at } = telephone
  const all = useSignal(-1)
  const end = useRef<HTMLDivElement>(null)
  const shown = call.value
  const most = shown && all.value === shown.newest.call ? Infinity : MOST
  const { rows, before } = shown ? rowsAt(shown, at.value, most) : { rows: [], before: 0 }
  const last = rows.at(-1)
  const lastWords = `${rows.length} ${last?.key} ${last?.text.en}`
  useEffect(() => {
    const panel = end.current?.closest('.telephone-panel')
    if (panel) panel.scrollTop = panel.scrollHeight
  }, [lastWords])
  const begun = shown !== null
  useEffect(() => {
    const panel = end.current?.closest('.telephone-panel')
    if (!panel) return
    // A notice above takes room away from below: who read the newest row reads it still.
    let height = panel.clientHeight
    const sizes = new ResizeObserver(() => {
      const wasAtEnd = panel.scrollTop + height >= panel.scrollHeight - 4
      height = panel.clientHeight
      if (wasAtEnd) panel.scrollTop = panel.scrollHeight
    })
    sizes.observe(panel)
    return () => sizes.disconnect()
  }, [begun])
  if (!shown) {
    return (
      <div class="telephone-empty">
        {/* For who has come here for the first time. */}
        <p class="about">{words.about}</p>
        <p>{words.empty}</p>
      </div>
    )
  }
  return (
    <>
      {before > 0 && (
        <button type="button" class="plain telephone-earlier" onClick={() => (all.value = shown.newest.call)}>
          {words.earlier(before)}
        </button>
      )}
      <ol class="telephone-rows">
        {rows.map(row => (
          <Row
            key={row.key}
            row={row}
            text={row.text[preferences.language.value]}
            language={row.who === 'line' ? shown.spoken[row.spoken]?.language : undefined}
            words={words}
            telephone={telephone}
          />
        ))}
      </ol>
      <div ref={end} />
    </>
  )
}

interface RowProps {
  readonly row: ShownRow
  readonly text: string
  readonly language: string | undefined
  readonly words: TelephoneWords
  readonly telephone: App['telephone']
}

const Row = memo(
  ({ row, text, language, words, telephone }: RowProps) => (
    <li class={`telephone-row ${row.who}`} data-who={row.who} data-at={row.at}>
      <span class="at">{shownTime(row.at)}</span>
      <span class="who">{words.who[row.who]}</span>
      <span class="said">
        {row.source ? (
          <button type="button" class="link" lang={language} title={words.showSource} onClick={() => telephone.showSource(row.source!)}>
            {text}
          </button>
        ) : (
          <span lang={language}>{text}</span>
        )}
        {row.cut && <em class="cut"> {words.cut}</em>}
      </span>
    </li>
  ),
  (one, other) => one.row.text === other.row.text && one.text === other.text && one.row.cut === other.row.cut && one.words === other.words,
)
