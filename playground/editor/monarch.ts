// The colours that a text has at once, before the language server has read it: rules for Monaco's tokenizer, made from the token table as the TextMate
// grammars are. They are plain data; the build makes them, so that the page needs no parser for them.
import type { TokenInfo } from '../../lang/grammar/tokens.ts'
import { scopedWords, signsOf, TYPES } from '../../tools/textmate/scopes.ts'

/** What the rules call what they find; the theme has a colour for each, and no other. */
export const LEXICAL_TOKENS = [
  ...['comment', 'comment.doc', 'string', 'string.escape', 'string.tag', 'invalid', 'number', 'number.unit', 'number.key', 'keyword'],
  ...['keyword.declare', 'type.standard', 'constant', 'operator', 'operator.word', 'delimiter', 'place', 'property', 'type', 'currency'],
  'variable',
] as const
type Found = (typeof LEXICAL_TOKENS)[number] | 'white'

type Action = Found | { readonly token: Found; readonly next: string } | { readonly cases: Readonly<Record<string, Found>> }
type Rule = readonly [pattern: string, action: Action | readonly Action[]] | { readonly include: string }

export interface MonarchRules {
  readonly defaultToken: Found
  readonly unicode: true
  readonly includeLF: true
  readonly tokenizer: Readonly<Record<string, readonly Rule[]>>
  readonly [words: `words${number}`]: readonly string[]
}

/** What a name is made of, as the tokenizer reads it. */
const INNER = '[\\p{L}\\p{N}\\p{M}_]'
const NAME = `[\\p{L}_]${INNER}*`
const ENDS = `(?!${INNER})`
/** No language tag before a text. */
const WHOLE = `(?!${INNER}|"|-[A-Za-z0-9])`
const NO_LABEL = '(?!\\s*:)'

/** Words behind which a name is declared, or shown by its kind; and those behind which one is gone to. */
const DECLARES = ['flow', 'menu', 'service', 'hours', 'queue', 'line', 'setup']
const LEADS = ['do', 'run']

const FOUND: Readonly<Record<string, Found>> = {
  'storage.type': 'keyword.declare',
  'support.type': 'type.standard',
  'constant.language': 'constant',
  'keyword.operator.word': 'operator.word',
  'keyword.control': 'keyword',
}

const anyOf = (words: readonly string[]): string => `(?:${words.map(word => word.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&')).join('|')})`

/** `all`: the tokens of every language, which hold the lists of words. */
export function monarchRules(tokens: readonly TokenInfo[], all: readonly TokenInfo[]): MonarchRules {
  const scopes = scopedWords(tokens, all).map(({ scope, words }) => ({ found: FOUND[scope]!, words }))
  const written = new Set(scopes.flatMap(({ words }) => words))
  const having = (words: readonly string[]): string => anyOf(words.filter(word => written.has(word)))
  // No name has a hyphen in it.
  const hyphened = scopes.flatMap(({ found, words }) =>
    words.filter(word => word.includes('-')).map((word): Rule => [`${anyOf([word])}${ENDS}`, found]),
  )
  const code: readonly Rule[] = [
    ['\\s+', 'white'],
    ['///(?!/).*', 'comment.doc'],
    ['//.*', 'comment'],
    ['/\\*', { token: 'comment', next: '@comment' }],
    ['([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)(")', ['string.tag', { token: 'string', next: '@text' }]],
    ['"', { token: 'string', next: '@text' }],
    [`\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2}))?${ENDS}`, 'number'],
    [`\\d{1,2}:\\d{2}${ENDS}`, 'number'],
    [`(\\d+(?:\\.\\d+)?)(${NAME})`, ['number', 'number.unit']],
    ['\\d+(?:\\.\\d+)?', 'number'],
    ['((?:press|key)(?=\\s))(\\s+)([*#])', ['keyword', 'white', 'number.key']],
    [`(${having(DECLARES)})(\\s+)(?!${anyOf(['on', 'else'])}${ENDS})(${NAME})${WHOLE}${NO_LABEL}`, ['keyword.declare', 'white', 'place']],
    ...(written.has('type') ? ([[`(type)(\\s+)(${NAME})(?=\\s*=)`, ['keyword.declare', 'white', 'type']]] satisfies readonly Rule[]) : []),
    [`(->)(\\s*)(?!${anyOf(['back', 'again', 'hangup', ...TYPES])}${ENDS})(?!\\p{Lu})(${NAME})${WHOLE}`, ['operator', 'white', 'place']],
    [`(${having(LEADS)})(\\s+)(${NAME})${WHOLE}`, ['keyword', 'white', 'place']],
    ...hyphened,
    [`${NAME}(?=\\s*:)`, 'property'],
    ['\\.\\.', 'delimiter'],
    [`(\\.)(${NAME})`, ['delimiter', 'property']],
    ['[A-Z]{3}(?=\\s+\\d|\\s+[a-z{])', 'currency'],
    [`\\p{Lu}${INNER}*`, 'type'],
    [NAME, { cases: { ...Object.fromEntries(scopes.map(({ found }, at) => [`@words${at}`, found])), '@default': 'variable' } }],
    [anyOf(signsOf(tokens, 'operator')), 'operator'],
    [anyOf(signsOf(tokens, 'punctuation').filter(sign => sign !== '}')), 'delimiter'],
  ]
  return {
    defaultToken: 'invalid',
    unicode: true,
    includeLF: true,
    ...Object.fromEntries(scopes.map(({ words }, at) => [`words${at}`, words])),
    tokenizer: {
      root: [{ include: '@code' }, ['\\}', 'delimiter']],
      code,
      comment: [
        ['[^*]+', 'comment'],
        ['\\*/', { token: 'comment', next: '@pop' }],
        ['\\*', 'comment'],
      ],
      // A text ends with its line at the latest, and with it whatever stands in its braces.
      text: [
        ['\\n', { token: 'white', next: '@popall' }],
        ['[^"\\\\{\\n]+', 'string'],
        ['\\\\(?:u\\{[0-9a-fA-F]{1,6}\\}|["\\\\{}n])', 'string.escape'],
        ['\\\\.?', 'invalid'],
        ['\\{', { token: 'delimiter', next: '@inside' }],
        ['"', { token: 'string', next: '@pop' }],
      ],
      inside: [['\\n', { token: 'white', next: '@popall' }], ['\\}', { token: 'delimiter', next: '@pop' }], { include: '@code' }],
    },
  } as MonarchRules
}
