// One command from its arguments to its exit code. Only the command that is asked for is loaded.
import { Command, CommanderError, Option } from 'commander'
import { complaintInChinese, headingInChinese } from './command-line.ts'
import { EXIT, Finished, Refusal, Stopped } from './exit.ts'
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import type { Io } from './io.ts'
import { shownPath } from './paths.ts'
import { VERSION } from './version.ts'

type Build = (io: Io) => Command

const COMMANDS: Readonly<Record<string, () => Promise<Build>>> = {
  check: async () => (await import('./commands/check.ts')).buildCheckCommand,
  build: async () => (await import('./commands/build.ts')).buildBuildCommand,
  dial: async () => (await import('./commands/dial.ts')).buildDialCommand,
  play: async () => (await import('./commands/play.ts')).buildPlayCommand,
  test: async () => (await import('./commands/test.ts')).buildTestCommand,
  graph: async () => (await import('./commands/graph.ts')).buildGraphCommand,
  book: async () => (await import('./commands/book.ts')).buildBookCommand,
  prompts: async () => (await import('./commands/prompts.ts')).buildPromptsCommand,
  tones: async () => (await import('./commands/tones.ts')).buildTonesCommand,
  serve: async () => (await import('./commands/serve.ts')).buildServeCommand,
  status: async () => (await import('./commands/status.ts')).buildStatusCommand,
  set: async () => (await import('./commands/set.ts')).buildSetCommand,
  deploy: async () => (await import('./commands/deploy.ts')).buildDeployCommand,
  rollback: async () => (await import('./commands/rollback.ts')).buildRollbackCommand,
  doctor: async () => (await import('./commands/doctor.ts')).buildDoctorCommand,
  replay: async () => (await import('./commands/replay.ts')).buildReplayCommand,
  playground: async () => (await import('./commands/playground.ts')).buildPlaygroundCommand,
  lsp: async () => (await import('./commands/lsp.ts')).buildLspCommand,
  init: async () => (await import('./commands/init.ts')).buildInitCommand,
  fmt: async () => (await import('./commands/fmt.ts')).buildFmtCommand,
  explain: async () => (await import('./commands/explain.ts')).buildExplainCommand,
}

interface Told {
  readonly io: Io
  readonly language: MessageLanguage
  /** Takes what is said of a command line that is not understood. */
  readonly complain: (text: string) => void
}

function prepare(command: Command, told: Told): Command {
  const { io, language, complain } = told
  for (const each of command.commands) prepare(each, told)
  if (language === 'zh') command.configureHelp({ styleTitle: headingInChinese })
  return command.exitOverride().configureOutput({
    writeOut: text => io.stdout.write(text),
    writeErr: complain,
    outputError: (text, write) => write(language === 'zh' ? `错误：${complaintInChinese(withoutError(text))}\n` : text),
    getOutHelpWidth: () => io.stdout.columns() ?? 100,
    getErrHelpWidth: () => io.stderr.columns() ?? 100,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  })
}

async function createProgram(wanted: string | undefined, told: Told): Promise<Command> {
  const program = prepare(new Command('callwright'), told)
    .description('Telephone menus as programs: checked, compiled, dialled and tested.')
    .version(VERSION)
    .addOption(new Option('--debug', 'show where a fault of Callwright came from').hideHelp())
    .helpCommand('help [command]', 'show how a command is used')
    .showHelpAfterError(told.language === 'zh' ? '（callwright --help 列出全部用法）' : '(callwright --help shows what there is)')
  const only = wanted === undefined ? undefined : COMMANDS[wanted]
  for (const load of only ? [only] : Object.values(COMMANDS)) {
    const build = await load()
    program.addCommand(prepare(build(told.io), told))
  }
  return program
}

const OF_FILES = /^(EACCES|EPERM|EROFS|EISDIR|ENOTDIR|ENOENT|EEXIST|ELOOP|ENOSPC|EDQUOT|ENAMETOOLONG|EMFILE|ENFILE|EBUSY|EIO)$/

/** The system’s refusal of a file, where no command has said it better; null for any other error. */
function keptBack(error: unknown, cwd: string): Record<MessageLanguage, string> | null {
  if (!(error instanceof Error)) return null
  const { code, path } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || typeof path !== 'string' || !OF_FILES.test(code)) return null
  const shown = shownPath(cwd, path)
  return { en: `${shown}: it cannot be read or written (${code}).`, zh: `${shown}：无法读取或写入（${code}）。` }
}

/** The language that was asked for, whether or not the command came as far as to read its options. */
function languageOf(io: Io, args: readonly string[]): MessageLanguage {
  const index = args.lastIndexOf('--lang')
  const said = index >= 0 ? args[index + 1] : args.findLast(one => one.startsWith('--lang='))?.slice('--lang='.length)
  return (said ?? io.env['CALLWRIGHT_LANG'] ?? '').toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** With `--json` a refusal is an object on standard output, of one shape for all commands. */
function refuse(io: Io, args: readonly string[], message: Readonly<Record<MessageLanguage, string>>, exit: number): void {
  const text = message[languageOf(io, args)]
  if (args.includes('--json')) io.stdout.write(`${JSON.stringify({ refused: { message: text, exit } })}\n`)
  else io.stderr.write(`callwright: ${text}\n`)
}

/** Commander says `error: unknown option '--jsn'` and, on a line of its own, which one was meant. */
const withoutError = (message: string): string =>
  message
    .trimEnd()
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')

function misunderstood(error: CommanderError): Record<MessageLanguage, string> {
  const en = withoutError(error.message)
  return { en, zh: complaintInChinese(en) }
}

/** Runs `callwright ARGUMENTS` and gives its exit code. Never throws. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const debug = args.includes('--debug')
  const rest = args.filter(argument => argument !== '--debug')
  // With `--json` it is said as an object; help that was asked for by no word at all stays text.
  let complaint = ''
  const complain = rest.includes('--json') ? (text: string) => void (complaint += text) : (text: string) => io.stderr.write(text)
  try {
    const told = { io, language: languageOf(io, rest), complain }
    const program = await createProgram(Object.hasOwn(COMMANDS, rest[0] ?? '') ? rest[0] : undefined, told)
    await program.parseAsync(rest, { from: 'user' })
    return io.stop.aborted ? EXIT.stopped : EXIT.fine
  } catch (error) {
    if (error instanceof Finished && (!io.stop.aborted || error.code === EXIT.fine)) return error.code
    // What Ctrl-C has left open is told.
    const isLeftOpen = error instanceof Refusal && error.code === EXIT.stopped
    if ((io.stop.aborted && !isLeftOpen) || error instanceof Stopped) return EXIT.stopped
    if (error instanceof Refusal) {
      refuse(io, rest, error.in, error.code)
      return error.code
    }
    const kept = keptBack(error, io.cwd)
    if (kept) {
      refuse(io, rest, kept, EXIT.refused)
      return EXIT.refused
    }
    if (error instanceof CommanderError) {
      if (error.exitCode === 0 || error.code === 'commander.help') {
        io.stderr.write(complaint)
        return EXIT.fine
      }
      if (complaint !== '') refuse(io, rest, misunderstood(error), EXIT.refused)
      return EXIT.refused
    }
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    io.stderr.write(`callwright: a fault of Callwright, not of your program: ${what}\n`)
    if (debug && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`)
    else io.stderr.write('Please report it with the files that show it; --debug prints where it came from.\n')
    return EXIT.fault
  }
}
