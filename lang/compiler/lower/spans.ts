import type { SourceSpan } from '../../../machine/format.ts'
import type { Span } from '../../text/span.ts'
import type { Lowering, Scope } from './types.ts'

export const spanIn = (lowering: Lowering, path: string, at: Span): SourceSpan => [lowering.files.get(path) ?? 0, at.start, at.end]

/** A node of the scope's file as the machine points at it. */
export const spanOf = (lowering: Lowering, scope: Scope, at: Span): SourceSpan => spanIn(lowering, scope.file.path, at)
