// The languages by the endings of their files: colours at once, brackets, comments, what Enter does.
import rules from 'virtual:monarch'
import * as monaco from './monaco.ts'

export const languageOf = (path: string): string => {
  const ending = /\.(ivr|dtmf|json)$/i.exec(path)?.[1]
  return ending?.toLowerCase() ?? 'plaintext'
}

const ours: monaco.languages.LanguageConfiguration = {
  comments: { lineComment: '//', blockComment: ['/*', '*/'] },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    // Of a text that is open the quote ends it: a second one would be too many.
    { open: '"', close: '"', notIn: ['string', 'comment'] },
    { open: '/*', close: ' */', notIn: ['string'] },
  ],
  surroundingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"' },
  ],
  wordPattern: /[\p{L}_][\p{L}\p{N}\p{M}_]*/u,
  indentationRules: {
    increaseIndentPattern: /^((?!\/\/).)*(\{[^}"]*|\([^)"]*|\[[^\]"]*)$/,
    decreaseIndentPattern: /^\s*[}\])]/,
  },
  onEnterRules: [
    { beforeText: /^\s*\/\/\/.*$/, action: { indentAction: monaco.languages.IndentAction.None, appendText: '/// ' } },
    { beforeText: /^\s*\/\*(?!.*\*\/).*$/, afterText: /^\s*\*\//, action: { indentAction: monaco.languages.IndentAction.IndentOutdent } },
  ],
}

const json: monaco.languages.IMonarchLanguage = {
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'property'],
      [/"(?:[^"\\]|\\.)*"?/, 'string'],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'],
      [/\b(?:true|false|null)\b/, 'constant'],
      [/[{}[\],:]/, 'delimiter'],
    ],
  },
}

export function registerLanguages(): void {
  const { languages } = monaco
  for (const id of ['ivr', 'dtmf'] as const) {
    languages.register({ id })
    languages.setMonarchTokensProvider(id, rules[id] as unknown as monaco.languages.IMonarchLanguage)
    languages.setLanguageConfiguration(id, ours)
  }
  languages.register({ id: 'json' })
  languages.setMonarchTokensProvider('json', json)
  languages.setLanguageConfiguration('json', { brackets: ours.brackets!, autoClosingPairs: ours.autoClosingPairs!.slice(0, 4) })
}
