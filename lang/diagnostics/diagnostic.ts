import type { Location, Span } from '../text/span.ts'

/** The languages our own messages are written in. */
export type MessageLanguage = 'en' | 'zh'
export type Message = Readonly<Record<MessageLanguage, string>>
export type Severity = 'error' | 'warning' | 'advice'

/** A second place that explains the first. */
export interface Label extends Location {
  readonly message: Message
}

/** An edit of one file: `start..end` is replaced by `text`. */
export interface Edit extends Span {
  readonly file: string
  readonly text: string
}

/** A change that would mend it, as edits: `title` is what an editor's light bulb says. */
export interface Fix {
  readonly title: Message
  readonly edits: readonly Edit[]
}

/** One finding, as data. Codes and slugs are the catalogue's. */
export interface Diagnostic extends Location {
  /** `CW2001` */
  readonly code: string
  /** `unknown-name` */
  readonly slug: string
  readonly severity: Severity
  /** One sentence in the designer's words. */
  readonly message: Message
  readonly labels: readonly Label[]
  readonly hint?: Message
  readonly fixes: readonly Fix[]
  /** The keys that lead there, where a proof found them. */
  readonly keys?: readonly string[]
}

/** One row of the catalogue: what a code says, given its typed parameters. */
export interface Definition<P> {
  readonly code: string
  readonly severity: Severity
  readonly message: (p: P) => Message
  readonly hint?: (p: P) => Message | undefined
}

/** Gives a row its parameter type: `define<{ name: string }>({ code: 'CW2001', … })`. */
export const define = <P = Record<string, never>>(definition: Definition<P>): Definition<P> => definition
