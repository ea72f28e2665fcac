// Row by row what semantics §1.13 promises to those who come from VoiceXML or from FreeSWITCH's `read`.
import { expect, it } from 'vitest'
import { startCall } from '../runtime/core/testing/call.ts'
import { line, machineOf, plays } from './testing.ts'

const collects = (card: string, rest = ''): string => `${line('listen { first key within 5s next key within 3s end key # }')}
flow welcome {
  collect card: ${card} { say "Your card." ${rest} }
  collect code: digits 2 { say "Your code." on mistake say "No such code." }
  say "Card {card}, code {code}."
  -> goodbye
}`

it('[S1.13.1] [S1.13.2] the end key after the longest entry is swallowed for the time of the next key, and then it is a key', () => {
  plays(
    collects('digits 2'),
    `hear "Your card"
     enter card "12"
     wait 2s
     press ahead #
     hear next exactly "Your code."
     enter code "34"
     never hear "No such code"
     hear "Card one two, code three four"`,
  )
  plays(
    collects('digits 2'),
    `enter card "12"
     wait 4s
     press #
     hear "No such code"
     enter code "34"
     hear "Card one two, code three four"`,
  )
})

it('[S1.13.3] quiet after enough keys: what was keyed is the entry', () => {
  plays(
    collects('digits 2..4'),
    `hear "Your card"
     enter card "12"
     stay silent
     hear next "Your code" within 3s
     enter code "34"
     hear "Card one two, code three four"`,
  )
})

it('[S1.13.4] quiet after too few keys is a mistake, too short, and nothing of it is left', () => {
  plays(
    collects('digits 2..4', 'on too short say "Too few." on mistake say "A mistake."'),
    `hear "Your card"
     enter card "9"
     stay silent
     never hear "A mistake"
     hear next "Too few"
     hear next "Your card"
     enter card "12#"
     enter code "34"
     hear "Card one two, code three four"`,
  )
})

it('[S1.13.5] the first key is waited for from the end of the prompts, the next one from each key, and 1 s is not raised', () => {
  const call = startCall(
    machineOf(`${line('listen { first key within 1s next key within 500ms end key # }')}
flow welcome { collect card: digits 3..4 { say "Your", "card." on silence say "Silence." on too short say "Too few." } -> goodbye }`),
  )
  expect(call.timer()).toBe('none')
  call.wait(1999)
  expect(call.timer()).toBe('none')
  call.wait(1)
  expect(call.timer()).toBe('first 1000')
  call.lines()
  call.wait(999)
  expect(call.lines()).toEqual([])
  call.wait(1)
  expect(call.lines()).toEqual(['say Silence.', 'say Your', 'say card.'])
  call.listen().keys('1', 400)
  expect(call.timer()).toBe('next 500')
  call.keys('2', 400)
  expect(call.timer()).toBe('next 500')
  call.lines()
  call.wait(499)
  expect(call.lines()).toEqual([])
  call.wait(1)
  expect(call.lines()).toEqual(['say Too few.', 'say Your', 'say card.'])
})

it('[S1.13.6] keys that are pressed during a prompt without barge-in are kept, and nothing of the prompt is lost', () => {
  for (const prompt of ['announce "Please listen to this."', 'say "Please listen to this." listen { barge-in off }'])
    plays(
      `${line()}
flow welcome {
  menu { ${prompt} press 1 unannounced -> first press 2 unannounced -> second otherwise -> goodbye }
}
flow first { collect code: digits 2 { say "The first." otherwise -> goodbye } say "Code {code}." -> goodbye }
flow second { say "The second." -> goodbye }`,
      `press ahead 134
       hear next exactly "Please listen to this."
       hear "Code three four"
       never hear "The second"
       expect transcript same as "./it.txt"`,
      {
        'it.txt': `call: from a withheld number to 95500
line: Please listen to this.
caller: 1
caller: code 34
line: Code three four.
`,
      },
    )
})

it('[S1.13.7] prompts before a listener are queued, and played on listening or during a request', () => {
  const call = startCall(
    machineOf(`${line()}
service bank { query name(): text within 10s }
flow welcome {
  say "Hello."
  let name = query bank.name() else -> goodbye
  say "Before."
  menu { say "Within." press 1 unannounced { } otherwise -> goodbye }
  -> goodbye
}`),
  )
  expect(call.lines()).toEqual(['say Hello.', 'ask name()'])
  expect(call.wait(1000).spoken()).toEqual(['Hello.'])
  expect(call.timer()).toBe('none')
  call.answer('answered', 'Ann')
  expect(call.lines()).toEqual(['say Before.', 'say Within.'])
  expect(call.wait(1000).spoken()).toEqual(['Hello.', 'Before.'])
  expect(call.timer()).toBe('none')
  expect(call.wait(1000).spoken()).toEqual(['Hello.', 'Before.', 'Within.'])
  expect(call.timer()).toMatch(/^first /)
})

it('[S1.13.8] counters belong to one listener and begin anew when it is entered; the text is the highest that is not above the count', () => {
  plays(
    `${line('listen { tries 4 }')}
menu welcome {
  say "Welcome."
  press 1 unannounced -> other
  on silence say "Once silent."
  on silence 3 say "Silent for long."
  on mistake say "Wrong once."
}
menu other { say "Other." press 2 unannounced -> welcome  on silence say "Silent elsewhere." on silence 2 say "Twice elsewhere." }`,
    `stay silent
     hear next exactly "Welcome." hear next "Once silent"
     stay silent
     hear "Once silent"
     press 7
     hear "Wrong once"
     stay silent
     hear "Silent for long"
     press 1
     hear menu other
     stay silent
     hear "Silent elsewhere"
     never hear "Twice elsewhere"
     press 2
     hear menu welcome
     stay silent
     hear next "Welcome"
     hear next "Once silent"`,
  )
})

it('[S1.13.9] keys of the whole line are shortcuts; a listener’s own key wins', () => {
  plays(
    `${line('shortcuts { press 0 unannounced -> help  press 9 unannounced -> help }')}
menu welcome { say "Welcome." press 1 unannounced -> other }
menu other { say "Other." press 0 unannounced -> own }
menu own { say "Its own key." press 5 unannounced -> welcome }
menu help { say "Help." press 1 unannounced -> other }`,
    `press 0
     hear menu help
     press 1
     hear menu other
     press 9
     hear menu help
     press 1
     press 0
     hear menu own`,
  )
})
