// The language server's process.
import { runLanguageServer } from '../../../cli/language-server/stdio.ts'

void runLanguageServer().then(() => process.exit())
