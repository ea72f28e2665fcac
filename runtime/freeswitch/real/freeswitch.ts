// A FreeSWITCH of one's own for a test: a folder, free ports of 127.0.0.1, the configuration that we print, and its end by its id.
import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { tone, wavFile } from '../caller/sound.ts'
import { openInbound, type Inbound, type InboundOptions } from '../inbound.ts'
import { switchFiles } from '../setup/settings.ts'
import type { Address, SetupFile, SwitchSetup } from '../setup/switch-setup.ts'
import { freeswitchBinary, freeswitchVersion } from './binary.ts'
import { INSTALLED, PROFILE, scratchConfiguration, type ScratchOptions } from './configuration.ts'
import { endWithUs } from './end-with-us.ts'
import { freeTcpPort, freeSipPort, isFree, reservePorts } from './ports.ts'

export interface FreeswitchOptions {
  /** The numbers that go to the node; 95500 where nothing is said. */
  readonly numbers?: readonly string[]
  /** Where the node listens; a test that needs none leaves it out. */
  readonly nodes?: readonly Address[]
  /** `test-token` where nothing is said; null: no token. */
  readonly token?: string | null
  readonly queues?: SwitchSetup['queues']
  readonly apology?: string
  /** Numbers of the dialplan that are agents of all queues, logged out at first: `8001`. Their names: `8001@agents`. */
  readonly agents?: readonly string[]
  /** `mod_tts_commandline`, `mod_xml_cdr`, `mod_cdr_csv`, … beside what the program needs. */
  readonly modules?: readonly string[]
  readonly extensions?: readonly string[]
  readonly menus?: readonly string[]
  readonly directory?: readonly string[]
  readonly wrong?: ScratchOptions['wrong']
  /** Changes what is printed, for tests of a switch that is set wrong. */
  readonly alter?: (files: readonly SetupFile[]) => readonly SetupFile[]
  /**
   * Sets the switch up by hand, in the place of what we print: called with the folder of its configuration, before it starts. Port and
   * password of its Event Socket, and the context of its calls, are those of an installed one.
   */
  readonly install?: (configuration: string) => void
}

export interface Freeswitch {
  readonly pid: number
  readonly version: string
  /** All that it writes lies in here. */
  readonly folder: string
  /** Where sounds may be put and records be written. */
  readonly sounds: string
  readonly recordings: string
  readonly sip: Address
  readonly eventSocket: Address
  readonly password: string
  readonly token: string | null
  readonly profile: string
  /** A connection to its Event Socket. */
  readonly inbound: (options?: Pick<InboundOptions, 'onEvent' | 'onLog'>) => Promise<Inbound>
  /** The whole log so far. */
  readonly log: () => Promise<string>
  /** Ends it, at once where `rough`; its folder goes too. */
  readonly stop: (rough?: 'rough') => Promise<void>
}

const PASSWORD = 'scratch-password'
/** What `local_stream://moh` sounds like, in Hz. */
export const MUSIC = 330

const CONTEXT = 'public'
/** Nobody listens there. */
const NOWHERE: Address = { host: '127.0.0.1', port: 1 }

