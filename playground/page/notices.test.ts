import { expect, it } from 'vitest'
import { createNotices, type Notice } from './notices.ts'

const texts = (shown: readonly Notice[]): readonly string[] => shown.map(({ text }) => text.en)
const say = (en: string, more: Partial<Notice> = {}): Notice => ({ text: { en, zh: '' }, ...more })

it('three are shown: an older one is put away, and what asks something stays until it is answered', () => {
  const { tell, close, shown } = createNotices()
  const away: string[] = []
  const asking = ['1', '2', '3', '4'].map(en => say(en, { asks: true }))
  tell(say('first', { onClose: () => away.push('first') }))
  asking.forEach(tell)
  tell(say('a'))
  expect([texts(shown.value), away]).toEqual([['1', '2', '3', '4', 'a'], ['first']])
  tell(say('b', { kind: 'x' }))
  tell(say('c', { kind: 'x' }))
  expect(texts(shown.value)).toEqual(['1', '2', '3', '4', 'c'])
  close(asking[1]!)
  close(asking[2]!)
  tell(say('d'))
  expect(texts(shown.value)).toEqual(['1', '4', 'd'])
})
