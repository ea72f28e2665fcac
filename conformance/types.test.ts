import { expect, it } from 'vitest'
import { reportScript, formatTranscript } from '../runtime/dtmf/index.ts'
import { speakerFor } from '../cli/speaker.ts'
import { begin, bilingual, codes, entries, heard } from './heard.ts'
import { line, machineOf, plays, run } from './testing.ts'

/** A collect of the type that says what it took. */
const taking = (type: string, said = '{x}'): string =>
  `${line('listen { tries 2 }', 'start')}\nflow start { collect x: ${type} { say "Key it." on mistake say only "Wrong." } say "${said}" -> hangup }`
const takes = (type: string, keys: string): unknown => {
  const program = taking(type, 'Taken.').replace('say "Taken."', 'milestone taken(x) say "Taken."')
  const result = run(program, `enter "${keys}"\nwait 4s`)[0]!
  const taken = result.log.entries.find(entry => entry.kind === 'milestone')
  return taken?.kind === 'milestone' ? taken.values['x'] : undefined
}

it('[L.types.1] types as the page declares them', () => {
  const program = `${bilingual().replace('zh-CN, en-US', 'en-US, zh-CN')}
type CardNumber  = private digits 16..19 luhn
type IdNumber    = private digits 18 with * as X
type Phone       = private phone digits 11 like "1xxxxxxxxxx"
type Passcode    = secret digits 6
type Expiry      = date keyed MMYY
type Amount      = money CNY 0.01..50000.00
type Price       = number 0.001..9999.999
type Account     = { number: CardNumber  kind: AccountKind  balance: private money CNY }
type AccountKind = one of {
  savings  zh"活期账户" en"savings account"
  card     zh"信用卡"   en"credit card"
  other    zh"账户"     en"account"          // what a back end names and we do not know
}
service back {
  query account(): Account within 1s
  attempt log_in(pin: Passcode) within 1s { yes }
  notice all(card: CardNumber, id: IdNumber, phone: Phone, expiry: Expiry, amount: Amount, price: Price)
}
flow welcome {
  collect card: CardNumber { say zh"卡号" en"Card?" }
  collect id: IdNumber { say zh"证件" en"Identity?" }
  collect phone: Phone { say zh"电话" en"Phone?" }
  collect pin: Passcode { say zh"密码" en"Passcode?" }
  attempt back.log_in(pin) { yes { } failed -> goodbye }
  collect expiry: Expiry { say zh"有效期" en"Expiry?" }
  collect amount: Amount { say zh"金额" en"Amount?" }
  collect price: Price { say zh"价格" en"Price?" }
  notify back.all(card, id, phone, expiry, amount, price)
  let account = query back.account() else -> goodbye
  say "{account.kind}"
  -> hangup
}`
  const script = (kind: string): string => `script "it" in en-US {
  given back.log_in answers yes
  given back.account answers { number: "6225880212345673", kind: ${kind}, balance: CNY 1.00 }
  enter card "6225880212345673#"  enter id "11010519491231002*"  enter phone "13800138000"  enter pin "123456"
  enter expiry "0928"  enter amount "49999*99"  enter price "0*001"
  expect ended by line
}`
  const sent = entries(program, script('savings'), 'ask').find(({ how }) => how === 'notify')!
  expect(sent.arguments).toEqual(['6225880212345673', '11010519491231002X', '13800138000', '2028-09-30', 4_999_999, 1])
  expect(heard(program, script('savings'))).toContain('savings account')
  expect(heard(program, script('"gold"'))).toContain('account')
})

it('[L.types.2] digits have a length or a range, `luhn` and patterns', () => {
  expect(takes('digits 4', '0042')).toBe('0042')
  expect(takes('digits 4', '004#')).toBeUndefined()
  expect(takes('digits 2..4', '12#')).toBe('12')
  expect(takes('digits 2..4', '1#')).toBeUndefined()
  expect(takes('digits 16 luhn', '6225880212345673')).toBe('6225880212345673')
  expect(takes('digits 16 luhn', '6225880212345674')).toBeUndefined()
  for (const [keys, good] of [
    ['6231', true],
    ['6299', true],
    ['6221', false],
    ['6131', false],
    ['8881', true],
    ['8882', false],
  ] as const)
    // prettier-ignore
    expect(takes('digits 4 like "62[3-9]x" or "8881"', keys), keys).toBe(good ? keys : undefined)
})

it('[L.types.2] numbers are whole, or have their bounds’ decimals', () => {
  expect(takes('number 1..99', '42#')).toBe(42)
  expect(takes('number 1..99', '0#')).toBeUndefined()
  expect(takes('number 0.01..9.99', '1*25')).toBe(125)
  expect(codes(`${line()}${begin('let n: number 1..9 = 1.5 say "{n}"')}`).length).toBe(1)
})