export async function startFreeswitch(options: FreeswitchOptions = {}): Promise<Freeswitch> {
  const binary = freeswitchBinary()
  if (binary === null) throw new Error('there is no FreeSWITCH: set CALLWRIGHT_FREESWITCH to its program, or put it on the PATH')
  const { install } = options
  if (install && !(await isFree(INSTALLED.eventSocket)))
    throw new Error(`another switch has port ${INSTALLED.eventSocket}: this test needs it for its own; stop that one meanwhile`)
  const folder = await mkdtemp(join(tmpdir(), 'callwright-freeswitch-'))
  const [context, password] = install ? [INSTALLED.context, INSTALLED.password] : [CONTEXT, PASSWORD]
  const eventSocketPort = install ? INSTALLED.eventSocket : await freeTcpPort()
  const [sipPort, rtp] = [await freeSipPort(), await reservePorts()]
  const eventSocket = { host: '127.0.0.1', port: eventSocketPort }
  const token = options.token === undefined ? 'test-token' : options.token
  const files = scratchConfiguration({
    printed: install ? [] : printedFor(options, token, eventSocket),
    ports: { eventSocket: eventSocketPort, sip: sipPort, rtp },
    context,
    music: join(folder, 'sounds/music'),
    extensions: options.extensions ?? [],
    menus: options.menus ?? [],
    directory: options.directory ?? [],
    wrong: options.wrong ?? {},
    modules: options.modules ?? [],
    agents: options.agents ?? [],
    queues: (options.queues ?? []).map(queue => queue.name),
    logs: join(folder, 'log'),
  })
  const kept = ['log/xml_cdr', 'log/cdr-csv', 'db', 'run', 'tmp', 'recordings', 'storage', 'scripts', 'sounds/music', 'conf']
  await Promise.all(kept.map(name => mkdir(join(folder, name), { recursive: true })))
  for (const [path, text] of files) {
    const file = join(folder, 'conf', path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text, { mode: 0o600 })
  }
  install?.(join(folder, 'conf'))
  // `local_stream://moh`: a tone that goes on.
  await writeFile(join(folder, 'sounds/music/hold.wav'), wavFile(tone(MUSIC, 4000, 6000)))
  const child = run(binary, folder)
  endWithUs(child, folder)
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)

  const inbound: Freeswitch['inbound'] = async (more = {}) => {
    const opened = await openInbound({ address: eventSocket, password, ...more })
    if (opened.kind === 'failed') throw new Error(`the switch’s Event Socket: ${opened.why} ${opened.detail}`)
    return opened
  }
  const log = (): Promise<string> => readFile(join(folder, 'log/freeswitch.log'), 'utf8').catch(() => '')
  const stop: Freeswitch['stop'] = async rough => {
    process.removeListener('exit', kill)
    if (child.exitCode === null && child.signalCode === null) {
      // What answers at the port of every installation need not be ours.
      const opened = rough || install ? null : await openInbound({ address: eventSocket, password, timeout: 1000 })
      if (opened?.kind === 'open')
        void opened.connection.send({ kind: 'command', name: 'api fsctl', bytes: Buffer.from('api fsctl shutdown now\n\n') })
      else kill()
      const late = setTimeout(kill, 6000)
      await ended
      clearTimeout(late)
      if (opened?.kind === 'open') opened.close()
    }
    rtp.release()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await ready({ address: eventSocket, password }, child)
  } catch (error) {
    const written = await readFile(join(folder, 'out'), 'utf8')
    const said = `${await log()}\n${written}`
    await stop('rough')
    throw new Error(`${(error as Error).message}\n${said.slice(-3000)}`, { cause: error })
  }
  return {
    pid: child.pid!,
    version: freeswitchVersion(binary),
    folder,
    sounds: join(folder, 'sounds'),
    recordings: join(folder, 'recordings'),
    sip: { host: '127.0.0.1', port: sipPort },
    eventSocket,
    password,
    token,
    profile: PROFILE,
    inbound,
    log,
    stop,
  }
}

function printedFor(options: FreeswitchOptions, token: string | null, eventSocket: Address): readonly SetupFile[] {
  const printed = switchFiles({
    nodes: options.nodes ?? [NOWHERE],
    numbers: options.numbers ?? ['95500'],
    context: CONTEXT,
    token: token === null ? null : { value: token },
    eventSocket: { address: eventSocket, password: { value: PASSWORD }, allow: [] },
    queues: options.queues ?? [],
    apology: options.apology ?? null,
  })
  if ('kind' in printed) throw new Error(`${printed.what}: ${printed.reason}`)
  return withoutModules(options.alter ? options.alter(printed) : printed, options.wrong?.withoutModules ?? [])
}

function run(binary: string, folder: string): ChildProcess {
  const folders = ['conf', 'log', 'db', 'run', 'temp', 'recordings', 'storage', 'scripts'].flatMap(name => [
    `-${name}`,
    join(folder, name === 'temp' ? 'tmp' : name),
  ])
  // Made once and kept: without certificates each start makes a key, which takes seconds.
  const certificates = ['-certs', join(tmpdir(), 'callwright-freeswitch-certificates')]
  const child = spawn(binary, ['-nf', '-nc', '-nonat', '-nort', '-nocal', ...folders, ...certificates], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = createWriteStream(join(folder, 'out'))
  child.stdout.pipe(written, { end: false })
  child.stderr.pipe(written, { end: false })
  return child
}

const withoutModules = (files: readonly SetupFile[], left: readonly string[]): readonly SetupFile[] =>
  files.map(file =>
    file.path === 'callwright/modules.xml' && left.length > 0
      ? {
          ...file,
          text: file.text
            .split('\n')
            .filter(line => !left.some(module => line.includes(`"${module}"`)))
            .join('\n'),
        }
      : file,
  )

/** The Event Socket is there before the SIP profile is. */
async function ready(eventSocket: { readonly address: Address; readonly password: string }, child: ChildProcess): Promise<void> {
  const until = performance.now() + 30_000
  while (performance.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('FreeSWITCH ended as it started')
    const opened = await openInbound({ ...eventSocket, timeout: 1000 })
    if (opened.kind === 'open') {
      const status = await opened.api('sofia', ['status'])
      opened.close()
      if (status?.includes('RUNNING')) return
    } else if (opened.why === 'password' || opened.why === 'access-list') return
    await delay(50)
  }
  throw new Error('FreeSWITCH was not ready within 30 s')
}
