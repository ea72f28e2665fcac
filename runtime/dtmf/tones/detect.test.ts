// The figures of ITU-T Q.24 and of docs/tones.md, each from both sides.
import { expect, it } from 'vitest'
import { createToneDetector, type ToneEvent } from './detect.ts'
import { amplitudeOf, TONE_KEYS, TWISTS, type Administration } from './frequencies.ts'
import { makeTones, type ToneOptions } from './make.ts'
import { hear, keysOf, levelOfBoth, strengthOf } from './testing/hear.ts'
import { addNoise, addSines, createRandom, interrupt, lineBand } from './testing/line.ts'

const heard = (options: ToneOptions, keys: string = TONE_KEYS): string => keysOf(hear(makeTones(keys, options)))

it.each([8000, 11025, 16000, 44100, 48000])('tells each key with begin and length to the ms, and its levels, at %i Hz', sampleRate => {
  const sound = makeTones(TONE_KEYS, { sampleRate, duration: 61, gap: 52, level: -13, twist: 2 })
  const expected = [...TONE_KEYS].map((key, index) => ({ key, at: 50 + index * 113, duration: 61, low: -13, high: -11 }))
  expect(hear(sound, { sampleRate })).toEqual(expected)
})

it('it makes no difference how the sound is cut into pieces', () => {
  const sound = addNoise(makeTones('159D*0#', { duration: 45 }), 300, createRandom(5))
  const whole = hear(sound)
  expect(whole).toHaveLength(7)
  for (const size of [1, 7, 40, 160, 1023]) {
    const detector = createToneDetector({ sampleRate: 8000 })
    const events: ToneEvent[] = []
    for (let at = 0; at < sound.length; at += size) events.push(...detector.push(sound.subarray(at, at + size)))
    expect([...events, ...detector.end()]).toEqual(whole)
  }
})

it('a key is told within 60 ms of its end', () => {
  for (const next of ['', '1', '2']) {
    const sound = makeTones(`1${next}`, { duration: 80, gap: 300 })
    const detector = createToneDetector({ sampleRate: 8000 })
    let at = 0
    while (detector.push(sound.subarray(at * 8, (at + 1) * 8)).length === 0) at++
    expect(at).toBeGreaterThan(130)
    expect(at).toBeLessThanOrEqual(130 + 60)
  }
})

it('silence that is only counted is the same as silence that is heard', () => {
  const tone = makeTones('7', { before: 0, gap: 3, duration: 70 })
  for (const ms of [20, 57, 300, 361, 1003, 60_001]) {
    const [counted, told] = [createToneDetector({ sampleRate: 8000 }), createToneDetector({ sampleRate: 8000 })]
    const sound = new Int16Array(ms * 8)
    const play = (detector: typeof told, quiet: () => readonly ToneEvent[]): ToneEvent[] => [
      ...detector.push(tone),
      ...quiet(),
      ...detector.push(tone),
      ...quiet(),
      ...detector.end(),
    ]
    const expected = play(told, () => told.push(sound))
    expect(expected).toHaveLength(ms < 20 ? 1 : 2)
    expect(play(counted, () => counted.silence(ms))).toEqual(expected)
  }
})

it('40 ms is a key, 23 ms is none', () => {
  expect(heard({ duration: 40 })).toBe(TONE_KEYS)
  expect(heard({ duration: 34 })).toBe(TONE_KEYS)
  for (const duration of [5, 10, 15, 20, 23, 24, 28]) expect(heard({ duration })).toBe('')
})

it('a pause of 30 ms parts two keys that are the same, one of 10 ms or less does not', () => {
  expect(heard({ gap: 30 }, '5555')).toBe('5555')
  for (const gap of [2, 5, 8, 10, 15]) expect(hear(makeTones('5555', { gap }))).toHaveLength(1)
})

it('two keys that are not the same need no pause', () => {
  expect(heard({ gap: 0 }, '1592')).toBe('1592')
})

it('an interruption of 10 ms anywhere is none, and the key lasts as long as it does', () => {
  for (const key of '16#') {
    for (let at = 15; at < 80; at += 3) {
      for (const gap of [1, 4, 7, 10]) {
        const events = hear(interrupt(makeTones(key, { duration: 100 }), (50 + at) * 8, gap * 8))
        expect(events).toHaveLength(1)
        expect(events[0]).toMatchObject({ key, at: 50 })
        // A last piece shorter than its interruption is lost.
        if (100 - at - gap > gap + 1) expect(Math.abs(events[0]!.duration - 100)).toBeLessThanOrEqual(1)
      }
    }
  }
})

it('1.5 % off in any direction is a key, 3.5 % is none, at 40 ms and with noise 15 dB below', () => {
  const random = createRandom(15)
  const noisy = (lowOff: number, highOff: number): string =>
    keysOf(hear(addNoise(makeTones(TONE_KEYS, { duration: 40, lowOff, highOff }), strengthOf(levelOfBoth(-10) - 15), random)))
  for (const low of [-0.015, 0, 0.015]) for (const high of [-0.015, 0, 0.015]) expect(noisy(low, high)).toBe(TONE_KEYS)
  for (const [low, high] of [
    [0.035, 0],
    [-0.035, 0],
    [0, 0.035],
    [0, -0.035],
    [0.035, 0.035],
    [-0.035, 0.035],
  ] as const)
    // prettier-ignore
    expect(noisy(low, high)).toBe('')
})

