// `connect number` and `transfer to`.
import { execute, headerOf, api, variableOf, type Event } from '../codec/index.ts'
import type { Value } from '../../../machine/values.ts'
import { setAtOnce, setVariables, type LineContext } from './context.ts'
import { exported, handOver, takeBack } from './hand-over.ts'
import type { CallRecording } from './call-recording.ts'
import type { Mouth } from './mouth.ts'
import { VARIABLES } from './opening.ts'
import type { Resume } from './resume.ts'
import { dialled, outcomeOfCause, referTarget, transferWords, type Dialled, type TransferWay, type Trunk } from './trunks.ts'

export interface Dialling {
  readonly connect: (order: {
    readonly task: number
    readonly number: string
    readonly within: number
    readonly data: Readonly<Record<string, Value>>
  }) => void
  readonly transfer: (task: number, number: string) => void
  readonly cancel: (task: number) => void
  readonly see: (event: Event, name: string) => void
  /** The channel hung up, with this cause. */
  readonly hungUp: (cause: string) => void
  /** The caller is somewhere else now: the line leaves the channel alone. */
  readonly handedOver: () => boolean
}

export interface DiallingOptions {
  readonly trunks: readonly Trunk[]
  readonly transferBy: TransferWay
  /** What is heard while it rings: a tone as FreeSWITCH writes it. */
  readonly ringback: string
  readonly resume: Resume
  readonly recording: Pick<CallRecording, 'leaving' | 'left'>
}

/** What this line may have set, and whoever has the call next must not find. */
const LEFT = [...Object.keys(VARIABLES), 'transfer_ringback', 'cc_exit_keys', 'cc_base_score', 'cc_moh_override']
  // It works at the end of the call: what was pressed here would be in its record.
  .filter(name => name !== 'digits_dialed_filter')
