import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly out: string
  readonly json?: boolean
}

export function buildBuildCommand(io: Io): Command {
  return new Command('build')
    .description('write a bundle: the machine, its sources and recordings, and the SHA-256 of each')
    .argument('[program]', 'the program; the project’s where none is named')
    .option('-o, --out <folder>', 'where', 'dist')
    .option('--json', 'the manifest on standard output')
    .addOption(languageOption(io))
    .action(async (program: string | undefined, options: Options) => {
      const { buildBundle } = await import('../build.ts')
      await buildBundle(io, { program, out: options.out, json: options.json === true, language: options.lang })
    })
}
