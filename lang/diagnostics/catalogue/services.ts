import { define } from '../diagnostic.ts'

/** CW5xxx services. */
export const services = {
}
