// The worker that runs the call: it knows the program, the clock of the call and what was pressed; the page knows what is shown.
import { momentOf } from '../../machine/calendar.ts'
import { convertValue } from '../../machine/script-values.ts'
import { describeProblem } from '../../machine/value-problems.ts'
import type { Value } from '../../machine/values.ts'
import { momentsOf, prepare, type Prepared } from '../../runtime/core/index.ts'
import { HELD } from '../../runtime/dtmf/key-sound.ts'
import { lineOffsets } from '../../runtime/dtmf/recorder/written-value.ts'
import { writeScript } from '../../runtime/dtmf/recorder/recorder.ts'
import { createProgramsInWorker, type CompiledProgram } from '../programs/in-worker.ts'
import { showLife } from '../workers/host.ts'
import { answer, type Port } from '../workers/rpc.ts'
import { readAnswer, readGivenLine, readLine, type Given, type Read } from './call/bank.ts'
import type { CallParts, Deed } from './call/played-call.ts'
import { pressFirst } from './call/press-first.ts'
import { viewProgram } from './call/program-view.ts'
import { choiceOf, entryOfRun, givensOf, noRun, openRun, runsOf } from './call/script-calls.ts'
import { createTimeline, playActions, pressAgain, type Timeline } from './call/timeline.ts'
import { createUpdates, type Updates } from './call/updates.ts'
import type { CallSetup, CallUpdate, Refused, TelephoneContract, Words } from './contract.ts'

interface Call {
  readonly number: number
  readonly program: CompiledProgram
  readonly setup: CallSetup
  readonly timeline: Timeline
  readonly updates: Updates
}

const refused = (why: Words): Refused => ({ kind: 'refused', why })
const NO_PROGRAM: Words = { en: 'There is no program that could be dialled.', zh: '没有可以拨打的程序。' }
const NO_CALL: Words = { en: 'There is no call.', zh: '当前没有通话。' }
const NEVER_RESTS: Words = {
  en: 'The call goes round and never comes to rest. It was stopped there.',
  zh: '通话一直循环、无法停下，已在此处中止。',
}

