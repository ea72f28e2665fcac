import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly again?: boolean
  readonly json?: boolean
}

export function buildDeployCommand(io: Io): Command {
  return new Command('deploy')
    .description('let a bundle answer the calls that begin from now on; calls in progress end on theirs')
    .argument('[bundle]', 'its folder; without one all that the configuration names')
    .option('--again', 'also a version that was rolled back')
    .option('--json', 'the answer as JSON')
    .addOption(languageOption(io))
    .action(async (bundle: string | undefined, options: Options) => {
      const { deploy } = await import('../operate.ts')
      await deploy(io, bundle, { ...options, again: options.again === true, json: options.json === true })
    })
}
