import { Command, InvalidArgumentError } from 'commander'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

interface Options extends LanguageOptions {
  readonly from?: string
  readonly to?: string
  readonly at?: string
  readonly answers?: string
  readonly script?: string
  readonly record?: string
  readonly press?: string
  readonly fast?: boolean
  readonly json?: boolean
  readonly speak?: string | true
  readonly language?: string
}

function parseKeys(text: string): string {
  if (!/^[0-9*#]+$/.test(text)) throw new InvalidArgumentError('It must be keys of a telephone, such as 21#.')
  return text
}

export function buildDialCommand(io: Io): Command {
  return new Command('dial')
    .description('call a line from the terminal; keys may also be piped in: echo "1,2," | callwright dial main.ivr')
    .argument('[program]', 'a program or a bundle; that of the script or the project where none is named')
    .option('--from <number>', 'the caller’s number; withheld where not said')
    .option('--to <number>', 'the number that is dialled; the line’s first where not said')
    .option('--at <moment>', 'when (2026-11-23T10:00, 10:00), or FILE.dtmf:LINE: that moment of a script')
    .option('--answers <file>', 'what the back ends answer: a .dtmf or .json file; else you are asked')
    .option('--script <place>', 'FILE.dtmf:LINE: its call and its “given” lines, with you as the caller')
    .option('--record <file>', 'write the call down as a script')
    .option('--press <keys>', 'press these first, each once the call waits for it, and go on from there', parseKeys)
    .option('--language <tag>', 'with --at FILE:LINE or --script: the language of the run')
    .option('--speak [engine]', 'speak aloud: recordings, and the rest by espeak-ng, say, or what a .json file describes')
    .option('--fast', 'do not wait while the line speaks')
    .option('--json', 'what happens in the call as JSON lines; keys are piped in')
    .addOption(languageOption(io))
    .action(async (program: string | undefined, options: Options) => {
      const { dial } = await import('../dial.ts')
      const { from, to, at, answers, script, record } = options
      const spoken = spokenBy(options.speak, program)
      await dial(io, {
        program: spoken.program,
        from,
        to,
        at,
        answers,
        script,
        record,
        press: options.press ?? '',
        fast: options.fast === true,
        json: options.json === true,
        speak: spoken.engine,
        tag: options.language,
        language: options.lang,
      })
    })
}

/** `--speak main.ivr` names the program, and no engine. Each desktop has a voice of its own; a Linux one has espeak-ng. */
function spokenBy(
  speak: string | true | undefined,
  program: string | undefined,
): { engine: string | undefined; program: string | undefined } {
  const usual = process.platform === 'darwin' || process.platform === 'win32' ? 'say' : 'espeak-ng'
  if (speak === true) return { engine: usual, program }
  const isEngine = speak === undefined || speak === 'espeak-ng' || speak === 'say' || /\.json$/i.test(speak)
  return program === undefined && !isEngine ? { engine: usual, program: speak } : { engine: speak, program }
}
