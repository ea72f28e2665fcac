// The telephone: what is shown of the call, and what a person can do with it. The call itself runs in a worker.
import { batch, computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals'
import type { App } from '../page/app.ts'
import type { Lit, SourceRange } from '../page/lit.ts'
import type { Files } from '../project/paths.ts'
import { createHost } from '../workers/host.ts'
import { NoAnswer } from '../workers/rpc.ts'
import { startWorker } from '../workers/start.ts'
import { createClock, type Pace } from './clock.ts'
import type { CallUpdate, ProgramState, Refused, SpokenView, StepView, TelephoneContract, Words } from './contract.ts'
import { createKeyTimes, type ReportedKey } from './key-times.ts'
import { createSetup, setupOf, type Setup } from './setup.ts'
import { takeUpdate, wayUpTo, type ShownCall } from './shown-call.ts'
import { sourceNow } from './source-now.ts'
import { createSpeech, type Speech } from './speech.ts'
import { createTones } from './tones.ts'
import { createVoice, type Voice } from './voice.ts'

/** Why the call of a script stands where it was opened. */
export interface Failing {
  readonly script: string
  readonly problem: Words
  readonly expected: Words | null
  readonly came: readonly Words[]
}

export interface Telephone {
  /** Of the call that is on, or was on last. */
  readonly steps: ReadonlySignal<readonly StepView[]>
  /** Index of the step that is shown; −1 without a call. */
  readonly at: ReadonlySignal<number>
  /** Where the call had come to by the step that is shown. */
  readonly way: ReadonlySignal<{ readonly entry: string; readonly places: ReturnType<typeof wayUpTo>; readonly here: string | null } | null>
  readonly call: ReadonlySignal<ShownCall | null>
  /** Dials as it is set up; `press`: for the person first, each once the call waits for it: keys, `‹card›` for a value, `…` for a silence. */
  readonly dial: (options?: { readonly press?: readonly string[]; readonly called?: string }) => Promise<void>
  /** The call of a script's run (`ScriptRun.id`), up to the lines that begin at `offset` of its file. */
  readonly openAt: (run: string, offset: number, failing: Failing) => Promise<void>
  /** Has the text shown that a row of the transcript comes from; says so where it has been changed away since. */
  readonly showSource: (source: SourceRange) => void
  /** Of the call that was opened, until another is. */
  readonly failing: Signal<Failing | null>
  /** The call as the text of a script for a file at `path`; null where it cannot be written, which is told here. */
  readonly record: (name: string, path: string) => Promise<string | null>

  // what the telephone's own pane needs
  readonly program: ReadonlySignal<ProgramState | null>
  /** Compiles the newest text, if it has changed. */
  readonly look: () => Promise<void>
  readonly setup: Setup
  readonly step: ReadonlySignal<StepView | null>
  /** The newest step is shown. */
  readonly live: ReadonlySignal<boolean>
  readonly spoken: ReadonlySignal<SpokenView | null>
  /** ms of the call that are shown. */
  readonly now: ReadonlySignal<number>
  readonly pace: ReadonlySignal<Pace>
  readonly setPace: (pace: Pace) => void
  /** A step that is shown in place of the newest. */
  readonly show: (step: number) => void
  readonly goOn: () => Promise<void>
  readonly undo: () => Promise<void>
  readonly replay: () => Promise<void>
  readonly skip: (to: 'next' | 'question' | 'silence') => Promise<void>
  readonly keyDown: (key: string) => void
  readonly keyUp: (key: string) => void
  /** The key that is held. */
  readonly held: ReadonlySignal<string | null>
  readonly hangUp: () => Promise<void>
  readonly speak: (ms: number) => Promise<void>
  /** Null where it was taken. */
  readonly answer: (task: number, answer: string) => Promise<Words | null>
  readonly give: (subject: string, line: string | null) => Promise<Words | null>
  readonly byHand: (operation: string, on: boolean) => Promise<void>
  readonly problem: Signal<Words | null>
  readonly speech: Speech
  readonly voice: Voice
  readonly quietKeys: Signal<boolean>
}

/** ms between two looks at a clock that goes; a page in the background looks less often. */
const LOOK = 1000

const STOPPED: Words = {
  en: 'The program did not come to rest, and the call was stopped. The page is not harmed: mend the program and dial again.',
  zh: '程序一直无法停下，通话已被中止。页面不受影响：请修改程序后重新拨打。',
}

const CHANGED: Words = {
  en: 'What this comes from has been changed since the call began. Dial again to hear the text as it is now.',
  zh: '通话开始后，对应的文字已被修改。请重新拨打，以收听当前的文字。',
}

const sameRange = (one: SourceRange | null, other: SourceRange | null): boolean =>
  one === other || (one !== null && one.path === other?.path && one.start === other.start && one.end === other.end)

export function createTelephone(app: Pick<App, 'project' | 'lights'>): Telephone {
  const { project, lights } = app
  const host = createHost<TelephoneContract>({ start: () => startWorker('telephone'), project, told: {} })
  const program = signal<ProgramState | null>(null)
  const call = signal<ShownCall | null>(null)
  const shownStep = signal<number | null>(null)
  const now = signal(0)
  const pace = signal<Pace>(1)
  const held = signal<string | null>(null)
  const problem = signal<Words | null>(null)
  const failing = signal<Failing | null>(null)
  const quietKeys = signal(false)
  const setup = createSetup()
  const clock = createClock(() => performance.now())
  const keyTimes = createKeyTimes()
  const tones = createTones(() => new AudioContext())
  const voice = createVoice(typeof speechSynthesis === 'undefined' ? null : speechSynthesis)

  const steps = computed(() => call.value?.steps ?? [])
  const at = computed(() => shownStep.value ?? steps.value.length - 1)
  const live = computed(() => shownStep.value === null)
  const step = computed(() => steps.value[at.value] ?? null)
  const spoken = computed(() => call.value?.spoken[step.value?.spoken ?? -1] ?? null)
  const way = computed(() => {
    const shown = call.value
    return shown && { entry: shown.newest.entry, places: wayUpTo(shown.steps, at.value), here: step.value?.place ?? null }
  })
  const isOn = (): boolean => call.value !== null && !call.value.newest.ended
  /** A person needs longer for an answer than a bank has: the clock stands from when all has been said. */
  const waitsForPerson = (): boolean => {
    const shown = call.peek()
    return shown !== null && shown.newest.asked.length > 0 && (shown.spoken.at(-1)?.until ?? 0) >= 0
  }

  const speech = createSpeech({
    voice,
    clock,
    sounds: () => clock.pace() === 1 && live.peek() && isOn(),
    onEnd: () => void goAhead(),
  })

  // ---------------------------------------------------------------------------------------------- asking the worker

  let turn: Promise<unknown> = Promise.resolve()
  /** One question after the other: each begins where the one before has left the call. */
  function ask<N extends keyof TelephoneContract['asks']>(
    name: N,
    takes: () => TelephoneContract['asks'][N]['takes'],
  ): Promise<TelephoneContract['asks'][N]['gives'] | null> {
    const mine = turn.then(async () => {
      try {
        return await host.ask(name, takes())
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        problem.value =
          error.kind === 'ended' ? STOPPED : { en: `The call was stopped: ${error.message}`, zh: `通话被中止：${error.message}` }
        stopClock()
        if (error.kind === 'ended') call.value = null
        return null
      }
    })
    turn = mine.catch(() => undefined)
    return mine
  }

  /** Takes in what came of a question about the call. */
  function take(given: CallUpdate | Refused | null, begins = false): Words | null {
    if (given === null) return null
    // Of a call that was put down meanwhile.
    if (!begins && call.peek() === null) return null
    if (given.kind === 'refused') return given.why
    batch(() => {
      const before = call.value
      call.value = takeUpdate(before, given)
      if (before?.newest.call !== given.call) problem.value = null
    })
    followSpeech()
    return null
  }
  const takeOrTell = (given: CallUpdate | Refused | null): void => {
    const why = take(given)
    if (why) problem.value = why
  }

  // ---------------------------------------------------------------------------------------------- the clock

  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = false

  function followSpeech(): void {
    const shown = call.value
    const current = shown?.spoken.at(-1)
    speech.follow(current && current.until < 0 && live.peek() ? current : null)
  }

  function stopClock(): void {
    clearTimeout(timer)
    clock.setPace(0)
    speech.stop()
  }

  /** The clock goes where a call is on and its newest moment is shown. */
  function runClock(): void {
    const goes = isOn() && live.peek() && !waitsForPerson()
    clock.setPace(goes ? pace.peek() : 0)
    followSpeech()
    void goAhead()
  }

  /** Lets happen what the clock has come to, and comes back when the next thing does. */
  async function goAhead(): Promise<void> {
    clearTimeout(timer)
    const shown = call.peek()
    if (!shown || shown.newest.ended || asking || clock.pace() === 0) return
    const { nextAt } = shown.newest
    const time = clock.now()
    if (nextAt !== null && time > nextAt) {
      asking = true
      // With a voice one thing at a time: what begins to be said is to be heard.
      const aloud = clock.pace() === 1 && !speech.muted.peek()
      const given = await ask('advance', () => ({ to: aloud ? nextAt + 1 : clock.now() }))
      asking = false
      takeOrTell(given)
      const begun = call.peek()?.spoken.at(-1)
      if (aloud && begun && begun.until < 0 && speech.speaking() && clock.now() > begun.at + LATE) clock.set(begun.at)
      if (!isOn() || waitsForPerson()) runClock()
      return goAhead()
    }
    const wait = nextAt === null ? Infinity : clock.realTo(nextAt + 1)
    timer = setTimeout(() => void goAhead(), Math.min(LOOK, wait))
    followNow()
  }

  let frame = 0
  /** While the clock goes, what is shown follows it. */
  function followNow(): void {
    cancelAnimationFrame(frame)
    const show = (): void => {
      now.value = live.peek() ? clock.now() : (step.peek()?.at ?? 0)
      if (clock.pace() !== 0) frame = requestAnimationFrame(show)
    }
    show()
  }
  effect(() => {
    // A step of the past has its own moment.
    if (!live.value) now.value = step.value?.at ?? 0
  })

  /** The call stands at this moment after what was done by hand. */
  function settle(): void {
    const newest = call.peek()?.newest
    if (!newest) return
    if (newest.now > clock.now() || clock.pace() === 0 || newest.ended) clock.set(newest.now)
    runClock()
    followNow()
  }

  // ---------------------------------------------------------------------------------------------- what a person does

  /** A deed at a moment that was wound back to happens there: what came later is cut off, and can be brought back. */
  async function atShown(): Promise<void> {
    const wound = shownStep.peek()
    if (wound === null) return
    const given = await ask('goOn', () => ({ step: wound }))
    shownStep.value = null
    keyTimes.forget()
    takeOrTell(given)
    if (given?.kind === 'call') clock.set(given.now)
  }

  async function doNow(run: () => Promise<CallUpdate | Refused | null>): Promise<Words | null> {
    if (!call.peek()) return null
    await atShown()
    const why = take(await run())
    settle()
    return why
  }
  const doOrTell = async (run: () => Promise<CallUpdate | Refused | null>): Promise<void> => {
    const why = await doNow(run)
    if (why) problem.value = why
  }

  async function look(): Promise<void> {
    if (program.peek()?.revision === project.revision.peek()) return
    const given = await ask('program', () => null)
    if (given) program.value = given
  }

  function begin(given: CallUpdate | Refused | null): void {
    speech.stop()
    shownStep.value = null
    keyTimes.forget()
    pressed = []
    failing.value = null
    const why = take(given, true)
    if (why) problem.value = why
    if (given?.kind !== 'call') return
    clock.setPace(0)
    clock.set(given.now)
    settle()
  }

  /** Keys that were pressed and are not yet told of, in their order: a timer that comes late lets none overtake another. */
  let pressed: readonly ReportedKey[] = []
  let keyTimer: ReturnType<typeof setTimeout> | undefined
  function report(key: ReportedKey | null): void {
    if (!key) return
    pressed = [...pressed, key]
    reportDue()
  }
  function reportDue(): void {
    clearTimeout(keyTimer)
    for (let key = pressed[0]; key; key = pressed[0]) {
      const stands = clock.pace() === 0 || !live.peek()
      const wait = stands ? 0 : clock.realTo(key.at)
      if (wait > 0 && wait !== Infinity) {
        keyTimer = setTimeout(reportDue, wait)
        return
      }
      pressed = pressed.slice(1)
      // Where the clock waits for the voice, the key falls into what is being said.
      const at = stands ? null : wait === Infinity ? clock.now() : key.at
      const told = key.key
      void doOrTell(() => ask('key', () => ({ key: told, at: clock.pace() === 0 ? null : at })))
    }
  }

  const telephone: Telephone = {
    steps,
    at,
    way,
    call,
    program,
    setup,
    step,
    live,
    spoken,
    now,
    pace,
    held,
    problem,
    speech,
    voice,
    quietKeys,
    look,
    dial: async ({ press = [], called } = {}) => {
      problem.value = null
      if (called !== undefined) setup.called.value = called
      await look()
      const state = program.peek()
      if (!state) return
      begin(await ask('dial', () => ({ setup: setupOf(setup, state), now: Math.floor(Date.now() / 1000) * 1000, press })))
    },
    showSource: source => {
      const range = today(source, project.files.peek())
      if (range) lights.wanted.value = { range, focus: false }
      else problem.value = CHANGED
    },
    failing,
    openAt: async (run, offset, why) => {
      const given = await ask('open', () => ({ run, offset }))
      pace.value = 0
      begin(given)
      if (given?.kind === 'call') failing.value = why
    },
    record: async (name, path) => {
      const given = await ask('record', () => ({ name, path }))
      if (given === null) return null
      if ('text' in given) return given.text
      problem.value = given.why
      return null
    },
    setPace: next => {
      pace.value = next
      runClock()
      followNow()
    },
    show: wanted => {
      const last = steps.peek().length - 1
      const next = Math.max(0, Math.min(last, wanted))
      shownStep.value = next === last ? null : next
      runClock()
      followNow()
    },
    goOn: async () => {
      await atShown()
      settle()
    },
    undo: () => doOrTell(() => ask('undo', () => null)),
    replay: async () => {
      await look()
      begin(await ask('replay', () => null))
    },
    skip: to => doOrTell(() => ask('skip', () => to)),
    keyDown: key => {
      if (held.peek() === key) return
      held.value = key
      if (!quietKeys.peek()) tones.down(key)
      report(keyTimes.down(key, clock.now()))
    },
    keyUp: key => {
      if (held.peek() !== key) return
      held.value = null
      tones.up()
      report(keyTimes.up(key, clock.now()))
    },
    hangUp: async () => {
      const why = await doNow(() => ask('hangUp', () => ({ at: clock.now() })))
      if (!why) return
      // A call that goes round and round cannot even be hung up: the telephone is put down all the same.
      problem.value = why
      stopClock()
      call.value = null
    },
    speak: ms => doOrTell(() => ask('speak', () => ({ ms, at: clock.now() }))),
    answer: (task, answer) => doNow(() => ask('answer', () => ({ task, answer, at: clock.now() }))),
    give: async (subject, line) => {
      const before = setup.given.peek()
      const { [subject]: _, ...others } = before
      setup.given.value = line === null ? others : { ...others, [subject]: line }
      if (line === null || subject.startsWith('setting ') || !isOn()) return null
      const why = await doNow(() => ask('give', () => ({ line, at: clock.now() })))
      if (why) setup.given.value = before
      return why
    },
    byHand: async (operation, on) => {
      const next = new Set(setup.byHand.peek())
      if (on) next.add(operation)
      else next.delete(operation)
      setup.byHand.value = next
      if (isOn()) await doOrTell(() => ask('byHand', () => ({ operation, on, at: clock.now() })))
    },
  }

  /** In the text as it is now; null where what the call knows is not there any more. */
  function today(source: SourceRange | null, files: Files): SourceRange | null {
    const was = source && call.peek()?.texts[source.path]
    if (!source || was === undefined || was === null) return null
    return sourceNow(source, was, Object.hasOwn(files, source.path) ? files[source.path]! : null)
  }
  const litNow = (files: Files): Lit | null => {
    const shown = step.value
    // What is said lies where it is written; else where the call stands.
    return shown && { from: 'telephone', source: today(spoken.value?.source ?? shown.source, files), place: shown.place }
  }
  effect(() => {
    const next = litNow(project.files.peek())
    if (next) lights.lit.value = next
  })
  effect(() => {
    // It goes along with the text; what somebody has pointed at since stays lit.
    const files = project.files.value
    const [before, next] = [lights.lit.peek(), untracked(() => litNow(files))]
    if (before?.from === 'telephone' && next && !sameRange(before.source, next.source)) lights.lit.value = next
  })
  effect(() => {
    // Whoever turns the voice off is not kept waiting for it.
    if (speech.muted.value) untracked(runClock)
  })
  // Another project has another telephone: a call of the one before would light up places of this one.
  effect(() => {
    void project.opening.value
    untracked(() => {
      stopClock()
      batch(() => {
        call.value = null
        shownStep.value = null
        failing.value = null
        problem.value = null
        program.value = null
        if (lights.lit.peek()?.from === 'telephone') lights.lit.value = null
        setup.called.value = null
        setup.answersOf.value = null
        setup.given.value = {}
        setup.byHand.value = new Set()
      })
    })
  })
  // The newest text is compiled when nobody has typed for a while.
  let typing: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    void project.revision.value
    void project.entry.value
    clearTimeout(typing)
    typing = setTimeout(() => void look(), TYPING)
  })
  return telephone
}

/** ms */
const TYPING = 600

/** ms that a page may be late without a text being begun from its begin. */
const LATE = 50
