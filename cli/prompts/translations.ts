// A translation as it comes back, whatever file it came in.
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'

export interface Translation {
  readonly slot: string
  readonly language: string
  /** As written; '' where the translator left it empty. */
  readonly text: string
  /** What the row's texts were when it was written (`versionOf`); undefined where the file does not say, '' where only its row does not. */
  readonly version?: string
  /** The words that it was translated from, and their language, where the file says. */
  readonly from?: { readonly language: string; readonly text: string }
  /** Why its row cannot be read, a whole sentence. The text is none then. */
  readonly unreadable?: Readonly<Record<MessageLanguage, string>>
  /** Line of the file, from 1. */
  readonly line: number
}

export type ReadTranslations =
  | { readonly translations: readonly Translation[]; readonly problem?: undefined }
  /** A whole sentence. */
  | { readonly problem: Readonly<Record<MessageLanguage, string>>; readonly translations?: undefined }

/** What a column or an attribute may be that names a language (BCP 47, roughly). */
export const looksLikeTag = (text: string): boolean => /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(text)
