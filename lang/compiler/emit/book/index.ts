// The face of the flow book.
export type { BookInput } from './input.ts'
export { flowBook } from './flow-book.ts'
export { renderHtml } from './html.ts'
export { renderMarkdown } from './markdown.ts'
