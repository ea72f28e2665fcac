import { Command, InvalidArgumentError } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly language?: string
  readonly speed?: number
  readonly fast?: boolean
  readonly json?: boolean
}

function parseSpeed(text: string): number {
  const speed = Number(text)
  if (!(speed > 0)) throw new InvalidArgumentError('It must be a number above 0.')
  return speed
}

export function buildPlayCommand(io: Io): Command {
  return new Command('play')
    .description('show a script’s call as it goes: what is said, pressed and answered')
    .argument('[script]', 'FILE.dtmf or FILE.dtmf:LINE; the project’s own where none is named')
    .option('--language <tag>', 'the language of the run; that of --lang where not said')
    .option('--speed <times>', 'so many times faster than the call; on a terminal 1', parseSpeed)
    .option('--fast', 'all at once, as where there is no terminal')
    .option('--json', 'what happens in the call as JSON lines')
    .addOption(languageOption(io))
    .action(async (place: string | undefined, options: Options) => {
      const { play } = await import('../play.ts')
      const speed = options.fast || options.json ? Infinity : (options.speed ?? (io.stdout.isTTY ? 1 : Infinity))
      await play(io, { place, language: options.language, speed, json: options.json === true, lang: options.lang })
    })
}
