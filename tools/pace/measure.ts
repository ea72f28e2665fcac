// The estimate of how long a text takes, beside a voice that speaks it.
import { createEspeakNg } from '../../runtime/speech/engines/index.ts'
import { estimateDuration } from '../../runtime/speech/reading/index.ts'
import type { Told } from './corpus.ts'

export interface Measured extends Told {
  /** ms that the voice takes, silence at the ends cut. */
  readonly spoken: number
  /** ms */
  readonly estimate: number
}

/** Voices that speak at a time. */
const AT_ONCE = 3

export async function measure(texts: readonly Told[]): Promise<readonly Measured[]> {
  const engine = createEspeakNg()
  const measured: Measured[] = []
  const waiting = [...texts].reverse()
  const work = async (): Promise<void> => {
    for (let told = waiting.pop(); told !== undefined; told = waiting.pop()) {
      const sound = await engine.speak(told.words, { language: told.language, sampleRate: 8000 })
      if (sound.problem) throw new Error(`${told.words}: ${sound.problem.detail.en}`)
      measured.push({ ...told, spoken: (sound.samples.length / 8000) * 1000, estimate: estimateDuration(told.words, told.language) })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return measured
}

export interface Fit {
  readonly language: string
  readonly texts: number
  /** Characters of Mandarin, words of English, a minute: of the voice, and by the estimate. */
  readonly spokenRate: number
  readonly estimatedRate: number
  /** Of the estimate to what the voice takes. */
  readonly least: number
  readonly p10: number
  readonly median: number
  readonly p90: number
  readonly most: number
}

export function fitOf(measured: readonly Measured[], language: string): Fit {
  const own = measured.filter(each => each.language === language)
  const ratios = own.map(each => each.estimate / each.spoken).sort((a, b) => a - b)
  const at = (part: number): number => ratios[Math.round((ratios.length - 1) * part)] ?? Number.NaN
  const sum = (of: (each: Measured) => number): number => own.reduce((total, each) => total + of(each), 0)
  const units = sum(each => unitsIn(each.words, language))
  const rate = (ms: number): number => (units / ms) * 60_000
  return {
    language,
    texts: own.length,
    spokenRate: rate(sum(each => each.spoken)),
    estimatedRate: rate(sum(each => each.estimate)),
    least: at(0),
    p10: at(0.1),
    median: at(0.5),
    p90: at(0.9),
    most: at(1),
  }
}

const unitsIn = (words: string, language: string): number =>
  (words.match(language.startsWith('zh') ? /[\p{Script=Han}\p{N}]/gu : /\S+/g) ?? []).length
