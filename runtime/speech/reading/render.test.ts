import { expect, it } from 'vitest'
import type { Prompt } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import type { Speaker } from './render.ts'
import { durationOf, renderPrompt, renderText } from './render.ts'
import { estimateDuration } from './duration.ts'

const speaker = (...prompts: Prompt[]): Speaker => ({
  prompts,
  zones: { 'Asia/Shanghai': [[0, 480]] },
  line: { zone: 'Asia/Shanghai', languages: ['zh-CN', 'en-US'] },
})
const card: Type = { kind: 'digits', class: 'private' }
const holes = (...types: Type[]): Prompt['holes'] => types.map((type, i) => ({ name: `v${i}`, type }))

const balance: Prompt = {
  holes: holes(
    card,
    { kind: 'choice', values: { savings: { zh: '活期账户', en: 'savings account' } } },
    { kind: 'money', currency: 'CNY', decimals: 2, class: 'private' },
  ),
  texts: {
    'zh-CN': ['您尾号', { hole: 0, form: 'last4' }, '的', { hole: 1 }, '余额为', { hole: 2 }, '。'],
    'en-US': ['The ', { hole: 1 }, ' ending ', { hole: 0, form: 'last4' }, ' holds ', { hole: 2 }, '.'],
  },
}
const values = ['6225880212345673', 'savings', 1005]

it('the balance as the program printed there says it, in each language', () => {
  expect(renderText(speaker(balance), { prompt: 0, values, language: 'zh-CN' })).toBe('您尾号五六七三的活期账户余额为十元零五分。')
  expect(renderText(speaker(balance), { prompt: 0, values, language: 'en-US' })).toBe(
    'The savings account ending five six seven three holds ten yuan and five fen.',
  )
})

it('[L.types.9] what is private is masked where people read it, its last four are not', () => {
  expect(renderText(speaker(balance), { prompt: 0, values, language: 'zh-CN' }, { masked: true })).toBe(
    '您尾号五六七三的活期账户余额为****。',
  )
})

it('pauses, recordings and silence keep their length', () => {
  const prompt: Prompt = {
    holes: holes({ kind: 'recording' }),
    texts: { 'zh-CN': ['您好', { pause: 500 }, '请听', { hole: 0 }] },
  }
  const parts = renderPrompt(speaker(prompt), { prompt: 0, values: [{ recording: 'r1', ms: 4000 }], language: 'zh-CN' })
  expect(parts).toEqual([
    { kind: 'words', words: '您好' },
    { kind: 'pause', ms: 500 },
    { kind: 'words', words: '请听' },
    { kind: 'recording', recording: 'r1', ms: 4000 },
  ])
  expect(durationOf(parts, 'zh-CN')).toBe(estimateDuration('您好', 'zh-CN') + 500 + estimateDuration('请听', 'zh-CN') + 4000)
  expect(renderPrompt(speaker(), { prompt: -1, values: [], language: 'zh-CN', pause: 700 })).toEqual([{ kind: 'pause', ms: 700 }])
})

it('[L.lexical.4] plural and choice forms', () => {
  const prompt: Prompt = {
    holes: holes({ kind: 'number', decimals: 0 }, { kind: 'boolean' }),
    texts: {
      'zh-CN': [{ hole: 0 }, '条', { plural: 0, forms: { other: ['留言'] } }],
      'en-US': [
        { hole: 0 }, ' ', { plural: 0, forms: { one: ['message'], other: ['messages'] } },
        { plural: 1, forms: { true: [', ', { hole: 0, form: 'ordinal' }], false: [] } },
      ], // prettier-ignore
    },
  }
  const say = (n: number, language: string, flag = false): string => renderText(speaker(prompt), { prompt: 0, values: [n, flag], language })
  expect(say(1, 'en-US')).toBe('one message')
  expect(say(2, 'en-US', true)).toBe('two messages, second')
  expect(say(1, 'zh-CN')).toBe('一条留言')
})

it('speech holds prompts, texts and recordings, within each other', () => {
  const outer: Prompt = {
    holes: holes({ kind: 'speech' }),
    texts: { 'zh-CN': ['请听：', { hole: 0 }, '。'], 'en-US': ['Listen: ', { hole: 0 }, '.'] },
  }
  const say = (value: unknown, language = 'zh-CN'): unknown =>
    renderPrompt(speaker(outer, balance), { prompt: 0, values: [value as never], language }).map(part =>
      part.kind === 'words' ? part.words : part,
    )
  expect(say({ texts: { zh: '今天', en: 'today' } })).toEqual(['请听：今天。'])
  expect(say({ texts: { zh: '今天', en: 'today' } }, 'en-US')).toEqual(['Listen: today.'])
  expect(say({ recording: 'r', ms: 10 })).toEqual(['请听：', { kind: 'recording', recording: 'r', ms: 10 }, '。'])
  expect(say({ prompt: 1, values })).toEqual(['请听：您尾号五六七三的活期账户余额为十元零五分。。'])
  expect(say({ prompt: 0, values: [{ prompt: 0, values: [{ texts: { '': '好' } }] }] })).toEqual(['请听：请听：请听：好。。。'])
  expect(say(null)).toEqual(['请听：。'])
})

it('speech without end is refused, not followed', () => {
  const loop: { prompt: number; values: unknown[] } = { prompt: 0, values: [] }
  loop.values.push(loop)
  const prompt: Prompt = { holes: holes({ kind: 'speech' }), texts: { '': [{ hole: 0 }] } }
  expect(() => renderPrompt(speaker(prompt), { prompt: 0, values: loop.values as never, language: 'zh-CN' })).toThrow(/deep/)
})

it('a value that ends in a full stop has no second one behind it', () => {
  const time: Prompt = { holes: holes({ kind: 'time' }), texts: { '': ['It is ', { hole: 0 }, '. Wait', '…', { hole: 0 }, '...'] } }
  expect(renderText(speaker(time), { prompt: 0, values: ['16:00'], language: 'en-US' })).toBe('It is four p.m. Wait…four p.m....')
  expect(renderText(speaker(time), { prompt: 0, values: ['16:00'], language: 'zh-CN' })).toBe('It is 十六点. Wait…十六点...')
})

it('[S7.6] a text that is missing in a language is spoken in the line’s first; moments in the line’s zone', () => {
  const prompt: Prompt = { holes: holes({ kind: 'moment' }), texts: { 'zh-CN': ['现在', { hole: 0, form: 'time' }] } }
  const at = Date.parse('2026-11-23T02:05:00Z')
  expect(renderText(speaker(prompt), { prompt: 0, values: [at], language: 'en-US' })).toBe('现在ten oh five a.m.')
  expect(renderText(speaker(prompt), { prompt: 0, values: [at], language: 'zh-CN' })).toBe('现在十点零五分')
})
