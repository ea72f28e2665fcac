import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly number?: string
  readonly until?: string
  readonly why: string
  readonly who?: string
  readonly clear?: boolean
  readonly json?: boolean
}

export function buildSetCommand(io: Io): Command {
  return new Command('set')
    .description('change a setting of a line while calls run: calls that begin from now on have it')
    .argument('<line>', 'the line’s name, as harbour')
    .argument('<setting>', 'NAME=VALUE, the value as JSON or a plain text; with --clear NAME alone')
    .requiredOption('--why <reason>', 'why; it is written down')
    .option('--until <time>', '18:00 (on the line’s clock), 2h, or 2026-10-01T18:00+08:00: then it undoes itself')
    .option('--number <number>', 'only for calls to this number')
    .option('--who <name>', 'who; the user of this machine where not said')
    .option('--clear', 'take the change back: the program’s own value holds again')
    .option('--json', 'the answer as JSON')
    .addOption(languageOption(io))
    .action(async (line: string, setting: string, options: Options) => {
      const { changeSetting } = await import('../operate.ts')
      await changeSetting(io, line, setting, { ...options, clear: options.clear === true, json: options.json === true })
    })
}
