// Agents, hours, and what is known of a call.
import { expect, it } from 'vitest'
import { bilingual, codes, entries, heard } from './heard.ts'
import { line, machineOf, plays } from './testing.ts'

it('[L.agents.1] hours, a queue and waiting for an agent, as the page writes them', () => {
  const program = `${bilingual()}
settings { holidays: list of date = [] }
remember tier_priority: number = 3
prompts { closed_now zh"下班" en"We are closed." }
hours desk in Asia/Shanghai {               // the last rule that applies decides
  mon..fri 08:30..12:00, 13:00..17:30
  sat      09:00..12:00
  closed on settings.holidays
  open   on 2026-10-10 08:30..17:30
}
queue cards {
  music    "hold"
  position every 30s
  longest wait 3min
}
flow welcome { language en-US -> agent }
flow agent {
  if not open(desk) { say closed_now -> leave_message }
  connect queue cards {
    priority tier_priority
    with reason: "lost card", level: call.level          // what the agent's screen shows; never a secret
    press 1 for zh"预约回电" en"a call back" -> call_back  // while waiting
    answered(who) -> survey(who)                         // the talk is over
    timed out -> leave_message
    no agents, failed -> leave_message
  }
}
flow leave_message { say zh"留言" en"Leave a message." -> hangup }
flow call_back { say zh"回电" en"We will call back." -> hangup }
flow survey(who: text) { say zh"{who}好吗" en"How was {who}?" -> hangup }`
  const at = (moment: string, given = ''): string[] => heard(program, `${given}\ncall at ${moment}\nwait 1s`)
  const isOpen = (moment: string, given = ''): boolean => at(moment, given)[0] !== 'We are closed.'
  // A Monday, a Saturday, a Sunday.
  expect(['08:29', '08:30', '11:59', '12:00', '13:00', '17:29', '17:30'].map(time => isOpen(`2026-11-23T${time}+08:00`))).toEqual([
    false,
    true,
    true,
    false,
    true,
    true,
    false,
  ])
  expect(['08:59', '09:00', '12:00'].map(time => isOpen(`2026-11-21T${time}+08:00`))).toEqual([false, true, false])
  expect(isOpen('2026-11-22T10:00+08:00')).toBe(false)
  // A holiday, and a day that is open all the same: the rule behind it decides.
  expect(isOpen('2026-11-23T10:00+08:00', 'given setting holidays = [2026-11-23]')).toBe(false)
  expect(isOpen('2026-10-10T10:00+08:00', 'given setting holidays = [2026-10-10]')).toBe(true)
  expect(isOpen('2026-10-10T16:00+08:00')).toBe(true)

  const day = 'call at 2026-11-23T10:00+08:00\n'
  const [connected] = entries(program, `${day}wait 1s`, 'connect')
  expect(connected!.data).toEqual({ reason: 'lost card', level: 'anonymous' })
  expect(machineOf(program).queues[0]).toMatchObject({ music: 'hold', position: 30_000, longestWait: 180_000 })
  expect(heard(program, `${day}given queue cards has 2 waiting\nwait 95s`)).toEqual([
    'For a call back, press 1.',
    'You are number three in the queue.',
    'For a call back, press 1.',
    'You are number three in the queue.',
    'For a call back, press 1.',
    'You are number three in the queue.',
    'For a call back, press 1.',
  ])
  plays(program, `${day}wait 10s  press 1  hear "We will call back"`)
  plays(program, `${day}given queue cards answers by "Ann" after 10s for 20s  wait 31s  hear "How was Ann"`)
  plays(program, `${day}wait 181s  hear "Leave a message"`)
  plays(program, `${day}given queue cards has no agents  hear "Leave a message"`)
  plays(program, `${day}given queue cards fails  hear "Leave a message"`)
})

it('[L.agents.1] what the agent’s screen shows is never a secret', () => {
  const program = `${line()}queue cards { longest wait 1min }
flow welcome { collect pin: secret digits 4 { say "PIN?" } connect queue cards { with pin: pin answered, timed out, no agents, failed { } } -> hangup }`
  expect(codes(program)).toContain('CW4006')
})