it('twist: 8 dB and −4 dB are accepted, 10 and −6 are not', () => {
  for (const twist of [8, 4, 0, -4]) expect(heard({ twist, duration: 40 })).toBe(TONE_KEYS)
  for (const twist of [10, 14, -6, -10]) expect(heard({ twist, duration: 40 })).toBe('')
})

it.each(Object.keys(TWISTS) as Administration[])('twist as %s has it', administration => {
  const { normal, reverse } = TWISTS[administration]
  const of = (twist: number): string => keysOf(hear(makeTones(TONE_KEYS, { twist, level: -15, duration: 40 }), { twist: administration }))
  expect(of(normal)).toBe(TONE_KEYS)
  expect(of(-reverse)).toBe(TONE_KEYS)
  expect(of(normal + 2)).toBe('')
  expect(of(-reverse - 2)).toBe('')
})

it('levels from 0 to −38 dBm0 each are keys, −42 is none', () => {
  for (let level = 0; level >= -38; level -= 2) expect(heard({ level, duration: 40 })).toBe(TONE_KEYS)
  expect(heard({ level: -42 })).toBe('')
  expect(keysOf(hear(makeTones(TONE_KEYS, { level: -28 }), { leastLevel: -26 }))).toBe('')
})

it.each([0, 8, -4])('all of 160 keys of 40 ms are heard through noise 15 dB below, twist %i dB, their edges to 2 ms', twist => {
  const keys = TONE_KEYS.repeat(10)
  const events = hear(addNoise(makeTones(keys, { duration: 40, twist }), strengthOf(levelOfBoth(-10, twist) - 15), createRandom(40)))
  expect(keysOf(events)).toBe(keys)
  for (const [index, { at, duration }] of events.entries()) {
    expect(Math.abs(at - 50 - index * 90)).toBeLessThanOrEqual(2)
    expect(Math.abs(at + duration - 90 - index * 90)).toBeLessThanOrEqual(2)
  }
})

it('a dial tone as strong as the keys is no hindrance where it is said to be there', () => {
  for (const dial of [[350, 440], [425], [450], [400]]) {
    const amplitude = amplitudeOf(-15)
    const sound = addSines(
      makeTones(TONE_KEYS, { level: -15, duration: 40 }),
      8000,
      dial.map(hertz => ({ hertz, amplitude })),
    )
    const events = hear(sound, { dialTone: true })
    expect(keysOf(events)).toBe(TONE_KEYS)
    for (const [index, { at, duration }] of events.entries()) expect(Math.abs(at + duration - 90 - index * 90)).toBeLessThanOrEqual(3)
    expect(keysOf(hear(sound))).toBe('')
  }
  expect(keysOf(hear(makeTones(TONE_KEYS, { duration: 23 }), { dialTone: true }))).toBe('')
})

it('a line that passes 3.4 kHz and no more is no hindrance', () => {
  expect(keysOf(hear(lineBand(makeTones(TONE_KEYS, { duration: 40 }), 8000)))).toBe(TONE_KEYS)
})

it('one tone alone, a third beside them, or harmonics as a voice has them are no key', () => {
  const of = (...sines: readonly [number, number][]): string =>
    keysOf(
      hear(
        addSines(
          new Int16Array(8000),
          8000,
          sines.map(([hertz, level]) => ({ hertz, amplitude: amplitudeOf(level) })),
        ),
      ),
    )
  expect(of([770, -10], [1336, -10])).toBe('5')
  expect(of([770, -10])).toBe('')
  expect(of([770, -10], [852, -10])).toBe('')
  expect(of([770, -10], [1336, -10], [1000, -14])).toBe('')
  expect(of([770, -10], [1336, -10], [1540, -20], [2672, -20])).toBe('')
})

it('noise alone, however loud, is no key', () => {
  for (const level of [-3, -20, -35]) expect(keysOf(hear(addNoise(new Int16Array(480_000), strengthOf(level), createRandom(7))))).toBe('')
})

it('no sound makes it throw or tell a key that is not within it', () => {
  const random = createRandom(99)
  for (let turn = 0; turn < 40; turn++) {
    const pieces = Array.from({ length: 8 }, () => {
      const ms = Math.floor(random() * 90)
      return random() < 0.3
        ? new Int16Array(ms * 8).fill(random() < 0.5 ? 32767 : -32768)
        : makeTones(TONE_KEYS[Math.floor(random() * 16)]!, {
            before: Math.floor(random() * 30),
            duration: ms,
            gap: 0,
            level: 6 - 50 * random(),
          })
    })
    const sound = Int16Array.from(pieces.flatMap(piece => [...piece]))
    let last = 0
    for (const { at, duration } of hear(sound)) {
      expect(at).toBeGreaterThanOrEqual(last)
      expect(duration).toBeGreaterThan(20)
      last = at + duration
      expect(last).toBeLessThanOrEqual(sound.length / 8 + 1)
    }
  }
})

it('refuses a rate at which there are no tones', () => {
  for (const sampleRate of [0, 4000, 44_100.5, 96_000, NaN]) expect(() => createToneDetector({ sampleRate })).toThrow(RangeError)
  expect(() => createToneDetector({ sampleRate: 6000 })).toThrow('tones are looked for at 8000 to 48000 Hz, not at 6000')
})
