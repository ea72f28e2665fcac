// A call in virtual time, its keys from standard input: `echo "1,2,," | callwright dial main.ivr`. The caller is as patient as a script's: a key
// waits until the call waits for it, `,` is half a second. When the keys are over, the answer is heard to its end, and the caller hangs up.
import { exampleGiven } from '../../machine/example-value.ts'
import type { Io } from '../io.ts'
import { PAUSE, readStrokes, SPEECH, type Stroke } from './keyboard.ts'
import type { KeysIn } from './keys-in.ts'
import { staySilent, waitsForCaller, type Phone } from './phone.ts'

/** False where the call could not go on: nothing says what the bank answers. The keys of `first` come before those that are read. */
export async function playPiped(io: Io, phone: Phone, keys: KeysIn, first = ''): Promise<boolean> {
  const { call, screen } = phone
  const show = (): void => screen.update(call.now)
  const rests = (): boolean => waitsForCaller(call) || call.inQueue

  let ahead = first
  while (!call.ended && !call.missing && !io.stop.aborted) {
    call.runUntil(rests)
    show()
    if (call.ended || call.missing) break
    const given = ahead
    ahead = ''
    if (given === '') await keys.wake()
    const strokes = readStrokes(given === '' ? keys.take() : given)
    for (const stroke of strokes) {
      if (call.ended || call.missing) break
      act(phone, stroke, rests)
      show()
    }
    if (strokes.length === 0 && keys.over()) {
      call.hangUp()
      call.runUntil(() => call.ended || call.missing !== null)
    }
  }
  show()
  screen.close()
  if (!call.missing) return true
  const operation = phone.machine.operations[call.missing.operation]!
  io.stderr.write(
    `callwright: nothing says what ${operation.service}.${operation.name} answers. A file given with --answers says it, for example:\n` +
      `  ${exampleGiven(operation)}\n`,
  )
  return false
}

function act(phone: Phone, stroke: Stroke, rests: () => boolean): void {
  const { call } = phone
  switch (stroke.kind) {
    case 'key':
      call.runUntil(rests)
      if (!call.ended && !call.missing) phone.press(stroke.key)
      return
    case 'pause':
      call.advanceTo(call.now + PAUSE)
      return
    case 'skip':
    case 'help':
      return
    case 'silent':
      staySilent(phone)
      return
    case 'speak':
      call.runUntil(rests)
      if (!call.ended && !call.missing) call.speak(SPEECH)
      return
    case 'hang up':
    case 'stop':
      call.hangUp()
      call.runUntil(() => call.ended || call.missing !== null)
  }
}
