/** The path under which the standard prompts' own file appears in a program. No file of a disk has it. */
export const STANDARD_PATH = 'callwright:standard.ivr'

/** Names of the standard prompts, in the machine's order. */
export const standardNames = ['option', 'shortcut', 'more', 'yes', 'no', 'position'] as const

/**
 * How an option, a shortcut, the next page, yes, no and a place in a queue are told. A program that declares a prompt of one of these names
 * tells it its own way; the parameters stay.
 */
export const standardText = `prompts {
  option(label: speech, key: digits)   zh"{label}，请按{key as keys}。" en"For {label}, press {key as keys}."
  shortcut(label: speech, key: digits) zh"{label}，请按{key as keys}。" en"For {label}, press {key as keys}."
  more                                 zh"更多选项" en"more choices"
  yes                                  zh"确认" en"yes"
  no                                   zh"取消" en"no"
  position(n: number)                  zh"您排在{n as ordinal}位。" en"You are number {n} in the queue."
}
`

/** `option(label: speech, key: digits)`: how a program declares its own. */
export const standardSignature = (name: string): string => new RegExp(`^ +(${name}(?:\\(.*?\\))?) `, 'm').exec(standardText)?.[1] ?? name
