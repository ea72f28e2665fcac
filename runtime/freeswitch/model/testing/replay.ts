// A capture played to the model: the client's bytes when it sent them, the caller's doings as what the switch told shows them.
import { createVirtualClock } from '../../../call/testing/virtual-clock.ts'
import { createFrameDecoder, type Frame } from '../../codec/index.ts'
import type { ByteStream } from '../../stream.ts'
import type { Call } from '../call.ts'
import type { Action } from '../channel.ts'
import { createModel, type Model, type ModelOptions } from '../model.ts'
import { framesIn, headersIn, type Capture, type Headers } from './captures.ts'

/** What the caller, or someone at the switch, does. */
export interface Doing {
  readonly at: number
  /** Frames of the switch that come before it, where that is known. */
  readonly after?: number
  /** `second`: another node that has got the call since. */
  readonly run: (call: Call, model: Model, second: ByteStream | null) => void
}

export interface Setting {
  readonly options?: Omit<ModelOptions, 'clock' | 'serve'>
  /** False where the caller's end was hung up by the client, or by the switch itself. */
  readonly hangsUp?: boolean
  /** Headers that are not held, since they hang on what a model has no part in. */
  readonly loose?: RegExp
  /** ms by which frames may come at another time than the real ones, where that is more than usual. */
  readonly late?: number
  /** Digits that came by a command of someone else. */
  readonly injected?: true
  /** What the dialplan does before `socket`. */
  readonly before?: readonly Action[]
  /** What the dialplan does behind `socket`. */
  readonly behind?: readonly Action[]
  /** Variables whose values were lost on the way. */
  readonly variables?: Readonly<Record<string, string>>
  /** Instead of the digits at the times at which they were told. */
  readonly digits?: readonly Doing[]
  readonly more?: readonly Doing[]
  /** False for a far side without any sound. */
  readonly sound?: boolean
}

export interface Replayed {
  readonly model: Model
  readonly frames: readonly Frame[]
  /** ms since the start. */
  readonly times: readonly number[]
  readonly closed: boolean
}

interface Planned extends Doing {
  /** Frames of the switch that come before it. */
  readonly after: number
}

/** What the first frame says of the call. */
export function channelOf(capture: Capture): Headers {
  const first = capture.steps.find(step => step.kind === 'switch')
  return first?.kind === 'switch' ? headersIn(framesIn(first.bytes)[0]!) : new Map()
}

/** Whether the notice that a call is parked came before or after the first replies is chance: it is not counted. */
export const isFirstPark = (headers: Headers, parked: boolean): boolean => !parked && headers.get('Event-Name') === 'CHANNEL_PARK'

/** What shows that it was parked before; our own line is not told of CHANNEL_UNPARK. */
export const wasParked = (name: string | undefined): boolean => name === 'CHANNEL_UNPARK' || name === 'CHANNEL_BRIDGE'

const BURST = 60

