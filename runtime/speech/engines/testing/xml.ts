// As much of an XML reader as tells elements from text.
export interface Element {
  readonly children: (Element | string)[]
}

export function readXml(source: string): { readonly root: Element | undefined } {
  const top: Element = { children: [] }
  const open = [top]
  for (const [, tag, text] of source.matchAll(/(<[^>]*>)|([^<]+)/g)) {
    if (text !== undefined) {
      const known: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
      open.at(-1)!.children.push(text.replace(/&(\w+);/g, (_, name: string) => known[name] ?? '?'))
    } else if (tag!.startsWith('</')) open.pop()
    else {
      const element: Element = { children: [] }
      open.at(-1)!.children.push(element)
      if (!tag!.endsWith('/>')) open.push(element)
    }
  }
  return { root: top.children.find((child): child is Element => typeof child !== 'string') }
}

export const textOf = (element: Element): string =>
  element.children.map(child => (typeof child === 'string' ? child : textOf(child))).join('')
