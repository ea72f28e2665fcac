import { expect, it, vi } from 'vitest'
import { createClock } from './clock.ts'
import type { SpokenView } from './contract.ts'
import { createSpeech } from './speech.ts'
import { createVoice } from './voice.ts'

const text = (index: number, at: number, duration: number): SpokenView => ({
  ...{ index, at, duration, until: -1, cut: false, words: 'For your balance, press 1.', language: 'en-US', source: null },
})

/** A call's speech over a browser's voice of which only what it is given is known. */
function open() {
  vi.useFakeTimers({ now: 0 })
  const given: Record<'onstart' | 'onend' | 'onerror', () => void>[] = []
  vi.stubGlobal('SpeechSynthesisUtterance', class {})
  const synthesis = {
    getVoices: () => [{ lang: 'en-US', name: 'one', voiceURI: 'one', localService: true, default: true }],
    speak: (utterance: (typeof given)[number]) => given.push(utterance),
    cancel: () => undefined,
    resume: () => undefined,
  }
  const clock = createClock(() => Date.now())
  const onEnd = vi.fn()
  const speech = createSpeech({ voice: createVoice(synthesis as never), clock, sounds: () => true, onEnd })
  clock.setPace(1)
  return { given, clock, onEnd, speech }
}

it('a text that the voice is done with is over; one that it could not say has its time on the screen', () => {
  const { given, clock, speech, onEnd } = open()
  speech.follow(text(0, 0, 2000))
  given[0]!.onstart()
  vi.advanceTimersByTime(500)
  given[0]!.onend()
  expect(clock.now()).toBe(2000)
  expect(onEnd).toHaveBeenCalledTimes(1)
  speech.follow(text(1, 2000, 3000))
  given[1]!.onerror()
  expect(speech.speaking()).toBe(false)
  expect(clock.now()).toBe(2000)
  vi.advanceTimersByTime(1000)
  expect(clock.now()).toBe(3000)
})

it('a voice that gives no sign, or begins and never ends, holds no call for ever', () => {
  const { given, clock, speech } = open()
  speech.follow(text(0, 0, 1000))
  vi.advanceTimersByTime(2400)
  expect(clock.now()).toBe(1000)
  vi.advanceTimersByTime(200)
  expect(speech.speaking()).toBe(false)
  speech.follow(text(1, clock.now(), 1000))
  given[1]!.onstart()
  vi.advanceTimersByTime(10_000)
  expect(speech.speaking()).toBe(true)
  vi.advanceTimersByTime(60_000)
  expect(speech.speaking()).toBe(false)
})
