import { Command, Option } from 'commander'
import type { GraphFormat } from '../graph.ts'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'
import { parseCount } from '../numbers.ts'

interface Options extends LanguageOptions {
  readonly format?: GraphFormat
  readonly out?: string
  readonly from?: string
  readonly depth?: number
  readonly file?: string
  readonly coverage?: boolean
}

export function buildGraphCommand(io: Io): Command {
  return new Command('graph')
    .description('draw a program’s places and the keys between them')
    .argument('[program]', 'a program or a bundle; the project’s where none is named')
    .addOption(
      new Option('--format <format>', 'what is written; by the ending of --out, else svg').choices(['svg', 'mermaid', 'dot', 'json']),
    )
    .option('-o, --out <file>', 'where; standard output where not said')
    .option('--from <place>', 'only what this menu or flow leads to')
    .option('--depth <n>', 'only so many ways from there', parseCount)
    .option('--file <file>', 'only the places of one source file')
    .option('--coverage', 'run the scripts and mark what none of them goes through')
    .addOption(languageOption(io))
    .action(async (program: string | undefined, { lang, coverage, format, out, from, depth, file }: Options) => {
      const { showGraph } = await import('../graph.ts')
      await showGraph(io, { program, format, out, from, depth, file, coverage: coverage === true, language: lang })
    })
}
