// What tests of the checker share.
import { checkProgram, createMemoryHost } from './check.ts'
import { programFiles } from './fixtures.ts'
import type { Program } from './program.ts'

/** Checks a program; one without a line gets a plain one. Other files beside it by path. */
export const check = (main: string, others: Readonly<Record<string, string>> = {}): Program =>
  checkProgram(createMemoryHost(programFiles({ files: { 'main.ivr': main, ...others } })), 'main.ivr')

/** What is said of a program: code and the text that it is said of. Names that nothing uses are left out, for a test is about something else. */
export function findings(main: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const program = check(main, others)
  return program.diagnostics
    .filter(({ slug }) => slug !== 'unused-name')
    .map(({ code, file, start, end }) =>
      `${code} ${program.files.find(({ path }) => path === file)?.text.slice(start, end) ?? ''}`.trimEnd(),
    )
}

/** Steps of a flow, with the services that the tests use. */
export const flow = (steps: string, more = ''): string => `${declarations}${more}\nflow start {\n${steps}\n-> hangup\n}\n`

export const declarations = `
type CardNumber = private digits 16..19
type Passcode = secret digits 6
type Amount = money CNY 0.01..50000.00
type Kind = one of { savings "savings"  card "card"  other "another" }
type Account = { number: CardNumber  kind: Kind  balance: private money CNY  nick: text or nothing }
service bank {
  query accounts(): list of Account within 3s
  query account(number: CardNumber): Account or nothing within 3s
  query known(card: CardNumber): boolean within 3s
  query limit() within 3s { low  high(most: Amount) }
  attempt log_in(card: CardNumber, passcode: Passcode) within 3s { accepted(id: digits)  refused  locked }
  transaction transfer(from: CardNumber, amount: Amount) within 5s { requires confirm  done(receipt: digits)  declined(reason: text) }
  notice seen(what: text)
}
`
