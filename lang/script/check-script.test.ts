import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Listener, Machine, Operation } from '../../machine/format.ts'
import type { ReadText } from '../../machine/script-rows.ts'
import type { Type } from '../../machine/types.ts'
import { applyEdits } from '../text/edit.ts'
import { scripts } from '../diagnostics/catalogue/scripts.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { checkScript } from './check-script.ts'
import { parseScript } from './parse-script.ts'

// The names of a small bank: what the checks look at, and nothing that they do not.
const CNY: Type = { kind: 'money', currency: 'CNY', decimals: 2, min: 1 }
const card: Type = { kind: 'digits', min: 16, max: 19, class: 'private' }
const account: Type = {
  kind: 'record',
  fields: { number: card, kind: { kind: 'choice', values: { savings: {}, card: {}, other: {} } }, balance: CNY },
}
const reason: Type = { kind: 'choice', values: { insufficient: {}, limit: {} } }
const operation = (name: string, parts: Partial<Operation>): Operation => ({
  service: 'bank',
  name,
  kind: 'query',
  parameters: [],
  outcomes: {},
  within: 3000,
  at: [0, 0, 0],
  ...parts,
})
const listener = (name: string, kind: 'menu' | 'collect', more = {}): Listener =>
  ({ name, kind, named: kind === 'menu', options: [], ...more }) as unknown as Listener
const machine = {
  line: { languages: ['zh-CN', 'en-US'], levels: ['anonymous', 'verified'], numbers: [{ number: '95500' }, { number: '4006895500' }] },
  settings: [{ name: 'emergency', type: { kind: 'boolean' }, value: false }],
  prompts: [
    { slot: 'greeting', holes: [] },
    { slot: 'balance_is', holes: [{ name: 'account.balance', type: CNY }] },
    { slot: 'main.1', holes: [] },
  ],
  operations: [
    operation('accounts', { result: { kind: 'list', of: account, upTo: 3 } }),
    operation('kind', { result: { kind: 'optional', of: reason } }),
    operation('log_in', { kind: 'attempt', outcomes: { accepted: [{ name: 'customer', type: { kind: 'digits', min: 4 } }], refused: [] } }),
    operation('transfer', {
      kind: 'transaction',
      parameters: [
        { name: 'amount', type: CNY },
        { name: 'password', type: { kind: 'digits', class: 'secret' } },
      ],
      outcomes: { done: [], declined: [{ name: 'reason', type: reason }] },
    }),
  ],
  queues: [{ name: 'cards' }],
  places: [{ name: 'main' }, { name: 'transfer' }],
  listeners: [
    listener('welcome', 'menu', { options: [{ keys: '1', tell: { prompt: 0, values: [], language: 'zh-CN' } }] }),
    listener('main', 'menu'),
    listener('log_in.card', 'collect'),
    listener('transfer.amount', 'collect'),
  ],
} as unknown as Machine

const noFiles: ReadText = () => ({ problem: 'missing' })
const check = (text: string, readText = noFiles): readonly Diagnostic[] => {
  const { script, diagnostics } = parseScript(text, 's.dtmf')
  expect(diagnostics.map(diagnostic => diagnostic.message.en)).toEqual([])
  return checkScript(script, text, machine, readText)
}
const file = (lines: string, head = '', before = ''): string => `use "./m.ivr"\n${before}\nscript "s" ${head} {\n${lines}\n}`
const found = (lines: string, head = '', before = '', readText = noFiles): string[] =>
  check(file(lines, head, before), readText).map(diagnostic => `${diagnostic.code} ${diagnostic.message.en}`)

it('finds nothing wrong where everything exists', () => {
  const lines = `
    each { reason: insufficient  n: CNY 2.00 }
    given bank.accounts answers [{ number: "6225880212345673", kind: savings, balance: CNY 100.00 }], then [], then fails
    given bank.kind answers nothing, then limit, then reason
    given bank.log_in answers accepted("1001") after 400ms, then refused, then never answers
    given bank.transfer answers declined(reason), then failed, then loses the answer
    given setting emergency = true
    given queue cards answers by "7001" after 40s
    call from "+8613800138000" to "4006895500"
    hear prompt greeting
    hear prompt balance_is with account.balance n
    hear prompt main.1
    hear menu main
    choose language
    enter card "6225#"
    enter transfer.amount "10*05#"
    expect bank.transfer performed once with amount CNY 10.05
    expect level verified
    expect ended in transfer
    expect connected to queue cards
    expect transcript same as "./t.txt"`
  expect(found(lines, 'in zh')).toEqual([])
})

