// 8. of the tape: a voice is no key. The tape's own speech is not ours to give away, so an engine speaks; where there is none this
// part is left out, which the last lines of the run say.
import { expect, it } from 'vitest'
import { TONE_KEYS } from './frequencies.ts'
import { makeTones } from './make.ts'
import { hear, keysOf, levelOfBoth, strengthOf } from './testing/hear.ts'
import { speak, speechEngine, TEXTS, VOICES } from './testing/speech.ts'

const engine = speechEngine()
const left = engine === null && (process.env['CI'] ?? '') === ''

it.skipIf(left).each(['en', 'zh'] as const)('nothing of what voices say in %s is a key', { timeout: 120_000 }, language => {
  let ms = 0
  for (const voice of VOICES.filter(one => one.language === language)) {
    const speech = speak(TEXTS[language], voice)
    ms += speech.length / 8
    expect([voice.name, keysOf(hear(speech)), keysOf(hear(speech, { twist: 'Australia' }))]).toEqual([voice.name, '', ''])
  }
  expect(ms).toBeGreaterThan(240_000)
})

it.skipIf(left)('keys over a voice 20 dB below them are heard', { timeout: 60_000 }, () => {
  const keys = TONE_KEYS.repeat(8)
  const tones = makeTones(keys, { level: -10, duration: 80, gap: 80 })
  const speech = speak(`${TEXTS.en} ${TEXTS.en}`, VOICES[0]!)
  const loud = Math.sqrt(speech.reduce((sum, sample) => sum + sample * sample, 0) / speech.length)
  const scale = strengthOf(levelOfBoth(-10) - 20) / loud
  const mixed = tones.map((sample, at) => sample + scale * (speech[at % speech.length] ?? 0))
  expect(keysOf(hear(mixed))).toBe(keys)
})
