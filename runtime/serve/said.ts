/** A sentence for operators, in both languages. Nothing secret or private is in it. */
export interface Said {
  readonly en: string
  readonly zh: string
}
