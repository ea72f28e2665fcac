// The project's scripts: which there are, what came of them, what they cover.
import { useEffect, useRef, useState } from 'preact/hooks'
import { printPercent } from '../../runtime/dtmf/coverage/index.ts'
import type { App } from '../page/app.ts'
import { CoverageView } from './coverage-view.tsx'
import { Details } from './details.tsx'
import { KeepCall } from './keep-call.tsx'
import { Tree } from './tree-view.tsx'
import './scripts.css'

export function ScriptsPane({ app }: { readonly app: App }) {
  const { scripts: room } = app
  const words = room.words.value
  const [filter, setFilter] = useState('')
  const [failing, setFailing] = useState(false)
  const [keeps, setKeeps] = useState(false)
  const [side, setSide] = useState<'details' | 'coverage'>('details')
  useEffect(() => room.attend(), [])
  const keep = useRef<HTMLButtonElement>(null)
  // What had the focus goes away.
  const closeKeep = (): void => {
    setKeeps(false)
    keep.current?.focus()
  }
  const files = room.files.value
  const running = room.running.value
  const last = room.last.value
  const failed = room.failed.value
  const coverage = room.coverage.value
  const canKeep = app.telephone.call.value !== null
  const chosen = room.chosen.value
  useEffect(() => {
    if (chosen !== null) setSide('details')
  }, [chosen])
  return (
    <section class="pane scripts" aria-label={words.scripts}>
      <div class="pane-bar scripts-bar">
        {running === null ? (
          <button type="button" class="primary" disabled={files === null || files.length === 0} onClick={() => void room.run()}>
            {words.runAll}
          </button>
        ) : (
          <button type="button" onClick={room.stop}>
            {words.stop}
          </button>
        )}
        <button type="button" disabled={failed.length === 0 || running !== null} onClick={() => void room.run(failed)}>
          {words.runFailed}
        </button>
        <label class="watch" title={words.watchTitle}>
          <input type="checkbox" checked={room.watching.value} onChange={event => (room.watching.value = event.currentTarget.checked)} />
          {words.watch}
        </label>
        <button ref={keep} type="button" disabled={!canKeep} title={canKeep ? undefined : words.noCall} onClick={() => setKeeps(true)}>
          {words.keep}
        </button>
        <span class="scripts-space" />
        <span class="scripts-result" role="status">
          {running !== null ? (
            <>
              <progress max={Math.max(1, running.all)} value={running.done} aria-hidden="true" />{' '}
              {words.progress(running.done, running.all)}
            </>
          ) : last === 'stopped' ? (
            <span class="bad">{words.stopped}</span>
          ) : last !== null ? (
            <span class={last.failed > 0 ? 'bad' : 'fine'}>
              {words.result(last.ran, last.failed, last.skipped, last.unable, last.elapsed)}
            </span>
          ) : null}
        </span>
      </div>
      {keeps && <KeepCall app={app} onClose={closeKeep} />}
      <div class="scripts-parts">
        <div class="scripts-left">
          <div class="scripts-filter">
            <input
              type="search"
              aria-label={words.filter}
              placeholder={words.filter}
              value={filter}
              onInput={event => setFilter(event.currentTarget.value)}
            />
            {(failed.length > 0 || failing) && (
              <button type="button" aria-pressed={failing} title={words.failingTitle} onClick={() => setFailing(!failing)}>
                {words.failing(failed.length)}
              </button>
            )}
          </div>
          {files === null ? (
            <p class="scripts-none">{last === 'stopped' ? words.stopped : words.reading}</p>
          ) : files.length === 0 ? (
            <p class="scripts-none">{words.noScripts}</p>
          ) : (
            <Tree app={app} files={files} filter={filter} failing={failing} />
          )}
        </div>
        <div class="scripts-right">
          <div class="scripts-sides" role="tablist" aria-label={words.details}>
            {(['details', 'coverage'] as const).map(name => (
              <button
                key={name}
                id={`scripts-${name}-tab`}
                type="button"
                role="tab"
                aria-selected={side === name}
                aria-controls="scripts-side"
                tabIndex={side === name ? 0 : -1}
                onClick={() => setSide(name)}
                onKeyDown={event => {
                  if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
                  const other = name === 'details' ? 'coverage' : 'details'
                  setSide(other)
                  document.getElementById(`scripts-${other}-tab`)?.focus()
                }}
              >
                {name === 'details' ? words.details : coverage === null ? words.coverage : words.coverageOf(printPercent(coverage.percent))}
              </button>
            ))}
          </div>
          <div id="scripts-side" class="scripts-side" role="tabpanel" aria-labelledby={`scripts-${side}-tab`} tabIndex={0}>
            {side === 'details' ? <Details app={app} /> : <CoverageView app={app} />}
          </div>
        </div>
      </div>
    </section>
  )
}
