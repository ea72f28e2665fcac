import { expect, it } from 'vitest'
import type { StaticType } from '../types.ts'
import { check, findings, flow } from '../testing.ts'

/** The type of `let x = …`. */
function typeOf(expression: string, before = ''): StaticType | undefined {
  const program = check(flow(`${before}\nlet x = ${expression}\nmilestone m(x)`))
  expect(program.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message.en)).toEqual([])
  for (const [name, local] of program.localOf) if (name.kind === 'Name' && name.text === 'x') return local.type
  return undefined
}
const accounts = 'let accounts = query bank.accounts() else -> hangup'
const account = `${accounts}\nlet account = first(accounts) else -> hangup`
const step = (text: string): readonly string[] => findings(flow(text))

it('[S3.1] every base type can be declared, kept and asked for', () => {
  const types = 'digits, number, money CNY, date, time, moment, duration, text, boolean, recording, speech, list of text up to 5'
  for (const type of types.split(', '))
    expect(
      findings(
        flow(
          `let _x: ${type} = do give(n)`,
          `\nremember n: ${type} or nothing = nothing
flow give(v: ${type} or nothing) returns ${type} { let y = v else -> hangup return y }`,
        ),
      ).filter(each => !/CW2104/.test(each)),
      type,
    ).toEqual([])
  const program = check(flow('let xs: list of text = []\nmilestone m(n: count(xs))'))
  expect([...program.typeOfNode.values()].some(type => type.kind === 'value' && type.type.kind === 'list' && type.type.upTo === 100)).toBe(
    true,
  )
})

it('[S3.2] lengths, ranges, luhn and like are refinements: they are asked of literals, not of names', () => {
  const take =
    '\ntype Short = digits 4\ntype Lucky = digits 4 like "8x8x" or "6xxx"\ntype Card = digits 16 luhn\nflow take(a: Short, b: Lucky, c: Card) { milestone m(a, b, c) }'
  expect(findings(flow('collect any: digits { say "?" }\ndo take(any, any, any)', take))).toEqual([])
  expect(findings(flow('do take("1234", "8181", "6225880212345674")', take))).toEqual(['CW2105 "6225880212345674"'])
  expect(findings(flow('do take("123", "1234", "4111111111111111")', take))).toEqual(['CW2105 "123"', 'CW2105 "1234"'])
  expect(findings(flow('do take("12a4", "6000", "4111111111111112")', take))).toEqual(['CW2105 "12a4"', 'CW2105 "4111111111111112"'])
  expect(
    step(
      'let a: Amount = CNY 0.001\nlet _b: Amount = CNY 50000.01\nlet _c: number 1..9 = 10\nlet _d: number 0.0..1.0 = 0.5\nlet _e: number = 0.5',
    ),
  ).toEqual(['CW2116 CNY 0.001', 'CW2105 CNY 50000.01', 'CW2105 10', 'CW2105 0.5'])
})

it('[S3.3] [L.types.4] digits, texts, choices and yes or no are the same or not, and have no order', () => {
  expect(step(`${account}\nif account.kind == savings and account.kind != card and call.called == "1" and true != false { }`)).toEqual([])
  expect(step(`${account}\nif account.kind < card { }`)).toEqual(['CW2106 account.kind < card'])
  expect(step('if call.called > "1" { }\nif true >= false { }')).toEqual(['CW2106 call.called > "1"', 'CW2106 true >= false'])
})

it('[S3.4] [L.types.3] [L.types.5] what can be added and taken many times, and what can not', () => {
  expect(typeOf('1 + 2 - 3')).toEqual({ kind: 'value', type: { kind: 'number', decimals: 0 } })
  expect(typeOf('CNY 1.00 + CNY 2.00')).toEqual({ kind: 'value', type: { kind: 'money', currency: 'CNY', decimals: 2 } })
  expect(typeOf('2 * JPY 100')).toEqual({ kind: 'value', type: { kind: 'money', currency: 'JPY', decimals: 0 } })
  expect(typeOf('5s + 1min * 2')).toEqual({ kind: 'value', type: { kind: 'duration' } })
  expect(typeOf('1 + 0.25')).toEqual({ kind: 'value', type: { kind: 'number', decimals: 2 } })
  expect(step('let _a = CNY 1.00 + USD 1.00')).toEqual(['CW2102 CNY 1.00 + USD 1.00'])
  expect(step('let _a = CNY 1.00 + 1')).toEqual(['CW2108 CNY 1.00 + 1'])
  expect(step('let _a = CNY 1.00 * 1.5\nlet _b = CNY 1.00 * CNY 1.00\nlet _c = "a" + "b"')).toEqual([
    'CW2108 CNY 1.00 * 1.5',
    'CW2108 CNY 1.00 * CNY 1.00',
    'CW2108 "a" + "b"',
  ])
  expect(step('let _a = today + 1\nlet _b = -CNY 1.00\nlet _c = -"1"')).toEqual(['CW2108 today + 1', 'CW2108 -"1"'])
})