/** A value that `uuid_setvar_multi` takes as it is. */
const PLAIN = /^[A-Za-z0-9 _.,:|*#+/@%()[\]^=-]{1,256}$/

export function createDialling(context: LineContext, mouth: Mouth, options: DiallingOptions): Dialling {
  const { applications, connection, header, report, trouble, uuid } = context
  const exports = header('variable_export_vars')
  /** `leaves`: a transfer, after which the call's steps are over. */
  let running: {
    readonly task: number
    leg: string | null
    readonly leaves: boolean
    bridged: boolean
    cancelled: boolean
  } | null = null
  let handedOver = false

  const fail = (task: number): void => report({ kind: 'answer', task, outcome: 'failed', values: [] })

  const find = (task: number, number: string, within: number): Dialled | null => {
    const found = dialled(options.trunks, number, within, applications.newId())
    if (!found) {
      trouble('number-not-allowed')
      fail(task)
    }
    return found
  }

  const bridge = (task: number, to: Dialled, leaves: boolean, variables: Readonly<Record<string, string>>): void => {
    running = { task, leg: to.leg, leaves, bridged: false, cancelled: false }
    const mine = running
    mouth.hold('dialling')
    connection.together(() => {
      setVariables(context, {
        ...variables,
        export_vars: exported(exports, variables),
        transfer_ringback: options.ringback,
        hangup_after_bridge: String(leaves),
        park_after_bridge: 'false',
        // While somebody talks the death of this node must not cut them off.
        socket_resume: 'false',
      })
      const id = applications.newId()
      applications.runBuilt(id, execute({ app: 'bridge', arg: to.text, id }), {
        lasts: true,
        ended: end => {
          if (running !== mine) return
          running = null
          if (context.gone()) return
          setVariables(context, takeBack(variables))
          setAtOnce(context, {
            export_vars: exported(exports, {}),
            hangup_after_bridge: 'false',
            socket_resume: options.resume.value(),
          })
          mouth.release('dialling')
          if (mine.cancelled || (leaves && mine.bridged)) return
          if (mine.bridged) return report({ kind: 'answer', task, outcome: 'answered', values: [] })
          const cause = end.kind === 'completed' ? (variableOf(end.event, 'originate_disposition') ?? '') : ''
          report({ kind: 'answer', task, outcome: leaves ? 'failed' : outcomeOfCause(cause), values: [] })
        },
      })
    })
  }

  const transferToDialplan = (task: number, number: string, target: string): void => {
    const words = transferWords(number, target)
    if (!words) {
      trouble('number-not-allowed')
      return fail(task)
    }
    const { recording } = options
    mouth.hold('dialling')
    connection.together(() => {
      recording.leaving(true)
      // Else the end of this connection would end what runs at the new place.
      setAtOnce(context, { ...Object.fromEntries(LEFT.map(name => [name, asItCame(name)])), socket_resume: 'false' })
      void connection.send(api('uuid_transfer', [uuid, ...words])).then(outcome => {
        if (context.gone()) return
        if (outcome.kind === 'answer' && outcome.text.startsWith('+OK')) {
          recording.left()
          return left(task)
        }
        // Where nobody knows whether the caller is there, what is entered may be entered there.
        if (outcome.kind === 'answer') recording.leaving(false)
        setAtOnce(context, { ...VARIABLES, socket_resume: options.resume.value() })
        mouth.release('dialling')
        fail(task)
      })
    })
  }

  /** A bridge is not ended by a break: its other leg is, also while that rings. */
  const leave = (leg: string | null): void => {
    if (!context.gone() && leg !== null) void connection.send(api('uuid_kill', [leg, 'NORMAL_CLEARING']))
  }

  /** What a variable was when the call came; '' removes it. */
  const asItCame = (name: string): string => {
    const value = header(`variable_${name}`) ?? ''
    // A node before has left ours.
    const isOurs = context.again && value === (VARIABLES[name] ?? value)
    return isOurs || !PLAIN.test(value) ? '' : value
  }

  const refer = (task: number, number: string, host: string): void => {
    const target = referTarget(number, host)
    if (target === null) {
      trouble('number-not-allowed')
      return fail(task)
    }
    running = { task, leg: null, leaves: true, bridged: false, cancelled: false }
    const mine = running
    mouth.hold('dialling')
    applications.run(
      { app: 'deflect', arg: target },
      {
        ended: end => {
          if (running !== mine || context.gone()) return
          running = null
          if (end.kind === 'completed' && /^SIP\/2\.0 2\d\d/.test(variableOf(end.event, 'sip_refer_reply') ?? '')) return left(task)
          mouth.release('dialling')
          fail(task)
        },
      },
    )
  }

  const left = (task: number): void => {
    handedOver = true
    report({ kind: 'answer', task, outcome: 'transferred', values: [] })
  }

  return {
    connect: ({ task, number, within, data }) => {
      const to = find(task, number, within)
      if (to) bridge(task, to, false, handOver(data))
    },
    transfer: (task, number) => {
      const way = options.transferBy
      switch (way.kind) {
        case 'dialplan':
          return transferToDialplan(task, number, way.context)
        case 'refer':
          return refer(task, number, way.host)
        case 'bridge': {
          const to = find(task, number, 60_000)
          if (to) bridge(task, to, true, {})
          return
        }
        default:
          return way satisfies never
      }
    },
    cancel: task => {
      if (running?.task !== task) return
      running.cancelled = true
      leave(running.leg)
    },
    see: (event, name) => {
      if (name !== 'CHANNEL_BRIDGE' || !running || headerOf(event, 'Unique-ID') !== uuid) return
      running.leg ??= headerOf(event, 'Other-Leg-Unique-ID') ?? null
      // It was not there yet, or is one of several.
      if (running.cancelled) return leave(running.leg)
      if (running.bridged) return
      running.bridged = true
      if (running.leaves) left(running.task)
      else report({ kind: 'talks', task: running.task, who: headerOf(event, 'Other-Leg-Destination-Number') ?? '' })
    },
    hungUp: cause => {
      if (!running?.leaves || running.bridged || running.cancelled) return
      // A REFER that was taken ends the call at our side.
      if (cause === 'BLIND_TRANSFER' || cause === 'ATTENDED_TRANSFER') {
        const { task } = running
        running = null
        left(task)
      }
    },
    handedOver: () => handedOver,
  }
}
