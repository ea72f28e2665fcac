// The TextMate grammars of `.ivr` and `.dtmf`, for editors that colour a text before a language server has read it, made from the token table.
import { format, resolveConfig } from 'prettier'
import { join } from 'node:path'
import { ivrTokens, type TokenInfo } from '../../lang/grammar/tokens.ts'
import { scriptTokens } from '../../lang/script/tokens.ts'
import { scopedWords, signsOf, TYPES } from './scopes.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'editors', 'vscode', 'syntaxes')

interface Rule {
  readonly comment?: string
  readonly name?: string
  readonly contentName?: string
  readonly match?: string
  readonly begin?: string
  readonly end?: string
  readonly while?: string
  readonly include?: string
  readonly captures?: Readonly<Record<string, { readonly name: string }>>
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>
  readonly endCaptures?: Readonly<Record<string, { readonly name: string }>>
  readonly patterns?: readonly Rule[]
}

/** What a name is made of, as the tokenizer reads it. */
const INNER = '[\\p{L}\\p{N}\\p{M}_]'
const NAME = `[\\p{L}_]${INNER}*`
/** Where a word begins and ends. Behind a dot it is a field, before a colon the name of a field or an argument. */
const BEGINS = `(?<!${INNER})(?<!(?<!\\.)\\.)`
const ENDS = `(?!${INNER})`
const NO_LABEL = '(?!\\s*:)'

/** A name that is no language tag before a text. */
const WHOLE_NAME = `(${NAME})(?!${INNER}|"|-[A-Za-z0-9])`

const escape = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&')
const anyOf = (words: readonly string[]): string => `(?:${words.map(escape).join('|')})`
const named = (...names: readonly string[]): Readonly<Record<string, { readonly name: string }>> =>
  Object.fromEntries(names.map((name, at) => [`${at + 1}`, { name }]))
const include = (...names: readonly string[]): readonly Rule[] => names.map(name => ({ include: `#${name}` }))

/** Words behind which the name of a place or a setup stands. */
const LEADS = ['do', 'run']
/** Words behind which a name is declared, or shown by its kind. */
const DECLARES = ['flow', 'menu', 'service', 'hours', 'queue', 'line', 'setup']