it('[S3.5] number, money, date, time, moment, duration and levels have an order', () => {
  expect(
    step('if 1 < 2 and CNY 1.00 <= CNY 2.00 and today > 2026-10-01 and 08:30 >= 08:00 and now > 2026-10-01T08:30+08:00 and 1s < 2s { }'),
  ).toEqual([])
  expect(step('if call.level >= verified and verified < call.level and anonymous < signed { }\nif verified { }')).toEqual([])
  expect(step('if call.level > 1 { }\nif today < now { }')).toEqual(['CW2107 call.level > 1', 'CW2107 today < now'])
})

it('[S3.6] [S3.7] nothing is tested and opened, and the block of the else leaves', () => {
  expect(step('if call.caller is nothing { } else { }\nif call.caller is not nothing { }')).toEqual([])
  expect(step('let caller = call.caller else -> hangup\nsay "{caller}"')).toEqual([])
  expect(step('if let caller = call.caller { say "{caller}" } else { say "No number." }')).toEqual([])
  expect(step('let caller = call.caller else { say "No." }\nsay "{caller}"')).toEqual(['CW3003 }'])
  expect(step(`${accounts}\nlet one = first(accounts where it.balance > CNY 0.00) else -> hangup\nsay "{one.kind}"`)).toEqual([])
})

it('[S3.8] nothing is not spoken, compared or handed on unopened', () => {
  expect(step('say call.caller')).toEqual(['CW2103 call.caller'])
  expect(step('if call.caller == "1" { }')).toEqual(['CW2103 call.caller'])
  expect(step('notify bank.seen(call.caller)')).toEqual(['CW2103 call.caller'])
  expect(step(`${accounts}\nlet one = first(accounts)\nsay "{one.kind}"`)).toEqual(['CW2103 one'])
})

it('[S3.11] a choice from a service has an other, and one that is spoken its words', () => {
  expect(
    findings(
      'type K = one of { a "a" }\nservice s { query k(): { kind: K  kinds: list of K } within 3s }\nflow start { let k = query s.k() else -> hangup say "{k.kind}" -> hangup }',
    ),
  ).toEqual(['CW5017 { kind: K  kinds: list of K }'])
  expect(findings('type K = one of { a "a"  other }\nremember k: K = a\nflow start { if k == a { say "A" } say "{k}" -> hangup }')).toEqual(
    ['CW6007 k'],
  )
})

it('[S3.12] [L.steps.13] match covers its choice, other too', () => {
  expect(step(`${account}\nmatch account.kind { savings { } card, other -> hangup }`)).toEqual([])
  expect(step(`${account}\nmatch account.kind { savings { } card { } }`)).toEqual(['CW2125 account.kind'])
  expect(step(`${account}\nmatch account.kind { savings { } cart { } other { } savings { } }`)).toEqual(['CW2123 cart', 'CW5003 savings'])
  // An empty one handles nothing, wherever it stands.
  const held = 'type K = one of { a "a"  other "o" }\nremember k: K = a\n'
  for (const steps of [
    'match k { }',
    'menu { match k { } press 1 for "x" -> hangup }',
    'confirm { say "?" match k { } no -> hangup }',
    'confirm { match k { } no -> hangup }',
    'record m up to 1min { match k { } nothing -> hangup }  say m',
  ])
    expect(findings(`${held}flow start { ${steps} }`), steps).toContain('CW2125 k')
})

it('[S3.14] a value may stand where nothing might, and not the other way', () => {
  const more = '\nremember best: digits or nothing = nothing\nflow take(x: text or nothing) { milestone m(x) }'
  expect(findings(flow('set best = "123"\nset best = nothing\ndo take("a")\ndo take(call.caller)', more))).toEqual(['CW4013 call.caller'])
  expect(findings(flow('let b: digits = best\nsay "{b}"', more))).toEqual(['CW2103 best'])
})

