// What the compiler says of a program before it is ever called.
import { expect, it } from 'vitest'
import { begin, codes, entries, heard } from './heard.ts'
import { line, machineOf, says } from './testing.ts'

it('[L.proofs.3] keys are distinct and none hides another', () => {
  const menu = (options: string, rest = ''): string[] => says(`${line(rest)}menu welcome { say "Menu." ${options} }`)
  expect(menu('press 1 for "a" -> goodbye press 1 for "b" -> goodbye').map(found => found.slice(0, 6))).toEqual(['CW3103'])
  expect(menu('press 10..19 unannounced -> goodbye press 15 for "b" -> goodbye').map(found => found.slice(0, 6))).toEqual(['CW3103'])
  expect(menu('press 1 for "a" -> goodbye press 1# for "b" -> goodbye').map(found => found.slice(0, 6))).toEqual(['CW3104'])
  expect(menu('press 0 for "a" -> goodbye', 'shortcuts { press 0 unannounced -> goodbye }').map(found => found.slice(0, 6))).toEqual([
    'CW3120',
  ])
  // A longer one does not hide a shorter one: the next key, or quiet, tells them apart.
  const program = `${line()}menu welcome { press 1 for "one" { say "One." -> hangup } press 11 for "eleven" { say "Eleven." -> hangup } }`
  expect(heard(program, 'press 1\nwait 4s').at(-1)).toBe('One.')
  expect(heard(program, 'press 11\nexpect ended by line').at(-1)).toBe('Eleven.')
})

it('[L.proofs.3] lengths, checks and end keys fit the type; announced keys are the handled ones; every counter has somewhere to go', () => {
  const collect = (type: string, items: string): string[] =>
    codes(`${line()}${begin(`collect x: ${type} { say "Key." ${items} } say "{x}"`)}`)
  expect(collect('number 1..9', 'length 4')).toEqual(['CW3110'])
  expect(collect('digits 1..9', 'check x else "No."').length).toBe(1)
  expect(collect('digits 4', 'check x == "12345" else "No."')).toEqual([])
  expect(collect('money CNY 0.01..9.00', 'listen { end key none }')).toEqual(['CW3114'])
  expect(collect('money CNY 0.01..9.00', 'listen { end key * }')).toEqual(['CW3115'])
  expect(collect('digits 18 with * as X', 'listen { end key * }')).toEqual(['CW3115'])
  expect(collect('text', '')).toEqual(['CW3109'])
  expect(codes(`${line()}menu welcome { say "Press 4." press 1 unannounced -> goodbye }`)).toEqual(['CW3121'])
  expect(codes(`${line()}menu welcome { say "Hello." press 1 -> goodbye }`)).toEqual(['CW3122'])
  const without = `${line().replace('otherwise -> goodbye', '')}menu welcome { say "Menu." press 1 for "the end" -> goodbye }`
  expect(codes(without)).toEqual(['CW2023'])
})

it('[L.proofs.5] secrets go nowhere but where they may, and nothing is recorded before the notice was heard to its end', () => {
  const program = `${line('record all after notice')}prompts { notice "This call is recorded." }
service bank { attempt log_in(pin: secret digits 4) within 1s { yes } }
menu welcome { announce once notice say "Menu." press 1 for "a log-in" -> log_in }
flow log_in { collect pin: secret digits 4 { say "PIN?" } attempt bank.log_in(pin) { yes, failed { } } -> goodbye }`
  const script = 'given bank.log_in answers yes\npress 1\nenter pin "1234"\nexpect ended by line'
  const notice = entries(program, script, 'spoken')[0]!
  expect(entries(program, script, 'record call').map(({ at }) => at)).toEqual([notice.until])
  expect(entries(program, 'wait 500ms\nhang up', 'record call')).toEqual([])
  expect(codes(program)).toEqual([])
  expect(codes(program.replace('yes, failed { }', 'yes, failed { say "{pin}" }'))).toEqual(['CW4005'])
})

it('[S4.2.5] a `record` step has a `say` of its own that announces it', () => {
  const program = (said: string): string => `${line()}service back { notice log(voice: recording) }
${begin(`${said} record voice up to 10s { ${said === '' ? 'say "Speak."' : ''} tone nothing -> goodbye } notify back.log(voice)`)}`
  expect(codes(program(''))).toEqual([])
  expect(codes(program('say "Speak."'))).toContain('CW4016')
  expect(heard(program(''), 'hear "Speak"')).toEqual(['Speak.'])
})

it('[L.slots.1] a named prompt, an inline text and a menu label have a slot each, named after the prompt, or the menu or flow and its order there', () => {
  const slots = (source: string): (string | undefined)[] => {
    const { prompts } = machineOf(source)
    return prompts.flatMap(prompt => {
      const words = Object.values(prompt.texts)[0]!
        .filter(part => typeof part === 'string')
        .join('')
      return ['Hello.', 'First.', 'Second.', 'the label', 'In a flow.'].includes(words) ? [`${words} ${prompt.slot}`] : []
    })
  }
  expect(
    slots(`${line()}prompts { greeting "Hello." }
menu welcome { say greeting, "First." say "Second." press 1 for "the label" -> other }
flow other { say greeting say "In a flow." -> hangup }`).sort(),
  ).toEqual(['First. welcome.1', 'Hello. greeting', 'In a flow. other.1', 'Second. welcome.2', 'the label welcome.3'])
})
