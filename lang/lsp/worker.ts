// The server in a web worker. Files are those that the client opens, and those that it sends by `callwright/files`.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser'
import { createMemoryWorkspace } from './memory-workspace.ts'
import { createServer, type Server, type ServerOptions } from './server.ts'

/** A worker's own scope, or one end of a channel. */
export type Port = ConstructorParameters<typeof BrowserMessageReader>[0]

export function serveWorker(port: Port, options: Omit<ServerOptions, 'workspace'> = {}): Server {
  const connection = createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port))
  const server = createServer(connection, { ...options, workspace: createMemoryWorkspace() })
  connection.listen()
  return server
}
