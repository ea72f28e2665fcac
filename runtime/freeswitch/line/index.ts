// A call on FreeSWITCH as a line: the same orders and reports as any other.
import type { Machine } from '../../../machine/format.ts'
import type { Clock } from '../../call/clock.ts'
import type { LineOrder, LineReport, OpenLine } from '../../call/line.ts'
import { api, eventName, exit, headerOf, type Event } from '../codec/index.ts'
import type { IncomingCall } from '../incoming.ts'
import { comesAgain, keepCall, keepParked } from '../watch.ts'
import { createApplications } from './applications.ts'
import { createCallRecording } from './call-recording.ts'
import { withTroubles, tell, type LineContext } from './context.ts'
import { createDialling } from './dialling.ts'
import { hear } from './ear.ts'
import { createMouth } from './mouth.ts'
import { openLine } from './opening.ts'
import { askQueue } from './queue-facts.ts'
import { createQueueWait, type LineQueue } from './queue-wait.ts'
import { createRecorder, type RecordingPlace } from './recorder.ts'
import { createResume } from './resume.ts'
import type { SoundSource } from './sound.ts'
import type { TransferWay, Trunk } from './trunks.ts'
import { applicationMissing } from './troubles.ts'

export type { LineQueue } from './queue-wait.ts'
export type { RecordingPlace } from './recorder.ts'
export type { TransferWay, Trunk, TrunkEnd } from './trunks.ts'
export { TROUBLES } from './troubles.ts'

export interface FreeswitchLineOptions {
  readonly call: IncomingCall
  readonly machine: Pick<Machine, 'queues'>
  readonly clock: Clock
  readonly sounds: SoundSource
  /** Where sounds may lie, as FreeSWITCH sees them. */
  readonly soundFolders: readonly string[]
  readonly recordings: RecordingPlace
  readonly trunks: readonly Trunk[]
  readonly transferBy: TransferWay
  /** Queues of the program by their names. */
  readonly queues: Readonly<Record<string, LineQueue>>
  /** What is heard while a number rings: a 450 Hz tone where nothing is said. */
  readonly ringback?: string
}

const RINGBACK = '%(1000,4000,450)'
const GIVEN_UP = 'NORMAL_TEMPORARY_FAILURE'
/** ms in which a channel that is to end has to have ended. */
const ENDS_WITHIN = 10_000

/** Opens at once: what FreeSWITCH is told first leaves in one write. */
export function openFreeswitchLine(options: FreeswitchLineOptions): OpenLine {
  return report => createLine(options, report)
}