it('[L.types.2] every other type: money, times, texts, recordings, speech, lists, records, choices, and nothing', () => {
  const program = `${line()}
settings { notice: speech = "Hello." }
type Mood = one of { good "good mood" bad "bad mood" other "no mood" }
service back {
  query all(): {
    amount: money CNY  day: date  clock: time  at: moment  long: duration  words: text  yes: boolean
    voice: recording  moods: list of Mood up to 2  note: text or nothing
  } within 1s
}
flow welcome {
  let all = query back.all() else { say "Wrong shape." -> hangup }
  say "{all.amount}, {all.long}, {all.words}.", all.voice, settings.notice
  if all.yes { say "Yes." }
  for each mood in all.moods { say "{mood}." }
  let note = all.note else { say "No note." -> hangup }
  say note
  -> hangup
}`
  const given = (moods: string, note: string): string => `given back.all answers {
    amount: CNY 2.00, day: 2026-10-01, clock: 08:30, at: 2026-10-01T08:30+08:00, long: 2min, words: "Well", yes: true,
    voice: recording 5s, moods: ${moods}, note: ${note} }
  expect ended by line`
  expect(heard(program, given('[good, bad]', 'nothing'))).toEqual([
    'two yuan, two minutes, Well.',
    '',
    'Hello.',
    'Yes.',
    'good mood.',
    'bad mood.',
    'No note.',
  ])
  expect(heard(program, given('[]', '"A note."')).at(-1)).toBe('A note.')
  // Opened before it is used.
  expect(codes(program.replace('let note = all.note else { say "No note." -> hangup }\n  say note', 'say all.note'))).toContain('CW2103')
  // A list has up to 100 where nothing is said.
  const list = `${line()}service back { query list(): list of number within 1s }
flow welcome { let xs = query back.list() else { say "Too long." -> hangup } say "{count(xs)}" -> hangup }`
  const numbers = 'given back.list answers file "./list.json"\nexpect ended by line'
  const file = (n: number): Record<string, string> => ({ 'list.json': JSON.stringify(Array.from({ length: n }, () => 1)) })
  expect(heard(list, numbers, file(100))).toEqual(['one hundred'])
  expect(() => heard(list, numbers, file(101))).toThrow(/list/)
})

it('[L.types.3] money is exact, in minor units, and one currency never meets another', () => {
  const program = `${line()}flow welcome {
  let sum = CNY 0.10 + CNY 0.20
  let three = CNY 0.01 * 3
  if sum == CNY 0.30 { say "exact." }
  milestone m(sum, three, yen: JPY 5)
  -> hangup
}`
  expect(heard(program, 'expect ended by line')).toEqual(['exact.'])
  expect(entries(program, 'expect ended by line', 'milestone')[0]!.values).toEqual({ sum: 30, three: 3, yen: 5 })
  for (const step of [
    'let x = CNY 1.00 + USD 1.00 milestone m(x)',
    'if CNY 1.00 < USD 1.00 { pause 1s }',
    'let x: money USD = CNY 1.00 milestone m(x)',
  ])
    expect(codes(`${line()}${begin(step)}`), step).toEqual(['CW2102'])
  expect(codes(`${line()}${begin('let x = CNY 1.001 milestone m(x)')}`)).toEqual(['CW2116'])
})

it('[L.types.4] digits are compared for sameness only, and keep their zeros', () => {
  const program = `${line()}flow welcome {
  collect x: digits 3 { say "Key it." }
  if x == "007" { say "Bond." }
  if x != "700" { say "Not." }
  say "{x}"
  -> hangup
}`
  expect(heard(program, 'enter "007"  expect ended by line').slice(1)).toEqual(['Bond.', 'Not.', 'zero zero seven'])
  for (const operator of ['<', '<=', '>', '>=']) expect(codes(program.replace('==', operator))).toEqual(['CW2106'])
  expect(codes(program.replace('x == "007"', 'x + x == "1"'))).toEqual(['CW2108'])
  expect(codes(program.replace('x == "007"', 'x == 7')).length).toBe(1)
})

it('[L.types.5] there is no division', () => {
  for (const step of ['let x = 4 / 2', 'let x = CNY 4.00 / 2'])
    expect(codes(`${line()}${begin(`${step} milestone m(x)`)}`).length, step).toBeGreaterThan(0)
})

