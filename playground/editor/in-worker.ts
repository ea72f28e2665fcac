import { serveWorker, type Port } from '../../lang/lsp/worker.ts'

export const serveLanguage = (scope: unknown): void => void serveWorker(scope as Port)
