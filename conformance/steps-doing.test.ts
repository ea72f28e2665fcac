// Steps that ask, compute, go round and go places.
import { expect, it } from 'vitest'
import { begin, codes, entries, heard } from './heard.ts'
import { fails, findings, line, machineOf, plays } from './testing.ts'

const bank = `service bank {
  query find(n: number): text within 2s
  attempt log_in(pin: secret digits 4) within 2s { yes no_way }
  transaction pay(n: number) within 2s { done }
  notice tell(n: number)
}
`

it('[L.steps.8] a `query` is a question to a back end, which can be asked again without harm', () => {
  const program = `${line()}${bank}flow welcome { do look do look -> hangup }
flow look { let found = query bank.find(1) else { say "Again." return } say found }`
  plays(program, 'given bank.find fails, then answers "Found."  hear "Again"  hear next "Found"  expect bank.find performed twice')
})

it('[L.steps.9] an `attempt` is sent once for each entry and never by itself again', () => {
  const program = `${line()}${bank}flow welcome {
  repeat up to 3 times {
    collect pin: secret digits 4 { say "PIN?" }
    attempt bank.log_in(pin) { yes { say "Yes." -> hangup } no_way { say "No." } failed { say "Failed." } }
  } otherwise -> goodbye
}`
  plays(program, 'given bank.log_in never answers  enter pin "1234"  hear "Failed" within 2500ms  expect bank.log_in performed once')
  const script = 'given bank.log_in answers no_way, then answers yes\nenter pin "1111"\nenter pin "2222"\nhear "Yes"'
  const [first, second, ...more] = entries(program, script, 'ask')
  expect(more).toEqual([])
  // Each entry has a number, and so a key, of its own.
  expect(first!.task).not.toBe(second!.task)
})

it('[L.steps.10] a `perform` is a transaction, performed once', () => {
  const program = `${line()}${bank}flow welcome {
  perform bank.pay(5) { done { say "Done." } failed { say "Failed." } unknown { say "Unknown." } }
  -> hangup
}`
  for (const [given, words] of [
    ['answers done', 'Done.'],
    ['fails', 'Failed.'],
    ['never answers', 'Unknown.'],
    ['loses the answer', 'Unknown.'],
  ])
    // prettier-ignore
    plays(program, `given bank.pay ${given}\nhear "${words}"\nexpect ended by line\nexpect bank.pay performed once with n 5`)
})

it('[L.steps.11] a `notify` is a notice: nothing to wait for, no outcomes, and it is sent after the hang-up too', () => {
  const program = `${line('after hangup tidy_up')}${bank}
flow welcome { notify bank.tell(1) say "On." menu { press 1 for "on" -> goodbye } }
flow tidy_up { notify bank.tell(2) }`
  const sent = entries(program, 'hear "On"  hang up', 'ask')
  expect(sent.map(each => [each.how, each.arguments[0]])).toEqual([
    ['notify', 1],
    ['notify', 2],
  ])
  expect(sent[0]!.task).not.toBe(sent[1]!.task)
  expect(entries(program, 'hear "On"', 'spoken')[0]!.at).toBe(sent[0]!.at)
  expect(codes(`${line()}${bank}${begin('notify bank.tell(1) { done { } }')}`).length).toBeGreaterThan(0)
  expect(codes(`${line()}service crm { notice tell() { done } }${begin('notify crm.tell()')}`)).toContain('CW5013')
})

it('[L.steps.12] `let` makes a name, `set` gives it a new value, `add` adds to a list', () => {
  const program = `${line()}${begin('let n = 1 set n = n + 1 let xs = ["a"] add "b" to xs add "c" to xs say "{n} {count(xs)}" for each x in xs { say x }')}`
  expect(heard(program, 'expect ended by line')).toEqual(['two three', 'a', 'b', 'c'])
  expect(codes(`${line()}${begin('set n = 1')}`)).toContain('CW2001')
  expect(codes(`${line()}${begin('let n = 1 let n = 2 say "{n}"')}`)).toContain('CW2005')
})

