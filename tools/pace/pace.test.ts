import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { examplesTexts } from './corpus.ts'
import { fitOf, measure } from './measure.ts'

const installed = !spawnSync('espeak-ng', ['--version'], { timeout: 10_000 }).error
// A build server leaves nothing out.
const left = !installed && (process.env['CI'] ?? '') === ''

/** Every so many texts are spoken here; `npm run pace` speaks them all. */
const EVERY = 3
/** The rates that docs/recordings.md states, characters or words a minute, and how near they are kept. */
const RATES = { 'zh-CN': 240, 'en-US': 155 } as const
const NEAR = 0.06

it.skipIf(left)(
  'the estimate of a text is near what a voice takes at the rate of an announcer',
  async () => {
    const texts = await examplesTexts()
    const measured = await measure(texts.filter((_, index) => index % EVERY === 0))
    for (const [language, rate] of Object.entries(RATES)) {
      const fit = fitOf(measured, language)
      expect(fit.texts).toBeGreaterThan(100)
      for (const each of [fit.spokenRate, fit.estimatedRate]) expect(Math.abs(each / rate - 1), language).toBeLessThan(NEAR)
      expect(Math.abs(fit.median - 1), language).toBeLessThan(0.05)
      expect(fit.p10, language).toBeGreaterThan(0.8)
      expect(fit.p90, language).toBeLessThan(1.2)
      // The worst of all: a letter that is spelled out, an aside that the voice hurries.
      const far = measured.filter(each => each.language === language && Math.abs(Math.log(each.estimate / each.spoken)) > Math.log(1.6))
      expect(far).toEqual([])
    }
  },
  60_000,
)
