import { Command } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly bundle?: string
  readonly json?: boolean
}

export function buildReplayCommand(io: Io): Command {
  return new Command('replay')
    .description('execute calls again from their traces, and hold what the machine asks for against what it asked for then')
    .argument('<traces...>', 'trace files (.jsonl)')
    .option('--bundle <folder>', 'the bundle that ran; that of the trace among the versions of the node where not said')
    .option('--json', 'the results as JSON')
    .addOption(languageOption(io))
    .action(async (traces: string[], options: Options) => {
      const { replayTraces } = await import('../replay.ts')
      replayTraces(io, traces, { bundle: options.bundle, json: options.json === true, lang: options.lang })
    })
}
