import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly calls?: boolean
  readonly json?: boolean
}

export function buildStatusCommand(io: Io): Command {
  return new Command('status')
    .description('what a running node does: its lines and versions, settings that are changed, calls')
    .option('--calls', 'each call: where it is, since when, what it waits for')
    .option('--json', 'all of it as JSON')
    .addOption(languageOption(io))
    .action(async (options: Options) => {
      const { showStatus } = await import('../operate.ts')
      await showStatus(io, { ...options, calls: options.calls === true, json: options.json === true })
    })
}
