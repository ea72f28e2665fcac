/** A stretch of one source text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A span and the file it lies in. `file` is the path as the host knows it (`/` between folders). */
export interface Location extends Span {
  readonly file: string
}
