import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly printFreeswitch?: boolean
  readonly json?: boolean
}

export function buildServeCommand(io: Io): Command {
  return new Command('serve')
    .description('answer the calls that FreeSWITCH hands over, as callwright.config.json says')
    .argument('[bundle...]', 'bundles to run in the place of those that the configuration names')
    .option('--print-freeswitch', 'print what FreeSWITCH needs, dialplan and settings, and run nothing')
    .option('--json', 'what is printed as JSON')
    .addOption(languageOption(io))
    .action(async (bundles: readonly string[], options: Options) => {
      if (options.printFreeswitch) {
        const { printFreeswitch } = await import('../switch-setup.ts')
        return printFreeswitch(io, bundles, { lang: options.lang, json: options.json === true })
      }
      const { serve } = await import('../serve.ts')
      await serve(io, bundles, options.lang)
    })
}