function plan(capture: Capture, setting: Setting, send: (bytes: Uint8Array) => void, close: () => void): readonly Planned[] {
  const doings: Doing[] = [...(setting.digits ?? []), ...(setting.more ?? [])]
  const told: { readonly at: number; readonly counted: boolean }[] = []
  let lastDigit = -Infinity
  let burst = 0
  let unparked = false
  const soFar = (): number => told.filter(({ counted }) => counted).length
  for (const step of capture.steps) {
    if (step.kind === 'client') doings.push({ at: step.at, after: soFar(), run: () => send(step.bytes) })
    if (step.kind === 'client closes') doings.push({ at: step.at, after: soFar(), run: close })
    if (step.kind !== 'switch') continue
    const frame = framesIn(step.bytes)[0]
    const headers: Headers = frame ? headersIn(frame) : new Map()
    const name = headers.get('Event-Name')
    if (wasParked(name)) unparked = true
    // What is no frame has no count: a line break in a value has broken the framing.
    told.push({ at: step.at, counted: frame !== undefined && !isFirstPark(headers, unparked) })
    if (name === 'CHANNEL_HANGUP' && setting.hangsUp !== false) {
      const cause = headers.get('Hangup-Cause')!
      doings.push({ at: step.at - 1, run: call => call.hangUp(cause) })
    }
    if (name === 'DTMF' && !setting.digits) {
      // Those that were told one frame after the other were pressed together.
      burst = step.at - lastDigit <= 21 && step.at - burst < BURST + 200 ? burst : step.at
      lastDigit = step.at
      const source = headers.get('DTMF-Source') as 'RTP' | 'APP' | 'UNKNOWN'
      const samples = Number(headers.get('DTMF-Duration'))
      if (setting.injected || source !== 'APP')
        doings.push({
          at: (setting.injected ? step.at : burst) - 10,
          run: call => call.press(headers.get('DTMF-Digit')!, { source, samples }),
        })
    }
  }
  return doings
    .toSorted((left, right) => left.at - right.at)
    .map(doing => {
      const counting = told.filter(({ counted }) => counted)
      const before = doing.after === undefined ? counting.filter(({ at }) => at <= doing.at) : counting.slice(0, doing.after)
      return { ...doing, after: before.length }
    })
}

const LATEST = 40_000

export async function replay(capture: Capture, setting: Setting): Promise<Replayed> {
  const first = channelOf(capture)
  const stamp = Number(first.get('Event-Date-Timestamp') ?? 0) / 1000
  const clock = createVirtualClock(stamp || undefined)
  const started = clock.now()
  let decoder = createFrameDecoder()
  const frames: Frame[] = []
  const times: number[] = []
  let counted = 0
  let unparked = false
  let closed = false
  let stream: ByteStream | null = null

  let second: ByteStream | null = null

  const take = (peer: ByteStream): void => {
    if (stream) {
      second = peer
      return peer.start({ onData: () => undefined, onDrain: () => undefined, onClose: () => undefined })
    }
    stream = peer
    peer.start({
      onData(bytes) {
        for (const frame of decoder.push(bytes)) {
          const headers = headersIn(frame)
          if (wasParked(headers.get('Event-Name'))) unparked = true
          frames.push(frame)
          times.push(clock.now() - started)
          if (isFirstPark(headers, unparked)) continue
          counted++
        }
        if (decoder.fault()) decoder = createFrameDecoder()
      },
      onDrain: () => undefined,
      onClose: () => {
        closed = true
      },
    })
  }

  const model = createModel({ clock, serve: take, ...setting.options })
  const isOutbound = first.get('Event-Name') === 'CHANNEL_DATA'
  let call: Call | null = null
  if (isOutbound) {
    const variables = Object.fromEntries(
      [...first].filter(([name]) => /^variable_(?!current_)/.test(name)).map(([name, value]) => [name.slice('variable_'.length), value]),
    )
    call = model.call({
      uuid: first.get('Unique-ID')!,
      channelName: first.get('Channel-Name')!,
      caller: first.get('Caller-Caller-ID-Number') ?? '',
      name: first.get('Caller-Caller-ID-Name') ?? '',
      called: first.get('Caller-Destination-Number') ?? '',
      answered: first.get('Answer-State') === 'answered',
      variables: { ...variables, ...setting.variables },
      sound: setting.sound ?? (first.get('Channel-Name') ?? '').startsWith('sofia'),
      actions: [
        ...(setting.before ?? []),
        { app: 'socket', data: first.get('variable_current_application_data')! },
        ...(setting.behind ?? []),
      ],
    })
  } else take(model.connect())

  const planned = plan(
    capture,
    setting,
    bytes => stream?.write(bytes),
    () => stream?.close(),
  )
  const nobody = {} as Call
  for (const { run, after, at } of planned) {
    await clock.runUntil(() => counted >= after || closed, Math.max(0, at + 3000 - (clock.now() - started)))
    if (started + at > clock.now()) await clock.run(started + at - clock.now())
    run(call ?? nobody, model, second)
  }
  await clock.runUntil(() => closed, LATEST)
  return { model, frames, times, closed }
}
