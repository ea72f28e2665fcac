// A call whose line does nothing by itself and whose clock stands still: every order and every report is in the test's hand.
import { prepare, type Event } from '../../core/index.ts'
import { bank } from '../../dtmf/testing/bank.ts'
import type { BackendReply, BackendRequest } from '../backends.ts'
import { createCall, type Call, type CallOptions } from '../call.ts'
import { createCallLog } from '../call-log.ts'
import { createCallRecorder } from '../call-recorder.ts'
import type { Line, LineOrder, LineReport } from '../line.ts'
import type { CallObserver } from '../observer.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export const prepared = prepare(bank(), { trace: true })
export const AT = 1_767_600_000_000

export interface DrivenCall {
  readonly call: Call
  readonly clock: VirtualClock
  readonly orders: LineOrder[]
  readonly report: (report: LineReport) => void
  readonly asked: { readonly request: BackendRequest; readonly reply: (reply: BackendReply) => void }[]
  readonly events: Event[]
  readonly log: ReturnType<typeof createCallLog>
  /** All that is queued is heard. */
  readonly hear: () => void
  readonly keys: (keys: string) => void
  readonly isDone: () => boolean
}

export function begin(
  how: Partial<Pick<CallOptions, 'prepared' | 'backends' | 'observers'>> & {
    readonly line?: Partial<Line>
    readonly early?: readonly LineReport[]
  } = {},
): DrivenCall {
  const clock = createVirtualClock(AT)
  const orders: LineOrder[] = []
  const asked: DrivenCall['asked'] = []
  const events: Event[] = []
  const log = createCallLog()
  let report: DrivenCall['report'] = () => undefined
  const seen: CallObserver = { stepping: event => events.push(event) }
  const call = createCall({
    prepared,
    start: { id: 'c1', caller: null, called: '95500' },
    clock,
    backends: {
      ask: request => new Promise(reply => asked.push({ request, reply })),
      notify: () => Promise.resolve(true),
    },
    ...how,
    open: tell => {
      report = tell
      for (const early of how.early ?? []) tell(early)
      return { order: order => orders.push(order), ...how.line }
    },
    observers: [seen, createCallRecorder(prepared.machine, log), ...(how.observers ?? [])],
  })
  let isDone = false
  void call.done.then(() => (isDone = true))
  const hear = (): void => {
    while (call.session.queue.length > 0) report({ kind: 'spoken', segment: call.session.queue[0]!.id })
  }
  const keys = (typed: string): void => {
    for (const key of typed) report({ kind: 'key', key })
  }
  return { call, clock, orders, report, asked, events, log, hear, keys, isDone: () => isDone }
}

export const answer = (outcome: string, ...values: readonly string[]): BackendReply => ({ kind: 'answer', outcome, values })

/** Logs in and gets as far as the confirm of a transfer, whose read-back is to be heard next. */
export async function reachConfirm({ keys, asked, clock }: DrivenCall): Promise<void> {
  keys('2')
  keys('2')
  keys('6225880212345673#')
  keys('123456')
  asked.at(-1)!.reply(answer('accepted'))
  await clock.run(0)
  keys('10#')
}

/** As far as the transfer that is performed. */
export async function pay(fixture: DrivenCall): Promise<void> {
  const { keys, hear } = fixture
  await reachConfirm(fixture)
  hear()
  keys('1')
}