it('[L.steps.14] `repeat` is bounded; `leave` gets past its `otherwise`, which says where running out leads, and is required', () => {
  const program = (inner: string, otherwise: string): string =>
    `${line()}${begin(`let n = 0 repeat up to 3 times { set n = n + 1 say "{n}" ${inner} } ${otherwise} say "Behind."`)}`
  expect(heard(program('', 'otherwise { say "Enough." }'), 'expect ended by line')).toEqual(['one', 'two', 'three', 'Enough.', 'Behind.'])
  expect(heard(program('', 'otherwise -> goodbye'), 'expect ended by line')).toEqual(['one', 'two', 'three', 'Goodbye.'])
  expect(heard(program('if n == 2 { leave }', 'otherwise -> goodbye'), 'expect ended by line')).toEqual(['one', 'two', 'Behind.'])
  expect(findings(program('', '')).map(({ severity, message }) => [severity, message.en])).toEqual([
    ['error', expect.stringContaining('otherwise')],
  ])
  expect(codes(program('', '').replace('repeat up to 3 times', 'repeat'))).not.toEqual([])
})

it('[L.steps.15] `for each` takes each in turn; `next`, `previous`, `again`, `leave`; `none` where there is nothing', () => {
  const program = (list: string): string => `${line()}flow welcome {
  let xs: list of text = ${list}
  for each x in xs counting n {
    menu {
      say "{n}: {x}"
      press 1 for "next" { next }
      press 2 for "previous" { previous }
      press 3 for "again" { again }
      press 4 for "the end" { leave }
      press 5 for "on" { }
    }
  } none { say "None." }
  say "Behind."
  -> hangup
}`
  const said = (keys: string): string[] =>
    heard(program('["a", "b", "c"]'), `${[...keys].map(key => `press ${key}`).join('\n')}\nexpect ended by line`).filter(
      words => !words.startsWith('For'),
    )
  expect(said('13254')).toEqual(['one: a', 'two: b', 'two: b', 'one: a', 'two: b', 'Behind.'])
  expect(said('111')).toEqual(['one: a', 'two: b', 'three: c', 'Behind.'])
  expect(heard(program('[]'), 'expect ended by line')).toEqual(['None.', 'Behind.'])
})

it('[L.steps.16] `do` with or without `unless`, `return` and an arrow; `unless` a level that the part grants', () => {
  const program = `${line()}service back { attempt log_in() within 1s { yes } }
flow welcome { do early do log_in unless verified do log_in unless verified -> goodbye }
flow early { say "Early." if true { return } say "Late." }
flow log_in grants verified { say "Log in." attempt back.log_in() { yes { grant verified } failed -> hangup } }`
  expect(heard(program, 'given back.log_in answers yes  expect ended by line')).toEqual(['Early.', 'Log in.', 'Goodbye.'])
  expect(codes(program.replace('do log_in unless verified', 'do log_in unless signed'))).toContain('CW4004')
  expect(codes(program.replace('do early', 'do early unless verified'))).toContain('CW4004')
})

it('[L.steps.17] [S4.3.4] `grant` stands only in a flow that grants it, inside a named outcome', () => {
  const program = (flow: string): string => `${line()}
service back { query q() within 1s { yes no_way } attempt a() within 1s { yes } transaction t() within 1s { done } query v(): number within 1s }
flow welcome { do part_of -> hangup }
${flow}`
  for (const step of [
    'query back.q() { yes { grant verified } no_way, failed { } }',
    'attempt back.a() { yes { if true { grant verified } } failed { } }',
    'perform back.t() { done { grant verified } failed, unknown { } }',
  ]) {
    expect(codes(program(`flow part_of grants verified { ${step} }`)), step).toEqual([])
    expect(codes(program(`flow part_of { ${step} }`)), step).toEqual(['CW4001'])
    expect(codes(program(`flow part_of grants verified { ${step.replace('grant verified', 'grant signed')} }`)), step).toEqual(['CW4002'])
  }
  const outside = [
    'grant verified',
    'attempt back.a() { yes { } failed { grant verified } }',
    'perform back.t() { done, failed { } unknown { grant verified } }',
    'let v = query back.v() else { grant verified return } say "{v}"',
  ]
  for (const step of outside) expect(codes(program(`flow part_of grants verified { ${step} }`)), step).toContain('CW4003')
})

