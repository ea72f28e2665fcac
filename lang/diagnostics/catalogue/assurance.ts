import { define } from '../diagnostic.ts'

/** CW4xxx assurance and secrets. */
export const assurance = {
}
