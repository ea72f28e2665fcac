declare module 'virtual:monarch' {
  import type { MonarchRules } from './monarch.ts'

  const rules: { readonly ivr: MonarchRules; readonly dtmf: MonarchRules }
  export default rules
}

// Monaco's tokenizer as its own code has it, for the test of the rules.
declare module 'monaco-editor/editor/standalone/common/monarch/monarchCompile' {
  export const compile: (id: string, rules: unknown) => unknown
}
declare module 'monaco-editor/editor/standalone/common/monarch/monarchLexer' {
  interface State {
    readonly depth?: number
  }
  interface Tokenized {
    readonly tokens: readonly { readonly offset: number; readonly type: string }[]
    readonly endState: State
  }
  export const MonarchTokenizer: new (
    languages: unknown,
    themes: unknown,
    id: string,
    lexer: unknown,
    configuration: unknown,
  ) => {
    getInitialState: () => State
    tokenize: (line: string, hasBreak: boolean, state: State) => Tokenized
  }
}
