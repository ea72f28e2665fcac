// The process in which a language server has scripts run: a program and its scripts in, which of them go through each place out.
import type { ScriptRun } from '../../lang/service/index.ts'
import { coverProgram } from '../covered.ts'
import { Refusal } from '../exit.ts'
import { disk, readOnce, type FileSystem, type Io } from '../io.ts'
import { loadMachine } from '../machine-source.ts'
import { absolutePath } from '../paths.ts'

/** What the process is told. */
export type Told =
  | {
      readonly kind: 'run'
      readonly number: number
      readonly entry: string
      readonly scripts: readonly string[]
      readonly texts: ReadonlyMap<string, string>
    }
  | { readonly kind: 'stop' }

/** What it answers: places by the machine's names; null where no script could be run. */
export interface Answer {
  readonly number: number
  readonly places: ReadonlyMap<string, readonly ScriptRun[]> | null
}

type Run = Extract<Told, { readonly kind: 'run' }>

/** Resolves when nobody is left to run scripts for. Refuses where no language server has started it. */
export async function serveScripts(): Promise<void> {
  const send = process.send?.bind(process)
  if (!send) throw new Refusal({ en: 'Only the language server starts this.', zh: '仅由语言服务器启动。' })
  let stop = new AbortController()
  process.on('message', (told: Told) => {
    stop.abort()
    if (told.kind === 'stop') return
    stop = new AbortController()
    void answer(send, told, stop.signal)
  })
  await new Promise<void>(resolve => process.on('disconnect', resolve))
}

async function answer(send: (answer: Answer) => unknown, run: Run, stop: AbortSignal): Promise<void> {
  // Whatever a program or a script holds, `callwright test` tells of it: here there is nothing to say then.
  const places = await placesOf(run, stop).catch(() => null)
  if (process.connected) send({ number: run.number, places })
}

async function placesOf({ entry, scripts, texts }: Run, stop: AbortSignal): Promise<Answer['places']> {
  const cwd = absolutePath(entry, '..')
  const io = silentIo(withTexts(readOnce(disk), texts), cwd, stop)
  const loaded = await loadMachine(io, entry, { language: 'en', json: false })
  const covered = await coverProgram(io, loaded, 'en', scripts)
  if (covered.scripts === 0) return null
  return new Map(
    loaded.machine.places.map(({ name, entry: point }) => [
      name,
      covered.scriptsAt(point).map(script => ({ file: absolutePath(cwd, script.file), title: script.name, line: script.line - 1 })),
    ]),
  )
}

/** Files that are open in an editor have its texts. */
function withTexts(fs: FileSystem, texts: ReadonlyMap<string, string>): FileSystem {
  const encoder = new TextEncoder()
  const contents = new Map([...texts].map(([path, text]) => [path, encoder.encode(text)]))
  return {
    ...fs,
    status: path => {
      const mine = contents.get(path)
      return mine ? { kind: 'file', size: mine.length, modified: 0 } : fs.status(path)
    },
    read: path => contents.get(path) ?? fs.read(path),
  }
}

const silent = { write: () => {}, isTTY: false, columns: () => undefined } as const

function silentIo(fs: FileSystem, cwd: string, stop: AbortSignal): Io {
  return {
    stdout: silent,
    stderr: silent,
    stdin: { isTTY: false, read: async function* () {}, close: () => {} },
    fs,
    cwd,
    env: {},
    now: () => Date.now(),
    // Between two scripts what came meanwhile is heard: a stop.
    sleep: () => new Promise(resolve => setImmediate(resolve)),
    stop,
    outlive: () => () => true,
  }
}
