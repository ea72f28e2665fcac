import { expect, it } from 'vitest'
import { startCall } from '../runtime/core/testing/call.ts'
import { line, machineOf, plays, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))

const program = (steps: string): string => `${line('at most 1min -> late  listen { first key within 20s tries 9 }')}
service bank { query ask(): text within 50s  transaction pay() within 50s { done } }
queue desk { longest wait 5min }
flow late { say "It is late." menu { say "A last question." press 1 unannounced { } otherwise -> goodbye } -> goodbye }
flow welcome { say "Welcome." ${steps} say "Behind." -> goodbye }`

it('[S2.32] when the call has lasted T, the listener that is under way is left for the target; what is queued stays', () => {
  const menu = program('menu { say "Menu." press 1 unannounced { } otherwise -> goodbye }')
  expect(says(menu)).toEqual([])
  const call = startCall(machineOf(menu))
  call.wait(59_999)
  expect(call.lines()).toEqual(['say Welcome.', 'say Menu.', 'say Menu.', 'say Menu.'])
  call.wait(1)
  expect(call.lines()).toEqual(['say It is late.', 'say A last question.'])
  // In the middle of a prompt: it is heard to its end.
  plays(
    program(`menu { say "${'A long menu. '.repeat(60)}", "Its end." press 1 unannounced { } otherwise -> goodbye }`),
    'wait 58s \n hear "Its end" \n hear next "It is late"',
  )
})

it('[S2.32] a request and a wait for an empty queue are left too', () => {
  plays(
    program('collect code: digits 2 { say "Code." otherwise -> goodbye } say "{code}." let x = query bank.ask() else -> goodbye say x'),
    'given bank.ask answers "x" after 49s \n wait 20s \n enter "12" \n hear "It is late" within 45s \n never hear "Behind"',
  )
  plays(
    program(`say "${'A long text. '.repeat(70)}", "Its end." transfer to "95511" else -> goodbye`).replace('say "Behind." -> goodbye', ''),
    'wait 62s \n hear "Its end" \n hear next "It is late" \n press 1 \n hear "Goodbye" \n expect ended by line',
  )
})

it('[S2.32] the time in connect does not count', () => {
  plays(
    program(
      'connect queue desk { answered, timed out, no agents, failed { } } menu { say "Menu." press 1 unannounced { } otherwise -> goodbye }',
    ),
    `given queue desk answers after 40s for 5min
     wait 350s
     hear "Menu" \n never hear "Behind" \n wait 50s \n hear next "Menu" \n wait 5s \n hear "It is late"`,
  )
})

it('[S2.33] [S2.32] a perform and a record are never cut; the next listener is left before it says a word', () => {
  plays(
    program(
      'collect code: digits 2 { say "Code." otherwise -> goodbye } say "{code}." perform bank.pay() { done { say "It is done." } failed, unknown { } } menu { say "Menu." press 1 unannounced { } otherwise -> goodbye }',
    ),
    `given bank.pay answers done after 49s \n hear "Code" \n wait 15s \n enter "12"
     hear "It is done" \n never hear "Menu" \n hear next "It is late" \n expect bank.pay performed once`,
  )
  plays(
    program(
      'record voice up to 2min { say "Speak." nothing -> goodbye } say voice menu { say "Menu." press 1 unannounced { } otherwise -> goodbye }',
    ),
    'hear "Speak" \n speak 90s \n press # \n hear recording \n never hear "Menu" \n hear next "It is late"',
  )
})

it('[S2.34] once in a call', () => {
  plays(
    program('menu { say "Menu." press 1 unannounced { } otherwise -> goodbye }'),
    'wait 62s \n hear "A last question" \n wait 70s \n press 1 \n hear "Goodbye" \n never hear "Behind"',
  )
})
