// Where FreeSWITCH meets the node: calls that it hands over become the node's, each with its line, its sounds and its recordings.
import type { Clock } from '../call/clock.ts'
import type { OpenLine } from '../call/line.ts'
import type { IncomingCall, IncomingChannel } from '../freeswitch/incoming.ts'
import { openFreeswitchLine, type LineQueue, type TransferWay, type Trunk } from '../freeswitch/line/index.ts'
import { notReached } from '../freeswitch/setup/not-reached.ts'
import { createServer, refuseCall, type CallServer } from '../freeswitch/server.ts'
import { numbersWrittenIn, withAllowedNumbers } from './allowed-numbers.ts'
import { makeSharedFolder } from './folders.ts'
import { shownAddress } from './address.ts'
import { shownError, type Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Incoming, Node } from './node.ts'
import { createPrivateSounds } from './private-sounds.ts'
import type { Said } from './said.ts'
import { keepSwitchConnection } from './switch-connection.ts'
import { createSounds, createVersionSounds, seenBySwitch, type Mount, type Speech, type VersionSounds } from './sounds.ts'
import { createToldKeys } from './told-keys.ts'
import type { Version } from './versions.ts'
import type { Value } from '../../machine/values.ts'

export interface SwitchboardConfig {
  readonly listen: { readonly host: string; readonly port: number }
  /** Its address as the switch has it, where there are other nodes: the switch is told that it is alive. */
  readonly alive: { readonly host: string; readonly port: number } | null
  readonly allow: readonly string[]
  readonly token: string | null
  readonly eventSocket: { readonly address: { readonly host: string; readonly port: number }; readonly password: string } | null
  /** At once, that have not said yet who they are. */
  readonly connections: number
  readonly speech: Speech | null
  /** The folder of what is spoken for one call, `call` below it. */
  readonly spoken: string
  readonly mounts: readonly Mount[]
  readonly music: Readonly<Record<string, string>>
  readonly trunks: readonly Trunk[]
  /** Numbers that may be dialled beside those that a program writes; a `*` at the end stands for more numerals. */
  readonly mayDial: readonly string[]
  readonly transferBy: TransferWay
  /** By their names in programs: `NAME@DOMAIN` of mod_callcenter. */
  readonly queues: Readonly<Record<string, string>>
  /** The folder of callers' recordings, and of whole calls. */
  readonly recordings: string
  readonly recordCalls: boolean
}

export interface Switchboard {
  /** Takes calls for the node from now on; why not where it cannot. */
  readonly listen: (node: Pick<Node, 'answer'>) => Promise<string | null>
  /** Why no call can be looked up on the switch, and none is taken; null where nothing stands in the way. */
  readonly why: () => Said | null
  /** Takes no more calls; those that there are go on. */
  readonly close: () => Promise<void>
  /** When nothing of its calls is left: what spoke of private values is gone. */
  readonly end: () => Promise<void>
  /** The port that it listens on. */
  readonly port: () => number
}

/** What FreeSWITCH tells the carrier of a call that is not taken. */
const CAUSES: Readonly<Record<Parameters<Incoming['refuse']>[0], string>> = {
  'unknown number': 'UNALLOCATED_NUMBER',
  'too many calls': 'NORMAL_CIRCUIT_CONGESTION',
  'not ready': 'NORMAL_TEMPORARY_FAILURE',
}

