// The pages about codes, all of them in one part of the script that comes when the first is opened.
const pages = import.meta.glob<string>('../../docs/diagnostics/CW*.md', { query: '?raw', import: 'default', eager: true })

export const explanationOf = (code: string): string | null =>
  Object.hasOwn(pages, `../../docs/diagnostics/${code}.md`) ? pages[`../../docs/diagnostics/${code}.md`]! : null
