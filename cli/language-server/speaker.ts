// How values sound and how long words take, for the language service: the readings that calls have. Nothing of Node: a worker has it too.
import type { Speaker } from '../../lang/service/index.ts'
import { estimateDuration, readValue } from '../../runtime/speech/reading/index.ts'

export const speaker: Speaker = {
  read: (value, type, form, language) => readValue(value, type, form, language),
  duration: estimateDuration,
}