it('[L.types.6] the point of money and of numbers with decimals is keyed `*`; the end key is required, and swallowed after the last decimal', () => {
  for (const type of ['money CNY 0.01..50000.00', 'number 0.01..50000.00']) {
    expect(takes(type, '10*05'), type).toBe(1005)
    expect(takes(type, '10*5#'), type).toBe(1050)
    expect(takes(type, '10#'), type).toBe(1000)
    // A slow caller: 2, then quiet, is a mistake and never pays 2.
    expect(takes(type, '2'), type).toBeUndefined()
    expect(takes(type, '25*5'), type).toBeUndefined()
    const behind = taking(type, 'Taken." collect y: digits 1..5 { say "More." } say "{y}')
    plays(behind, 'enter "10*05#"  hear "More"  enter "7#"  hear "seven"')
  }
})

it('[L.types.7] money keyed in fen has no point and requires the end key too', () => {
  const type = 'money CNY 0.01..500.00 keyed in fen'
  expect(takes(type, '1005#')).toBe(1005)
  expect(takes(type, '10')).toBeUndefined()
  // `*` clears.
  expect(takes(type, '10*05#')).toBe(5)
  expect(takes(type, '50000')).toBe(50_000)
})

const private_bank = `
type Person = { name: private name text  phone: private phone digits 11  card: private digits 16  pin: private all digits 4 }
service bank {
  query person(): Person within 1s
  notice tell(card: private digits 16)
  attempt log_in(card: private digits 16) within 1s { yes }
}
`
const telling = `${line()}${private_bank}
prompts { about(person: Person) "{person.name}, {person.phone}, {person.card}, {person.pin}." }
flow welcome {
  let person = query bank.person() else -> goodbye
  let card = person.card
  say about(person)
  do tell(card)
  -> hangup
}
flow tell(kept: private digits 16) { say "Again: {kept}." notify bank.tell(kept) milestone told(kept) }`
const person = '{ name: "李雷", phone: "13800138000", card: "6225880212345673", pin: "9876" }'

it('[L.types.8] the class travels with a value through names, records, parameters and interpolation', () => {
  const wanted = (step: string): string =>
    `${line()}${private_bank}service open_bank { notice tell(card: digits 16) notice say_it(words: text) }
flow welcome { let person = query bank.person() else -> goodbye let card = person.card ${step} -> hangup }
flow take(kept: digits 16) { say "{kept}" }`
  for (const step of [
    'notify open_bank.tell(card)',
    'notify open_bank.tell(person.card)',
    'do take(card)',
    'notify open_bank.say_it("{card}")',
    'notify open_bank.say_it("The card {person.card}.")',
  ])
    expect(codes(wanted(step)), step).toContain('CW4013')
  // Secrets likewise.
  const secret = (step: string): string => `${line()}service open_bank { attempt try(pin: digits 4) within 1s { yes } }
flow welcome { collect pin: secret digits 4 { say "PIN?" } let kept = pin ${step} -> hangup }
flow take(x: digits 4) { say "{x}" }`
  expect(codes(secret('attempt open_bank.try(kept) { yes, failed { } }'))).toContain('CW4008')
  expect(codes(secret('do take(kept)'))).toContain('CW4008')
  expect(codes(secret('say "{kept}"'))).toContain('CW4005')
})

it('[L.types.9] what is private may be spoken, and is shown by its mask in every transcript and test report', () => {
  const script = `given bank.person answers ${person}\nhear "六"`
  const failing = run(telling, script)[0]!
  const machine = machineOf(telling)
  const speaker = speakerFor(machine)
  const spoken = failing.log.entries.flatMap(entry => (entry.kind === 'spoken' ? [speaker.words(entry.segment)] : []))
  expect(spoken.join(' ')).toContain('李雷')
  expect(spoken.join(' ')).toMatch(/one three eight, zero zero one three, eight zero zero zero/)
  const report = reportScript(failing, {
    machine,
    speaker,
    language: 'en',
    sourceLine: () => 'x',
    scriptLine: () => ({ line: 1, text: 'hear' }),
  } as never)
  for (const text of [report, formatTranscript(failing.log, machine, speaker)]) {
    expect(text).toContain('138****8000')
    expect(text).toContain('李*')
    expect(text).toContain('5673')
    for (const shown of ['李雷', '13800138000', '62258802', '9876', 'nine eight seven six']) expect(text).not.toContain(shown)
  }
  // The milestone is there, and masked too.
  expect(formatTranscript(failing.log, machine, speaker)).toContain('told')
})

