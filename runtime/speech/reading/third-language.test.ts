import { beforeAll, expect, it } from 'vitest'
import { hasReading, joinFragments, listFragments, readFragments, readings, readingOf, readValue, registerReading } from './index.ts'
import { renderText } from './render.ts'
import { toki } from './testing/toki.ts'

beforeAll(() => {
  expect(hasReading('tok')).toBe(false)
  registerReading(toki)
})

it('a third language is one file: registered, it is read like the others', () => {
  expect(hasReading('tok')).toBe(true)
  expect(readings()).toContain('tok')
  expect(readingOf('tok-x-soweli').tag).toBe('tok')
  expect(readValue(128, { kind: 'number', decimals: 0 }, undefined, 'tok')).toBe('ale mute luka tu wan')
  expect(readValue(-3, { kind: 'number', decimals: 0 }, 'ordinal', 'tok')).toBe('nanpa weka tu wan')
  expect(readValue('12345678', { kind: 'digits' }, undefined, 'tok')).toBe('1234, 5678')
  expect(readValue('2026-01-02', { kind: 'date' }, undefined, 'tok')).toBe('suno tu mun wan sike 2026')
  expect(readValue([1, 2], { kind: 'list', of: { kind: 'number', decimals: 0 }, upTo: 9 }, undefined, 'tok')).toBe('wan en tu')
  expect(readValue(1005, { kind: 'money', currency: 'CNY', decimals: 2 }, undefined, 'tok')).toBe('mani luka luka sike-lili 5')
})

it('its fragments are listed and joined by the same rules', () => {
  const ids = readFragments(128, { kind: 'number', decimals: 0 }, undefined, 'tok')!
  expect(ids).toEqual(['ale', 'mute', 'luka', 'tu', 'wan'].map(id => `reading/${id}`))
  expect(joinFragments(ids, 'tok')).toBe('ale mute luka tu wan')
  expect(listFragments('tok').find(({ id }) => id === 'reading/pause')).toEqual({ id: 'reading/pause', words: ',', pause: 200 })
})

it('a prompt speaks it', () => {
  const prompt = { holes: [{ name: 'n', type: { kind: 'number', decimals: 0 } }], texts: { tok: ['mani: ', { hole: 0 }, '.'] } } as const
  const speaker = { prompts: [prompt], zones: {}, line: { zone: 'UTC', languages: ['tok'] } }
  expect(renderText(speaker, { prompt: 0, values: [6], language: 'tok' })).toBe('mani: luka wan.')
})

it('what is registered under a known tag takes its place', () => {
  expect(readingOf('yue').tag).toBe('en')
  registerReading({ ...toki, tag: 'yue' })
  expect(readingOf('yue-HK').tag).toBe('yue')
})
