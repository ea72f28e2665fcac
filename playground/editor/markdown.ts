// As much of Markdown as the pages about codes are written in, read into parts that are shown as elements: nothing becomes HTML.
export type Inline = { readonly kind: 'words' | 'code' | 'strong'; readonly text: string }

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly parts: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly parts: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string }

export function readMarkdown(text: string): readonly Block[] {
  const lines = text.split(/\r?\n/)
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    if (line.trim() === '') continue
    const heading = /^(#{1,6}) +(.*)$/.exec(line)
    const fence = /^(`{3,})/.exec(line)
    if (heading) blocks.push({ kind: 'heading', level: heading[1]!.length, parts: readInline(heading[2]!) })
    else if (fence) {
      const end = lines.findIndex((one, number) => number > at && one.startsWith(fence[1]!))
      const last = end < 0 ? lines.length : end
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') })
      at = last
    } else {
      const first = at
      while (at + 1 < lines.length && lines[at + 1]!.trim() !== '' && !/^(?:`{3}|#)/.test(lines[at + 1]!)) at++
      const own = lines.slice(first, at + 1)
      blocks.push(
        /^[-*] /.test(line)
          ? { kind: 'list', items: listItems(own).map(readInline) }
          : { kind: 'paragraph', parts: readInline(own.join(' ')) },
      )
    }
  }
  return blocks
}

function listItems(lines: readonly string[]): readonly string[] {
  const items: string[] = []
  for (const line of lines) {
    if (/^[-*] /.test(line)) items.push(line.slice(2))
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return items
}

function readInline(text: string): readonly Inline[] {
  // A link is its words: the pages stand beside each other in the documentation, not here.
  const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return plain
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .filter(part => part !== '')
    .map(part =>
      part.startsWith('`') && part.length > 1
        ? { kind: 'code', text: part.slice(1, -1) }
        : part.startsWith('**')
          ? { kind: 'strong', text: part.slice(2, -2) }
          : { kind: 'words', text: part },
    )
}
