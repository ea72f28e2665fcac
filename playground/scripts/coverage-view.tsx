// How much the scripts go through, by kind, and what none of them does, with the keys that lead there.
import { useState } from 'preact/hooks'
import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import { percentOf, printPercent } from '../../runtime/dtmf/coverage/report.ts'
import type { App } from '../page/app.ts'

/** More are shown when somebody asks. */
const FIRST = 100

export function CoverageView({ app }: { readonly app: App }) {
  const { scripts: room, lights } = app
  const language = app.preferences.language.value
  const words = room.words.value
  const coverage = room.coverage.value
  const [most, setMost] = useState(FIRST)
  if (coverage === null) return <p class="scripts-none">{words.noCoverage}</p>
  return (
    <div class="scripts-coverage">
      <p class="all">{words.coverageOf(printPercent(coverage.percent))}</p>
      <ul class="kinds">
        {coverage.kinds
          .filter(({ all }) => all > 0)
          .map(({ kind, covered, all }) => (
            <li key={kind}>
              <span class="kind">{words.kinds[kind]}</span>
              <meter min={0} max={all} value={covered} aria-label={words.kinds[kind]} />
              <span class="count">
                {covered}/{all} <span class="percent">{printPercent(percentOf(covered, all))}</span>
              </span>
            </li>
          ))}
      </ul>
      <p class="faint">{words.partial}</p>
      <h3>{coverage.missing.length === 0 ? words.allCovered : words.missing(coverage.missing.length)}</h3>
      <ul class="missing">
        {coverage.missing.slice(0, most).map(({ kind, what, place, source, line, keys }, index) => (
          <li key={index}>
            <button
              type="button"
              class="plain"
              onClick={() => {
                lights.lit.value = { from: 'script', source, place }
                lights.wanted.value = { range: source, focus: false }
              }}
            >
              <span class="what">{printable(what[language])}</span>{' '}
              <span class="extra">
                {words.kinds[kind]} · {printable(source.path)}:{line}
              </span>
            </button>
            {keys && (
              <p class="keys">
                <span class="faint">{words.dialIt}</span> {printable(keys[language])}
              </p>
            )}
          </li>
        ))}
      </ul>
      {coverage.missing.length > most && (
        <button type="button" onClick={() => setMost(Infinity)}>
          {words.earlierRows(coverage.missing.length - most)}
        </button>
      )}
    </div>
  )
}