it.each([
  ['hear menu mian', 'There is no menu “mian”; did you mean “main”?'],
  ['hear prompt greting', 'There is no prompt “greting”; did you mean “greeting”?'],
  ['hear prompt balance_is with acount.balance CNY 1.00', 'There is no value “acount.balance”; did you mean “account.balance”?'],
  ['enter crad "1#"', 'There is no collect “crad”; did you mean “card”?'],
  ['expect level verifed', 'There is no level “verifed”; did you mean “verified”?'],
  ['expect ended in mein', 'There is no menu or flow “mein”; did you mean “main”?'],
  ['expect connected to queue card', 'There is no queue “card”; did you mean “cards”?'],
  ['given queue crads has no agents', 'There is no queue “crads”; did you mean “cards”?'],
  ['given setting emergencey = true', 'There is no setting “emergencey”; did you mean “emergency”?'],
  ['given bnk.accounts fails', 'There is no service “bnk”; did you mean “bank”?'],
  ['given bank.acounts fails', 'There is no operation “acounts”; did you mean “accounts”?'],
  ['given bank.log_in answers acepted("1001")', 'There is no outcome “acepted”; did you mean “accepted”?'],
  ['expect bank.transfer performed with amuont CNY 1.00', 'There is no parameter “amuont”; did you mean “amount”?'],
  ['call to "955000"', 'There is no number of the line “955000”; did you mean “95500”?'],
  ['run loged_in', 'There is no setup “loged_in”.'],
])('does not know the name in %s', (line, message) => {
  expect(found(line)).toEqual([`CW7007 ${message}`])
})

it('mends a name by its fix', () => {
  const text = file(
    'hear menu mian\ngiven bank.log_in answers acepted("1001")\nexpect bank.trasfer performed once with amount CNY 1.00\ngiven bank.transfer answers declined(insuficient)',
  )
  const fixed = applyEdits(
    text,
    check(text).flatMap(diagnostic => diagnostic.fixes[0]!.edits),
  )
  expect(check(fixed)).toEqual([])
  expect(fixed).toContain('answers declined(insufficient)')
})

it('lists what there is where nothing is near', () => {
  expect(check(file('expect level zzz'))[0]?.hint?.en).toBe('Here is what can stand as level: anonymous, verified.')
  expect(check(file('hear menu zzz'))[0]?.hint?.en).toBe('Here is what can stand as menu: welcome, main.')
  expect(check(file('call to "12345"'))[0]?.hint?.en).toBe('Here is what can stand as number of the line: 95500, 4006895500.')
})

it('counts the values of an outcome', () => {
  expect(found('given bank.log_in answers accepted')).toEqual(['CW7008 “accepted” comes with one value (customer), but 0 are given.'])
  expect(found('given bank.log_in answers refused("1")')).toEqual(['CW7008 “refused” comes with no value, but 1 is given.'])
})

it('tells a value from an outcome', () => {
  expect(found('given bank.log_in answers [1]')).toEqual([
    'CW7009 “bank.log_in” answers with one of its outcomes (accepted, refused), not with a value.',
  ])
  expect(found('given bank.accounts answers done("1")')).toEqual(['CW7009 “bank.accounts” answers with a value, not with a named outcome.'])
})

it.each([
  [
    'given bank.accounts answers [{ number: "6225880212345673", kind: savings, balance: USD 1.00 }]',
    '[0].balance: This is USD, but the amount is in CNY.',
  ],
  [
    'given bank.accounts answers [{ number: "6225", kind: savings, balance: CNY 1.00 }]',
    '[0].number: This has 4 digits; 16 to 19 are wanted.',
  ],
  ['given bank.accounts answers [{ number: "6225880212345673", kind: savings }]', '[0]: The record has no “balance”.'],
  ['given bank.transfer answers declined(limitt)', '“limitt” is not one of insufficient, limit.'],
  ['given setting emergency = "yes"', '"yes" stands where true or false is wanted.'],
  ['given bank.accounts answers file "./a.json"', 'There is no file “./a.json”.'],
  ['press "one"', '“o” is no key: a key is 0 to 9, * or #, and a comma waits half a second.'],
  ['press key', 'There is no row, parameter or value called “key”.'],
  ['hear zh"余额{n}" en"{n}"', 'There is no row, parameter or value called “n”.'],
  ['expect bank.transfer performed with amount CNY 0.00', 'At least CNY 0.01 must stand here.'],
])('says why a value cannot be: %s', (line, message) => {
  expect(found(line)).toEqual([`CW7010 ${message}`])
})

