// A line on a real switch: calls come in by SIP, and what the line is ordered and reports is the test's.
import type { Machine } from '../../../machine/format.ts'
import type { Line, LineOrder, LineReport } from '../../call/line.ts'
import type { Segment } from '../../core/index.ts'
import { openFreeswitchLine, type FreeswitchLineOptions } from '../line/index.ts'
import type { SoundPart } from '../line/sound.ts'
import type { IncomingCall } from '../incoming.ts'
import { createServer, type ServerOptions } from '../server.ts'
import { startFreeswitch, type Freeswitch, type FreeswitchOptions } from './freeswitch.ts'

export interface LineCall {
  readonly call: IncomingCall
  readonly line: Line
  readonly reports: { readonly report: LineReport; readonly at: number }[]
  /** Orders of one step. */
  readonly order: (...orders: readonly LineOrder[]) => void
  /** The first report of this kind from the n-th report on (0 where not said), now or when it comes; fails after 15 s. */
  readonly reported: <K extends LineReport['kind']>(
    kind: K,
    from?: number,
  ) => Promise<{ report: Extract<LineReport, { kind: K }>; at: number }>
}

export interface LineRig {
  readonly freeswitch: Freeswitch
  readonly call: () => Promise<LineCall>
  readonly refused: { readonly why: string; readonly count: number }[]
  readonly port: number
  readonly stop: () => Promise<void>
}

/** A segment whose parts are said by the test. */
export interface LineRigOptions {
  readonly freeswitch?: FreeswitchOptions
  readonly server?: Partial<ServerOptions>
  readonly line?: Partial<FreeswitchLineOptions>
  readonly queues?: Machine['queues']
}

const clock = {
  now: () => Date.now(),
  set: (run: () => void, ms: number) => setTimeout(run, ms),
  clear: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
}

export async function startLineRig(
  options: LineRigOptions = {},
): Promise<LineRig & { readonly sounds: Map<number, readonly SoundPart[] | null> }> {
  const sounds = new Map<number, readonly SoundPart[] | null>()
  const ready: LineCall[] = []
  const wanted: ((call: LineCall) => void)[] = []
  const refused: { why: string; count: number }[] = []
  let freeswitch: Freeswitch | null = null
  const server = await createServer({
    host: '127.0.0.1',
    port: 0,
    allow: ['127.0.0.0/8'],
    token: 'test-token',
    onRefused: ({ why, count }) => void refused.push({ why, count }),
    ...options.server,
    onCall: call => {
      const reports: { report: LineReport; at: number }[] = []
      const watching = new Set<() => void>()
      const line = openFreeswitchLine({
        call,
        machine: { queues: options.queues ?? [] },
        clock,
        sounds: {
          soundOf: segment => {
            const parts = sounds.get(segment.prompt)
            return parts ? { parts } : null
          },
          musicOf: name => `local_stream://${name}`,
        },
        soundFolders: [freeswitch!.sounds],
        recordings: { folder: freeswitch!.recordings, nameOf: task => `${call.channel.uuid}-${task ?? 'call'}` },
        trunks: [{ prefix: '', to: { kind: 'host', profile: freeswitch!.profile, host: `127.0.0.1:${freeswitch!.sip.port}` } }],
        transferBy: { kind: 'dialplan', context: 'public' },
        queues: {},
        ...options.line,
      })(report => {
        reports.push({ report, at: performance.now() })
        for (const look of watching) look()
      })
      const lineCall: LineCall = {
        call,
        line,
        reports,
        order: (...orders) => {
          for (const order of orders) line.order(order)
          line.flush?.()
        },
        reported: (kind, from = 0) =>
          new Promise((resolve, reject) => {
            const late = setTimeout(() => {
              watching.delete(look)
              reject(new Error(`no report "${kind}": ${JSON.stringify(reports.map(({ report }) => report))}`))
            }, 15_000)
            const look = (): void => {
              const found = reports.slice(from).find(({ report }) => report.kind === kind)
              if (!found) return
              clearTimeout(late)
              watching.delete(look)
              resolve(found as never)
            }
            watching.add(look)
            look()
          }),
      }
      const first = wanted.shift()
      if (first) first(lineCall)
      else ready.push(lineCall)
    },
  })
  if ('kind' in server) throw new Error(server.why)
  freeswitch = await startFreeswitch({ nodes: [{ host: '127.0.0.1', port: server.port }], ...options.freeswitch })
  const started = freeswitch
  return {
    freeswitch: started,
    sounds,
    refused,
    port: server.port,
    call: () => {
      const one = ready.shift()
      return one ? Promise.resolve(one) : new Promise(resolve => wanted.push(resolve))
    },
    stop: async () => {
      void server.close()
      await started.stop()
    },
  }
}

export const segment = (id: number, prompt: number, more: Partial<Segment> = {}): LineOrder => ({
  kind: 'speak',
  segment: { id, prompt, values: [], language: 'en', announce: false, point: 0, ...more },
})
