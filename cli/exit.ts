// How a command ends.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'

export const EXIT = {
  fine: 0,
  /** Errors in a program, a failed script, too many warnings. */
  findings: 1,
  /** It could not start: a wrong option, a file that is not there. */
  refused: 2,
  /** A fault of ours (`EX_SOFTWARE` of sysexits.h). */
  fault: 70,
  /** Ctrl-C (128 + SIGINT). */
  stopped: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** One plain sentence in every language that messages are written in. */
export type Said = Readonly<Record<MessageLanguage, string>>

/** Thrown where a command cannot go on for a reason that the user can mend: one plain sentence, with the path where there is one. */
export class Refusal extends Error {
  readonly code: ExitCode
  readonly in: Said
  constructor(message: Said, code: ExitCode = EXIT.refused) {
    super(message.en)
    this.name = 'Refusal'
    this.in = message
    this.code = code
  }
}

/** A refusal of a file, or of what was named, for a whole sentence about “it”. */
export const refusalOf = (shown: string, { en, zh }: Said): Refusal =>
  new Refusal({ en: `${shown}: ${en.charAt(0).toLowerCase()}${en.slice(1)}`, zh: `${shown}：${zh}` })

/** A refusal of a file that JSON.parse refused; where it says why, so do we. */
export const notJson = (shown: string, error: unknown): Refusal => {
  const why = error instanceof Error ? error.message : ''
  return new Refusal({
    en: `${shown}: it is not JSON${why === '' ? '' : ` (${why})`}.`,
    zh: `${shown}：不是 JSON${why === '' ? '' : `（${why}）`}。`,
  })
}

/** Thrown where Ctrl-C ended it. */
export class Stopped extends Error {
  constructor() {
    super('stopped')
    this.name = 'Stopped'
  }
}

/** A finding's worth of exit without a word more. */
export class Finished extends Error {
  readonly code: ExitCode
  constructor(code: ExitCode) {
    super('finished')
    this.name = 'Finished'
    this.code = code
  }
}
