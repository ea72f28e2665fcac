// The server for an editor that starts it as a process and speaks with it over its standard streams.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import { createServer, type ServerOptions } from '../server.ts'

/** Resolves when the client has gone. Nothing else may be written to standard output from then on. */
export function serveStdio(
  options: ServerOptions,
  streams: { readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream },
): Promise<void> {
  const connection = createConnection(ProposedFeatures.all, streams.stdin, streams.stdout)
  const server = createServer(connection, options)
  connection.listen()
  return new Promise(resolve => {
    const end = (): void => {
      server.dispose()
      resolve()
    }
    connection.onExit(end)
    streams.stdin.on('end', end)
    streams.stdin.on('close', end)
  })
}
