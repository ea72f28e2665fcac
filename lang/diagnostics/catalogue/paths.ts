import { define } from '../diagnostic.ts'

/** CW3xxx paths and input. */
export const paths = {
}
