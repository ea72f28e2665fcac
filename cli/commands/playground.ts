import { Command, InvalidArgumentError, Option } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly port?: number
  readonly open?: boolean
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a port: a number from 0 to 65535.')
  return port
}

export function buildPlaygroundCommand(io: Io): Command {
  return new Command('playground')
    .description('the playground in your browser: write a menu, pick up the phone, hear it')
    .argument('[folder]', 'its files are the project: what is written on the page is written there')
    .addOption(
      new Option('--port <port>', 'where it listens, on this machine alone; the next free one from 4173 where not said').argParser(
        parsePort,
      ),
    )
    .option('--open', 'open it in the browser, too')
    .addOption(languageOption(io))
    .action(async (folder: string | undefined, { port, open = false, lang }: Options) => {
      const { runPlayground } = await import('../playground/playground.ts')
      await runPlayground(io, { folder, port, open, language: lang })
    })
}
