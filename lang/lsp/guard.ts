// Nothing that a client sends ends the server: what cannot be answered is answered with an error.
import { ErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver'
import { Malformed } from './positions.ts'

type Handler<P, R> = (params: P, token: CancellationToken) => R

/** Makes a handler of one that may throw. Parameters that are none are refused; a fault of the server's own is told and noted. */
export type Answer = <P, R>(handler: Handler<P, R>) => Handler<P, R | ResponseError<void>>

export function createAnswer(fault: (error: unknown) => void): Answer {
  return handler => (params, token) => {
    const failed = (error: unknown): ResponseError<void> => {
      if (error instanceof ResponseError) return error as ResponseError<void>
      const message = error instanceof Error ? error.message : String(error)
      if (error instanceof Malformed || !isWellFormed(params))
        return new ResponseError(ErrorCodes.InvalidParams, 'the parameters are not those of this request')
      fault(error)
      return new ResponseError(ErrorCodes.InternalError, message)
    }
    try {
      const answered = handler(params, token)
      return answered instanceof Promise ? (answered.catch(failed) as typeof answered) : answered
    } catch (error) {
      return failed(error)
    }
  }
}

/** Of those parts that requests have in common. */
function isWellFormed(params: unknown): boolean {
  if (typeof params !== 'object' || params === null) return false
  const { textDocument, position, range } = params as Readonly<Record<string, unknown>>
  const isPosition = (value: unknown): boolean => typeof value === 'object' && value !== null && 'line' in value && 'character' in value
  if ('textDocument' in params && typeof (textDocument as { uri?: unknown } | null)?.uri !== 'string') return false
  if ('position' in params && !isPosition(position)) return false
  if (!('range' in params)) return true
  const { start, end } = (range ?? {}) as { readonly start?: unknown; readonly end?: unknown }
  return isPosition(start) && isPosition(end)
}
