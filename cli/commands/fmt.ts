import { Command } from 'commander'
import { EXIT, Finished } from '../exit.ts'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface FmtOptions extends LanguageOptions {
  readonly check?: boolean
  readonly json?: boolean
  readonly stdinFilepath?: string
}

export function buildFmtCommand(io: Io): Command {
  return new Command('fmt')
    .description('give programs and scripts their one form, and name those that were changed')
    .argument('[paths...]', 'programs, libraries, scripts or folders; the nearest project where none is named')
    .option('--check', 'write nothing; name those that would change, and fail')
    .option('--stdin-filepath <name>', 'format standard input, as the file of this name, to standard output')
    .option('--json', 'what was done as JSON')
    .addOption(languageOption(io))
    .action(async (paths: string[], options: FmtOptions) => {
      const { formatFiles, formatInput } = await import('../format-files.ts')
      const settings = { language: options.lang, json: options.json === true, check: options.check === true }
      const { stdinFilepath: name } = options
      const fine = name === undefined ? formatFiles(io, paths, settings) : await formatInput(io, name, settings)
      if (!fine) throw new Finished(EXIT.findings)
    })
}
