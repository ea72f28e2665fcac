// What the signs of a picture mean: those that stand in it.
import type { MessageLanguage } from '../../../diagnostics/diagnostic.ts'
import type { Picture } from './picture.ts'
import type { Badge } from './shapes.ts'

/** What is shown beside the words. */
export type LegendSample =
  | { readonly kind: 'place'; readonly of: 'menu' | 'flow' | 'part' }
  | { readonly kind: 'badge'; readonly mark: Badge }
  | { readonly kind: 'way'; readonly of: 'go' | 'do' | 'gap' }
  | { readonly kind: 'sign'; readonly text: string }
  | { readonly kind: 'frame'; readonly of: 'off' | 'stuck' }

export interface LegendItem {
  readonly sample: LegendSample
  readonly words: string
}

export function legendItems({ boxes, lines, ui }: Picture): readonly LegendItem[] {
  const words = LEGEND[ui]
  const marks = new Set(boxes.flatMap(box => box.marks))
  const kinds = new Set(boxes.map(box => box.kind))
  const rows = boxes.flatMap(box => box.rows.map(row => row.text))
  const items: LegendItem[] = []
  const add = (there: boolean, sample: LegendSample, own: string): void => {
    if (there) items.push({ sample, words: own })
  }
  for (const kind of ['menu', 'flow', 'part'] as const) add(kinds.has(kind), { kind: 'place', of: kind }, words[kind])
  for (const mark of ['secured', 'private', 'secret'] as const) add(marks.has(mark), { kind: 'badge', mark }, words[mark])
  for (const way of ['go', 'do'] as const)
    add(
      lines.some(one => one.kind === way),
      { kind: 'way', of: way },
      words[way],
    )
  for (const [text, what] of words.signs)
    add(
      rows.some(row => row.includes(text)),
      { kind: 'sign', text },
      what,
    )
  add(marks.has('unreachable'), { kind: 'frame', of: 'off' }, words.unreachable)
  add(marks.has('dead end'), { kind: 'frame', of: 'stuck' }, words.deadEnd)
  add(marks.has('uncovered') || lines.some(one => one.uncovered), { kind: 'way', of: 'gap' }, words.uncovered)
  return items
}

interface LegendWords {
  readonly menu: string
  readonly flow: string
  readonly part: string
  readonly secured: string
  readonly private: string
  readonly secret: string
  readonly go: string
  readonly do: string
  readonly signs: readonly (readonly [sign: string, words: string])[]
  readonly unreachable: string
  readonly deadEnd: string
  readonly uncovered: string
}
const LEGEND: Readonly<Record<MessageLanguage, LegendWords>> = {
  en: {
    menu: 'menu',
    flow: 'flow',
    part: 'part: comes back',
    secured: 'requires a level',
    private: 'asks for something private',
    secret: 'asks for something secret',
    go: 'goes there',
    do: 'runs it and comes back',
    signs: [
      ['→', 'goes there (not drawn)'],
      ['⇄', 'runs it and comes back (not drawn)'],
      ['↩', 'back to the menu before'],
      ['↻', 'said again'],
      ['■', 'the call ends'],
    ],
    unreachable: 'no call comes here',
    deadEnd: 'no way leads on',
    uncovered: 'no script goes here',
  },
  zh: {
    menu: '菜单',
    flow: '流程',
    part: '子流程（执行后返回）',
    secured: '要求级别',
    private: '询问私密信息',
    secret: '询问机密信息',
    go: '前往',
    do: '执行后返回',
    signs: [
      ['→', '前往（未画线）'],
      ['⇄', '执行后返回（未画线）'],
      ['↩', '返回上一菜单'],
      ['↻', '重听'],
      ['■', '通话结束'],
    ],
    unreachable: '没有通话能到达',
    deadEnd: '没有出路',
    uncovered: '没有脚本经过',
  },
}
