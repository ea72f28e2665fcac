// All that is found in all files, by file: what it is, where, and how it can be mended.
import { createLineIndex } from '../../lang/text/line-index.ts'
import type { App } from '../page/app.ts'
import { applyEdit } from './edits.ts'
import { Explanation } from './explanation.tsx'
import type { FileFindings, Finding } from './findings.ts'
import { WORDS, type EditorWords } from './words.ts'
import './problems.css'

/** Enough to read; a file full of faults does not make the page slow. */
const MOST = 200

export function ProblemsPane({ app }: { readonly app: App }) {
  const words = WORDS[app.preferences.language.value]
  const groups = app.editor.findings.value
  const { errors, warnings, advice } = app.editor.counts.value
  const sum = [
    ...(errors > 0 ? [words.errors(errors)] : []),
    ...(warnings > 0 ? [words.warnings(warnings)] : []),
    ...(advice > 0 ? [words.advice(advice)] : []),
  ]
  return (
    <section class="problems" aria-label={words.problems}>
      {app.editor.client.deaths.value > 1 ? <p class="problems-notice">{words.dies}</p> : null}
      <p class="problems-sum" role="status">
        {sum.length > 0 ? sum.join(' · ') : app.editor.checked.value ? words.noProblems : words.checking}
      </p>
      {groups.map(group => (
        <Group key={group.path} app={app} group={group} words={words} />
      ))}
      <Explanation app={app} />
    </section>
  )
}

function Group({ app, group, words }: { readonly app: App; readonly group: FileFindings; readonly words: EditorWords }) {
  return (
    <section class="problems-file" aria-label={group.path}>
      <h3>
        <bdi>{group.path}</bdi> <span class="problems-count">{group.findings.length}</span>
      </h3>
      <ul>
        {group.findings.slice(0, MOST).map((finding, at) => (
          <Row key={`${finding.key} ${at}`} app={app} finding={finding} words={words} />
        ))}
      </ul>
    </section>
  )
}

function Row({ app, finding, words }: { readonly app: App; readonly finding: Finding; readonly words: EditorWords }) {
  const { severity, code, message, hints, range } = finding
  const fixes = app.editor.fixes.value.get(finding.key) ?? []
  const said = severity === 'error' ? words.error : severity === 'warning' ? words.warning : words.adviceOne
  return (
    <li class={`problems-one ${severity}`}>
      <button type="button" class="problems-go plain" onClick={() => show(app, finding)}>
        <Sign severity={severity} label={said} />
        <span class="problems-message">{message}</span>
        <span class="problems-line">{words.line(range.start.line + 1)}</span>
      </button>
      {hints.map((hint, at) => (
        <p key={at} class="problems-hint">
          {hint}
        </p>
      ))}
      <div class="problems-more">
        {fixes.map((fix, at) => (
          <button key={at} type="button" class="problems-fix" onClick={() => applyEdit(app.project, fix.edit)}>
            {fix.title}
          </button>
        ))}
        <button
          type="button"
          class="problems-code plain"
          title={words.explainTitle(code)}
          aria-label={words.explain(code)}
          onClick={() => (app.editor.explained.value = code)}
        >
          {code}
        </button>
      </div>
    </li>
  )
}

function Sign({ severity, label }: { readonly severity: Finding['severity']; readonly label: string }) {
  return (
    <svg class="icon problems-sign" viewBox="0 0 16 16" width="16" height="16" role="img" aria-label={label}>
      {severity === 'error' ? (
        <>
          <circle cx="8" cy="8" r="6.2" />
          <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
        </>
      ) : severity === 'warning' ? (
        <path d="M8 2.2l6.2 11.2H1.8zM8 6.4v3.4M8 11.4v.4" />
      ) : (
        <>
          <circle cx="8" cy="8" r="6.2" />
          <path d="M8 7.4v3.6M8 4.8v.4" />
        </>
      )}
    </svg>
  )
}

function show(app: App, { path, range }: Finding): void {
  const index = createLineIndex(app.project.files.peek()[path] ?? '')
  const offset = ({ line, character }: { readonly line: number; readonly character: number }): number =>
    index.offset({ line, column: character })
  app.lights.wanted.value = { range: { path, start: offset(range.start), end: offset(range.end) }, focus: true }
  app.arrangement.show('text')
}
