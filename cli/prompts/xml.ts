// As much of XML 1.0 as an exchange file needs: elements, attributes, text, comments, CDATA. No document types and so no entities of
// anybody's own, which are how an XML file reads other files or fills a memory.

import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'

export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
  /** From 1. */
  readonly line: number
}

export type ReadXml =
  | { readonly root: XmlElement; readonly problem?: undefined }
  | { readonly problem: Readonly<Record<MessageLanguage, string>>; readonly root?: undefined }

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
  const fail = (en: string, zh: string, offset = at): ReadXml => {
    const line = lineAt(offset)
    return { problem: { en: `Line ${line}: ${en}`, zh: `第 ${line} 行：${zh}` } }
  }
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found
  }
  /** The first that was found, to be told at the next step. */
  const bad: (readonly [en: string, zh: string])[] = []
  const decode = (raw: string): string =>
    raw.replace(/&([^;\s&]*);?/g, (whole, name: string) => {
      const code = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name)
      const point = code ? parseInt(code[1] ?? code[2]!, code[1] === undefined ? 10 : 16) : NaN
      if (whole.endsWith(';') && point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)) return String.fromCodePoint(point)
      if (whole.endsWith(';') && Object.hasOwn(KNOWN, name)) return KNOWN[name]!
      bad.push([`“${whole}” is no character; write & as &amp;.`, `“${whole}”不是字符；& 请写成 &amp;。`])
      return ''
    })

  interface Open extends XmlElement {
    readonly children: (XmlElement | string)[]
  }
  const open: Open[] = []
  let root: XmlElement | null = null
  while (at < text.length) {
    if (bad[0]) return fail(...bad[0])
    const top = open.at(-1)
    if (text[at] !== '<') {
      const next = text.indexOf('<', at)
      const raw = text.slice(at, next < 0 ? text.length : next)
      if (top) top.children.push(decode(raw))
      else if (raw.trim() !== '') return fail('There is text outside of the document.', '文档之外有文字。')
      at += raw.length
    } else if (text.startsWith('<!--', at) || text.startsWith('<?', at)) {
      const end = text.startsWith('<?', at) ? '?>' : '-->'
      const close = text.indexOf(end, at + 2)
      if (close < 0) return fail(`“${end}” is missing.`, `缺少“${end}”。`)
      at = close + end.length
    } else if (text.startsWith('<![CDATA[', at) && top) {
      const close = text.indexOf(']]>', at)
      if (close < 0) return fail('“]]>” is missing.', '缺少“]]>”。')
      top.children.push(text.slice(at + 9, close))
      at = close + 3
    } else if (text.startsWith('<!', at)) {
      return fail('A document type is not read.', '不支持文档类型声明。')
    } else if (text.startsWith('</', at)) {
      const name = match(CLOSE)?.[1]
      if (name === undefined || name !== top?.name)
        return top
          ? fail(`“</${top.name}>” is missing.`, `缺少“</${top.name}>”。`)
          : fail('An element is closed that was not open.', '闭合了没有打开的元素。')
      open.pop()
      if (open.length === 0) root = top
    } else {
      const begun = at
      const name = match(OPEN)?.[1]
      if (name === undefined) return fail('“<” begins no element; write it as &lt;.', '“<”不是元素的开头；请写成 &lt;。')
      if (root !== null) return fail('There is more than one document.', '有不止一个文档。', begun)
      const attributes: Record<string, string> = Object.create(null) as Record<string, string>
      for (let found = match(ATTRIBUTE); found; found = match(ATTRIBUTE)) {
        if (found[1]! in attributes) return fail(`“${found[1]}” is there twice.`, `“${found[1]}”重复出现。`)
        attributes[found[1]!] = decode(found[2]!.slice(1, -1))
      }
      const end = match(END)
      if (!end) return fail(`The element “${name}” is not closed rightly.`, `元素“${name}”没有正确闭合。`)
      const element: Open = { name, attributes, children: [], line: lineAt(begun) }
      top?.children.push(element)
      if (end[1] === '/') {
        if (!top) root = element
      } else {
        if (open.length >= DEEPEST) return fail('It is nested too deeply.', '嵌套过深。')
        open.push(element)
      }
    }
  }
  if (bad[0]) return fail(...bad[0])
  if (open.length > 0) return fail(`“</${open.at(-1)!.name}>” is missing.`, `缺少“</${open.at(-1)!.name}>”。`)
  return root ? { root } : { problem: { en: 'It is empty.', zh: '文件是空的。' } }
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
