import { Command, Option } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly format?: 'md' | 'html'
  readonly out?: string
  readonly scripts: boolean
}

export function buildBookCommand(io: Io): Command {
  return new Command('book')
    .description('write a flow book: each menu and flow, what is said, its keys, how to get there')
    .argument('[program]', 'a program or a bundle; the project’s where none is named')
    .addOption(new Option('--format <format>', 'one HTML file, or Markdown; by the ending of --out, else html').choices(['md', 'html']))
    .option('-o, --out <path>', 'a file, or a folder; standard output where not said')
    .option('--no-scripts', 'do not run the scripts to say which of them cover a place')
    .addOption(languageOption(io))
    .action(async (program: string | undefined, { lang, format, out, scripts }: Options) => {
      const { writeBook } = await import('../book.ts')
      await writeBook(io, { program, format, out, scripts, language: lang })
    })
}
