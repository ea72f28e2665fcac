// What is wrong with an argument that is not sent. The text itself is not in it: it may be secret.

export type RefusalReason =
  /** CR or LF: the rest would be headers or a command of its own. */
  | 'line-break'
  /** Texts end at NUL in FreeSWITCH. */
  | 'nul'
  /** Control characters, where a text is written to a log or a terminal. */
  | 'control'
  | 'empty'
  | 'too-long'
  /** Not what a name, an id, a number or a path of this kind may be made of. */
  | 'characters'
  /** It would be expanded where it is read again. */
  | 'expandable'
  /** FreeSWITCH would take the text for something else: `%[…]` sets variables, `ARRAY::` makes an array. */
  | 'notation'
  /** A path that leaves its folder, or is in none of those that are allowed. */
  | 'outside'
  /** Any command with these words makes FreeSWITCH unload its Event Socket. */
  | 'unloads'
  /** More is waiting to be sent than the connection may hold. */
  | 'congested'

export interface Refused {
  readonly kind: 'refused'
  /** Which argument: `text`, `number`, `execute-app-arg`. */
  readonly what: string
  readonly reason: RefusalReason
}

export const refuse = (what: string, reason: RefusalReason): Refused => ({ kind: 'refused', what, reason })

/** Why a text cannot stand in a line of a command; null where it can. */
export function lineRefusal(what: string, text: string): Refused | null {
  if (/[\r\n]/.test(text)) return refuse(what, 'line-break')
  return text.includes('\0') ? refuse(what, 'nul') : null
}

/** Null where a text is made of what the pattern allows. */
export function patternRefusal(what: string, text: string, pattern: RegExp): Refused | null {
  if (text === '') return refuse(what, 'empty')
  return lineRefusal(what, text) ?? (pattern.test(text) ? null : refuse(what, 'characters'))
}
