// The engine that was named on the command line.
import {
  cached,
  createEspeakNg,
  createHttpEngine,
  createSay,
  readHttpConfig,
  type SpeechEngine,
} from '../../runtime/speech/engines/index.ts'
import { Refusal } from '../exit.ts'
import { requireText } from '../host.ts'
import type { Io } from '../io.ts'
import { absolutePath } from '../paths.ts'

/** Beside other things that are nobody's source. */
const FOLDER = '.callwright/speech'

export const ENGINES = 'espeak-ng, say (macOS and Windows), or a .json file that describes a service'

/** `espeak-ng`, `say`, or a file that describes a service. What it speaks is kept, but for what is private. */
export function openEngine(io: Pick<Io, 'fs' | 'cwd' | 'env'>, name: string): SpeechEngine {
  return cached(engineOf(io, name), absolutePath(io.cwd, FOLDER))
}

function engineOf(io: Pick<Io, 'fs' | 'cwd' | 'env'>, name: string): SpeechEngine {
  if (name === 'espeak-ng') return createEspeakNg({ env: io.env })
  if (name === 'say') return createSay({ env: io.env })
  if (!/\.json$/i.test(name)) throw new Refusal(`${name}: there is no such engine; take ${ENGINES}.`)
  let value: unknown
  try {
    value = JSON.parse(requireText(io.fs, absolutePath(io.cwd, name), name))
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(`${name}: it is not JSON (${(error as Error).message}).`)
  }
  const read = readHttpConfig(value)
  if ('problem' in read) throw new Refusal(`${name}: ${read.problem}`)
  return createHttpEngine(read.config, { env: io.env })
}
