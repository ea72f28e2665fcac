// A node as it is started: a process of its own, in a folder of its own, with its configuration and a bundle that was built for it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export interface NodeProcessOptions {
  /** By path below its folder: `main.ivr`, `bank.mjs`, … */
  readonly files: Readonly<Record<string, string | Uint8Array>>
  /** Of the configuration, beside lines and addresses. */
  readonly serve?: Readonly<Record<string, unknown>>
  readonly services?: Readonly<Record<string, unknown>>
  /** Of `callwright serve` and `callwright build`. */
  readonly args?: readonly string[]
  readonly build?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Free ones where they are not given: a switch may have to know them first. */
  readonly port?: number
  /** The folder of another node, to which nothing is added: the same again. */
  readonly again?: NodeProcess
  /** Run before it, with the rest as its words: `prlimit`, `faketime`. */
  readonly under?: readonly string[]
  /** An open file that its log goes to; nothing is seen of it then. */
  readonly stdout?: number
}

export interface NodeProcess {
  readonly folder: string
  readonly port: number
  readonly adminPort: number
  readonly child: ChildProcess
  readonly log: () => string
  readonly err: () => string
  readonly ended: Promise<number | null>
  /** A command of an operator, in the same folder. */
  readonly command: (...args: readonly string[]) => { readonly status: number | null; readonly out: string; readonly err: string }
  /** Writes the program anew and builds it. */
  readonly build: (program: string) => void
  readonly stop: () => Promise<void>
}

export const freePort = (): Promise<number> =>
  new Promise(resolve => {
    // Below those that the system gives to connections: one of another test would have it before whoever it is for.
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const server = createServer()
    server.once('error', () => resolve(freePort()))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)))
  })

const callwright = join(import.meta.dirname, '../callwright.mjs')

/** Started, and answering calls; throws with what it said where it does not. */
export async function startNodeProcess(options: NodeProcessOptions): Promise<NodeProcess> {
  const [port, adminPort] = [options.port ?? (await freePort()), await freePort()]
  const folder = options.again?.folder ?? mkdtempSync(join(tmpdir(), 'callwright-node-'))
  const env = { ...process.env, ...options.env }
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const command: NodeProcess['command'] = (...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [callwright, ...args], { cwd: folder, env, encoding: 'utf8' })
    return { status, out: stdout, err: stderr }
  }
  const build = (program: string): void => {
    write('main.ivr', program)
    const { status, err } = command('build', 'main.ivr', '-o', 'dist/test', ...(options.build ?? []))
    if (status !== 0) throw new Error(`the program was not built: ${err}`)
  }
  const config = {
    serve: {
      lines: [{ bundle: 'dist/test' }],
      listen: `127.0.0.1:${port}`,
      admin: `127.0.0.1:${adminPort}`,
      speech: { engine: 'espeak-ng' },
      traces: {},
      ...options.serve,
    },
    services: options.services ?? {},
  }
  write('callwright.config.json', JSON.stringify(config))
  for (const [path, content] of Object.entries(options.files)) write(path, content)
  const program = options.files['main.ivr']
  if (typeof program === 'string') build(program)
  const words = [...(options.under ?? []), process.execPath, callwright, 'serve', ...(options.args ?? [])]
  const child = spawn(words[0]!, words.slice(1), { cwd: folder, env, stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'] })
  let [log, err] = ['', '']
  child.stdout?.on('data', piece => (log += String(piece)))
  child.stderr?.on('data', piece => (err += String(piece)))
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  let over = false
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  void ended.then(() => {
    over = true
    process.removeListener('exit', kill)
  })
  const stop = async (): Promise<void> => {
    kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  for (const until = Date.now() + 20_000; !err.includes('answers on'); await delay(20)) {
    if (!over && Date.now() < until) continue
    await stop()
    throw new Error(`the node does not answer: ${err}${log}`)
  }
  return { folder, port, adminPort, child, log: () => log, err: () => err, ended, command, build, stop }
}

/** The lines that the node in a folder has written of a call until now. */
export function tracedOf(folder: string, call: string): string {
  const traces = join(folder, '.callwright/serve/traces')
  const files = existsSync(traces) ? readdirSync(traces, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.jsonl')) : []
  const lines = files.flatMap(path => readFileSync(join(traces, path), 'utf8').split('\n'))
  return lines.filter(line => line.startsWith(`{"call":"${call}",`)).join('\n')
}

/** What `/metrics` has, the sum of all labels of a name. */
export async function metricsOf({ adminPort }: NodeProcess): Promise<(name: string) => number> {
  const text = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text()
  return name =>
    text
      .split('\n')
      .filter(line => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
