import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly bundle?: string
  readonly call?: string
  readonly json?: boolean
}

export function buildReplayCommand(io: Io): Command {
  return new Command('replay')
    .description('execute calls again from their traces, and hold what the machine asks for against what it asked for then')
    .argument('[traces...]', 'files of traces (.jsonl), and folders of them; those of the node where none is named')
    .option('--call <id>', 'this call alone, by its id in the log')
    .option('--bundle <folder>', 'the bundle that ran; that of the trace among the versions of the node where not said')
    .option('--json', 'the results as JSON')
    .addOption(languageOption(io))
    .action(async (traces: string[], options: Options) => {
      const { replayTraces } = await import('../replay.ts')
      replayTraces(io, traces, { bundle: options.bundle, call: options.call, json: options.json === true, lang: options.lang })
    })
}
