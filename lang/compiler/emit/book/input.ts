// What a book is made of beside the machine. All of it is plain data: who makes the book has run the scripts and looked at the recordings.
import type { Machine, PointId } from '../../../../machine/format.ts'
import type { MessageLanguage } from '../../../diagnostics/diagnostic.ts'

export interface BookInput {
  readonly machine: Machine
  /** Of headings. */
  readonly language: MessageLanguage
  /** The text of `machine.files[file]`; undefined where it is not at hand. */
  readonly source: (file: number) => string | undefined
  /** The least that is dialled to come to a place, a line for each number that it can be reached from. */
  readonly waysTo?: (place: number) => readonly string[]
  /** Where scripts were run: those that go through a point. */
  readonly scriptsAt?: (point: PointId) => readonly { readonly name: string; readonly file: string; readonly line: number }[]
  /** `recorded`, `stale`, `missing`, … of a text's slot in a language; undefined where nothing of it is recorded. */
  readonly recording?: (slot: string, language: string) => 'recorded' | 'stale' | 'missing' | 'unusable' | undefined
  /** The name of the version or the day of the book; nothing where not said, so that the same program gives the same bytes. */
  readonly edition?: string
}
