// What the node counts, for Prometheus. Names follow its rules: a prefix, base units, `_total` for counters.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export interface Metrics {
  readonly registry: Registry
  readonly calls: Counter<'line' | 'ended'>
  readonly active: Gauge<'line' | 'version'>
  readonly duration: Histogram<'line'>
  readonly places: Counter<'line' | 'place'>
  readonly outcomes: Counter<'line' | 'operation' | 'outcome'>
  readonly answerTime: Histogram<'line' | 'operation'>
  readonly silences: Counter<'line' | 'listener'>
  readonly mistakes: Counter<'line' | 'listener'>
  readonly milestones: Histogram<'line' | 'milestone'>
  readonly levels: Counter<'line' | 'level'>
  readonly faults: Counter<'line' | 'reason'>
  readonly troubles: Counter<'line' | 'trouble'>
  readonly bugs: Counter<'line'>
  readonly strays: Counter<'from'>
  readonly logLost: Counter
  readonly refused: Counter<'why'>
  readonly stepTime: Histogram
  readonly unsettled: Gauge<'line'>
}

const CALL = [5, 15, 30, 60, 120, 180, 300, 600, 1200, 1800]
const ANSWER = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30]
const STEP = [0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05]

export function createMetrics(): Metrics {
  const registry = new Registry()
  // The loop's lag is looked at ten times a second; a hundred times, as it is by itself, would be the most that an idle node does.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 })
  const registers = [registry]
  return {
    registry,
    calls: new Counter({
      name: 'callwright_calls_total',
      help: 'Calls that are over, by who ended them',
      labelNames: ['line', 'ended'],
      registers,
    }),
    active: new Gauge({ name: 'callwright_calls_active', help: 'Calls in progress', labelNames: ['line', 'version'], registers }),
    duration: new Histogram({
      name: 'callwright_call_duration_seconds',
      help: 'How long calls lasted',
      labelNames: ['line'],
      buckets: CALL,
      registers,
    }),
    places: new Counter({
      name: 'callwright_places_total',
      help: 'How often callers came to a place',
      labelNames: ['line', 'place'],
      registers,
    }),
    outcomes: new Counter({
      name: 'callwright_outcomes_total',
      help: 'How operations of the back ends ended',
      labelNames: ['line', 'operation', 'outcome'],
      registers,
    }),
    answerTime: new Histogram({
      name: 'callwright_answer_seconds',
      help: 'How long back ends took',
      labelNames: ['line', 'operation'],
      buckets: ANSWER,
      registers,
    }),
    silences: new Counter({
      name: 'callwright_silences_total',
      help: 'Listeners that heard no key in time',
      labelNames: ['line', 'listener'],
      registers,
    }),
    mistakes: new Counter({
      name: 'callwright_mistakes_total',
      help: 'Entries that listeners did not take',
      labelNames: ['line', 'listener'],
      registers,
    }),
    milestones: new Histogram({
      name: 'callwright_milestone_seconds',
      help: 'Time from the beginning of a call to a milestone',
      labelNames: ['line', 'milestone'],
      buckets: CALL,
      registers,
    }),
    levels: new Counter({
      name: 'callwright_levels_total',
      help: 'How often callers came to a level',
      labelNames: ['line', 'level'],
      registers,
    }),
    faults: new Counter({
      name: 'callwright_faults_total',
      help: 'Faults inside the machine',
      labelNames: ['line', 'reason'],
      registers,
    }),
    troubles: new Counter({
      name: 'callwright_line_troubles_total',
      help: 'What went wrong on lines while calls went on',
      labelNames: ['line', 'trouble'],
      registers,
    }),
    bugs: new Counter({ name: 'callwright_bugs_total', help: 'Calls that a fault of Callwright ended', labelNames: ['line'], registers }),
    strays: new Counter({
      name: 'callwright_errors_uncaught_total',
      help: 'Errors that nobody caught: faults of Callwright or of the module of a bank',
      labelNames: ['from'],
      registers,
    }),
    logLost: new Counter({ name: 'callwright_log_lines_lost_total', help: 'Log lines that could not be written', registers }),
    refused: new Counter({
      name: 'callwright_connections_refused_total',
      help: 'Connections that were not taken',
      labelNames: ['why'],
      registers,
    }),
    stepTime: new Histogram({
      name: 'callwright_step_seconds',
      help: 'How long a step of the machine took',
      buckets: STEP,
      registers,
    }),
    unsettled: new Gauge({
      name: 'callwright_transactions_unsettled',
      help: 'Transactions whose outcome is not known yet',
      labelNames: ['line'],
      registers,
    }),
  }
}
