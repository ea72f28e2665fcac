// A call on a terminal, in real time: words appear as they are spoken, keys go to the line as they are typed. With `fast` time stands still
// while the call waits for a key, and runs through everything else.
import type { Io } from '../io.ts'
import { askPerson } from './asking.ts'
import { HELP, PAUSE, readStrokes, SPEECH, type Stroke } from './keyboard.ts'
import type { Loudspeaker } from '../speech/loudspeaker.ts'
import type { KeysIn } from './keys-in.ts'
import { staySilent, waitsForCaller, type Phone } from './phone.ts'

/** How often the screen follows, ms. */
const FRAME = 40

export interface LiveOptions {
  readonly fast: boolean
  /** Speaks aloud: time waits at the end of a text until it was heard. */
  readonly loudspeaker?: Loudspeaker
  /** Keys that are pressed for the person first, in no time, each once the call waits for it. */
  readonly first?: string
}

/** Runs to the end of the call. False where the person stopped it. */
export async function playLive(io: Io, phone: Phone, keys: KeysIn, options: LiveOptions): Promise<boolean> {
  const { call, screen, asked } = phone
  screen.say(HELP[phone.language])
  // Wall clock at which the call began, as if it had never stood still.
  let origin = io.now() - call.now
  const settle = (): void => {
    origin = io.now() - call.now
  }
  const busy = (): boolean => waitsForCaller(call) || asked.length > 0 || call.gone

  const first = [...(options.first ?? '')]
  while (!call.ended) {
    if (io.stop.aborted) {
      screen.close()
      return false
    }
    if (first.length > 0 && asked.length === 0) {
      call.runUntil(() => busy() || call.inQueue)
      if (asked.length === 0) {
        const key = first.shift()!
        if (!call.gone) phone.press(key)
        if (first.length === 0) settle()
        continue
      }
    }
    if (asked.length > 0) {
      screen.update(call.now)
      screen.close()
      if (!(await askPerson(io, phone, keys))) {
        call.hangUp()
        call.runUntil(() => call.ended)
      }
      settle()
      continue
    }
    for (const stroke of readStrokes(keys.take())) {
      if (stroke.kind === 'stop') {
        screen.update(call.now)
        screen.close()
        return false
      }
      act(phone, stroke, busy)
      settle()
      if (asked.length > 0) break
    }
    if (keys.over() && !call.gone) call.hangUp()
    const sounds = options.loudspeaker?.follow() === true
    if (call.gone) call.runUntil(() => call.ended || asked.length > 0)
    else if (options.fast) call.runUntil(() => busy() || call.inQueue)
    else {
      const until = Math.max(call.now, io.now() - origin)
      // The estimate of a text's length may be shorter than what is heard: the call does not go on before.
      const held = sounds && call.speaking !== null && call.nextAt !== null && until >= call.nextAt
      call.advanceTo(held ? Math.max(call.now, call.nextAt - 1) : until)
      if (held) settle()
    }
    screen.update(call.now)
    options.loudspeaker?.follow()
    if (call.ended || asked.length > 0) continue
    if (options.fast) await Promise.race([keys.wake(), stopped(io)])
    else await Promise.race([io.sleep(FRAME, io.stop), keys.wake().then(() => (keys.over() ? io.sleep(FRAME, io.stop) : undefined))])
  }
  screen.update(call.now)
  screen.close()
  return true
}

const stopped = (io: Io): Promise<void> =>
  new Promise(resolve => {
    if (io.stop.aborted) resolve()
    else io.stop.addEventListener('abort', () => resolve(), { once: true })
  })

function act(phone: Phone, stroke: Stroke, busy: () => boolean): void {
  const { call, screen } = phone
  switch (stroke.kind) {
    case 'key':
      if (!call.gone) phone.press(stroke.key)
      return
    case 'pause':
      call.advanceTo(call.now + PAUSE)
      return
    case 'skip':
      // Where nothing is being said, time goes on to the next thing that happens.
      if (busy() && !call.gone) call.advanceTo((call.nextAt ?? call.now) + 1)
      else call.runUntil(busy)
      return
    case 'silent':
      staySilent(phone)
      return
    case 'speak':
      if (!call.gone) call.speak(SPEECH)
      return
    case 'help':
      screen.say(HELP[phone.language])
      return
    case 'hang up':
      if (!call.gone) call.hangUp()
      return
    case 'stop':
  }
}
