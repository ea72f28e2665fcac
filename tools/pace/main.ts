// `npm run pace`: the estimate of how long texts take, held against espeak-ng over all texts of the examples.
import { examplesTexts } from './corpus.ts'
import { fitOf, measure } from './measure.ts'

const measured = await measure(await examplesTexts())
for (const language of new Set(measured.map(each => each.language))) {
  const fit = fitOf(measured, language)
  const unit = language.startsWith('zh') ? 'characters' : 'words'
  const of = (ratio: number): string => ratio.toFixed(2)
  process.stdout.write(
    `${language}: ${fit.texts} texts, ${fit.spokenRate.toFixed(0)} ${unit} a minute spoken, ${fit.estimatedRate.toFixed(0)} by the estimate\n` +
      `  estimate / spoken: median ${of(fit.median)}, p10 ${of(fit.p10)}, p90 ${of(fit.p90)}, least ${of(fit.least)}, most ${of(fit.most)}\n`,
  )
}