function grammar(id: 'ivr' | 'dtmf', name: string, tokens: readonly TokenInfo[]): unknown {
  const words = new Set(tokens.map(({ image }) => image))
  const having = (all: readonly string[]): string => all.filter(word => words.has(word)).join('|')
  const suffix = (scope: string): string => `${scope}.${id}`
  const repository: Record<string, Rule> = {
    comments: {
      patterns: [
        { name: suffix('comment.line.documentation'), match: '///(?!/).*$' },
        { name: suffix('comment.line.double-slash'), match: '//.*$' },
        { name: suffix('comment.block'), begin: '/\\*', end: '\\*/' },
      ],
    },
    texts: {
      comment: 'A text ends with its line at the latest.',
      name: suffix('string.quoted.double'),
      begin: `(?:(?<!${INNER})([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*))?(")`,
      beginCaptures: named(suffix('support.constant.language-tag'), suffix('punctuation.definition.string.begin')),
      end: '"|(?=$)',
      endCaptures: { '0': { name: suffix('punctuation.definition.string.end') } },
      patterns: [
        { name: suffix('constant.character.escape'), match: '\\\\(?:u\\{[0-9a-fA-F]{1,6}\\}|["\\\\{}n])' },
        { name: suffix('invalid.illegal.escape'), match: '\\\\.' },
        {
          name: suffix('meta.interpolation'),
          contentName: suffix('source'),
          begin: '\\{',
          beginCaptures: { '0': { name: suffix('punctuation.section.interpolation.begin') } },
          end: '\\}|(?=$)',
          endCaptures: { '0': { name: suffix('punctuation.section.interpolation.end') } },
          patterns: include('expressions'),
        },
      ],
    },
    numbers: {
      patterns: [
        {
          name: suffix('constant.numeric.date'),
          match: `${BEGINS}\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2}))?${ENDS}`,
        },
        { name: suffix('constant.numeric.time'), match: `${BEGINS}\\d{1,2}:\\d{2}${ENDS}` },
        {
          name: suffix('constant.numeric'),
          match: `(?<!${INNER})(\\d+(?:\\.\\d+)?)(${NAME})?`,
          captures: { '2': { name: suffix('keyword.other.unit') } },
        },
      ],
    },
    keys: {
      comment: 'A key that is no digit.',
      match: `(?<!${INNER})(press|key)\\s+([*#])`,
      captures: named(suffix('keyword.control'), suffix('constant.numeric.key')),
    },
    declarations: {
      patterns: [
        {
          match: `${BEGINS}(${having(DECLARES)})\\s+(?!${anyOf(['on', 'else'])}${ENDS})${WHOLE_NAME}${NO_LABEL}`,
          captures: named(suffix('storage.type'), suffix('entity.name.function')),
        },
        ...(words.has('type')
          ? [{ match: `${BEGINS}(type)\\s+(${NAME})(?=\\s*=)`, captures: named(suffix('storage.type'), suffix('entity.name.type')) }]
          : []),
      ],
    },
    places: {
      patterns: [
        {
          match: `(->)\\s*(?!${anyOf(['back', 'again', 'hangup', ...TYPES])}${ENDS})(?!\\p{Lu})${WHOLE_NAME}`,
          captures: named(suffix('keyword.operator.arrow'), suffix('entity.name.function')),
        },
        {
          match: `${BEGINS}(${having(LEADS)})\\s+${WHOLE_NAME}`,
          captures: named(suffix('keyword.control'), suffix('entity.name.function')),
        },
      ],
    },
    labels: { name: suffix('variable.other.property'), match: `(?<!${INNER})${NAME}(?=\\s*:)` },
    fields: {
      match: `(?<=[\\p{L}\\p{N}\\p{M}_)\\]])(\\.)(${NAME})`,
      captures: named(suffix('punctuation.accessor'), suffix('variable.other.property')),
    },
    currency: { name: suffix('constant.other.currency'), match: `(?<!${INNER})[A-Z]{3}(?=\\s+\\d|\\s+[a-z{])` },
    types: { name: suffix('entity.name.type'), match: `(?<!${INNER})\\p{Lu}${INNER}*` },
    words: {
      patterns: scopedWords(tokens, [...ivrTokens, ...scriptTokens]).map(({ scope, words: written }) => ({
        name: suffix(scope),
        match: `${BEGINS}${anyOf(written)}${ENDS}${NO_LABEL}`,
      })),
    },
    names: { name: suffix('variable.other'), match: NAME },
    signs: {
      patterns: [
        { name: suffix('keyword.operator'), match: anyOf(signsOf(tokens, 'operator')) },
        { name: suffix('punctuation.separator'), match: anyOf(signsOf(tokens, 'punctuation').filter(sign => !/[{}()[\]]/.test(sign))) },
        { name: suffix('punctuation.bracket'), match: '[{}()\\[\\]]' },
      ],
    },
    expressions: {
      patterns: include(
        'comments',
        'texts',
        'numbers',
        'keys',
        'declarations',
        'places',
        'labels',
        'fields',
        'currency',
        'words',
        'types',
        'names',
        'signs',
      ),
    },
  }
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    comment: 'Made by `npm run textmate` from the token table.',
    name,
    scopeName: `source.${id}`,
    fileTypes: [id],
    patterns: include('expressions'),
    repository,
  }
}

/** Fences ```ivr and ```dtmf in Markdown. */
function fences(): unknown {
  const fence = (id: string): Rule => ({
    name: 'markup.fenced_code.block.markdown',
    begin: `(^|\\G)(\\s*)(\`{3,}|~{3,})\\s*(?i:(${id})((?:\\s+|:|,|\\{|\\?)[^\`~]*)?$)`,
    beginCaptures: {
      '3': { name: 'punctuation.definition.markdown' },
      '4': { name: 'fenced_code.block.language.markdown' },
      '5': { name: 'fenced_code.block.language.attributes.markdown' },
    },
    end: '(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$',
    endCaptures: { '3': { name: 'punctuation.definition.markdown' } },
    patterns: [
      {
        begin: '(^|\\G)(\\s*)(.*)',
        while: '(^|\\G)(?!\\s*([`~]{3,})\\s*$)',
        contentName: `meta.embedded.block.${id}`,
        patterns: [{ include: `source.${id}` }],
      },
    ],
  })
  return {
    comment: 'Made by `npm run textmate`.',
    scopeName: 'markdown.callwright.codeblock',
    injectionSelector: 'L:text.html.markdown',
    fileTypes: [],
    patterns: include('ivr', 'dtmf'),
    repository: { ivr: fence('ivr'), dtmf: fence('dtmf') },
  }
}

/** The files as they should be. */
export async function textMateFiles(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const made: readonly (readonly [string, unknown])[] = [
    ['ivr.tmLanguage.json', grammar('ivr', 'Callwright', ivrTokens)],
    ['dtmf.tmLanguage.json', grammar('dtmf', 'Callwright script', scriptTokens)],
    ['markdown.tmLanguage.json', fences()],
  ]
  return await Promise.all(
    made.map(async ([name, content]) => {
      const path = join(FOLDER, name)
      return { path, text: await format(JSON.stringify(content), { ...(await resolveConfig(path)), filepath: path }) }
    }),
  )
}
