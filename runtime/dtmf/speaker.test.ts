import { expect, it } from 'vitest'
import type { Value } from '../../machine/values.ts'
import type { Segment } from '../core/session.ts'
import { createReadingMemory } from './reading-memory.ts'
import { createSpeaker } from './speaker.ts'

const segment = (prompt: number, values: readonly Value[], language = 'en-US'): Segment => ({
  id: 1,
  prompt,
  values,
  language,
  announce: false,
  point: 0,
})

it('what was read is remembered, by prompt, language and every value', () => {
  const read: string[] = []
  const memory = createReadingMemory(each => {
    const text = JSON.stringify([each.prompt, each.language, each.values])
    read.push(text)
    return text
  })
  const speech = (prompt: number, values: readonly Value[] = []): Value => ({ prompt, values })
  const all = [
    segment(0, []), segment(1, []), segment(0, [], 'zh-CN'), segment(0, ['5']), segment(0, [5]), segment(0, [null]), segment(0, ['']), segment(0, [false]),
    segment(0, [speech(5)]), segment(0, [speech(5, ['5'])]), segment(0, [['5']]), segment(0, [{ a: '5' }]), segment(0, ['{"a":"5"}']),
    segment(0, ['a', 'b']), segment(0, ['ab']), segment(0, [speech(5), '5']), segment(0, [{ recording: 'r', ms: 5 }]),
  ] // prettier-ignore
  for (const each of all) expect(memory(each)).toBe(JSON.stringify([each.prompt, each.language, each.values]))
  expect(read).toHaveLength(all.length)
  for (const each of all)
    expect(memory({ ...each, values: structuredClone(each.values) })).toBe(JSON.stringify([each.prompt, each.language, each.values]))
  expect(read).toHaveLength(all.length)
})

it('a memory does not grow without end', () => {
  let read = 0
  const memory = createReadingMemory(() => (read += 1))
  for (let index = 0; index < 50_000; index++) memory(segment(0, [index]))
  memory(segment(0, [0]))
  expect(read).toBe(50_001)
})

it('a pause has no words and lasts as long as it says; private values are masked where they are shown', () => {
  const machine = {
    prompts: [
      { holes: [{ name: 'x', type: { kind: 'text', class: 'private' } }], texts: {} },
      { holes: [], texts: {} },
    ],
  } as const
  const speaker = createSpeaker(machine, { text: (_, masked) => (masked ? 'masked' : 'plain'), duration: () => 7 })
  const pause: Segment = { ...segment(-1, []), pause: 500 }
  expect([speaker.words(pause), speaker.shown(pause), speaker.duration(pause)]).toEqual(['', '', 500])
  expect([speaker.words(segment(0, ['a'])), speaker.shown(segment(0, ['a']))]).toEqual(['plain', 'masked'])
  expect(speaker.shown(segment(1, []))).toBe('plain')
})
