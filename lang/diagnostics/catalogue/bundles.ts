import { define } from '../diagnostic.ts'

/** CW8xxx bundles and projects. */
export const bundles = {
}