it('looks at a text in each language that the script runs in', () => {
  expect(found('hear zh"您好"')).toEqual([])
  expect(found('hear zh"您好"', 'in zh-CN, en-US')).toEqual(['CW7010 The text says nothing in en-US.'])
})

it('points at the row’s value, and says which line of a table it is', () => {
  const rows = 'each { reason: limit }\neach { reason: limmit }\ngiven bank.transfer answers declined(reason)'
  const text = file(rows)
  const [only, ...more] = check(text)
  expect(more).toEqual([])
  expect(text.slice(only!.start, only!.end)).toBe('limmit')
  const csv: ReadText = () => ({ text: 'reason\nlimit\nlimmit\n' })
  expect(found('each row of "./r.csv"\ngiven bank.transfer answers declined(reason)', '', '', csv)).toEqual([
    'CW7010 In ./r.csv, line 3: “limmit” is not one of insufficient, limit.',
  ])
})

it('reports rows that cannot be read, and rows of different names', () => {
  expect(found('each row of "./r.csv"\npress 1')).toEqual(['CW7013 There is no file “./r.csv”.'])
  expect(found('each { a: 1 }\neach { b: 1 }\npress a')).toEqual([
    'CW7013 Each row of a script has the same names; this one lacks a and has b besides.',
  ])
  expect(found('each row of "r.csv"\npress 1', '', '', () => ({ text: 'a\n1' }))).toEqual([
    'CW7017 The path “r.csv” has to begin with ./ or ../ and have / between folders.',
  ])
})

it('knows the names in a script’s title', () => {
  const text = 'use "./m.ivr"\nscript "why: {reson}" {\n  each { reason: limit }\n  given bank.transfer answers declined(reason)\n}'
  expect(check(text).map(diagnostic => diagnostic.message.en)).toEqual(['There is no row value “reson”; did you mean “reason”?'])
})

it('checks a setup with the values of each run', () => {
  const setup =
    'setup in(customer, why = limit) {\n  given bank.log_in answers accepted(customer)\n  given bank.transfer answers declined(why)\n}'
  expect(found('run in("1001")\nrun in("1001", why: insufficient)\nrun in(customer = "1001")', '', setup)).toEqual([])
  expect(found('run in', '', setup)).toEqual(['CW7011 “in” needs a value for “customer”.'])
  expect(found('run in("1001", wy: limit)', '', setup)).toEqual(['CW7011 “in” has no parameter “wy”; it has customer, why.'])
  expect(found('run in("1", limit, 3)', '', setup)).toEqual(['CW7011 “in” takes 2 values; more are given.'])
  expect(found('run in("1")', '', setup)).toEqual(['CW7010 This has 1 digits; 4 or more are wanted.'])
})

it('a setup knows its parameters and nothing of the row', () => {
  const setup = 'setup in {\n  given bank.transfer answers declined(reason)\n}'
  expect(found('each { reason: limit }\nrun in', '', setup)).toEqual(['CW7010 “reason” is not one of insufficient, limit.'])
})

it('warns of a setup that nobody runs, and still knows its names', () => {
  expect(found('press 1', '', 'setup in(x) {\n  given bank.log_in answers accepted(x)\n  hear menu mian\n}')).toEqual([
    'CW7018 No script runs the setup “in”.',
    'CW7007 There is no menu “mian”; did you mean “main”?',
  ])
})

it('finds setups that run themselves, the shortest way round', () => {
  const setups = 'setup a {\n  run b\n}\nsetup b {\n  run c\n}\nsetup c {\n  run b\n}'
  expect(found('run a\npress 1', '', setups)).toEqual([
    'CW7012 This setup runs itself: b → c → b.',
    'CW7012 This setup runs itself: c → b → c.',
  ])
  expect(found('run a', '', 'setup a {\n  run a\n}')).toEqual(['CW7012 This setup runs itself: a → a.'])
})

