import { define } from '../diagnostic.ts'

/** CW7xxx scripts. */
export const scripts = {
}
