// The words of `.dtmf` files: the table of `.ivr` with those that only a script has, without those that mean nothing in one.
import { createTokenizer } from '../grammar/tokenizer.ts'
import { withKeywords, type TokenType } from '../grammar/tokens.ts'

const words = [
  ...[
    'after',
    'agents',
    'ahead',
    'answer',
    'answers',
    'at',
    'busy',
    'by',
    'call',
    'caller',
    'choose',
    'connected',
    'does',
    'each',
    'early',
  ],
  ...[
    'ended',
    'enter',
    'exactly',
    'expect',
    'fails',
    'file',
    'for',
    'from',
    'given',
    'hang',
    'has',
    'hear',
    'in',
    'is',
    'language',
    'level',
  ],
  ...[
    'line',
    'longest',
    'loses',
    'menu',
    'never',
    'next',
    'no',
    'not',
    'nothing',
    'else',
    'number',
    'of',
    'once',
    'only',
    'performed',
    'press',
  ],
  ...[
    'prompt',
    'queue',
    'recording',
    'row',
    'run',
    'same',
    'as',
    'script',
    'setting',
    'setup',
    'silent',
    'skip',
    'speak',
    'stay',
    'tags',
    'the',
  ],
  ...['then', 'times', 'to', 'transcript', 'transferred', 'twice', 'until', 'up', 'use', 'wait', 'waiting', 'with', 'within'],
] as const
export type ScriptWord = (typeof words)[number]

const made = withKeywords(words)

/** The words of a script, by how they are written. */
export const W: Readonly<Record<ScriptWord, TokenType>> = made.K
/** The tokens of `.dtmf` files. */
export const scriptTokens = made.tokens.filter(
  info => info.category !== 'keyword' || (words as readonly (string | undefined)[]).includes(info.image),
)
export const tokenizeScript = createTokenizer(scriptTokens)

/** Words that begin a line of a script or a setup. */
export const lineWords: readonly ScriptWord[] = [
  ...(['call', 'choose', 'each', 'enter', 'expect', 'given', 'hang', 'hear', 'never', 'only', 'press', 'run', 'skip'] as const),
  ...(['speak', 'stay', 'wait'] as const),
]
/** Words that begin a part of the file. */
export const partWords: readonly ScriptWord[] = ['use', 'setup', 'script']