it('[L.agents.2] `connect number` ends answered, busy, no answer or failed, and dials only a number of the program or the configuration', () => {
  const outcomes = 'answered { say "Talked." } busy { say "Busy." } no answer { say "Nobody." } failed { say "Failed." }'
  const program = (number: string, rest = '', all = outcomes): string => `${line()}${rest}
flow welcome { ${rest.includes('query') ? 'let theirs = query bank.number() else -> goodbye' : ''} connect number ${number} within 30s { ${all} } -> hangup }`
  for (const [given, words] of [
    ['answers after 5s for 10s', 'Talked'],
    ['is busy', 'Busy'],
    ['does not answer', 'Nobody'],
    ['fails', 'Failed'],
  ])
    plays(program('"0213456"'), `given number "0213456" ${given}\nwait 31s\nhear "${words}"`)
  for (const outcome of ['answered', 'busy', 'no answer', 'failed'])
    expect(codes(program('"1"', '', outcomes.replace(new RegExp(`${outcome} \\{.*?\\}`), ''))), outcome).toContain('CW5001')
  expect(codes(program('settings.branch', 'settings { branch: text = "0213456" }\n'))).toEqual([])
  // The caller's, or what a back end or the caller's keys say.
  expect(codes(program('theirs', 'service bank { query number(): text within 1s }\n'))).toContain('CW4015')
  expect(codes(program('call.called'))).toContain('CW4015')
  const keyed = program('keyed').replace('connect', 'collect keyed: digits 5 { say "Which?" } connect')
  expect(codes(keyed)).not.toEqual([])
})

it('[L.agents.3] the state of a queue gives how many wait, how many agents there are, and the longest wait', () => {
  const program = `${line()}queue cards { longest wait 1min }
flow welcome {
  let state = query cards.state() else { say "Nobody knows." -> hangup }
  say "{state.waiting} wait, {state.agents} agents, {state.longest}."
  -> hangup
}`
  plays(program, 'given queue cards has 3 waiting, 2 agents, longest 40s  hear "three wait, two agents, forty seconds"')
  plays(program, 'given queue cards fails  hear "Nobody knows"')
})

it('[L.agents.4] what is known of the call can be read anywhere', () => {
  const program = `${line('after hangup tidy_up')}
service back { notice log(caller: private phone text or nothing, called: text, id: text, language: text, lowest: boolean, started: moment) }
menu welcome { if let caller = call.caller { say "From {caller}." } say "To {call.called as digits}." press 1 for "the end" when call.level == anonymous -> out }
flow out { notify back.log(call.caller, call.called, call.id, call.language, call.level == anonymous, call.started) -> hangup }
flow tidy_up { notify back.log(call.caller, call.called, call.id, call.language, call.level == anonymous, call.started) }`
  const from = (caller: string): unknown[] => {
    const sent = entries(program, `call ${caller} to "95500" at 2026-11-23T10:00+08:00\npress 1\nexpect ended by line`, 'ask')
    expect(sent).toHaveLength(2)
    expect(sent[0]!.arguments).toEqual(sent[1]!.arguments)
    return [...sent[0]!.arguments]
  }
  const known = from('from "+8613800138000"')
  expect(known).toEqual(['+8613800138000', '95500', expect.any(String), 'en-US', true, Date.UTC(2026, 10, 23, 2)])
  expect(known[2]).not.toBe('')
  expect(from('')[0]).toBeNull()
  // Nothing where it is withheld, private, and no other field.
  expect(codes(`${line()}flow welcome { say "{call.caller}" -> hangup }`)).toContain('CW2103')
  expect(codes(program.replace('caller: private phone text or nothing', 'caller: text or nothing'))).toContain('CW4013')
  expect(codes(`${line()}flow welcome { say "{call.name}" -> hangup }`)).toContain('CW2015')
})

it('[L.agents.1] a transcript tells where in a queue a call is put, so that a script can hold it', () => {
  const program = (priority: string): string => `${line()}
queue desk { }
flow welcome {
  let gold = 40 + 2
  connect queue desk {
    ${priority}
    answered -> goodbye
    timed out, no agents, failed -> goodbye
  }
}`
  const whole = (told: string): string => `call: from a withheld number to 95500
call: connects to queue desk${told}
caller: hangs up
call: the connection is over: left`
  const script = 'given queue desk has 3 waiting  wait 1s  hang up  expect transcript same as "./whole.txt"'
  plays(program('priority gold  with level: call.level'), script, { 'whole.txt': whole(' (priority: 42, level: anonymous)') })
  plays(program('priority gold'), script, { 'whole.txt': whole(' (priority: 42)') })
  plays(program('').replace(/ *let gold.*\n/, ''), script, { 'whole.txt': whole('') })
})
