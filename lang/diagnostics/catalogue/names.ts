import { define } from '../diagnostic.ts'

/** CW2xxx names and types. */
export const names = {
}
