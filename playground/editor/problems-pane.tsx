import type { App } from '../page/app.ts'

export function ProblemsPane({ app }: { readonly app: App }) {
  return <section aria-label="Problems">{app.project.current.value}</section>
}