it('has one call a script, one name a setup', () => {
  expect(found('call\ncall to "95500"')).toEqual(['CW7014 A script is one call; this is a second “call”.'])
  expect(found('run a', '', 'setup a {\n  press 1\n}\nsetup a {\n  press 2\n}')).toEqual(['CW7003 “a” stands here twice.'])
})

it('a setting or a “call” stands before the call begins', () => {
  const late = 'CW7021 The call has begun here, and it keeps the settings that it began with.'
  expect(found('hear menu main\ngiven setting emergency = true')).toEqual([late])
  expect(found('expect level verified\ngiven bank.kind fails\ngiven setting emergency = true')).toEqual([late])
  expect(found('wait 1s\ncall from "1"')).toEqual(['CW7021 The call has begun here; who calls whom, and when, is said before.'])
  expect(found('given bank.kind fails\ngiven setting emergency = true\ncall from "1"\npress 1')).toEqual([])
})

it('a setting that comes too late in a setup is found where the setup is run', () => {
  const setups = 'setup begin { press 1 }\nsetup night { given setting emergency = true }\nsetup both { run begin\nrun night }'
  expect(found('run night\nrun begin', '', setups)).toEqual(['CW7018 No script runs the setup “both”.'])
  const [first] = check(file('run begin\nrun night', '', setups)).filter(one => one.code === 'CW7021')
  const text = file('run begin\nrun night', '', setups)
  expect(text.slice(first!.start, first!.end)).toBe('run night')
  expect(first!.labels.map(label => text.slice(label.start, label.end))).toEqual(['press 1', 'given setting emergency = true'])
  expect(found('run both', '', setups).filter(one => one.startsWith('CW7021'))).toHaveLength(1)
})

it('each run of a script has a transcript of its own', () => {
  const shared = 'CW7022 Several runs of this script are compared with “./t.txt”, and no two calls are the same.'
  expect(found('expect transcript same as "./t.txt"', 'in zh, en')).toEqual([shared])
  expect(found('each { n: 1 } each { n: 2 } expect transcript same as "./t.txt"')).toEqual([shared])
  expect(found('each { n: 1 } each { n: 2 } expect transcript same as "./{n}-{language}.txt"', 'in zh, en')).toEqual([])
  expect(found('expect transcript same as "./{m}.txt"')).toEqual(['CW7007 There is no row value “m”.'])
  expect(found('each { language: "x" } expect transcript same as "/{language}.txt"')[0]).toMatch(/^CW7017 .*“\/x.txt”/)
})

it('warns of two scripts of one title', () => {
  expect(check('use "./m.ivr"\nscript "s" {\n press 1\n}\nscript "s" {\n press 2\n}').map(diagnostic => diagnostic.code)).toEqual([
    'CW7019',
  ])
})

it('expects nothing of a secret', () => {
  expect(found('expect bank.transfer performed with password "123456"')).toEqual([
    'CW7015 “password” is secret: it is in no record, so nothing can be expected of it.',
  ])
})

it('knows where a language can be chosen', () => {
  expect(found('choose language', 'in zh-CN')).toEqual([])
  expect(found('choose language', 'in en-US')).toEqual(['CW7016 No menu has a key for en-US, so “choose language” has nothing to press.'])
  expect(found('press 1', 'in fr-FR')).toEqual(['CW7007 There is no language of the line “fr-FR”.'])
})

it('wants paths beside the script', () => {
  expect(found('expect transcript same as "/etc/x.txt"')).toEqual([
    'CW7017 The path “/etc/x.txt” has to begin with ./ or ../ and have / between folders.',
  ])
})

// The example of a file that is too large stands for 4 MB.
it.each(
  Object.values(scripts)
    .map(row => row.code)
    .filter(code => code !== 'CW7020'),
)('%s has a page whose example raises it, and nothing else', code => {
  const page = readFileSync(new URL(`../../docs/diagnostics/${code}.md`, import.meta.url), 'utf8')
  const text = /```dtmf\n([\s\S]*?)```/.exec(page)![1]!
  const { script, diagnostics } = parseScript(text, 's.dtmf')
  const raised = [...diagnostics, ...checkScript(script, text, machine, noFiles)].map(diagnostic => diagnostic.code)
  expect([...new Set(raised)]).toEqual([code])
})

it('refuses a file of more than 4 MB', () => {
  expect(parseScript(' '.repeat(4 * 1024 * 1024 + 1), 's').diagnostics.map(diagnostic => diagnostic.code)).toEqual(['CW7020'])
})
