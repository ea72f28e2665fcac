// A line that takes as long for everything as the simulator says, on a clock: what a call on it does is what the simulated call does.
import type { Backends } from '../../call/backends.ts'
import type { LineOrder, LineReport, OpenLine } from '../../call/line.ts'
import type { VirtualClock } from '../../call/testing/virtual-clock.ts'
import type { Machine } from '../../../machine/format.ts'
import type { Value } from '../../../machine/values.ts'
import type { Backend } from '../backend.ts'
import { nextOfConnection, ringNumber, waitInQueue, type Connection } from '../connection.ts'
import type { CallerAction } from '../line-play.ts'
import { beginRecording, endOfRecording, lengthOfRecording, speakInto, type RunningRecording } from '../recording.ts'
import { createScriptBackends } from '../script-backends.ts'
import type { Speaker } from '../speaker.ts'
import { createVoice } from '../voice.ts'

/** What falls on one ms, in the simulator's order: answers, connections, recordings, ends of speech; expiries have 5. */
const RANKS = { action: 1, answer: 3, connection: 3.1, recording: 3.2, spoken: 4 }

export interface TimedLine {
  readonly open: OpenLine
  readonly backends: Backends
  readonly act: (action: CallerAction) => void
}

export interface TimedLineOptions {
  readonly machine: Machine
  readonly speaker: Speaker
  readonly backend: Backend
  readonly clock: VirtualClock
  readonly call: string
  /** So long after its turn a segment is heard, ms: 0 where not said. */
  readonly latency?: number
}

export function createTimedLine({ machine, speaker, backend, clock, call, latency = 0 }: TimedLineOptions): TimedLine {
  const voice = createVoice(speaker)
  let report: (what: LineReport) => void = () => undefined
  let connection: Connection | null = null
  let recording: RunningRecording | null = null
  const set: { connection: unknown; recording: unknown; voice: unknown } = { connection: null, recording: null, voice: null }
  let begun = 0

  const answer = (task: number, outcome: string, values: readonly Value[] = []): void => {
    clock.setRanked(() => report({ kind: 'answer', task, outcome, values }), 0, RANKS.answer)
  }

  function again(what: keyof typeof set, at: number, rank: number, run: () => void): void {
    if (set[what] !== null) clock.clear(set[what])
    set[what] = at === Infinity ? null : clock.setRanked(run, at - clock.now(), rank)
  }

  /** What comes next of each, from what is so now. */
  function settle(): void {
    voice.settle(clock.now())
    const speaks = voice.speaking()
    again('voice', speaks === null ? Infinity : voice.endsAt() + latency, RANKS.spoken, () => {
      report({ kind: 'spoken', segment: voice.end() })
      settle()
    })
    const now = clock.now()
    again('connection', connection === null ? Infinity : nextOfConnection(connection, voice.quiet(), now), RANKS.connection, move)
    again('recording', recording === null ? Infinity : endOfRecording(recording, now), RANKS.recording, endRecording)
    if (speaks === null || begun === speaks.id) return
    begun = speaks.id
    const begin = (): void => {
      if (voice.speaking()?.id === speaks.id) report({ kind: 'began', segment: speaks.id })
    }
    if (latency === 0) begin()
    else clock.setRanked(begin, latency, RANKS.answer)
  }

  function move(): void {
    const running = connection!
    const { task, queue } = running
    const now = clock.now()
    if (running.talksUntil >= 0) finish('answered', queue >= 0 ? [running.who] : [])
    else if (voice.quiet() && running.answersAt <= now) {
      running.talksUntil = now + running.talk
      report({ kind: 'talks', task, who: running.who })
    } else if (running.overAt <= now) finish(running.over, [])
    else {
      running.positionAt = now + running.every
      report({ kind: 'position', task, position: backend.queue(machine.queues[queue]!.name).waiting + 1 })
    }
    settle()
    function finish(outcome: string, values: readonly Value[]): void {
      connection = null
      report({ kind: 'answer', task, outcome, values })
    }
  }

  function endRecording(): void {
    const { task } = recording!
    const ms = lengthOfRecording(recording!, clock.now())
    recording = null
    if (ms === null) report({ kind: 'answer', task, outcome: 'nothing', values: [] })
    else report({ kind: 'answer', task, outcome: 'recorded', values: [{ recording: `${call}/${task}`, ms }] })
    settle()
  }

  function order(what: LineOrder): void {
    const now = clock.now()
    switch (what.kind) {
      case 'speak':
        return voice.add(what.segment)
      case 'stop':
        return voice.stop(what.through)
      case 'queue state': {
        const state = backend.queueState(machine.queues[what.queue]!.name)
        return state === 'failed' ? answer(what.task, 'failed') : answer(what.task, 'answered', [{ ...state }])
      }
      case 'connect queue': {
        const queue = machine.queues[what.queue]!
        connection = waitInQueue(what.task, what.queue, queue, backend.queue(queue.name), now)
        return
      }
      case 'connect number':
        connection = ringNumber(what.task, what.number, what.within, backend.number(what.number), now)
        return
      case 'transfer':
        return answer(what.task, backend.transfer(what.number) ? 'transferred' : 'failed')
      case 'record':
        recording = beginRecording(what.task, what.upTo, what.tone, what.endSilence, now)
        return
      case 'stop record':
        if (recording?.task === what.task) recording.stopped = true
        return
      case 'cancel':
        if (connection?.task === what.task) connection = null
        if (recording?.task === what.task) recording = null
        return
      case 'ended':
        connection = null
        recording = null
        return voice.stopAll()
      case 'hang up':
        return voice.stopAll()
      case 'dark':
      case 'language':
      case 'record call':
        return
    }
  }

  return {
    open: tell => {
      report = tell
      return { order, flush: settle }
    },
    act: action => {
      switch (action.kind) {
        case 'key':
          return report({ kind: 'key', key: action.key })
        case 'speak':
          if (recording) speakInto(recording, action.ms, clock.now())
          return settle()
        case 'hang up':
          voice.stopAll()
          report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })
          return settle()
      }
    },
    backends: createScriptBackends({
      machine,
      backend,
      clock: { ...clock, set: (run, ms) => clock.setRanked(run, ms, RANKS.answer) },
    }),
  }
}

export const ACTION = RANKS.action
