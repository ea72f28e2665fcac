import { define } from '../diagnostic.ts'

/** CW6xxx languages and prompts. */
export const prompts = {
}
