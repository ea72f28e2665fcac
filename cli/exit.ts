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

/** Thrown where a command cannot go on for a reason that the user can mend: one plain sentence, with the path where there is one. */
export class Refusal extends Error {
  readonly code: ExitCode
  readonly in: Readonly<Record<MessageLanguage, string>>
  constructor(message: string | Readonly<Record<MessageLanguage, string>>, code: ExitCode = EXIT.refused) {
    const both = typeof message === 'string' ? { en: message, zh: message } : message
    super(both.en)
    this.name = 'Refusal'
    this.in = both
    this.code = code
  }
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
