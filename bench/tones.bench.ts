// Detection of tones: speed on one core, and what is heard of sound as bad as Q.24 lets it be, beside multimon-ng (Debian's) on the
// same files. Its rate is 22050 Hz, so that is theirs too; telephone sound lies below 4 kHz either way.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createToneDetector, makeTones, TONE_KEYS, type ToneOptions } from '../runtime/dtmf/tones/index.ts'
import { levelOfBoth, strengthOf } from '../runtime/dtmf/tones/testing/hear.ts'
import { addNoise, createRandom, interrupt, resample } from '../runtime/dtmf/tones/testing/line.ts'
import { speak, speechEngine, TEXTS, VOICES } from '../runtime/dtmf/tones/testing/speech.ts'
import type { Figure } from './figure.ts'
import { medianMs } from './measure.ts'

const PEER_RATE = 22_050
const KEYS_A_FILE = 200

interface Condition extends ToneOptions {
  readonly what: string
  /** Noise so many dB below both tones together. */
  readonly ratio?: number
  /** 10 ms of each key are missing. */
  readonly interrupted?: true
}

const CONDITIONS: readonly Condition[] = [
  { what: 'clean, 100 ms', duration: 100, gap: 100 },
  { what: 'clean, 50 ms', duration: 50, gap: 50 },
  { what: 'clean, 40 ms', duration: 40, gap: 40 },
  { what: 'noise at 18 dB, 50 ms', duration: 50, gap: 50, ratio: 18 },
  { what: 'noise at 15 dB, 40 ms', duration: 40, gap: 40, ratio: 15 },
  { what: 'noise at 12 dB, 50 ms', duration: 50, gap: 50, ratio: 12 },
  { what: 'twist 8 dB, noise at 15 dB, 50 ms', duration: 50, gap: 50, twist: 8, ratio: 15 },
  { what: 'twist −4 dB, noise at 15 dB, 50 ms', duration: 50, gap: 50, twist: -4, ratio: 15 },
  { what: '1.5 % too high, noise at 15 dB, 50 ms', duration: 50, gap: 50, lowOff: 0.015, highOff: 0.015, ratio: 15 },
  { what: '1.5 % too low, noise at 15 dB, 50 ms', duration: 50, gap: 50, lowOff: -0.015, highOff: -0.015, ratio: 15 },
  { what: '−26 dBm0, noise at 15 dB, 50 ms', duration: 50, gap: 50, level: -26, ratio: 15 },
  { what: '0 dBm0, clipped, 50 ms', duration: 50, gap: 50, level: 0 },
  { what: 'interrupted for 10 ms, 100 ms', duration: 100, gap: 60, interrupted: true },
]
/** What is to be heard as nothing. */
const REFUSED: readonly Condition[] = [
  { what: '23 ms', duration: 23, gap: 77 },
  { what: '3.5 % off', duration: 50, gap: 50, lowOff: 0.035, highOff: -0.035 },
]

function soundOf(condition: Condition, keys: string, random: () => number): Int16Array {
  let sound = makeTones(keys, condition)
  const { level = -10, twist = 0, duration = 50, gap = 50, ratio, interrupted } = condition
  if (interrupted) {
    for (let index = 0; index < keys.length; index++) {
      const from = 50 + index * (duration + gap) + 20 + Math.floor(random() * (duration - 50))
      sound = interrupt(sound, from * 8, 80)
    }
  }
  return ratio === undefined ? sound : addNoise(sound, strengthOf(levelOfBoth(level, twist) - ratio), random)
}

const ours = (sound: Int16Array, sampleRate: number): string => {
  const detector = createToneDetector({ sampleRate })
  return [...detector.push(sound), ...detector.end()].map(event => event.key).join('')
}

/** `multimon-ng 1.2.0`; null where it is not installed. */
const peerVersion = (): string | null => {
  const found = spawnSync('multimon-ng', ['-h'], { encoding: 'utf8', timeout: 10_000 })
  return found.error ? null : (/multimon-ng \d[\d.]*/.exec(`${found.stdout}${found.stderr}`)?.[0] ?? 'multimon-ng')
}

function theirs(path: string): string {
  const ran = spawnSync('multimon-ng', ['-q', '-a', 'DTMF', '-t', 'raw', path], { encoding: 'utf8', maxBuffer: 1e9 })
  if (ran.status !== 0) throw new Error(`multimon-ng: ${ran.stderr}`)
  return [...ran.stdout.matchAll(/^DTMF: (.)$/gm)].map(found => found[1]).join('')
}

/** Keys that were heard in their order: the longest common part. */
function rightOf(sent: string, heard: string): number {
  let row = new Uint32Array(heard.length + 1)
  for (const key of sent) {
    const next = new Uint32Array(heard.length + 1)
    for (let at = 1; at <= heard.length; at++) next[at] = key === heard[at - 1] ? row[at - 1]! + 1 : Math.max(row[at]!, next[at - 1]!)
    row = next
  }
  return row[heard.length]!
}

