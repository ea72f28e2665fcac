// As much of XML 1.0 as an exchange file needs: elements, attributes, text, comments, CDATA. No document types and so no entities of
// anybody's own, which are how an XML file reads other files or fills a memory.

export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
  /** From 1. */
  readonly line: number
}

export type ReadXml = { readonly root: XmlElement; readonly problem?: undefined } | { readonly problem: string; readonly root?: undefined }

const DEEPEST = 64
const NAME = '[A-Za-z_:][A-Za-z0-9_:.-]*'
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*("[^"<]*"|'[^'<]*')`, 'y')
const OPEN = new RegExp(`<(${NAME})`, 'y')
const CLOSE = new RegExp(`</(${NAME})\\s*>`, 'y')
const END = /\s*(\/?)>/y
const KNOWN: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function readXml(source: string): ReadXml {
  const text = source.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
  let at = 0
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length
  const fail = (what: string, offset = at): ReadXml => ({ problem: `Line ${lineAt(offset)}: ${what}` })
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found
  }
  let bad: string | null = null
  const decode = (raw: string): string =>
    raw.replace(/&([^;\s&]*);?/g, (whole, name: string) => {
      const code = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name)
      const point = code ? parseInt(code[1] ?? code[2]!, code[1] === undefined ? 10 : 16) : NaN
      if (whole.endsWith(';') && point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)) return String.fromCodePoint(point)
      if (whole.endsWith(';') && Object.hasOwn(KNOWN, name)) return KNOWN[name]!
      bad ??= `“${whole}” is no character; write & as &amp;.`
      return ''
    })

  interface Open extends XmlElement {
    readonly children: (XmlElement | string)[]
  }
  const open: Open[] = []
  let root: XmlElement | null = null
  while (at < text.length) {
    if (bad !== null) return fail(bad)
    const top = open.at(-1)
    if (text[at] !== '<') {
      const next = text.indexOf('<', at)
      const raw = text.slice(at, next < 0 ? text.length : next)
      if (top) top.children.push(decode(raw))
      else if (raw.trim() !== '') return fail('There is text outside of the document.')
      at += raw.length
    } else if (text.startsWith('<!--', at) || text.startsWith('<?', at)) {
      const end = text.startsWith('<?', at) ? '?>' : '-->'
      const close = text.indexOf(end, at + 2)
      if (close < 0) return fail(`“${end}” is missing.`)
      at = close + end.length
    } else if (text.startsWith('<![CDATA[', at) && top) {
      const close = text.indexOf(']]>', at)
      if (close < 0) return fail('“]]>” is missing.')
      top.children.push(text.slice(at + 9, close))
      at = close + 3
    } else if (text.startsWith('<!', at)) {
      return fail('A document type is not read.')
    } else if (text.startsWith('</', at)) {
      const name = match(CLOSE)?.[1]
      if (name === undefined || name !== top?.name)
        return fail(top ? `“</${top.name}>” is missing.` : 'An element is closed that was not open.')
      open.pop()
      if (open.length === 0) root = top
    } else {
      const begun = at
      const name = match(OPEN)?.[1]
      if (name === undefined) return fail('“<” begins no element; write it as &lt;.')
      if (root !== null) return fail('There is more than one document.', begun)
      const attributes: Record<string, string> = Object.create(null) as Record<string, string>
      for (let found = match(ATTRIBUTE); found; found = match(ATTRIBUTE)) {
        if (found[1]! in attributes) return fail(`“${found[1]}” is there twice.`)
        attributes[found[1]!] = decode(found[2]!.slice(1, -1))
      }
      const end = match(END)
      if (!end) return fail(`The element “${name}” is not closed rightly.`)
      const element: Open = { name, attributes, children: [], line: lineAt(begun) }
      top?.children.push(element)
      if (end[1] === '/') {
        if (!top) root = element
      } else {
        if (open.length >= DEEPEST) return fail('It is nested too deeply.')
        open.push(element)
      }
    }
  }
  if (bad !== null) return fail(bad)
  if (open.length > 0) return fail(`“</${open.at(-1)!.name}>” is missing.`)
  return root ? { root } : { problem: 'It is empty.' }
}

export const elementsOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child): child is XmlElement => typeof child !== 'string' && localName(child.name) === name)

/** Without its prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** All the text in it, in order. */
export function textOf(element: XmlElement): string {
  let text = ''
  const waiting: (XmlElement | string)[] = [element]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (typeof at === 'string') text += at
    else waiting.push(...at.children.toReversed())
  }
  return text
}

// Characters that XML 1.0 §2.2 has no way to write are not in a written text.
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
