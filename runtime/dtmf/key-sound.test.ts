import { expect, it } from 'vitest'
import { createKeySound, GAP, HELD, type KeySound } from './key-sound.ts'
import { expandScripts } from './script-instances.ts'
import { runScript, type ScriptResult } from './script-run.ts'
import { bank } from './testing/bank.ts'
import { optionsFor, parse } from './testing/play.ts'
import { TONE_KEYS } from './tones/index.ts'
import { makeTones } from './tones/make.ts'

it('every key is heard at its release, to the ms, however long the caller waits', () => {
  const sound = createKeySound()
  let at = 0
  for (const [index, key] of [...TONE_KEYS, ...TONE_KEYS].entries()) {
    expect(sound.press(key, at)).toEqual([{ key, at: at + HELD }])
    at += HELD + GAP + index * index * 37
  }
  expect(sound.pressed()).toBe(32)
  expect(sound.misheard()).toEqual([])
})

it('what is heard is what counts, and what was not heard as it was pressed is told', () => {
  const sound = createKeySound((keys, options) => {
    if (keys === '1') return makeTones('2', options)
    if (keys === '3') return makeTones('3', { ...options, level: -70 })
    if (keys === '4') return makeTones('4', { ...options, duration: 80, gap: 120 })
    return keys === '5' ? makeTones('55', { ...options, duration: 45, gap: 55 }) : makeTones(keys, options)
  })
  expect(sound.press('1', 0)).toEqual([{ key: '2', at: 100 }])
  expect(sound.press('3', 200)).toEqual([])
  expect(sound.press('4', 400)).toEqual([{ key: '4', at: 480 }])
  expect(sound.press('5', 1000)).toEqual([
    { key: '5', at: 1045 },
    { key: '5', at: 1145 },
  ])
  expect(sound.press('6', 1300)).toEqual([{ key: '6', at: 1400 }])
  expect(sound.misheard()).toEqual([
    { at: 100, heard: 'another key' },
    { at: 300, heard: 'nothing' },
    { at: 500, heard: 'at another time' },
    { at: 1100, heard: 'more than one key' },
  ])
})

const LINES = `given s.log_in answers accepted after 2s
given s.transfer answers done("622588")
choose language
press early 2
enter card "62258802,12345673#"
enter passcode "123456"
enter ahead "10*05#"
wait 2s
press 1`

function run(keySound?: () => KeySound): ScriptResult {
  const machine = bank()
  const file = parse(`use "./main.ivr"\nscript "test" in en-US {\n${LINES}\n}\n`)
  const options = optionsFor(machine)
  const { runs } = expandScripts(file, machine, options.readText)
  return runScript({ ...options, ...(keySound ? { keySound } : {}) }, runs[0]!)
}

it('a script whose keys go through sound is the same call, entry by entry', () => {
  const [silent, loud] = [run(), run(() => createKeySound())]
  expect(loud.log).toEqual(silent.log)
  expect([silent.failure, loud.failure]).toEqual([null, null])
  expect(loud.duration).toBe(silent.duration)
  expect([silent.sounded, loud.sounded]).toEqual([0, 32])
})

it.each([
  ['nothing', () => makeTones('', { before: 200 }), /^The key released at 0:03\.100 was not heard in its sound\.$/],
  ['another', (_: string, how: object) => makeTones('1', how), /^The key released at 0:0\d\.\d00 was heard as another\.$/],
  ['two', (key: string, how: object) => makeTones(key.repeat(2), { ...how, duration: 45, gap: 55 }), /was heard as more than one\.$/],
  ['late', (key: string, how: object) => makeTones(key, { ...how, duration: 101, gap: 99 }), /was heard at another time\.$/],
] as const)('a script fails at once where a key is misheard, and does not say which key it was: %s', (_, make, said) => {
  const { failure } = run(() => createKeySound(make as typeof makeTones))
  expect(failure?.problem.en).toMatch(said)
  expect(failure?.problem.zh).toMatch(/。$/)
})
