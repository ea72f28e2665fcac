// What the commands ask the language server.
import * as vscode from 'vscode'

/** A place of a program, and the keys from the start of a call. A value that is entered is `‹name›`, a silence `…`. */
export interface DialledPlace {
  /** URI of the entry file. */
  readonly entry: string
  readonly place: string
  /** That is dialled; the line's first where it is not said. */
  readonly number?: string
  readonly keys: readonly string[]
}

/** The place around a position; null where there is none, or the server has nothing to say. */
export const placeAt = (document: vscode.TextDocument, position: vscode.Position): Promise<DialledPlace | null> =>
  ask<DialledPlace>('callwright.placeAt', document.uri.toString(), { line: position.line, character: position.character })

/** URI of the entry file of a file's program. */
export const programOf = (uri: vscode.Uri): Promise<string | null> => ask<string>('callwright.programOf', uri.toString())

async function ask<T>(command: string, ...args: unknown[]): Promise<T | null> {
  try {
    return (await vscode.commands.executeCommand<T | null>(command, ...args)) ?? null
  } catch {
    return null
  }
}
