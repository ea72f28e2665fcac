import { expect, it } from 'vitest'
import { createClock } from './clock.ts'
import { createKeyTimes } from './key-times.ts'
import { heardLength, rowsAt } from './shown-call.ts'
import { bestVoice, type VoiceLike } from './voice.ts'

function clockAt() {
  let real = 1000
  const clock = createClock(() => real)
  return { clock, pass: (ms: number) => void (real += ms) }
}

it('stands, goes, and goes faster', () => {
  const { clock, pass } = clockAt()
  pass(500)
  expect(clock.now()).toBe(0)
  clock.setPace(1)
  pass(500)
  expect(clock.now()).toBe(500)
  clock.setPace(8)
  pass(100)
  expect(clock.now()).toBe(1300)
  expect(clock.realTo(2100)).toBe(100)
  clock.setPace(0)
  pass(5000)
  expect(clock.now()).toBe(1300)
  expect(clock.realTo(1400)).toBe(Infinity)
})

it('waits where it is held, and goes on from there when it is let go', () => {
  const { clock, pass } = clockAt()
  clock.setPace(1)
  clock.hold(800)
  pass(2000)
  expect(clock.now()).toBe(800)
  expect(clock.realTo(801)).toBe(Infinity)
  clock.hold(null)
  pass(50)
  expect(clock.now()).toBe(850)
  clock.set(100)
  expect(clock.now()).toBe(100)
})

it('goes on where it was set behind what holds it', () => {
  const { clock, pass } = clockAt()
  clock.setPace(1)
  clock.hold(800)
  clock.set(900)
  pass(100)
  expect(clock.now()).toBe(900)
})

it('reports a key on its release, after 100 ms at the soonest and 200 ms behind the one before', () => {
  const times = createKeyTimes()
  times.down('1', 1000)
  expect(times.up('1', 1040)).toEqual({ key: '1', at: 1100 })
  times.down('2', 1120)
  expect(times.up('2', 1500)).toEqual({ key: '2', at: 1500 })
  times.down('3', 1510)
  expect(times.up('3', 1520)).toEqual({ key: '3', at: 1700 })
})

it('takes two keys at once one after the other', () => {
  const times = createKeyTimes()
  expect(times.down('1', 1000)).toBeNull()
  expect(times.down('1', 1030)).toBeNull()
  expect(times.down('2', 1050)).toEqual({ key: '1', at: 1100 })
  expect(times.up('1', 1080)).toBeNull()
  expect(times.up('2', 1090)).toEqual({ key: '2', at: 1300 })
  expect(times.up('2', 1100)).toBeNull()
})

it('keeps the order of keys that are typed faster than a line can hear them', () => {
  const times = createKeyTimes()
  const reported = [...Array(20).keys()].map(index => {
    times.down('1', 1000 + index * 60)
    return times.up('1', 1030 + index * 60)!.at
  })
  for (const [index, at] of reported.entries()) if (index > 0) expect(at - reported[index - 1]!).toBe(200)
})

it('takes keys of a call that was wound back at their own time', () => {
  const times = createKeyTimes()
  times.down('1', 60_000)
  times.up('1', 60_100)
  times.down('1', 2000)
  expect(times.up('1', 2150)).toEqual({ key: '1', at: 2150 })
})

const voice = (lang: string, more: Partial<VoiceLike> = {}): VoiceLike => ({
  name: lang,
  voiceURI: lang,
  lang,
  localService: true,
  default: false,
  ...more,
})

it('takes the best voice for a language, and none where none speaks it', () => {
  const voices = [voice('en-GB', { default: true }), voice('en-US', { localService: false }), voice('zh-HK'), voice('zh_CN')]
  expect(bestVoice(voices, 'en-US')?.lang).toBe('en-US')
  expect(bestVoice(voices, 'en-AU')?.lang).toBe('en-GB')
  expect(bestVoice(voices, 'zh-CN')?.lang).toBe('zh_CN')
  expect(bestVoice(voices, 'zh')?.lang).toBe('zh_CN')
  expect(bestVoice([voice('zh-HK')], 'zh-CN')).toBeNull()
  expect(bestVoice(voices, 'fr-FR')).toBeNull()
})

it('shows whole words as they are heard', () => {
  expect('Enter your card'.slice(0, heardLength('Enter your card', 0.5))).toBe('Enter ')
  expect('请输入卡号'.slice(0, heardLength('请输入卡号', 0.5))).toBe('请输')
  expect(heardLength('Enter', 1)).toBe(5)
})

it('shows the transcript as it stood at a step, its last rows first of all', () => {
  const row = (text: string) => ({ at: 0, who: 'line' as const, text: { en: text, zh: text }, cut: false, source: null, spoken: -1 })
  const blocks = [
    [{ block: 0, step: 0, rows: [row('a')] }],
    [
      { block: 1, step: 1, rows: [row('1')] },
      { block: 1, step: 3, rows: [row('12')] },
    ],
    [],
    [{ block: 3, step: 3, rows: [row('b')] }],
  ]
  const shown = (step: number, most?: number): string =>
    rowsAt({ blocks }, step, most)
      .rows.map(one => one.text.en)
      .join(' ')
  expect([0, 1, 2, 3].map(step => shown(step))).toEqual(['a', 'a 1', 'a 1', 'a 12 b'])
  expect(shown(3, 2)).toBe('12 b')
  expect(rowsAt({ blocks }, 3, 2).before).toBe(1)
})
