// The flow book: a program for those who review it and never open an editor.
import { LINE } from '../graph/types.ts'
import { wordsIn } from '../graph/words.ts'
import { lineSection, promptSection, queueSection, serviceSection, settingSection } from './annexes.ts'
import { createContext, placeLink, type BookContext } from './context.ts'
import type { Book, DocBlock, Inline } from './document.ts'
import type { BookInput } from './input.ts'
import { placeSection } from './place.ts'

/** The same input gives the same book. */
export function flowBook(input: BookInput): Book {
  const context = createContext(input)
  const { machine, words, label } = context
  const title = wordsIn(machine.line.title, label.spoken) || machine.name
  const files = machine.files.flatMap((file, index) => {
    const places = machine.places.flatMap((place, at) => (place.at[0] === index ? [at] : []))
    return places.length === 0 ? [] : [{ file, index, places }]
  })
  const annexes = [...promptSection(context), ...settingSection(context), ...serviceSection(context), ...queueSection(context)]
  return {
    title: `${title} · ${words.book}`,
    language: input.language,
    anchors: new Map([[LINE, 'line'], ...context.anchors]),
    blocks: [
      { kind: 'heading', level: 1, anchor: 'top', text: [title] },
      { kind: 'paragraph', text: [words.intro, ...(input.edition === undefined ? [] : [` ${input.edition}`])] },
      ...contents(context, files, annexes),
      ...lineSection(context),
      ...files.flatMap(({ file, index, places }): DocBlock[] => [
        { kind: 'heading', level: 2, anchor: `file-${index}`, text: [file] },
        ...places.flatMap(at => placeSection(context, at)),
      ]),
      ...annexes,
    ],
  }
}

function contents(
  context: BookContext,
  files: readonly { readonly file: string; readonly index: number; readonly places: readonly number[] }[],
  annexes: readonly DocBlock[],
): readonly DocBlock[] {
  const { machine, words } = context
  const link = (to: string, text: string): Inline => ({ kind: 'link', to, text })
  const ends = annexes.flatMap(block =>
    block.kind === 'heading' && block.anchor !== undefined ? [{ anchor: block.anchor, text: block.text }] : [],
  )
  return [
    { kind: 'heading', level: 2, anchor: 'contents', text: [words.contents] },
    {
      kind: 'list',
      items: [
        { text: [link('line', words.line)], below: [] },
        ...files.map(({ file, index, places }) => ({
          text: [
            link(`file-${index}`, file),
            ': ',
            ...places.flatMap((at, nth): Inline[] => [...(nth === 0 ? [] : [', ']), placeLink(context, machine.places[at]!.name)]),
          ],
          below: [],
        })),
        ...ends.map(({ anchor, text }) => ({ text: [link(anchor, text.filter(one => typeof one === 'string').join(''))], below: [] })),
      ],
    },
  ]
}