it('[S3.15] a type where the value does not say it, one field set, whole days and ranges of dates', () => {
  expect(step('let names: list of text = []\nadd "x" to names\nsay "{count(names)}"')).toEqual([])
  expect(step(`${account}\nset account.kind = card\nset account.nick = nothing\nset account.balance = CNY 1.00`)).toEqual([])
  expect(step(`${account}\nset account.kind = CNY 1.00\nset account.name = "x"`)).toEqual(['CW2101 CNY 1.00', 'CW2011 name'])
  const hours = '\nhours desk { mon..sun 00:00..24:00  closed on 2026-10-01..2026-10-07  open on 2026-10-10 08:30..17:30 }'
  expect(findings(flow('if open(desk) { say "Open." }', hours))).toEqual([])
  expect(findings(flow('if open(desk) { say "Open." }', '\nhours desk { closed on 2026-10-07..2026-10-01 }'))).toEqual([
    'CW2117 2026-10-07..2026-10-01',
  ])
})

it('[S3.19] [S3.20] [L.types.8] private goes where private is declared, through names, records, sums and texts', () => {
  const more =
    '\nflow plain(x: money CNY, t: text) { milestone m(x, t) }\nflow hidden(x: private money CNY, t: private text) { milestone m(x, t) }'
  const given = (name: string, money: string, text: string): readonly string[] =>
    findings(flow(`${account}\ndo ${name}(${money}, ${text})`, more))
  expect(given('hidden', 'account.balance + CNY 1.00', '"x{account.number}"')).toEqual([])
  expect(given('hidden', 'CNY 1.00', '"x"')).toEqual([])
  expect(given('plain', 'account.balance', '"x"')).toEqual(['CW4013 account.balance'])
  expect(given('plain', 'CNY 1.00 + account.balance', '"x{account.number}"')).toEqual([
    'CW4013 CNY 1.00 + account.balance',
    'CW4013 "x{account.number}"',
  ])
  expect(typeOf('account.balance > CNY 1.00', account)).toEqual({ kind: 'value', type: { kind: 'boolean' } })
  expect(typeOf('account.balance * 2', account)).toEqual({
    kind: 'value',
    type: { kind: 'money', currency: 'CNY', decimals: 2, class: 'private' },
  })
  const spoken = '\nflow tell(x: speech) { say x }'
  expect(findings(flow(`${account}\ndo tell("{account.number as last4}")`, spoken))).toEqual([])
  expect(findings(flow(`${account}\ndo tell("{account.number}")`, spoken))).toEqual(['CW4013 "{account.number}"'])
})

it('[S3.22] [L.types.11] a secret is never part of anything', () => {
  const kept = (type: string): readonly string[] => findings(`type T = ${type}\nflow start { -> hangup }`)
  expect(kept('{ code: secret digits 6 }')).toEqual(['CW4006 secret digits 6'])
  expect(kept('list of secret digits')).toEqual(['CW4006 secret digits'])
  expect(findings('remember code: secret digits 6 or nothing = nothing\nflow start { -> hangup }')).toEqual([
    'CW4006 secret digits 6 or nothing',
  ])
  expect(
    findings(
      'service s { attempt a() within 1s { done(code: secret digits) } query q(): secret digits within 1s }\nflow start { -> hangup }',
    ),
  ).toEqual(['CW4006 secret digits', 'CW4006 secret digits'])
  const secret = 'collect pass: Passcode { say "?" }'
  expect(step(`${secret}\nsay "{pass}"`)).toEqual(['CW4005 pass'])
  expect(step(`${secret}\nsay pass`)).toEqual(['CW4005 pass'])
  expect(step(`${secret}\nlet _all = [pass]`)).toEqual(['CW4006 pass'])
  expect(step(`${secret}\nmilestone m(pass)`)).toEqual(['CW4006 pass'])
  expect(step(`${secret}\nnotify bank.seen("x{pass}")`)).toEqual(['CW4005 pass'])
})

