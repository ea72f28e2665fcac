import { expect, it } from 'vitest'
import type { Machine, Prompt } from '../../../machine/format.ts'
import type { Value } from '../../../machine/values.ts'
import { createRecorded, durationOf, renderPrompt, wordsOf, type RecordingList, type RenderedPart } from './index.ts'
import { estimateDuration } from './duration.ts'

const account = { kind: 'choice', name: 'Kind', values: { savings: { '': 'savings' }, card: { '': 'card' } } } as const
const prompts: Prompt[] = [
  { slot: 'hello', holes: [], texts: { 'en-US': ['Hello.'], 'zh-CN': ['您好。'] } },
  {
    slot: 'balance',
    holes: [
      { name: 'kind', type: account },
      { name: 'sum', type: { kind: 'money', currency: 'CNY', decimals: 2, class: 'private' } },
    ],
    texts: {
      'en-US': ['Your ', { hole: 0 }, ' has ', { hole: 1 }, '.'],
      'zh-CN': ['您的', { hole: 0 }, '有', { hole: 1 }, '。'],
    },
  },
  { slot: 'option', holes: [{ name: 'label', type: { kind: 'speech' } }], texts: { 'en-US': ['For ', { hole: 0 }, '.'] } },
  {
    slot: 'inbox',
    holes: [{ name: 'n', type: { kind: 'number', decimals: 0 } }],
    texts: { 'en-US': [{ plural: 0, forms: { one: ['One message'], other: ['Many messages'] } }, '.'] },
  },
]
const machine: Pick<Machine, 'prompts' | 'standard' | 'zones' | 'settings'> & { line: Pick<Machine['line'], 'zone' | 'languages'> } = {
  prompts,
  standard: {} as Machine['standard'],
  settings: [{ name: 'notice', type: { kind: 'speech' }, value: { texts: { zh: '今日休息。', en: 'We rest today.' } } }],
  zones: {},
  line: { zone: 'UTC', languages: ['zh-CN', 'en-US'] },
}

function played(list: RecordingList, prompt: number, values: readonly Value[] = [], language = 'en-US'): RenderedPart[] {
  const recorded = createRecorded(machine, list)
  return renderPrompt(machine, { prompt, values, language }, recorded ? { recorded } : {})
}
const shown = (parts: readonly RenderedPart[]): string[] =>
  parts.map(part =>
    part.kind === 'recorded' ? `${part.sounds.join('+')} ${part.ms}` : part.kind === 'words' ? `“${part.words}”` : part.kind,
  )

it('[L.slots.3] plays a recording where there is one in the language, else has words', () => {
  const list = { hello: { 'en-US': { file: 'hello.wav', ms: 700 } } }
  expect(shown(played(list, 0))).toEqual(['hello.wav 700'])
  expect(shown(played(list, 0, [], 'zh-CN'))).toEqual(['“您好。”'])
  expect(shown(played({}, 0))).toEqual(['“Hello.”'])
  expect(wordsOf(played(list, 0))).toBe('Hello.')
})

it('plays what a setting says where it is recorded, and speaks what an operator wrote instead', () => {
  const list = { 'settings.notice': { 'en-US': { file: 'notice.wav', ms: 900 } } }
  const said: Prompt = {
    slot: 'said',
    holes: [{ name: 'settings.notice', type: { kind: 'speech' } }],
    texts: { 'zh-CN': [{ hole: 0 }], 'en-US': [{ hole: 0 }] },
  }
  const own = { ...machine, prompts: [said] }
  const recorded = createRecorded(own, list)!
  const notice = (value: Value, language: string): string[] =>
    shown(renderPrompt(own, { prompt: 0, values: [value], language }, { recorded }))
  const { value } = machine.settings[0]!
  expect(notice(value, 'en-US')).toEqual(['notice.wav 900'])
  expect(notice(value, 'zh-CN')).toEqual(['“今日休息。”'])
  expect(notice({ texts: { en: 'We rest tomorrow.' } }, 'en-US')).toEqual(['“We rest tomorrow.”'])
  expect(notice({ recording: 'r', ms: 5 }, 'en-US')).toEqual(['recording'])
})

it('[L.slots.4] plays the fragments around values, and values from the fragments of their readings', () => {
  const list: RecordingList = {
    'balance.1': { 'en-US': { file: 'b1.wav', ms: 100 } },
    'balance.2': { 'en-US': { file: 'b2.wav', ms: 200 } },
    'Kind.savings': { 'en-US': { file: 'savings.wav', ms: 300 } },
    'reading/n.1': { 'en-US': { file: 'one.wav', ms: 10 } },
    'reading/money.CNY.one': { 'en-US': { file: 'yuan.wav', ms: 20 } },
  }
  expect(shown(played(list, 1, ['savings', 100]))).toEqual(['b1.wav 100', 'savings.wav 300', 'b2.wav 200', 'one.wav+yuan.wav 30', '“.”'])
  // A value with one fragment missing is spoken whole; so is a choice without its recording.
  const { 'reading/n.1': _, ...less } = list
  const parts = played(less, 1, ['card', 100])
  expect(shown(parts)).toEqual(['b1.wav 100', '“card”', 'b2.wav 200', expect.stringMatching(/^“.*yuan.*\.”$/)])
  expect(wordsOf(parts)).toBe(wordsOf(played({}, 1, ['card', 100])))
  expect(parts.map(part => part.kind === 'words' && part.private === true)).toEqual([false, false, false, true])
})

it('a label is played within the text that tells it, a form of a plural where it is chosen', () => {
  const list: RecordingList = {
    hello: { 'en-US': { file: 'hello.wav', ms: 700 } },
    'option.1': { 'en-US': { file: 'for.wav', ms: 50 } },
    'inbox.2': { 'en-US': { file: 'many.wav', ms: 90 } },
  }
  // The label's own full stop is the sentence's.
  expect(shown(played(list, 2, [{ prompt: 0, values: [] }]))).toEqual(['for.wav 50', 'hello.wav 700'])
  expect(shown(played(list, 3, [1]))).toEqual(['“One message.”'])
  expect(shown(played(list, 3, [2]))).toEqual(['many.wav 90', '“.”'])
})

it('lasts as long as its recordings, and what is not recorded as long as it is estimated to', () => {
  const list = { 'balance.1': { 'en-US': { file: 'b1.wav', ms: 1234 } } }
  const parts = played(list, 1, ['card', 100])
  const rest = parts[1]!
  expect(rest.kind).toBe('words')
  expect(durationOf(parts, 'en-US')).toBe(1234 + (rest.kind === 'words' ? estimateDuration(rest.words, 'en-US') : 0))
})

it('what is private in itself makes the words private, and so does what it says', () => {
  const text: Prompt = { holes: [{ name: 'name', type: { kind: 'speech', class: 'private' } }], texts: { 'en-US': ['Dear ', { hole: 0 }] } }
  const render = (value: Value): RenderedPart[] =>
    renderPrompt({ ...machine, prompts: [...prompts, text] }, { prompt: 4, values: [value], language: 'en-US' })
  expect(render({ texts: { '': 'Li Lei' } })).toEqual([{ kind: 'words', words: 'Dear Li Lei', private: true }])
  expect(render({ prompt: 0, values: [] })).toEqual([{ kind: 'words', words: 'Dear Hello.', private: true }])
})
