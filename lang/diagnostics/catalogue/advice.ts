import { define } from '../diagnostic.ts'

/** CW9xxx advice. */
export const advice = {
}