export function createSwitchboard({
  config,
  log,
  metrics,
  clock,
  reached = () => Promise.resolve(),
}: {
  readonly config: SwitchboardConfig
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'refused'>
  readonly clock: Clock
  /** There is a new connection to the switch's Event Socket. Nothing is asked over it before that is done. */
  readonly reached?: () => Promise<void>
}): Switchboard {
  let server: CallServer | null = null
  const callOf = (uuid: string): string | null => {
    const channel = server?.channelOf(uuid) ?? null
    return channel === null ? null : callId(channel)
  }
  const inbound =
    config.eventSocket === null
      ? null
      : keepSwitchConnection({ ...config.eventSocket, log, reached, told: createToldKeys({ log, callOf }) })
  const { speech } = config
  const privately = createPrivateSounds(config.spoken)
  makeSharedFolder(config.recordings)
  const recordings = seenBySwitch(config.mounts, config.recordings)
  const soundFolders = [recordings, ...config.mounts.map(({ there }) => there), seenBySwitch(config.mounts, config.spoken)]
  const queues = Object.fromEntries(
    Object.entries(config.queues).map(([name, full]): [string, LineQueue] => {
      const [queue = '', domain = 'default'] = full.split('@')
      return [name, { name: queue, domain }]
    }),
  )

  const versions = new WeakMap<Version, VersionSounds>()

  function soundsOf(version: Version): VersionSounds {
    let found = versions.get(version)
    if (!found) versions.set(version, (found = createVersionSounds(version.prepared.machine, version.recordings, config.mounts)))
    return found
  }

  function lineOf(call: IncomingCall, version: Version, settings: Readonly<Record<string, Value>>): OpenLine {
    const { machine } = version.prepared
    const id = callId(call.channel)
    const sounds = createSounds({
      version: soundsOf(version),
      speech,
      privately,
      settings,
      music: config.music,
      // A recording's name is one that we gave: no path, whatever a back end made of it.
      recordingPath: name => (/^[0-9A-Za-z_-]{1,160}\.wav$/.test(name) ? `${config.recordings}/${name}` : null),
      trouble: said => log.warn({ call: id, line: version.line }, said.en),
    })
    const open = openFreeswitchLine({
      call,
      machine,
      clock,
      sounds,
      soundFolders: [...soundFolders, seenBySwitch(config.mounts, version.folder)],
      recordings: { folder: recordings, nameOf: task => `${id}-${task === null ? 'call' : task}` },
      trunks: config.trunks,
      transferBy: config.transferBy,
      queues,
    })
    return withAllowedNumbers(config.recordCalls ? open : withoutCallRecording(open), numbersWrittenIn(machine, settings), config.mayDial)
  }

  return {
    async listen(node) {
      const opened = await createServer({
        ...config.listen,
        allow: config.allow,
        token: config.token,
        ...(inbound === null ? {} : { verify: inbound.exists }),
        limits: { connections: config.connections },
        onCall: call => {
          const { uuid, caller, called } = call.channel
          const id = callId(call.channel)
          try {
            node.answer({
              id,
              channel: uuid,
              caller,
              called,
              open: (version, settings) => lineOf(call, version, settings),
              refuse: why => refuseCall(call, CAUSES[why]),
            })
          } catch (error) {
            // Of this call alone: others go on, and its caller is told.
            log.error({ call: id, err: shownError(error) }, 'a fault of Callwright: a call was not taken')
            refuseCall(call, CAUSES['not ready'])
          }
        },
        onRefused: ({ why, peer, count }) => {
          metrics.refused.inc({ why }, count)
          log.warn({ why, peer, count }, REFUSALS[why])
        },
      })
      if ('kind' in opened) return opened.why
      server = opened
      if (config.alive) inbound?.sayAlive(config.alive)
      else inbound?.begin()
      return null
    },
    why() {
      const failed = inbound?.notOpen() ?? null
      return failed === null ? null : notLookedUp(notReached(failed, shownAddress(config.eventSocket!.address)))
    },
    close: async () => {
      // Both at once: a call that is still offered is turned away, and is at the next node without loss of time.
      await Promise.all([server?.close(), inbound?.sayGone()])
    },
    end: async () => {
      inbound?.end()
      await privately.end()
    },
    port: () => server?.port ?? 0,
  }
}

const notLookedUp = ({ said, fix }: ReturnType<typeof notReached>): Said => ({
  en: `no call can be looked up on the switch, so each is turned away: ${said.en}; ${fix!.en}`,
  zh: `无法在交换机上核对来电，因此全部拒接：${said.zh}；${fix!.zh}`,
})

/**
 * The call is the channel, answered so many times: its UUID, `UUID-2` where a node that died had it before, or it was sent back to us.
 * A program that begins anew counts its tasks anew, and no bank may take its second transfer for the first by their key.
 */
const callId = ({ uuid, answering }: IncomingChannel): string => (answering === 1 ? uuid : `${uuid}-${answering}`)

const REFUSALS = {
  address: 'connections were closed: their address is not in serve.allow',
  'too-many': 'connections were closed: too many at once had not said who they are; raise serve.limits.connections if these are your calls',
  slow: 'connections were closed: they did not answer “connect” in time; is it FreeSWITCH that connects?',
  'no-call': 'connections were closed: what answered hands over no call',
  token: 'connections were closed: the token in the socket’s path is missing or wrong; compare the dialplan with serve.token',
  'unknown-channel': 'connections were closed: the switch knows no such channel; is it another switch than serve.eventSocket?',
  late: 'calls were left to another node, as this one took too long to take them: has it too much to do, or did it stand still?',
  duplicate: 'connections were closed: their channel is being handled already',
} as const

const withoutCallRecording =
  (open: OpenLine): OpenLine =>
  report => {
    const line = open(report)
    return { ...line, order: order => void (order.kind === 'record call' || line.order(order)) }
  }
