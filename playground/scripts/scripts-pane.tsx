import type { App } from '../page/app.ts'

export function ScriptsPane({ app }: { readonly app: App }) {
  return <section aria-label="Scripts">{app.project.current.value}</section>
}
