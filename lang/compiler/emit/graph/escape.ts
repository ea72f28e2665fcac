// Names and texts of a program inside other languages: whatever they hold, they stay text there.

/** What XML 1.0 has no character for, halves of surrogate pairs, and marks that turn the direction of the text after them. */
// oxlint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu

/** What is left where text is text already, as in a page's own nodes. */
export const printable = (text: string): string => text.replace(UNFIT, '\ufffd')

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** For XML and HTML, between tags and in quoted attributes alike. */
export const escapeXml = (text: string): string => printable(text).replace(/[&<>"']/g, character => ENTITIES[character]!)

/** Inside a quoted DOT string, one line. */
export const escapeDot = (text: string): string =>
  printable(text)
    .replace(/[\r\n\t]+/g, ' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')

/** Inside a quoted Mermaid label: entity codes for all that Mermaid, Markdown or HTML could take for its own. */
export const escapeMermaid = (text: string): string =>
  printable(text)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[#&<>"'`;*_~[\](){}|\\$%:/@=-]/g, character => (/[_:/@=()-]/.test(character) ? character : `#${character.codePointAt(0)!};`))

/** Plain text inside Markdown: nothing of it is a mark, a link, an image or HTML. */
export const escapeMarkdown = (text: string): string =>
  printable(text)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[&<>]/g, character => ENTITIES[character]!)
    .replace(/[\\`*_{}[\]()#!|~^$]/g, character => `\\${character}`)
    .replace(/^([+-]|\d+\.)(?=\s)/, '\\$1')
    .replace(/:\/\//g, ':\u200b//')
