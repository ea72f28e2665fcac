// The engine that was named on the command line.
import {
  cached,
  createEspeakNg,
  createHttpEngine,
  createSay,
  readHttpConfig,
  type SpeechEngine,
} from '../../runtime/speech/engines/index.ts'
import { notJson, Refusal, refusalOf } from '../exit.ts'
import { requireText } from '../host.ts'
import type { Io } from '../io.ts'
import { absolutePath } from '../paths.ts'

/** Beside other things that are nobody's source. */
const FOLDER = '.callwright/speech'

export const ENGINES = {
  en: 'espeak-ng, say (macOS and Windows), or a .json file that describes a service',
  zh: 'espeak-ng、say（macOS 和 Windows），或描述语音服务的 .json 文件',
}

/** `espeak-ng`, `say`, or a file that describes a service. What it speaks is kept in `folder`, but for what is private; null: nowhere. */
export function openEngine(io: Pick<Io, 'fs' | 'cwd' | 'env'>, name: string, folder: string | null = FOLDER): SpeechEngine {
  const engine = engineOf(io, name)
  return folder === null ? engine : cached(engine, absolutePath(io.cwd, folder))
}

function engineOf(io: Pick<Io, 'fs' | 'cwd' | 'env'>, name: string): SpeechEngine {
  if (name === 'espeak-ng') return createEspeakNg({ env: io.env })
  if (name === 'say') return createSay({ env: io.env })
  if (!/\.json$/i.test(name))
    throw refusalOf(name, { en: `There is no such engine; take ${ENGINES.en}.`, zh: `没有这个引擎；可用 ${ENGINES.zh}。` })
  let value: unknown
  try {
    value = JSON.parse(requireText(io.fs, absolutePath(io.cwd, name), name))
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw notJson(name, error)
  }
  const read = readHttpConfig(value)
  if ('problem' in read) throw new Refusal({ en: `${name}: ${read.problem.en}`, zh: `${name}：${read.problem.zh}` })
  return createHttpEngine(read.config, { env: io.env })
}
