import type { App } from './app.ts'

/** How many errors there are; where there are none, how much else is found. */
export function ProblemsBadge({ app }: { readonly app: App }) {
  const { errors, warnings, advice } = app.editor.counts.value
  const count = errors > 0 ? errors : warnings + advice
  return count === 0 ? null : <span class={`badge ${errors > 0 ? 'error' : ''}`}>{count}</span>
}