it('[L.steps.18] `lower to` lowers the level, and nothing else does', () => {
  const program = `${line()}service back { attempt log_in() within 1s { yes } notice now_at(level: text) }
flow welcome {
  do log_in
  notify back.now_at("{call.level}")
  lower to verified
  -> main
}
menu main { press 1 for "again" -> main press 2 for "a part" do part_of press 3 for "the end" { lower to anonymous -> goodbye } }
flow part_of { language en-US lower to signed return }
flow log_in grants signed { attempt back.log_in() { yes { grant signed } failed -> hangup } }`.replace('"{call.level}"', '"high"')
  const given = 'given back.log_in answers yes\n'
  plays(program, `${given}hear menu main  expect level verified  press 1  press 2  stay silent  press 5  expect level verified`)
  plays(program, `${given}press 3  expect level anonymous`)
  expect(entries(program, `${given}press 1  press 2  press 3  expect ended by line`, 'level').map(({ level }) => level)).toEqual([2, 1, 0])
})

it('[L.steps.20] `connect` hands the caller over, to a queue or a number, and comes back with an outcome', () => {
  const program = `${line()}queue cards { music "hold" longest wait 1min }
menu welcome { press 1 for "a queue" -> waiting press 2 for "a number" -> ringing }
flow waiting { connect queue cards { answered(who) { say "You spoke to {who}." } timed out { say "Nobody." } no agents { say "Closed." } failed { say "No." } } -> hangup }
flow ringing { connect number "0213456" within 30s { answered { say "Talked." } busy { say "Busy." } no answer { say "Nobody." } failed { say "No." } } -> hangup }`
  plays(program, 'given queue cards answers by "Ann" after 5s for 10s  press 1  wait 20s  hear "You spoke to Ann"')
  plays(program, 'press 1  wait 61s  hear "Nobody"')
  plays(program, 'given queue cards has no agents  press 1  hear "Closed"')
  plays(program, 'given queue cards fails  press 1  hear "No."')
  plays(program, 'given number "0213456" answers after 5s for 10s  press 2  wait 16s  hear "Talked"')
  plays(program, 'given number "0213456" is busy  press 2  hear "Busy"')
  plays(program, 'given number "0213456" does not answer  press 2  wait 31s  hear "Nobody"')
  plays(program, 'given number "0213456" fails  press 2  hear "No."')
})

it('[L.steps.21] `transfer to` hands the caller over for good', () => {
  const program = `${line()}flow welcome { transfer to "95511" else { say "It failed." -> goodbye } }`
  plays(program, 'expect transferred to "95511"  never hear "It failed"')
  expect(entries(program, 'expect transferred to "95511"  wait 1s', 'ended')[0]!.by).toBe('transfer')
  plays(program, 'given number "95511" fails  hear "It failed"  hear "Goodbye"')
  expect(codes(program.replace(' else { say "It failed." -> goodbye }', ''))).toContain('CW3017')
})

it('[L.steps.22] `record` takes the caller’s voice, which a service can take and `say` can play', () => {
  const program = `${line()}service back { notice message(voice: recording) notice lost(voice: recording) }
flow welcome {
  record message up to 20s {
    say "Speak after the tone."
    tone
    end after 4s of silence
    nothing { say "Nothing." -> hangup }
    hung up { notify back.lost(message) }
  }
  say "You said:", message
  notify back.message(message)
  -> hangup
}`
  plays(program, 'hear "Speak"  wait 2s  speak 5s  wait 5s  hear "You said"  hear recording  expect back.message performed once')
  const recorded = (script: string): (number | null)[] =>
    entries(program, `hear "Speak"  wait 3s  ${script}`, 'recorded').map(({ ms }) => ms)
  expect(recorded('speak 30s  wait 5s')).toEqual([20_000])
  expect(recorded('speak 5s  press #  hear "You said"')[0]).toBeGreaterThanOrEqual(5000)
  plays(program, 'hear "Speak"  wait 10s  hear "Nothing"  expect back.message not performed')
  plays(program, 'hear "Speak"  wait 2s  speak 5s  hang up  expect back.lost performed once  expect back.message not performed')
  expect(machineOf(program).points.find(({ op }) => op === 'record')).toMatchObject({ tone: true, endSilence: 4000, upTo: 20_000 })
})

it('[L.steps.23] `milestone` is a named point for reporting, with values', () => {
  const program = `${line()}${begin('let amount = CNY 5.00 milestone begun milestone paid(amount, to: "Ann")')}`
  expect(entries(program, 'expect ended by line', 'milestone').map(({ name, values }) => [name, values])).toEqual([
    ['begun', {}],
    ['paid', { amount: 500, to: 'Ann' }],
  ])
  fails(`${line()}${bank}${begin('let x = query bank.find(1) else -> goodbye milestone m(x)')}`, 'expect ended by line', /bank.find/)
})