it('[L.types.10] a secret comes from a `collect`, is compared with another secret, or handed to an attempt’s or a transaction’s secret parameter', () => {
  const program = (step: string): string => `${line()}
service bank {
  attempt check(pin: secret digits 4) within 1s { yes }  attempt check_plain(pin: digits 4) within 1s { yes }
  transaction change(pin: secret digits 4) within 1s { done }
  query find(n: number): digits 4 within 1s
}
flow welcome {
  collect pin: secret digits 4 { say "PIN?" }
  collect twin: secret digits 4 { say "Again?" }
  ${step}
  -> hangup
}
flow keep(it_is: secret digits 4) { attempt bank.check(it_is) { yes, failed { } } }`
  for (const good of [
    'if pin == twin { pause 1s } if pin != twin { pause 2s }',
    'attempt bank.check(pin) { yes, failed { } }',
    'perform bank.change(pin) { done, failed, unknown { } }',
    'do keep(pin)',
  ])
    expect(codes(program(good)), good).not.toContainEqual(expect.stringMatching(/^CW4/))
  for (const [bad, code] of [
    ['if pin == "1234" { pause 1s }', 'CW4007'],
    ['if pin < twin { pause 1s }', 'CW4007'],
    ['attempt bank.check_plain(pin) { yes, failed { } }', 'CW4008'],
    ['let x: secret digits 4 = "1234" attempt bank.check(x) { yes, failed { } }', 'CW4009'],
    ['let x = query bank.find(1) else -> goodbye attempt bank.check(x) { yes, failed { } }', 'CW4009'],
  ] as const)
    expect(codes(program(bad)), bad).toContain(code)
  for (const kind of ['query q(pin: secret digits 4): number within 1s', 'notice n(pin: secret digits 4)'])
    expect(codes(`${line()}service s { ${kind} }${begin('')}`)).toContain('CW4011')
})

it('[L.types.11] [L.types.13] a secret is never part of a record, list, text, answer or `remember`, and never spoken or sent elsewhere: the compiler proves it', () => {
  const secret = 'secret digits 4'
  for (const [declared, code] of [
    [`type R = { pin: ${secret} }`, 'CW4006'],
    [`service s { query q(): list of ${secret} within 1s }`, 'CW4006'],
    [`service s { attempt a() within 1s { yes(pin: ${secret}) } }`, 'CW4006'],
    [`remember pin: ${secret} or nothing = nothing`, 'CW4006'],
    [`prompts { p(pin: ${secret}) "x" }`, 'CW4006'],
  ] as const)
    expect(codes(`${line()}${declared}\n${begin('')}`), declared).toContain(code)
  const step = (what: string): string => `${line()}queue cards { longest wait 1min }
flow welcome { collect pin: ${secret} { say "PIN?" } ${what} -> hangup }`
  for (const [what, code] of [
    ['say "{pin}"', 'CW4005'],
    ['let t = "{pin}" say t', 'CW4005'],
    ['milestone m(pin)', 'CW4006'],
    ['let xs = [pin] say "{count(xs)}"', 'CW4006'],
    ['connect queue cards { with pin answered, timed out, no agents, failed { } }', 'CW4006'],
  ] as const)
    expect(codes(step(what)), what).toContain(code)
})

it('[L.types.12] [S4.2.1] [S4.2.2] [S4.2.3] recording is masked and keys are not reported from before a secret is asked for until it is taken', () => {
  const program = `${line()}service bank { query open_now(): boolean within 9s  attempt log_in(pin: secret digits 4) within 9s { yes } }
menu welcome { press 1 for "a log-in" -> log_in }
flow log_in {
  let now_open = query bank.open_now() else -> goodbye
  if now_open { say "We are open." }
  collect pin: secret digits 4 { say "PIN?" }
  attempt bank.log_in(pin) { yes { } failed -> goodbye }
  menu { press 1 for "the end" -> goodbye }
}`
  const script = `given bank.open_now answers true after 2s
given bank.log_in answers yes after 2s
press 1
wait 500ms
press ahead 7
enter pin "1234"
press ahead 1
hear "Goodbye"`
  const log = run(program, script)[0]!
  expect(log.passed).toBe(true)
  const { entries: all } = log.log
  const dark = all.flatMap(entry => (entry.kind === 'dark' ? [[entry.on, entry.at] as const] : []))
  expect(dark.map(([on]) => on)).toEqual([true, false])
  const asked = all.filter(entry => entry.kind === 'ask')
  // Dark from the query on, behind which the secret is asked for, until the entry is taken.
  expect(dark[0]![1]).toBe(asked[0]!.at)
  expect(dark[1]![1]).toBe(asked[1]!.at)
  const keys = all.filter(entry => entry.kind === 'key')
  expect(keys.map(({ shown }) => shown)).toEqual(['1', '•', '•', '•', '•', '•', '1'])
  // The one typed ahead of the secret is not kept.
  expect(keys[1]).toMatchObject({ use: 'dropped', why: 'not kept' })
  // Behind it type-ahead is kept again.
  expect(keys.at(-1)!.use).toBe('entry')
})
