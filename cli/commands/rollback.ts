import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly to?: string
  readonly json?: boolean
}

export function buildRollbackCommand(io: Io): Command {
  return new Command('rollback')
    .description('let the version before answer again; calls in progress end on theirs')
    .argument('<line>', 'the line’s name, as harbour')
    .option('--to <version>', 'a version that is kept, by the beginning of its hash (callwright status lists them)')
    .option('--json', 'the answer as JSON')
    .addOption(languageOption(io))
    .action(async (line: string, options: Options) => {
      const { rollBack } = await import('../operate.ts')
      await rollBack(io, line, { ...options, json: options.json === true })
    })
}
