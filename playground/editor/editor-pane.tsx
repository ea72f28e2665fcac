import type { App } from '../page/app.ts'

export function EditorPane({ app }: { readonly app: App }) {
  return <section aria-label="Editor">{app.project.current.value}</section>
}