interface Score {
  sent: number
  right: number
  /** Heard and not sent. */
  wrong: number
}

const count = (score: Score, sent: string, heard: string): void => {
  const right = rightOf(sent, heard)
  score.sent += sent.length
  score.right += right
  score.wrong += heard.length - right
}

const percent = ({ right, sent }: Score): number => (100 * right) / sent

/** Ten minutes of keys, noise and pauses. */
function longSound(random: () => number): Int16Array {
  const keys = Array.from({ length: 3000 }, () => TONE_KEYS[Math.floor(random() * 16)]!).join('')
  return addNoise(makeTones(keys, { duration: 100, gap: 100 }), strengthOf(-25), random)
}

const timesReal = (sound: Int16Array, sampleRate: number): number => {
  const ms = medianMs(() => void ours(sound, sampleRate), { runs: 5, warmup: 1 })
  return (sound.length * 1000) / sampleRate / ms
}

export default (): Figure[] => {
  const random = createRandom(20_261_125)
  const long = longSound(random)
  const wanted = { atLeast: 200 }
  const speeds: Figure[] = [8000, 16_000].map(sampleRate => ({
    what: `tones detected, ${sampleRate} Hz, one core`,
    value: timesReal(sampleRate === 8000 ? long : resample(long, 8000, sampleRate), sampleRate),
    unit: '× real time',
    wanted,
    note: 'ten minutes of keys in noise at 18 dB',
  }))

  const version = peerVersion()
  const folder = mkdtempSync(join(tmpdir(), 'callwright-tones-'))
  try {
    const [our, their, ourFalse, theirFalse] = Array.from({ length: 4 }, (): Score => ({ sent: 0, right: 0, wrong: 0 })) as [
      Score,
      Score,
      Score,
      Score,
    ]
    const rows: string[] = []
    const play = (what: string, sound: Int16Array, keys: string, mine: Score, peers: Score): void => {
      const file = resample(sound, 8000, PEER_RATE)
      const before = [{ ...mine }, { ...peers }] as const
      count(mine, keys, ours(file, PEER_RATE))
      if (version !== null) {
        const path = join(folder, 'sound.raw')
        writeFileSync(path, new Uint8Array(file.buffer))
        count(peers, keys, theirs(path))
      }
      const row = (score: Score, was: Score): string =>
        `${score.right - was.right}/${score.sent - was.sent}${score.wrong > was.wrong ? ` and ${score.wrong - was.wrong} wrong` : ''}`
      rows.push(`    ${what.padEnd(40)} ${row(mine, before[0])}${version === null ? '' : `, ${row(peers, before[1])}`}`)
    }
    const keysOf = (): string => Array.from({ length: KEYS_A_FILE }, () => TONE_KEYS[Math.floor(random() * 16)]!).join('')
    for (const condition of CONDITIONS) {
      const keys = keysOf()
      play(condition.what, soundOf(condition, keys, random), keys, our, their)
    }
    for (const condition of REFUSED) play(`not a key: ${condition.what}`, soundOf(condition, keysOf(), random), '', ourFalse, theirFalse)
    if (speechEngine() !== null) {
      for (const language of ['en', 'zh'] as const) {
        const voices = VOICES.filter(voice => voice.language === language)
        const speech = Int16Array.from(voices.flatMap(voice => [...speak(TEXTS[language], voice)]))
        play(`not a key: ${(speech.length / 480_000).toFixed(1)} min of speech, ${language}`, speech, '', ourFalse, theirFalse)
      }
    } else rows.push('    speech is left out: espeak-ng is not installed')
    process.stdout.write(`  keys heard, ours${version === null ? '' : ` and ${version}`}\n${rows.join('\n')}\n`)
    if (version === null) process.stdout.write('  the peer is left out: multimon-ng is not installed\n')

    const found: Figure[] = [
      ...speeds,
      {
        what: 'keys heard right, sound as bad as Q.24 lets it be',
        value: percent(our),
        unit: '%',
        wanted: { atLeast: 100 },
        note: `${our.sent} keys`,
      },
      { what: 'keys heard where there are none', value: our.wrong + ourFalse.wrong, unit: 'keys', wanted: { atMost: 0 } },
    ]
    if (version === null) return found
    const path = join(folder, 'long.raw')
    const slow = resample(long, 8000, PEER_RATE)
    writeFileSync(path, new Uint8Array(slow.buffer))
    const [mine, peers] = [() => void ours(slow, PEER_RATE), () => void theirs(path)].map(run => medianMs(run, { runs: 3, warmup: 1 }))
    return [
      ...found,
      { what: `keys heard right by ${version}`, value: percent(their), unit: '%' },
      { what: `keys heard where there are none by ${version}`, value: their.wrong + theirFalse.wrong, unit: 'keys' },
      {
        what: `speed beside ${version}, 22050 Hz`,
        value: peers! / mine!,
        unit: '×',
        note: `ours ${(600_000 / mine!).toFixed(0)} × real time, theirs ${(600_000 / peers!).toFixed(0)} ×, its start and reading of the file with it`,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
