// The language server's process, and the thread on which it runs scripts.
import { isMainThread } from 'node:worker_threads'
import { serveScripts } from '../../../cli/language-server/script-worker.ts'
import { runLanguageServer } from '../../../cli/language-server/stdio.ts'

void (isMainThread ? runLanguageServer([]) : serveScripts()).then(() => process.exit())
