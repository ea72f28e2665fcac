import { Command, Option } from 'commander'
import { TWISTS, type Administration } from '../../runtime/dtmf/tones/index.ts'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly json?: boolean
  readonly twist: Administration
  readonly dialTone?: boolean
}

export function buildTonesCommand(io: Io): Command {
  return new Command('tones')
    .description('print the keys in recordings of a telephone')
    .argument('<files...>', 'WAV files: one channel, PCM, µ-law or A-law')
    .addOption(
      new Option('--twist <administration>', 'whose rule for tones of unequal strength holds')
        .choices(Object.keys(TWISTS))
        .default('AT&T' satisfies Administration),
    )
    .option('--dial-tone', 'a dial tone sounds beneath the keys')
    .option('--json', 'as JSON')
    .addOption(languageOption(io))
    .action(async (files: string[], options: Options) => {
      const { printTones } = await import('../tones.ts')
      printTones(io, files, {
        twist: options.twist,
        dialTone: options.dialTone === true,
        json: options.json === true,
        language: options.lang,
      })
    })
}
