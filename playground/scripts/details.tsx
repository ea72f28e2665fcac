// What came of one run: how long its call lasts, or what was expected and what came, with the call up to there.
import { useEffect, useState } from 'preact/hooks'
import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import { clock } from '../../runtime/dtmf/script-failure.ts'
import type { FailureReport, ReportRow, RunFailure, RunState, ScriptFileState } from '../desk/contract.ts'
import type { App } from '../page/app.ts'
import type { SourceRange } from '../page/lit.ts'
import { NoAnswer } from '../workers/rpc.ts'
import { StandIcon } from './tree-view.tsx'
import { standOf } from './tree.ts'

/** Rows of the call that are shown at first: those before the failure. */
const LAST_ROWS = 14
const NOBODY: ReadonlySet<string> = new Set()

const findRun = (files: readonly ScriptFileState[], id: string) => {
  for (const file of files)
    for (const script of file.scripts) for (const run of script.runs) if (run.id === id) return { file, script, run }
  return null
}

async function openPhone(app: App, { id, name }: RunState, { underWay, problem, expected, came }: RunFailure): Promise<void> {
  app.arrangement.show('telephone')
  await app.telephone.openAt(id, underWay.start, { script: name, problem, expected, came })
  // On a small screen the button is out of sight now; on any the keys are the telephone's.
  document.querySelector<HTMLElement>('.telephone-pane')?.focus()
}

export function Details({ app }: { readonly app: App }) {
  const { scripts: room, lights, preferences } = app
  const language = preferences.language.value
  const words = room.words.value
  const id = room.chosen.value
  const found = id === null ? null : findRun(room.files.value ?? [], id)
  const known = id === null ? undefined : room.known.value.get(id)
  const failure = known?.result.failure ?? null
  const [report, setReport] = useState<{ readonly of: unknown; readonly report: FailureReport | null } | null>(null)
  const [whole, setWhole] = useState(false)
  useEffect(() => {
    setWhole(false)
    if (id === null || failure === null || known?.now !== true) return
    const asked = new AbortController()
    app.desk.ask('report', { id, language }, asked.signal).then(
      made => setReport({ of: failure, report: made }),
      error => {
        if (!(error instanceof NoAnswer)) throw error
      },
    )
    return () => asked.abort()
  }, [id, failure, known?.now, language])

  if (found === null) return <p class="scripts-none">{words.choose}</p>
  const { file, script, run } = found
  const stand = standOf([run], room.known.value, room.running.value?.waiting ?? NOBODY)
  const show = (range: SourceRange): void => {
    lights.lit.value = { from: 'script', source: range, place: null }
    lights.wanted.value = { range, focus: false }
  }
  const told = report?.of === failure ? (report?.report ?? null) : null
  return (
    <article class="scripts-details">
      <header>
        <StandIcon {...stand} />
        <h3>{printable(run.name)}</h3>
        <span class="extra">
          {run.language}
          {run.row > 0 ? ` · ${words.row(run.row)}` : ''}
        </span>
      </header>
      <p class="acts">
        <button type="button" onClick={() => void room.run([run.id])}>
          {words.runOne}
        </button>
        <button type="button" onClick={() => show({ ...script.source, end: script.source.start })}>
          {words.showText}
        </button>
        {failure !== null && known?.now && (
          <button type="button" class="primary" onClick={() => void openPhone(app, run, failure)}>
            {words.openPhone}
          </button>
        )}
      </p>
      {file.trouble && <p class="bad">{file.trouble[language]}</p>}
      {file.findings
        .filter(one => one.error)
        .slice(0, 5)
        .map((one, index) => (
          <p key={index} class="bad">
            <button type="button" class="plain at" onClick={() => show(one.source)}>
              {printable(file.path)}:{one.line}
            </button>{' '}
            {printable(one.message[language])}
          </p>
        ))}
      {script.skip !== null && <p>{words.skip(printable(script.skip))}</p>}
      {known === undefined && stand.stand !== 'running' && <p class="faint">{words.neverRun}</p>}
      {known !== undefined && !known.now && <p class="stale">{words.staleNote}</p>}
      {known?.result.passed && (
        <p class="fine">
          {words.passedIn(known.result.elapsed)} <span class="faint">{words.lasted(clock(known.result.duration))}</span>
        </p>
      )}
      {failure && (
        <>
          <p class="where">
            <button type="button" class="plain at" onClick={() => show(failure.at)}>
              {printable(failure.at.path)}:{failure.line}
            </button>
            {told && <code>{printable(told.written)}</code>}
          </p>
          <p class="bad">{printable(failure.problem[language])}</p>
          <dl>
            {failure.expected && (
              <>
                <dt>{words.expected}</dt>
                <dd class="expected">{printable(failure.expected[language])}</dd>
              </>
            )}
            {failure.came.length > 0 && (
              <>
                <dt>{words.came}</dt>
                {failure.came.map((one, index) => (
                  <dd key={index} class="came">
                    {printable(one[language])}
                  </dd>
                ))}
              </>
            )}
            {failure.source && (
              <>
                <dt>{words.said}</dt>
                <dd>
                  <button type="button" class="plain at" onClick={() => show(failure.source!)}>
                    {printable(failure.source.path)}
                  </button>
                </dd>
              </>
            )}
            {failure.paste !== null && (
              <>
                <dt>{words.mend}</dt>
                <dd>
                  <code>{printable(failure.paste)}</code>
                </dd>
              </>
            )}
          </dl>
          {failure.hint && <p class="faint">{printable(failure.hint[language])}</p>}
          {told && told.rows.length > 0 && (
            <>
              <h4>{words.callSoFar}</h4>
              {!whole && told.rows.length > LAST_ROWS && (
                <button type="button" class="plain" onClick={() => setWhole(true)}>
                  {words.earlierRows(told.rows.length - LAST_ROWS)}
                </button>
              )}
              <ol class="call">
                {(whole ? told.rows : told.rows.slice(-LAST_ROWS)).map((row, index) => (
                  <CallRow key={index} row={row} app={app} onShow={show} />
                ))}
              </ol>
            </>
          )}
        </>
      )}
    </article>
  )
}

function CallRow({ row, app, onShow }: { readonly row: ReportRow; readonly app: App; readonly onShow: (range: SourceRange) => void }) {
  const language = app.preferences.language.value
  const words = app.scripts.words.value
  const text = `${printable(row.text[language])}${row.cut ? ` ${words.cut}` : ''}`
  const { source } = row
  return (
    <li class={row.who}>
      <span class="time">{clock(row.at)}</span> <span class="who">{words.who[row.who]}</span>{' '}
      {source ? (
        <button type="button" class="plain said" onClick={() => onShow(source)}>
          {text}
        </button>
      ) : (
        <span class="said">{text}</span>
      )}
    </li>
  )
}
