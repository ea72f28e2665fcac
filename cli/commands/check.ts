import { Command } from 'commander'
import { EXIT, Finished } from '../exit.ts'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'
import { parseCount } from '../numbers.ts'

interface CheckOptions extends LanguageOptions {
  readonly json?: boolean
  readonly maxWarnings?: number
  readonly recordings?: boolean
}

export function buildCheckCommand(io: Io): Command {
  return new Command('check')
    .description('check programs and say what is wrong, where and how to mend it')
    .argument('[paths...]', 'programs, libraries or folders; the nearest project where none is named')
    .option('--json', 'findings as JSON')
    .option('--max-warnings <n>', 'more warnings than this fail the check', parseCount)
    .option('--recordings', 'say of each text that has no recording which one it is')
    .addOption(languageOption(io))
    .action(async (paths: string[], options: CheckOptions) => {
      const { checkPrograms } = await import('../check.ts')
      const fine = await checkPrograms(io, paths, {
        language: options.lang,
        json: options.json === true,
        maxWarnings: options.maxWarnings ?? Infinity,
        recordings: options.recordings === true,
      })
      if (!fine) throw new Finished(EXIT.findings)
    })
}
