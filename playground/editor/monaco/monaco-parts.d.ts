// Parts of Monaco that are there and not among its types.
declare module 'monaco-editor/editor/contrib/codelens/browser/codeLensCache' {
  import type { editor, languages } from 'monaco-editor/editor'
  interface Cache {
    readonly get: (model: editor.ITextModel) => object | undefined
    readonly put: (model: editor.ITextModel, lenses: { readonly lenses: readonly { readonly symbol: languages.CodeLens }[] }) => void
  }
  export const ICodeLensCache: { readonly of: Cache }
}
declare module 'monaco-editor/editor/standalone/browser/standaloneServices' {
  export const StandaloneServices: { readonly get: <T>(service: { readonly of: T }) => T }
}
declare module 'monaco-editor/base/common/lifecycle' {
  export const toDisposable: (dispose: () => void) => { readonly dispose: () => void }
  export class DisposableStore {
    add: (disposable: unknown) => unknown
    dispose: () => void
  }
}
declare module 'monaco-editor/base/common/observableInternal/reactions/autorun' {
  export const autorun: (run: (reader: unknown) => void) => { readonly dispose: () => void }
}
