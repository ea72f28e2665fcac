import type { App } from '../page/app.ts'

export function GraphPane({ app }: { readonly app: App }) {
  return <section aria-label="Graph">{app.project.current.value}</section>
}
