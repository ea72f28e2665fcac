// The receiver's test tape, Mitel CM7291, side 1, section by section, in the manner of spandsp's `dtmf_rx_tests`. The tape counts
// bursts; the limits are those of Q.24 (docs/tones.md), and tighter than the tape's own.
import { expect, it } from 'vitest'
import { TONE_KEYS } from './frequencies.ts'
import { makeTones, type ToneOptions } from './make.ts'
import { hear, keysOf, levelOfBoth, strengthOf } from './testing/hear.ts'
import { addNoise, createRandom } from './testing/line.ts'

const DIAGONAL = '159D'
const isHeard = (key: string, options: ToneOptions): boolean => keysOf(hear(makeTones(key, options))) === key
/** How many of the bursts are heard. */
const count = (key: string, bursts: readonly ToneOptions[]): number => bursts.filter(burst => isHeard(key, burst)).length
const sweep = (steps: number, of: (step: number) => ToneOptions): readonly ToneOptions[] =>
  Array.from({ length: steps }, (_, index) => of(index + 1))

it('2. decode check: each key ten times at 50 ms', () => {
  const keys = [...TONE_KEYS].map(key => key.repeat(10)).join('')
  expect(keysOf(hear(makeTones(keys, { level: -4 })))).toBe(keys)
})

it.each([...DIAGONAL])('3. bandwidth and centre of both tones of %s, in steps of 0.1 %% to 6 %%', key => {
  for (const which of ['lowOff', 'highOff'] as const) {
    const plus = count(
      key,
      sweep(60, step => ({ [which]: step / 1000, level: -17 })),
    )
    const minus = count(
      key,
      sweep(60, step => ({ [which]: -step / 1000, level: -17 })),
    )
    // Recognised to between 1.5 and 3.5 % either way, and to the same within 0.2 %.
    for (const side of [plus, minus]) {
      expect(side).toBeGreaterThanOrEqual(23)
      expect(side).toBeLessThanOrEqual(27)
    }
    expect(Math.abs(plus - minus)).toBeLessThanOrEqual(2)
  }
})

it.each([...DIAGONAL])('4. twist of %s, the weaker tone falling by 0.1 dB a burst to 20 dB', key => {
  const normal = count(
    key,
    sweep(200, step => ({ level: -3 - step / 10, twist: step / 10 })),
  )
  const reverse = count(
    key,
    sweep(200, step => ({ level: -3, twist: -step / 10 })),
  )
  expect(normal / 10).toBeGreaterThanOrEqual(8)
  expect(normal / 10).toBeLessThanOrEqual(10)
  expect(reverse / 10).toBeGreaterThanOrEqual(4)
  expect(reverse / 10).toBeLessThanOrEqual(6)
})

it('5. dynamic range: from +3 dBm0 down by 1 dB a burst', () => {
  expect(
    count(
      '1',
      sweep(60, step => ({ level: 4 - step })),
    ),
  ).toBeGreaterThanOrEqual(43)
})

it('6. guard time: from 49 ms down by 0.1 ms a burst to 10 ms', () => {
  const guard =
    (500 -
      count(
        '1',
        sweep(391, step => ({ level: -3, duration: (491 - step) / 10 })),
      )) /
    10
  expect(guard).toBeGreaterThan(24)
  expect(guard).toBeLessThan(40)
})

it('7. noise: 1000 bursts at each level; every one is heard down to 11 dB', () => {
  const random = createRandom(1234567)
  let lowest = Infinity
  for (const ratio of [24, 18, 15, 13, 11, 10, 9, 8]) {
    const sound = addNoise(makeTones('1'.repeat(1000), { level: -4 }), strengthOf(levelOfBoth(-4) - ratio), random)
    if (keysOf(hear(sound)) !== '1'.repeat(1000)) break
    lowest = ratio
  }
  expect(lowest).toBeLessThanOrEqual(11)
})
