import { Command, Option } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly out: string
  readonly json?: boolean
  readonly speech?: string
  readonly rate: string
}

export function buildBuildCommand(io: Io): Command {
  return new Command('build')
    .description('write a bundle: the machine, its sources and recordings, and the SHA-256 of each')
    .argument('[program]', 'the program; the project’s where none is named')
    .option('-o, --out <folder>', 'where', 'dist')
    .option('--json', 'what was written, as JSON: folder, hash, files, warnings, manifest')
    .option('--speech <engine>', 'speak what has no recording: espeak-ng, say, or a .json file that describes a service')
    .addOption(new Option('--rate <hz>', 'sampling rate of what is spoken').choices(['8000', '16000']).default('8000'))
    .addOption(languageOption(io))
    .action(async (program: string | undefined, options: Options) => {
      const { buildBundle } = await import('../build.ts')
      const { out, json, speech, rate, lang } = options
      await buildBundle(io, { program, out, json: json === true, speech, rate: Number(rate), language: lang })
    })
}