it('[S3.23] [S3.24] [L.types.10] a secret comes from a collect, is the same as another or not, and goes to what takes secrets', () => {
  const asked = 'collect card: CardNumber { say "?" }\ncollect pass: Passcode { say "?" }'
  const log_in = '{ accepted(id) { say "{id}" } refused, locked, failed { } }'
  expect(step(`${asked}\nattempt bank.log_in(card, pass) ${log_in}`)).toEqual([])
  expect(step(`${asked}\nattempt bank.log_in(card, card) ${log_in}`)).toEqual(['CW4009 card'])
  expect(step(`${asked}\nattempt bank.log_in(pass, pass) ${log_in}`)).toEqual(['CW4008 pass'])
  expect(step(`${asked}\nnotify bank.seen(pass)`)).toEqual(['CW4008 pass'])
  expect(
    step(`${asked}\ncollect twice: Passcode { say "?" }\nif pass == twice { } else { }\nif pass != card { }\nif pass is empty { }`),
  ).toEqual(['CW4007 pass', 'CW4007 pass'])
  const more =
    '\nflow ask returns secret digits 6 { collect p: Passcode { say "?" } return p }\nflow use(p: secret digits 6) { let q = p if q == p { } }'
  expect(findings(flow('let p = do ask()\ndo use(p)', more))).toEqual([])
})

it('[S5.6] an operation with a secret parameter is an attempt or a transaction', () => {
  const take = (operation: string): readonly string[] => findings(`service s { ${operation} }\nflow start { -> hangup }`)
  expect(take('attempt a(p: secret digits 6) within 1s { done }')).toEqual([])
  expect(take('transaction a(p: secret digits 6) within 1s { done }')).toEqual([])
  expect(take('query a(p: secret digits 6): text within 1s')).toEqual(['CW4011 secret digits 6'])
  expect(take('notice a(p: secret digits 6)')).toEqual(['CW4011 secret digits 6'])
})

it('[L.types.2] patterns, dates, bounds of lists and currencies are read and refused', () => {
  const bad = (type: string): readonly string[] => findings(`type T = ${type}\nflow start { -> hangup }`)
  for (const fine of [
    'digits 16..19 luhn',
    'digits 4 like "62x[3-9]"',
    'number 0.001..9999.999',
    'money JPY 1..100',
    'date keyed MMYY',
    'date keyed DDMMYYYY',
    'list of text up to 5',
    'private phone digits 11',
    'digits 18 with * as X',
    'digits 4 with * as X like "xxxx" or "xxxX"',
  ]) {
    expect(bad(fine), fine).toEqual([])
  }
  expect(bad('digits 6..4')).toEqual(['CW2117 digits 6..4'])
  expect(bad('digits 4 like "62xy"')).toEqual(['CW2118 "62xy"'])
  expect(bad('digits 4 like "62[9-3]x"')).toEqual(['CW2118 "62[9-3]x"'])
  expect(bad('money CNY 0.001..1.00')).toEqual(['CW2116 0.001..1.00'])
  expect(bad('money JPY 1.5..2.5')).toEqual(['CW2116 1.5..2.5'])
  expect(bad('date keyed MMDD')).toEqual(['CW2120 date keyed MMDD'])
  expect(bad('money RMB')).toEqual(['CW2115 RMB'])
})

it('[L.types.14] each type has its forms', () => {
  const as = (value: string, form: string): readonly string[] => step(`${account}\nsay "{${value} as ${form}}"`)
  for (const form of ['digits', 'last4', 'letters', 'keys']) expect(as('account.number', form)).toEqual([])
  expect(as('count(accounts)', 'ordinal')).toEqual([])
  expect(as('now', 'time')).toEqual([])
  expect(as('account.balance', 'last4')).toEqual(['CW2136 last4'])
  expect(as('today', 'ordinal')).toEqual(['CW2136 ordinal'])
  // Of a form that there is not nobody knows whether it is private.
  const cards = 'type Card = private digits 4\nservice s { notice n(w: speech)  query all(): list of Card within 3s }'
  expect(findings(`${cards}\nflow start { let all = query s.all() else -> hangup  notify s.n("{all as last4}") -> hangup }`)).toEqual([
    'CW2136 last4',
  ])
})

it('[L.agents.4] what a call knows of itself', () => {
  expect(
    step('if call.called == "1" and call.id != "2" and call.language == "en" and call.level == verified and call.started < now { }'),
  ).toEqual([])
  expect(typeOf('call.caller')).toEqual({
    kind: 'value',
    type: { kind: 'optional', of: { kind: 'text', class: 'private', mask: 'phone' }, class: 'private', mask: 'phone' },
  })
})
