// Results as JUnit XML (the form that Jenkins and GitLab read): a suite a file, a case a run.
import type { ScriptResult } from './script-run.ts'

export interface JUnitCase {
  readonly file: string
  readonly name: string
  /** Real ms that it took. */
  readonly elapsed: number
  readonly outcome:
    | { readonly kind: 'passed' }
    | { readonly kind: 'failed'; readonly message: string; readonly report: string }
    | { readonly kind: 'skipped'; readonly why: string }
    /** It could not be run: a script with errors, a program that is not there. */
    | { readonly kind: 'error'; readonly message: string; readonly report: string }
}

/** A result as a case: its report is `reportScript`'s. */
export const junitCase = (result: ScriptResult, report: string, elapsed: number): JUnitCase => ({
  file: result.run.file.file,
  name: `${result.run.name} [${result.run.language}]${result.run.rowNumber > 0 ? ` (${result.run.rowNumber})` : ''}`,
  elapsed,
  outcome: result.failure ? { kind: 'failed', message: result.failure.problem.en, report } : { kind: 'passed' },
})

export function formatJUnit(cases: readonly JUnitCase[]): string {
  const files = new Map<string, JUnitCase[]>()
  for (const one of cases) {
    const suite = files.get(one.file)
    if (suite) suite.push(one)
    else files.set(one.file, [one])
  }
  const rows = ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="callwright" ${totals(cases)}>`]
  for (const [file, suite] of files) {
    rows.push(`  <testsuite name="${escape(file)}" ${totals(suite)}>`)
    for (const one of suite) rows.push(...caseRows(one))
    rows.push('  </testsuite>')
  }
  rows.push('</testsuites>', '')
  return rows.join('\n')
}

function totals(cases: readonly JUnitCase[]): string {
  const count = (kind: JUnitCase['outcome']['kind']): number => cases.filter(one => one.outcome.kind === kind).length
  const elapsed = cases.reduce((sum, one) => sum + one.elapsed, 0)
  return `tests="${cases.length}" failures="${count('failed')}" errors="${count('error')}" skipped="${count('skipped')}" time="${seconds(elapsed)}"`
}

function caseRows(one: JUnitCase): readonly string[] {
  const head = `    <testcase classname="${escape(one.file)}" name="${escape(one.name)}" time="${seconds(one.elapsed)}"`
  switch (one.outcome.kind) {
    case 'passed':
      return [`${head}/>`]
    case 'skipped':
      return [`${head}>`, `      <skipped message="${escape(one.outcome.why)}"/>`, '    </testcase>']
    case 'failed':
    case 'error': {
      const element = one.outcome.kind === 'failed' ? 'failure' : 'error'
      return [
        `${head}>`,
        `      <${element} message="${escape(one.outcome.message)}">${escape(one.outcome.report)}</${element}>`,
        '    </testcase>',
      ]
    }
  }
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A line break in an attribute would be read as a blank.
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Escaped for text and attributes; what XML 1.0 cannot hold (§2.2) becomes U+FFFD. */
function escape(text: string): string {
  let escaped = ''
  for (const character of text.replace(/\r\n?/g, '\n').toWellFormed()) {
    const code = character.codePointAt(0)!
    escaped += ESCAPES[character] ?? (code < 0x20 || code === 0xfffe || code === 0xffff ? '\ufffd' : character)
  }
  return escaped
}
