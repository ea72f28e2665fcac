// What the node counts and logs of a call. Nothing that a caller said, pressed or is goes into either.
import type { CallObserver } from '../call/observer.ts'
import { taskKey } from '../call/task-key.ts'
import type { Effect, Event, Session } from '../core/index.ts'
import type { Machine } from '../../machine/format.ts'
import { shownError, type Logger } from './log.ts'
import type { Metrics } from './metrics.ts'

export interface CallReportOptions {
  readonly call: string
  readonly machine: Machine
  readonly metrics: Metrics
  /** Of this call: it has the call's id, line and version on every entry. */
  readonly log: Logger
}

export function createCallReport({ call, machine, metrics, log }: CallReportOptions): CallObserver {
  const line = machine.name
  const operationName = (index: number): string => {
    const operation = machine.operations[index]
    return operation === undefined ? '?' : `${operation.service}.${operation.name}`
  }
  /** Written whatever `serve.log` is. */
  const audit = (): Logger => log.child({}, { level: 'info' })
  const transaction = (task: number): object => ({ task, idempotencyKey: taskKey(call, task) })
  /** Sent and not answered: its operation. */
  const asked = new Map<number, number>()
  let began = 0
  let place = -1
  let cause: string | null = null
  let stepping = 0n

  return {
    stepping: (event: Event) => {
      stepping = process.hrtime.bigint()
      if (event.kind === 'started') began = event.at
    },
    stepped: (event: Event, effects: readonly Effect[]) => {
      metrics.stepTime.observe(Number(process.hrtime.bigint() - stepping) / 1e9)
      for (const effect of effects) {
        switch (effect.kind) {
          case 'place':
            place = effect.place
            metrics.places.inc({ line, place: machine.places[place]?.name ?? '?' })
            break
          case 'ask':
            asked.set(effect.task, effect.operation)
            break
          case 'perform':
            asked.set(effect.task, effect.operation)
            // Whatever becomes of this node, its operator can ask the bank for it.
            audit().info({ operation: operationName(effect.operation), ...transaction(effect.task) }, 'a transaction is sent')
            break
          case 'outcome':
            if (effect.result === 'silence') metrics.silences.inc({ line, listener: machine.listeners[effect.listener]?.name ?? '?' })
            else if (effect.result === 'mistake' || effect.result === 'too short')
              metrics.mistakes.inc({ line, listener: machine.listeners[effect.listener]?.name ?? '?' })
            break
          case 'level':
            metrics.levels.inc({ line, level: machine.line.levels[effect.level] ?? '?' })
            break
          case 'milestone':
            metrics.milestones.observe({ line, milestone: effect.name }, (event.at - began) / 1000)
            break
          case 'fault':
            metrics.faults.inc({ line, reason: effect.reason })
            log.error({ reason: effect.reason, point: effect.point }, 'a fault inside the machine: the line’s “on fault” takes the call')
            break
          case 'not sent':
            log.warn(
              { operation: operationName(effect.operation), parameter: effect.parameter },
              'an argument does not fit its type: nothing was sent',
            )
            break
        }
      }
    },
    reported: report => {
      if (report.kind === 'hung up') cause = report.cause
      if (report.kind !== 'trouble') return
      metrics.troubles.inc({ line, trouble: report.trouble.slug })
      log.warn({ trouble: report.trouble.slug }, report.trouble.en)
    },
    answered: (task, outcome, why, took) => {
      const operation = operationName(asked.get(task) ?? -1)
      asked.delete(task)
      metrics.outcomes.inc({ line, operation, outcome })
      metrics.answerTime.observe({ line, operation }, took / 1000)
      if (outcome === 'failed' || outcome === 'unknown')
        log.warn({ operation, outcome, why, took, task }, 'a back end has no usable answer')
      else log.debug({ operation, outcome, took }, 'answered')
    },
    settled: (task, outcome) => audit().info({ ...transaction(task), outcome }, 'a transaction that was unknown is settled'),
    failed: error => {
      metrics.bugs.inc({ line })
      log.error({ err: shownError(error) }, 'a fault of Callwright ended this call')
    },
    ended: (session: Session, at: number) => {
      const seconds = (at - began) / 1000
      metrics.calls.inc({ line, ended: session.endedBy ?? 'line' })
      metrics.duration.observe({ line }, seconds)
      log.info(
        {
          seconds,
          endedBy: session.endedBy,
          cause,
          place: machine.places[place]?.name ?? null,
          level: machine.line.levels[session.level] ?? null,
          language: session.language,
        },
        'the call is over',
      )
    },
  }
}