export function serveTelephone(scope: Port): void {
  const programs = createProgramsInWorker()
  showLife(scope, programs.change)
  const ready = new WeakMap<CompiledProgram, Prepared>()
  let call: Call | null = null
  let calls = 0

  const prepared = (program: CompiledProgram): Prepared => {
    const known = ready.get(program) ?? prepare(program.machine, { trace: true })
    ready.set(program, known)
    return known
  }
  const played = (program: CompiledProgram) => ({ prepared: prepared(program), speaker: program.speaker })

  function begin(program: CompiledProgram, setup: CallSetup, timeline: Timeline): CallUpdate {
    call = { number: ++calls, program, setup, timeline, updates: createUpdates() }
    return update(call, true)
  }

  function update(one: Call, whole = false): CallUpdate {
    return one.updates.next(one, whole)
  }

  /** Does something with the call that is on, and tells what came of it. */
  function withCall(run: (call: Call) => Words | null | void): CallUpdate | Refused {
    if (!call) return refused(NO_CALL)
    let problem: Words | null
    try {
      problem = run(call) ?? null
    } catch (error) {
      if (!(error instanceof Error) || !/never rests/.test(error.message)) throw error
      problem = NEVER_RESTS
    }
    return problem ? refused(problem) : update(call)
  }

  const act = (deed: Deed, at: number): CallUpdate | Refused => withCall(one => one.timeline.played().act(deed, at))

  function partsOf(program: CompiledProgram, setup: CallSetup, now: number): Read<CallParts> {
    const { machine } = program
    const language = machine.line.languages[0] ?? ''
    const given: Given[] = []
    let settings: Record<string, Value> = {}
    if (setup.answersOf !== null) {
      const run = runsOf(programs.files(), program.entry, machine).find(one => one.id === setup.answersOf)
      if (!run) return { problem: noRun }
      const { read, problem } = givensOf(run, programs.files(), played(program))
      if (problem) return { problem }
      given.push(...read.given)
      settings = { ...read.settings }
    }
    for (const text of setup.given) {
      const one = readSetupLine(program, text, language)
      if (one.problem) return { problem: one.problem }
      if ('setting' in one.read) settings[one.read.setting] = one.read.value
      else given.push(one.read)
    }
    const offsets = lineOffsets(machine)
    const local = setup.at === null ? null : momentOf(setup.at)
    const utc = setup.at === null || local !== null ? null : momentOf(`${setup.at}Z`)
    if (setup.at !== null && local === null && utc === null)
      return { problem: { en: `There is no moment ${setup.at}.`, zh: `不存在的时刻：${setup.at}。` } }
    const at = local ?? (utc === null ? now : momentsOf(offsets, utc)[0])
    const start = { id: `telephone-${calls + 1}`, caller: setup.caller, called: setup.called, settings }
    return { read: { ...played(program), entry: program.entry, start, at, given, byHand: setup.byHand } }
  }

  answer<TelephoneContract>(scope, {
    program: () => {
      const newest = programs.newest()
      const program = newest ?? programs.lastGood()
      const runs = program ? runsOf(programs.files(), program.entry, program.machine) : []
      return {
        program: program && viewProgram(program),
        errors: newest ? 0 : programs.findings().filter(one => one.severity === 'error').length,
        revision: programs.revision(),
        scripts: program ? runs.map(run => choiceOf(run, program.machine)) : [],
      }
    },
    dial: ({ setup, now, press }) => {
      const program = programs.lastGood()
      if (!program) return refused(NO_PROGRAM)
      const parts = partsOf(program, setup, now)
      if (parts.problem) return refused(parts.problem)
      try {
        const timeline = createTimeline(parts.read)
        const update = begin(program, setup, timeline)
        if (press.length === 0) return update
        pressFirst(timeline.played(), press)
        return begin(program, setup, timeline)
      } catch (error) {
        if (error instanceof Error && /never rests/.test(error.message)) return refused(NEVER_RESTS)
        throw error
      }
    },
    advance: ({ to }) => withCall(one => one.timeline.played().advanceTo(to)),
    skip: to =>
      withCall(one => {
        const it = one.timeline.played()
        if (to === 'next') it.runToStep(it.steps.length + 1)
        else if (to === 'silence') it.staySilent()
        else it.runToQuestion()
      }),
    key: ({ key, at }) =>
      withCall(one => {
        const it = one.timeline.played()
        if (at !== null) return it.act({ kind: 'key', key }, at)
        const from = it.call.now
        const problem = it.act({ kind: 'key', key }, from + HELD)
        it.advanceTo(from + 2 * HELD)
        return problem
      }),
    hangUp: ({ at }) => act({ kind: 'hang up' }, at),
    speak: ({ ms, at }) => act({ kind: 'speak', ms }, at),
    answer: ({ task, answer: text, at }) =>
      withCall(one => {
        const { machine } = one.program
        const it = one.timeline.played()
        const asked = it.bank.asked().find(ask => ask.task === task)
        if (!asked) return { en: 'The call no longer waits for this answer.', zh: '通话已不再等待这个应答。' }
        const operation = machine.operations[asked.operation]!
        const { read, problem } = readAnswer(machine, operation, text, machine.line.languages[0] ?? '')
        if (problem) return problem
        if (read.kind !== 'answer') return it.act({ kind: 'no answer', task }, at)
        return it.act({ kind: 'answer', task, reply: read }, at)
      }),
    give: ({ line, at }) =>
      withCall(one => {
        const { read, problem } = readGivenLine(line, one.program.machine.line.languages[0] ?? '')
        return problem ?? one.timeline.played().act({ kind: 'given', given: read }, at)
      }),
    byHand: ({ operation, on, at }) => act({ kind: 'by hand', operation, on }, at),
    goOn: ({ step }) => withCall(one => one.timeline.goOn(step)),
    undo: () => withCall(one => one.timeline.undo()),
    replay: () => {
      if (!call) return refused(NO_CALL)
      const program = programs.newest()
      if (!program) return refused(NO_PROGRAM)
      const before = call.timeline.played()
      const parts = partsOf(program, call.setup, before.parts.at)
      if (parts.problem) return refused(parts.problem)
      return begin(program, call.setup, pressAgain(before, { ...parts.read, at: before.parts.at }))
    },
    open: ({ run: id, offset }) => {
      const entry = entryOfRun(id, programs.files())
      if (entry === null) return refused(noRun)
      // A script may be of another program than the one that is dialled.
      const program = programs.open(entry)
      if (!program) return refused(NO_PROGRAM)
      const run = runsOf(programs.files(), program.entry, program.machine).find(one => one.id === id)
      if (!run) return refused(noRun)
      const opened = openRun(run, programs.files(), played(program), offset)
      const { start, at, given, actions, now } = opened
      const parts: CallParts = { ...played(program), entry: program.entry, start, at, given, byHand: [] }
      const setup = { caller: start.caller, called: start.called, at: new Date(at).toISOString(), answersOf: id, given: [], byHand: [] }
      return begin(program, setup, createTimeline(parts, playActions(parts, actions, now)))
    },
    record: ({ name, path }) => {
      if (!call) return refused(NO_CALL)
      const it = call.timeline.played()
      const { machine } = call.program
      const { session } = it.call
      const text = writeScript({
        machine,
        log: it.log,
        typed: it.typed,
        speaker: call.program.speaker,
        backend: it.bank,
        program: pathTo(call.program.entry, path),
        name,
        at: session.started,
        caller: session.call.caller,
        called: session.call.called,
        settings: session.call.settings ?? {},
        level: machine.line.levels[session.level] ?? '',
      })
      return { text }
    },
  })
}

/** A line of the setup: an answer, or a setting's value. */
function readSetupLine(
  { machine }: CompiledProgram,
  text: string,
  language: string,
): Read<Given | { readonly setting: string; readonly value: Value }> {
  const { read, problem } = readLine(text, language)
  if (problem) return { problem }
  if (read.line.kind !== 'given setting') return readGivenLine(text, language)
  const { name, value } = read.line
  const setting = machine.settings.find(one => one.name === name)
  if (!setting) return { problem: { en: `The program has no setting ${name}.`, zh: `程序中没有设置 ${name}。` } }
  const converted = convertValue(value, setting.type, read.scope)
  return converted.problem ? { problem: describeProblem(converted.problem) } : { read: { setting: name, value: converted.value } }
}

/** `main.ivr` as a script at `scripts/a.dtmf` names it: `../main.ivr`. */
function pathTo(entry: string, script: string): string {
  const from = script.split('/').slice(0, -1)
  const to = entry.split('/')
  while (from.length > 0 && to.length > 1 && from[0] === to[0]) {
    from.shift()
    to.shift()
  }
  return `${from.length === 0 ? './' : '../'.repeat(from.length)}${to.join('/')}`
}
