// A language server as Langium makes it from the grammar, with all that it brings, on the standard streams.
import { createRequire } from 'node:module'
import { createServicesForGrammar } from 'langium/grammar'
import { startLanguageServer, type LangiumSharedServices } from 'langium/lsp'
import { grammar } from './langium-parser.ts'

// Of the version that Langium is made for.
const require = createRequire(import.meta.resolve('langium'))
const { createConnection, ProposedFeatures } = require('vscode-languageserver/node') as {
  readonly createConnection: (
    features: unknown,
    input: NodeJS.ReadStream,
    output: NodeJS.WriteStream,
  ) => NonNullable<LangiumSharedServices['lsp']['Connection']>
  readonly ProposedFeatures: { readonly all: unknown }
}

const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout)
const services = await createServicesForGrammar({
  grammar,
  languageMetaData: { caseInsensitive: false, fileExtensions: ['.ivr'], languageId: 'ivr', mode: 'production' },
  sharedModule: { lsp: { Connection: () => connection } },
})
startLanguageServer(services.shared as LangiumSharedServices)
