import { expect, it } from 'vitest'
import type { Machine, Prompt } from './format.ts'
import { cutText, fragmentsOf, isRecordable, isSaid, slotOf, slotsOf, spokenChoices, textHash } from './fragments.ts'
import { sha256Hex } from './hash.ts'

const said = (slot: string, parts: Parameters<typeof cutText>[1]): string[] =>
  fragmentsOf(slot, parts).map(fragment => `${fragment.slot} ${fragment.words}`)

it('[L.slots.4] a text without values is recorded whole, pauses and all', () => {
  expect(said('greeting', ['Welcome.'])).toEqual(['greeting Welcome.'])
  expect(said('greeting', ['Welcome. ', { pause: 500 }, ' Listen.'])).toEqual(['greeting Welcome. {pause 500ms} Listen.'])
})

it('a text with values is cut at them, and punctuation alone is no fragment', () => {
  expect(said('b', ['The ', { hole: 0 }, ' ending ', { hole: 1, form: 'last4' }, ' holds ', { hole: 2 }, '.'])).toEqual([
    'b.1 The',
    'b.2 ending',
    'b.3 holds',
  ])
  expect(said('value', [{ hole: 0 }])).toEqual([])
  expect(said('value', ['“', { hole: 0 }, '”。'])).toEqual([])
  expect(said('silence', [{ pause: 200 }, ' '])).toEqual([])
})

it('forms of a plural are counted where they stand', () => {
  const parts = ['You have ', { hole: 0 }, ' ', { plural: 0, forms: { one: ['message'], other: ['messages ', { hole: 1 }] } }, ' today.']
  expect(said('inbox', parts)).toEqual(['inbox.1 You have', 'inbox.2 message', 'inbox.3 messages', 'inbox.4 today.'])
  const cut = cutText('inbox', parts)
  if (cut.kind !== 'cut') throw new Error(cut.kind)
  expect(cut.lists.map(list => list.fragments.map(fragment => fragment?.slot ?? null))).toEqual([
    ['inbox.1', null, null, null, 'inbox.4'],
    ['inbox.2'],
    ['inbox.3', null],
  ])
})

it('a text is recordable where a cut finds words in it', () => {
  const plural = (form: string) => [{ hole: 0 }, { plural: 0, forms: { one: ['。'], other: ['!', { pause: 9 }, form] } }]
  for (const parts of [
    ['Welcome.'],
    [' ', '。'],
    [],
    [{ pause: 500 }],
    [{ hole: 0 }, '.'],
    [{ hole: 0 }, ' due'],
    plural('?'),
    plural('messages'),
  ])
    expect(isRecordable(parts), JSON.stringify(parts)).toBe(cutText('a', parts).kind !== 'none')
})

it('the hash is that of the words, blanks at the ends set aside', () => {
  const [one, other] = [fragmentsOf('a', [' holds ', { hole: 0 }])[0]!, fragmentsOf('a', ['holds', { hole: 0 }])[0]!]
  expect(textHash(one.words)).toBe(textHash(other.words))
  expect(textHash('您好')).toBe(sha256Hex('您好'))
})

it('letters and numerals are said, signs are not', () => {
  expect([isSaid('。'), isSaid(' — “ '), isSaid('您'), isSaid('9'), isSaid('é')]).toEqual([false, false, true, true, true])
})

it('standard prompts have slots of their own, and named choices that are spoken', () => {
  const kind = { kind: 'choice', name: 'Kind', values: { card: { zh: '信用卡' }, none: { '': '' }, savings: { '': 'savings' } } } as const
  const account = { kind: 'list', upTo: 9, of: { kind: 'record', fields: { kind: { kind: 'optional', of: kind } } } } as const
  const prompts: Prompt[] = [
    { slot: 'hello', holes: [], texts: {} },
    { holes: [{ name: 'label', type: account }], texts: {} },
    { holes: [], texts: {} },
  ]
  const machine = { prompts, standard: { option: 1 } as unknown as Machine['standard'] }
  expect(slotsOf(machine).map(({ slot }) => slot)).toEqual(['hello', 'standard.option'])
  expect(slotOf(machine, 2)).toBeUndefined()
  expect(spokenChoices(machine).map(({ slot }) => slot)).toEqual(['Kind.card', 'Kind.savings'])
})

it.each(['，', '。 ', '…', '', '“—”', '字', '，字', 'ä', '— ä', '٣', '𝒳', '5', '(a', '★', 'ｱ', 'ー', '々', '〇'])(
  'says of “%s” whether anything is heard',
  words => {
    expect(isSaid(words)).toBe(/[\p{L}\p{N}]/u.test(words))
  },
)
