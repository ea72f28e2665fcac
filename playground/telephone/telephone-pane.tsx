import type { App } from '../page/app.ts'

export function TelephonePane({ app }: { readonly app: App }) {
  return <section aria-label="Telephone">{app.project.current.value}</section>
}
