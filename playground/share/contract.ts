// What the page asks of the desk to take something out of the page.
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'

/** `zip` is the project itself; the others are made of its program. */
export type ExportKind = 'zip' | 'bundle' | 'svg' | 'book'

export interface ExportQuestion {
  readonly kind: ExportKind
  readonly language: MessageLanguage
}

export interface ExportedFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}
