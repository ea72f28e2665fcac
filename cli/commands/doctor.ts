import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly json?: boolean
}

export function buildDoctorCommand(io: Io): Command {
  return new Command('doctor')
    .description('look at the FreeSWITCH that the node is to answer for, and say what has to be done')
    .option('--json', 'the findings as JSON')
    .addOption(languageOption(io))
    .action(async (options: Options) => {
      const { examine } = await import('../switch-setup.ts')
      await examine(io, { lang: options.lang, json: options.json === true })
    })
}