function createLine(options: FreeswitchLineOptions, tellOf: (report: LineReport) => void): ReturnType<OpenLine> {
  const { call, machine, clock, sounds } = options
  const { connection, channel } = call
  const { uuid } = channel
  /** `ours`: we have hung up; `theirs`: the caller has, or the line is lost; `over`: the channel is gone. */
  let state: 'live' | 'ours' | 'theirs' | 'over' = 'live'

  const report = (one: LineReport): void => {
    // After the hang-up only answers and troubles.
    if (state !== 'live' && one.kind !== 'answer' && one.kind !== 'trouble') return
    tellOf(one)
  }
  const trouble = withTroubles(report)
  const applications = createApplications({ connection, uuid, clock, trouble })
  const gone = (): boolean => state !== 'live'
  const { header } = channel
  const context: LineContext = { connection, uuid, header, clock, applications, report, trouble, again: comesAgain(channel), gone }
  const mouth = createMouth(context, { sounds, folders: options.soundFolders })
  const recorder = createRecorder(context, options.recordings)
  const recording = createCallRecording(context, options.recordings, () => giveUp())
  const resume = createResume(channel.header('variable_socket_resume'))
  const dialling = createDialling(context, mouth, {
    trunks: options.trunks,
    transferBy: options.transferBy,
    ringback: options.ringback ?? RINGBACK,
    resume,
    recording,
  })
  const queueWait = createQueueWait(context, mouth, resume)

  // ---------------------------------------------------------------------------------------------- the end

  /** The channel has ended, or nobody tells us any more whether it has. */
  const close = (): void => {
    if (state === 'over') return
    if (state === 'live') state = 'theirs'
    applications.close()
    recorder.close()
    queueWait.close()
    mouth.close()
    state = 'over'
    if (!connection.closed()) {
      void connection.send(exit()).then(() => connection.close())
    }
  }

  const hungUp = (cause: string): void => {
    if (state !== 'live') return
    // So it ends a call that asks for an application which it does not have; the asking was answered by +OK.
    const missing = cause === 'DESTINATION_OUT_OF_ORDER' ? applications.next() : null
    if (missing !== null) report({ kind: 'trouble', trouble: applicationMissing(missing) })
    dialling.hungUp(cause)
    if (!dialling.handedOver()) tellOf({ kind: 'hung up', cause })
    state = 'theirs'
    mouth.close()
    // Its last events may be lost on the way.
    clock.set(close, ENDS_WITHIN)
  }

  const hangUp = (): void => {
    if (state !== 'live') return
    state = 'ours'
    mouth.close()
    // By `api`: the message `hangup` would wait behind what runs. When it is answered the channel runs no step of the dialplan any more.
    void connection.send(api('uuid_kill', [uuid, 'NORMAL_CLEARING'])).then(outcome => {
      if (outcome.kind === 'answer' && outcome.ok) close()
    })
    clock.set(close, ENDS_WITHIN)
  }

  /** What must not happen cannot be hindered any more, unless the call is over. */
  const giveUp = (): void => {
    if (state !== 'live') return
    void connection.send(api('uuid_kill', [uuid, GIVEN_UP]))
    hungUp(GIVEN_UP)
  }

  const lost = (): void => {
    if (state === 'live' && !dialling.handedOver()) {
      trouble('line-lost')
      hungUp('LINE_LOST')
    }
    close()
  }

  // ---------------------------------------------------------------------------------------------- events

  const onEvent = (event: Event): void => {
    // What somebody sends by `sendevent` in our channel's name is handed to us like its own, and has the command in it.
    if (state === 'over' || headerOf(event, 'Command') !== undefined) return
    const name = eventName(event)
    switch (name) {
      case 'DTMF':
        return hear(context, event)
      case 'CHANNEL_EXECUTE':
      case 'CHANNEL_EXECUTE_COMPLETE':
        return applications.see(event, name)
      case 'CHANNEL_HANGUP':
        if (headerOf(event, 'Unique-ID') === uuid) hungUp(headerOf(event, 'Hangup-Cause') ?? '')
        return
      case 'CHANNEL_HANGUP_COMPLETE':
        if (headerOf(event, 'Unique-ID') !== uuid) return
        hungUp(headerOf(event, 'Hangup-Cause') ?? '')
        return close()
      default:
        if (name === 'CHANNEL_PARK' && context.again) keepCall(call, event)
        dialling.see(event, name)
        queueWait.see(event, name)
    }
  }

  // ---------------------------------------------------------------------------------------------- orders

  const fail = (task: number): void => report({ kind: 'answer', task, outcome: 'failed', values: [] })

  const queueOf = (index: number, task: number): LineQueue | null => {
    const name = machine.queues[index]?.name ?? ''
    const queue = Object.hasOwn(options.queues, name) ? options.queues[name]! : null
    if (!queue) {
      trouble('unknown-queue')
      fail(task)
    }
    return queue
  }

  const carryOut = (order: LineOrder): void => {
    switch (order.kind) {
      case 'speak':
        return mouth.add(order.segment)
      case 'stop':
        return mouth.stop(order.through)
      case 'queue state': {
        const queue = queueOf(order.queue, order.task)
        if (!queue) return
        void askQueue(context, `${queue.name}@${queue.domain}`).then(facts => {
          if (facts) report({ kind: 'answer', task: order.task, outcome: 'answered', values: [{ ...facts }] })
          else {
            if (!gone()) trouble('queue-failed')
            fail(order.task)
          }
        })
        return
      }
      case 'connect queue': {
        const queue = queueOf(order.queue, order.task)
        if (!queue) return
        const { music, position, longestWait } = machine.queues[order.queue]!
        return queueWait.enter({
          task: order.task,
          queue,
          music: music === undefined ? null : sounds.musicOf(music),
          priority: order.priority,
          data: order.data,
          position: position ?? null,
          longestWait: longestWait ?? null,
        })
      }
      case 'connect number':
        return queueWait.afterwards(order.task, () => dialling.connect(order))
      case 'transfer':
        return queueWait.afterwards(order.task, () => dialling.transfer(order.task, order.number))
      case 'record':
        return recorder.record(order)
      case 'stop record':
        return recorder.stop(order.task)
      case 'cancel':
        recorder.cancel(order.task)
        dialling.cancel(order.task)
        return queueWait.cancel(order.task)
      case 'dark':
        return recording.mask(order.on)
      case 'record call':
        return recording.begin()
      case 'language':
        // For who takes the call over; what is spoken knows its own language.
        return tell(context, api('uuid_setvar', [uuid, 'callwright_language', order.language]))
      case 'hang up':
        return hangUp()
      case 'ended':
        return end()
      default:
        return order satisfies never
    }
  }

  /** The call's steps are over. A caller who was handed over is left where they are. */
  const end = (): void => {
    if (!dialling.handedOver() || state !== 'live') return hangUp()
    state = 'ours'
    // Who talks over this switch is still ours to watch; who is elsewhere is not.
    if (options.transferBy.kind === 'bridge') mouth.close()
    else close()
  }

  let pending: LineOrder[] = []
  const flush = (): void => {
    if (pending.length === 0) return
    const orders = pending
    pending = []
    connection.together(() => {
      for (const order of orders) if (state === 'live' || order.kind === 'ended' || order.kind === 'cancel') carryOut(order)
    })
  }

  call.listen({ onEvent, onClosed: lost })
  connection.together(() => {
    recording.takeOver()
    openLine(
      context,
      channel,
      () => mouth.release('opening'),
      why => {
        if (state !== 'live') return
        if (why !== null) trouble(why)
        hungUp('LINE_LOST')
        connection.close()
      },
    )
  })
  if (context.again) keepParked(call)
  return {
    order: order => {
      if (pending.length === 0) queueMicrotask(flush)
      pending.push(order)
    },
    flush,
  }
}
