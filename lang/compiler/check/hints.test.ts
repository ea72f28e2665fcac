import { expect, it } from 'vitest'
import { check, flow } from '../testing.ts'

const told = (source: string, code: string): string | undefined => {
  const found = check(source).diagnostics.find(one => one.code === code)
  return found && `${found.message.en} ${found.hint?.en}`
}

it('says of what was collected and is not secret that its type has to be', () => {
  const keyed = flow(`collect card: CardNumber { say "Card?" }
    collect passcode: digits 6 { say "Passcode?" }
    attempt bank.log_in(card, passcode) { accepted(id) { say "{id}" } refused { } locked { } failed { } }`)
  expect(told(keyed, 'CW4009')).toContain('collect passcode: secret digits 6')
})

it('offers “return” to what has to lead somewhere in flows only', () => {
  expect(told('menu start { press 1 for "x" { say "x" } }', 'CW3003')).toContain('in a flow “return”')
})
