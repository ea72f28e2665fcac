import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly printFreeswitch?: boolean
  readonly out?: string
  readonly force?: boolean
  readonly json?: boolean
  readonly answers?: string
}

export function buildServeCommand(io: Io): Command {
  return new Command('serve')
    .description('answer the calls that FreeSWITCH hands over, as callwright.config.json says')
    .argument('[bundle...]', 'bundles to run in the place of those that the configuration names')
    .option('--print-freeswitch', 'print what FreeSWITCH needs, dialplan and settings, and run nothing')
    .option('-o, --out <folder>', 'with --print-freeswitch: write the files below this folder, that of FreeSWITCH’s configuration')
    .option('--force', 'write over files that are there')
    .option('--json', 'what is printed as JSON')
    .option('--answers <file>', 'no bank is asked: a .dtmf or .json file says what the back ends answer')
    .addOption(languageOption(io))
    .action(async (bundles: readonly string[], options: Options) => {
      if (options.printFreeswitch) {
        const { printFreeswitch } = await import('../switch-setup.ts')
        const { lang, out, json = false, force = false } = options
        return printFreeswitch(io, bundles, { lang, json, out, force })
      }
      const { serve } = await import('../serve.ts')
      await serve(io, bundles, { lang: options.lang, ...(options.answers === undefined ? {} : { answers: options.answers }) })
    })
}
