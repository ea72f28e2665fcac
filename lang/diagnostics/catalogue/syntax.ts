import { define } from '../diagnostic.ts'

/** CW1xxx text and syntax. */
export const syntax = {
}
