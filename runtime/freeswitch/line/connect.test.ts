import { expect, it } from 'vitest'
import type { LineOrder } from '../../call/line.ts'
import { CHANNEL } from '../testing/scripted-peer.ts'
import { agents, speak, startScriptedLine, type ScriptedLine } from '../testing/scripted-line.ts'

const QUEUE = { kind: 'connect queue', task: 1, queue: 0, priority: 2, data: {} } as const

it('what is handed over with a caller is on both legs, disarmed, and taken back afterwards', async () => {
  const rig = await startScriptedLine()
  rig.news()
  await rig.order({
    kind: 'connect number',
    task: 1,
    number: '0123',
    within: 2500,
    data: { note: 'a ${system(id)}\nb', amount: 12, 'odd name': true, none: null },
  })
  const news = rig.news().map(line => line.replace(/=[0-9a-f]{8}-[0-9a-f-]{27},/, '=LEG,'))
  expect(news).toEqual([
    'set callwright_note=a %{system(id)} b',
    'set callwright_amount=12',
    'set callwright_odd_name=true',
    'set callwright_none=',
    'set export_vars=callwright_note,callwright_amount,callwright_odd_name,callwright_none',
    'set transfer_ringback=%(1000,4000,450)',
    'set hangup_after_bridge=false',
    'set park_after_bridge=false',
    'set socket_resume=false',
    'bridge {origination_uuid=LEG,originate_timeout=3,leg_timeout=3,ignore_early_media=true}sofia/gateway/bank/0123',
  ])
  rig.peer.runs('set ')
  rig.peer.begin('bridge')
  rig.peer.event('CHANNEL_BRIDGE', { 'Other-Leg-Destination-Number': '0123' })
  expect(rig.said()).toEqual(['talks 0123'])
  rig.peer.complete('bridge', '_none_', { variable_originate_disposition: 'SUCCESS' })
  await rig.clock.run(0)
  expect(rig.said()).toEqual(['talks 0123', 'answer 1 answered'])
  expect(rig.news()).toEqual([
    'set callwright_note=',
    'set callwright_amount=',
    'set callwright_odd_name=',
    'set callwright_none=',
    `api uuid_setvar_multi ${CHANNEL} export_vars=;hangup_after_bridge=false;socket_resume=`,
  ])
})

it('what the dialplan exports goes to the other leg as before, to a number and to an agent', async () => {
  const theirs = 'sip_h_X-Case, nolocal:tier,callwright_of_another_node,a=b,${x}'
  const rig = await startScriptedLine({ data: { variable_export_vars: theirs, variable_cc_export_vars: 'case' } })
  const exports = (): readonly string[] => rig.news().flatMap(line => /(?:cc_)?export_vars=[^;]*/.exec(line) ?? [])
  exports()
  await rig.order({ kind: 'connect number', task: 1, number: '0123', within: 2500, data: { note: 'x' } })
  expect(exports()).toEqual(['export_vars=sip_h_X-Case,nolocal:tier,callwright_note'])
  rig.peer.runs('set ')
  rig.peer.begin('bridge')
  rig.peer.complete('bridge', '_none_')
  await rig.clock.run(0)
  expect(exports()).toEqual(['export_vars=sip_h_X-Case,nolocal:tier'])
  rig.peer.answers = agents(1)
  await rig.order({ kind: 'connect queue', task: 2, queue: 0, priority: 2, data: { note: 'x' } })
  expect(exports()).toEqual(['cc_export_vars=case,callwright_note'])
  rig.peer.runs('set ')
  rig.peer.begin('callcenter')
  rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'cancel', variable_cc_cancel_reason: 'TIMEOUT' })
  await rig.clock.run(0)
  expect(exports()).toEqual(['cc_export_vars=case'])
})

it('the other side sees the number of the trunk as its caller where it has one', async () => {
  const trunks = [{ prefix: '0', to: { kind: 'gateway', gateway: 'bank' }, callerId: '95588' }] as const
  const rig = await startScriptedLine({ line: { trunks } })
  await rig.order({ kind: 'connect number', task: 1, number: '0123', within: 2500, data: {} })
  expect(rig.news().at(-1)).toMatch(/^bridge \{[^}]*,origination_caller_id_number=95588\}sofia\/gateway\/bank\/0123$/)
})

it.each([
  ['USER_BUSY', 'busy'],
  ['NO_ANSWER', 'no answer'],
  ['ALLOTTED_TIMEOUT', 'no answer'],
  ['UNALLOCATED_NUMBER', 'failed'],
  ['', 'failed'],
])('a number that ends with %j is "%s"', async (cause, outcome) => {
  const rig = await startScriptedLine()
  await rig.order({ kind: 'connect number', task: 1, number: '0123', within: 2500, data: {} })
  rig.peer.runs('set ')
  rig.peer.begin('bridge')
  rig.peer.complete('bridge', '_none_', { variable_originate_disposition: cause })
  expect(rig.said()).toEqual([`answer 1 ${outcome}`])
})

it('all telephones of a user ring, and the one that answers when it is not wanted any more is left', async () => {
  const rig = await startScriptedLine({ line: { trunks: [{ prefix: '0', to: { kind: 'user', domain: 'default' } }] } })
  await rig.order({ kind: 'connect number', task: 1, number: '0123', within: 2500, data: {} })
  rig.peer.runs('set ')
  rig.peer.begin('bridge')
  expect(rig.news().at(-1)).toBe('bridge {originate_timeout=3,leg_timeout=3,ignore_early_media=true}user/0123@default')
  await rig.order({ kind: 'cancel', task: 1 })
  expect(rig.news()).toEqual([])
  rig.peer.event('CHANNEL_BRIDGE', { 'Other-Leg-Unique-ID': 'leg' })
  await rig.clock.run(0)
  expect([rig.news(), rig.said()]).toEqual([['api uuid_kill leg NORMAL_CLEARING'], []])
})

it('a number that is not wanted any more is left while it rings and in the talk, and the caller is not hung up', async () => {
  for (const talks of [false, true]) {
    const rig = await startScriptedLine()
    await rig.order({ kind: 'connect number', task: 1, number: '0123', within: 2500, data: {} })
    rig.peer.runs('set ')
    rig.peer.begin('bridge')
    if (talks) rig.peer.event('CHANNEL_BRIDGE', { 'Other-Leg-Destination-Number': '0123' })
    const leg = /origination_uuid=([0-9a-f-]{36}),/.exec(rig.news().join('\n'))?.[1]
    await rig.order({ kind: 'cancel', task: 1 }, speak(1))
    expect(rig.news()).toEqual([`api uuid_kill ${leg} NORMAL_CLEARING`])
    rig.peer.complete('bridge', '_none_', { variable_originate_disposition: 'NORMAL_CLEARING' })
    await rig.clock.run(0)
    expect(rig.news()).toContain('playback /sounds/1.wav')
    expect(rig.said()).toEqual(talks ? ['talks 0123'] : [])
  }
})

it('[S6.6] the dialplan’s socket_resume is off while somebody talks, and on again afterwards', async () => {
  const rig = await startScriptedLine({ data: { variable_socket_resume: 'true' } })
  await rig.order({ kind: 'connect number', task: 1, number: '0123', within: 2500, data: {} })
  rig.peer.runs('set ')
  rig.peer.begin('bridge')
  rig.news()
  rig.peer.complete('bridge', '_none_')
  await rig.clock.run(0)
  expect(rig.news().at(-1)).toMatch(/^api uuid_setvar_multi .*;socket_resume=true$/)
})

it('a number that no trunk takes is not dialled', async () => {
  const rig = await startScriptedLine()
  rig.news()
  await rig.order({ kind: 'connect number', task: 1, number: '9123', within: 2500, data: {} })
  expect(rig.news()).toEqual([])
  expect(rig.said()).toEqual(['trouble number-not-allowed', 'answer 1 failed'])
})

const inQueue = async (rig: ScriptedLine, order: Partial<Extract<LineOrder, { kind: 'connect queue' }>> = {}): Promise<void> => {
  rig.peer.answers = agents(1)
  await rig.order({ ...QUEUE, ...order })
  rig.peer.runs('set ')
  rig.peer.begin('callcenter')
  rig.peer.event('CUSTOM', { 'CC-Action': 'member-queue-start', 'CC-Member-Session-UUID': CHANNEL })
}

it('announcements of a queue wait for its music; the caller leaves it by a key that no telephone has', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1, { announce: true }))
  rig.peer.begin('1.wav')
  rig.peer.complete('1.wav')
  rig.news()
  await inQueue(rig)
  expect(rig.news()).toEqual([
    'event plain BACKGROUND_JOB',
    'bgapi callcenter_config queue list agents help@default',
    'event plain PLAYBACK_START CHANNEL_PARK CUSTOM callcenter::info',
    'set cc_export_vars=',
    'set cc_exit_keys=w',
    'set cc_cause=',
    'set cc_cancel_reason=',
    'set cc_base_score=2',
    'set cc_moh_override=local_stream://hold',
    'set park_after_bridge=true',
    'set park_timeout=30:NORMAL_TEMPORARY_FAILURE',
    'set socket_resume=false',
    'callcenter help@default',
  ])
  await rig.order(speak(2, { announce: true }))
  expect(rig.news()).toEqual([])
  rig.peer.event('PLAYBACK_START', { 'Playback-File-Path': 'local_stream://hold' })
  await rig.clock.run(0)
  expect(rig.news()).toEqual(['playback /sounds/2.wav'])
  rig.peer.begin('2.wav')
  await rig.order({ kind: 'cancel', task: 1 }, { kind: 'stop', through: 2 }, speak(3))
  expect(rig.news()).toEqual([`api uuid_recv_dtmf ${CHANNEL} W`, `api uuid_recv_dtmf ${CHANNEL} w`])
  rig.peer.complete('2.wav')
  rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'cancel', variable_cc_cancel_reason: 'EXIT_WITH_KEY' })
  await rig.clock.run(0)
  expect(rig.news()).toContain('playback /sounds/3.wav')
  expect(rig.said().filter(one => one.startsWith('answer'))).toEqual([])
})

it('a priority beyond what mod_callcenter can count is the most that it can', async () => {
  const rig = await startScriptedLine()
  rig.news()
  await inQueue(rig, { priority: 1e15 as 2 })
  expect(rig.news()).toContain('set cc_base_score=1000000000')
})

it('an announcement that is stopped stops nothing of the queue', async () => {
  const rig = await startScriptedLine()
  await inQueue(rig)
  rig.peer.event('PLAYBACK_START', { 'Playback-File-Path': 'local_stream://hold' })
  await rig.order(speak(1, { announce: true }))
  rig.peer.begin('1.wav')
  rig.news()
  await rig.order({ kind: 'stop', through: 1 })
  rig.peer.complete('1.wav')
  await rig.clock.run(1000)
  expect(rig.news()).toEqual([`api uuid_recv_dtmf ${CHANNEL} W`])
  expect(rig.said()).toEqual(['began 1'])
})

it('a caller who leaves while the queue is asked for its agents is not put into it', async () => {
  const rig = await startScriptedLine({ answers: agents(1) })
  await rig.order(QUEUE, { kind: 'cancel', task: 1 }, speak(1))
  expect(rig.news().filter(line => /^(callcenter|playback) /.test(line))).toEqual(['playback /sounds/1.wav'])
  expect(rig.said()).toEqual([])
})

/** A park tells a call that comes again that the node before is gone, also after a queue. */
it.each([
  ['1', 'PLAYBACK_START CHANNEL_PARK'],
  ['2', 'PLAYBACK_START'],
])('after a queue the channel is as it was before, and its events are not told any more: attempt %s', async (attempt, events) => {
  const rig = await startScriptedLine({ data: { variable_callwright_attempt: attempt, variable_socket_resume: 'true' } })
  await inQueue(rig, { data: { note: 'x' } })
  rig.news()
  rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'cancel', variable_cc_cancel_reason: 'TIMEOUT' })
  await rig.clock.run(0)
  expect(rig.news()).toEqual([
    `nixevent ${events} CUSTOM callcenter::info`,
    'set callwright_note=',
    `api uuid_setvar_multi ${CHANNEL} cc_export_vars=;park_after_bridge=false;park_timeout=;socket_resume=true`,
  ])
})

it('a queue that does not let the caller go is asked again, and told of in the end', async () => {
  const rig = await startScriptedLine()
  await inQueue(rig)
  await rig.order({ kind: 'cancel', task: 1 })
  rig.news()
  await rig.clock.run(10_000)
  expect(rig.news().filter(line => line.includes('uuid_recv_dtmf'))).toHaveLength(7)
  expect(rig.said()).toEqual(['trouble queue-not-left'])
})

it('an agent who answers cuts an announcement off: it was not heard, and no sound is missing', async () => {
  const rig = await startScriptedLine()
  await inQueue(rig)
  rig.peer.event('PLAYBACK_START', { 'Playback-File-Path': 'local_stream://hold' })
  await rig.order(speak(1, { announce: true }))
  rig.peer.begin('1.wav')
  rig.peer.answers = command => (command.includes('uuid_getvar') ? 'ann@default' : '+OK')
  rig.peer.complete('1.wav', 'PLAYBACK ERROR')
  await rig.clock.run(21)
  rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'answered' })
  await rig.clock.run(20)
  rig.peer.event('CHANNEL_BRIDGE', { 'Other-Leg-Unique-ID': 'leg' })
  await rig.clock.run(1000)
  expect(rig.said()).toEqual(['began 1', 'talks ann@default'])
})

it('a queue whose answer leads to the next one: what is told of that waits for its music', async () => {
  const rig = await startScriptedLine({
    then: report => (report.kind === 'answer' && report.task === 1 ? [{ ...QUEUE, task: 2 }, speak(1, { announce: true })] : []),
  })
  let asked = 0
  rig.peer.answers = command => agents(command.startsWith('bgapi') && asked++ > 0 ? 1 : 0)(command)
  await rig.order(QUEUE)
  expect(rig.said()).toEqual(['answer 1 no agents'])
  const told = rig.news()
  expect(told.at(-1)).toBe('callcenter help@default')
  expect(told.filter(line => line.startsWith('playback'))).toEqual([])
})

it('a caller who leaves a queue for another is in that one when the first has let them go', async () => {
  const rig = await startScriptedLine()
  await inQueue(rig)
  rig.peer.event('PLAYBACK_START', { 'Playback-File-Path': 'local_stream://hold' })
  await rig.clock.run(0)
  rig.news()
  await rig.order({ kind: 'cancel', task: 1 }, { ...QUEUE, task: 2 }, speak(1, { announce: true }))
  await rig.clock.run(300)
  // It is asked again where it does not let go.
  expect(rig.news()).toEqual([`api uuid_recv_dtmf ${CHANNEL} w`, `api uuid_recv_dtmf ${CHANNEL} w`])
  rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'cancel', variable_cc_cancel_reason: 'EXIT_WITH_KEY' })
  await rig.clock.run(0)
  const told = rig.news()
  expect(told.findIndex(line => line.startsWith('nixevent'))).toBeLessThan(
    told.findIndex(line => line.startsWith('bgapi callcenter_config')),
  )
  expect(told.at(-1)).toBe('callcenter help@default')
  rig.peer.runs('set ')
  rig.peer.begin('callcenter')
  await rig.order({ kind: 'cancel', task: 2 })
  expect(rig.said().filter(line => line.startsWith('answer'))).toEqual([])
})

/** What is set by an application is set when the channel comes to it: by then the caller may be elsewhere. */
it.each([
  ['a number that is busy', { kind: 'connect number', task: 1, number: '0123', within: 2500, data: {} }, 'bridge'],
  ['a queue that gives up', QUEUE, 'callcenter'],
] as const)('what was changed of the channel is put back before the caller is handed over elsewhere: %s', async (_, order, application) => {
  const rig = await startScriptedLine({
    data: { variable_socket_resume: 'true' },
    answers: agents(1),
    then: report => (report.kind === 'answer' && report.task === 1 ? [{ kind: 'transfer', task: 2, number: '0123' }] : []),
  })
  await rig.order(order)
  rig.peer.runs('set ')
  rig.peer.begin(application)
  rig.news()
  rig.peer.complete(application, '_none_', { variable_cc_cause: 'cancel', variable_cc_cancel_reason: 'TIMEOUT' })
  await rig.clock.run(0)
  const told = rig.news()
  expect(told.filter(line => line.startsWith('set '))).toEqual([])
  expect(told.filter(line => line.includes('socket_resume')).map(line => line.slice(line.lastIndexOf('=')))).toEqual(['=true', '=false'])
  expect(told.at(-1)).toMatch(/^api uuid_transfer /)
})

const LEFT_BY_KEY = { variable_cc_cause: 'cancel', variable_cc_cancel_reason: 'EXIT_WITH_KEY' }
const leavesFor = async (rig: ScriptedLine, ...orders: readonly LineOrder[]): Promise<void> => {
  await inQueue(rig, { data: { note: 'for the queue' } })
  rig.news()
  await rig.order({ kind: 'cancel', task: 1 }, ...orders)
  expect(rig.news()).toEqual([`api uuid_recv_dtmf ${CHANNEL} w`])
  rig.peer.complete('callcenter', '_none_', LEFT_BY_KEY)
  await rig.clock.run(0)
}

it('a caller who leaves in the moment in which the queue takes them is out of it before anything is said', async () => {
  const rig = await startScriptedLine({ answers: agents(1) })
  await rig.order(QUEUE)
  await rig.order({ kind: 'cancel', task: 1 }, speak(1))
  rig.peer.runs('set ')
  rig.peer.begin('callcenter')
  rig.news()
  await rig.clock.run(300)
  expect(rig.news()).toEqual([`api uuid_recv_dtmf ${CHANNEL} w`])
  rig.peer.complete('callcenter', '_none_', LEFT_BY_KEY)
  await rig.clock.run(0)
  expect(rig.news().at(-1)).toBe('playback /sounds/1.wav')
  expect(rig.said()).toEqual([])
})

it('[S6.6] a caller who leaves a queue for a number is dialled for when the queue has let them go, and keeps what is handed over', async () => {
  const rig = await startScriptedLine({ data: { variable_socket_resume: 'true' } })
  await leavesFor(rig, { kind: 'connect number', task: 2, number: '0123', within: 2500, data: { note: 'for the number' } }, speak(1))
  const told = rig.news()
  expect(told.flatMap(line => /(?:socket_resume|(?<=set )callwright_note)=.*/.exec(line) ?? [])).toEqual([
    'callwright_note=',
    'socket_resume=true',
    'callwright_note=for the number',
    'socket_resume=false',
  ])
  expect(told.at(-1)).toMatch(/^bridge /)
  await rig.clock.run(1000)
  expect(rig.news()).toEqual([])
  rig.peer.runs('set ')
  rig.peer.begin('bridge')
  rig.peer.complete('bridge', '_none_', { variable_originate_disposition: 'USER_BUSY' })
  await rig.clock.run(0)
  expect(rig.said()).toEqual(['answer 2 busy'])
  expect(rig.news()).toContain('playback /sounds/1.wav')
})

it('a number that a caller leaves a queue for and that no trunk takes: the call goes on, and one that is not wanted any more is not dialled', async () => {
  const number = { kind: 'connect number', task: 2, within: 2500, data: {} } as const
  const rig = await startScriptedLine()
  await leavesFor(rig, { ...number, number: '9123' }, speak(1))
  expect(rig.said()).toEqual(['trouble number-not-allowed', 'answer 2 failed'])
  expect(rig.news()).toContain('playback /sounds/1.wav')
  const other = await startScriptedLine()
  await leavesFor(other, { ...number, number: '0123' }, { kind: 'cancel', task: 2 }, speak(1))
  expect(other.news().filter(line => /^(bridge|playback) /.test(line))).toEqual(['playback /sounds/1.wav'])
  const gone = await startScriptedLine()
  await inQueue(gone)
  await gone.order({ kind: 'cancel', task: 1 }, { ...number, number: '0123' })
  gone.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'NORMAL_CLEARING' })
  gone.peer.complete('callcenter', '_none_', LEFT_BY_KEY)
  await gone.clock.run(0)
  expect(gone.news().filter(line => line.startsWith('bridge'))).toEqual([])
})

it('a caller who leaves a queue for another place has left it before they are there: the key that leaves it is not pressed there', async () => {
  const rig = await startScriptedLine()
  await leavesFor(rig, { kind: 'transfer', task: 2, number: '0123' })
  expect(rig.news()).toContain(`api uuid_transfer ${CHANNEL} 0123 XML desk`)
  await rig.clock.run(10_000)
  expect(rig.news()).toEqual([])
  expect(rig.said()).toEqual(['answer 2 transferred'])
})

it('an announcement in a queue that cannot be played is a missing sound', async () => {
  const rig = await startScriptedLine()
  await inQueue(rig)
  rig.peer.event('PLAYBACK_START', { 'Playback-File-Path': 'local_stream://hold' })
  await rig.order(speak(1, { announce: true }))
  rig.peer.begin('1.wav')
  rig.peer.complete('1.wav', 'PLAYBACK ERROR')
  await rig.clock.run(1000)
  expect(rig.said()).toEqual(['began 1', 'trouble missing-sound', 'spoken 1 unheard'])
})

it('an agent answers: who it is, the talk, and the caller is ours again', async () => {
  const rig = await startScriptedLine()
  await inQueue(rig)
  rig.peer.answers = command => (command.includes('uuid_getvar') ? 'ann@default' : '+OK')
  rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'answered' })
  rig.peer.event('CHANNEL_BRIDGE', { 'Other-Leg-Unique-ID': 'leg' })
  await rig.clock.run(0)
  expect(rig.said()).toEqual(['talks ann@default'])
  rig.news()
  await rig.order(speak(1))
  await rig.clock.run(120_000)
  expect(rig.news()).toEqual([])
  rig.peer.event('CHANNEL_PARK')
  await rig.clock.run(0)
  expect(rig.news()).toEqual([`api uuid_transfer ${CHANNEL} park,hangup:NORMAL_TEMPORARY_FAILURE inline`])
  rig.peer.event('CHANNEL_PARK')
  await rig.clock.run(0)
  expect(rig.reports.at(-1)).toEqual({ kind: 'answer', task: 1, outcome: 'answered', values: ['ann@default'] })
  expect(rig.news()).toContain('playback /sounds/1.wav')
})

it.each(['+OK', '-ERR no'])(
  'after a talk with an agent the call goes on also where the second park does not come (%s), and nothing resumes',
  async answer => {
    const rig = await startScriptedLine({ data: { variable_socket_resume: 'true' } })
    await inQueue(rig)
    rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'answered' })
    rig.peer.answers = command => (command.includes('uuid_getvar') ? 'ann@default' : command.includes('uuid_transfer') ? answer : '+OK')
    rig.peer.event('CHANNEL_BRIDGE', { 'Other-Leg-Unique-ID': 'leg' })
    await rig.order(speak(1))
    rig.peer.event('CHANNEL_PARK')
    rig.news()
    await rig.clock.run(1000)
    expect(rig.said()).toEqual(['talks ann@default', 'answer 1 answered'])
    const told = rig.news()
    expect(told).toContain('playback /sounds/1.wav')
    expect(told.find(line => line.includes('socket_resume'))).toMatch(/;socket_resume=$/)
  },
)

it('an agent who comes in the moment in which the caller leaves is let go', async () => {
  const rig = await startScriptedLine()
  await inQueue(rig)
  await rig.order({ kind: 'cancel', task: 1 }, speak(1))
  rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'answered' })
  rig.news()
  rig.peer.event('CHANNEL_BRIDGE', { 'Other-Leg-Unique-ID': 'leg' })
  await rig.clock.run(0)
  expect(rig.news()).toEqual(['api uuid_kill leg NORMAL_CLEARING'])
  rig.peer.event('CHANNEL_PARK')
  await rig.clock.run(0)
  rig.peer.event('CHANNEL_PARK')
  await rig.clock.run(0)
  expect(rig.news()).toContain('playback /sounds/1.wav')
  expect(rig.said()).toEqual([])
})

it('the longest wait, the position, and how the queue itself gives up', async () => {
  const members = (): string =>
    `queue|session_uuid|state|score|joined_epoch\nq|other|Waiting|9|3\nq|${CHANNEL}|Waiting|5|2\nq|x|Abandoned|99|0\n+OK`
  const rig = await startScriptedLine()
  await inQueue(rig)
  rig.peer.answers = command => (command.includes('members') ? members() : '+OK')
  await rig.clock.run(30_000)
  expect(rig.said()).toEqual(['position 2'])
  await rig.clock.run(30_000)
  expect(rig.said()).toEqual(['position 2'])
  expect(rig.peer.told.at(-1)).toBe(`api uuid_recv_dtmf ${CHANNEL} w`)
  rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'cancel', variable_cc_cancel_reason: 'EXIT_WITH_KEY' })
  expect(rig.said()).toEqual(['position 2', 'answer 1 timed out'])
  for (const [reason, outcome] of [
    ['TIMEOUT', 'timed out'],
    ['NO_AGENT_TIMEOUT', 'no agents'],
    ['BREAK_OUT', 'failed'],
  ]) {
    await inQueue(rig, { task: 2 as never })
    rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'cancel', variable_cc_cancel_reason: reason! })
    expect(rig.said().at(-1)).toBe(`answer 2 ${outcome}`)
  }
})

it('a queue without agents, one that is not configured, one that the switch does not have; and what a queue is like', async () => {
  const rig = await startScriptedLine()
  rig.peer.answers = agents(0)
  await rig.order(QUEUE)
  expect(rig.said()).toEqual(['answer 1 no agents'])
  await rig.order({ ...QUEUE, task: 2, queue: 1 })
  expect(rig.said().slice(1)).toEqual(['trouble unknown-queue', 'answer 2 failed'])
  rig.peer.answers = () => '-ERR Invalid Queue'
  await rig.order({ ...QUEUE, task: 3 })
  expect(rig.said().slice(3)).toEqual(['trouble queue-failed', 'answer 3 failed'])
  rig.peer.answers = command =>
    command.includes('agents')
      ? 'name|status\na|Available\nb|Logged Out\nc|Available (On Demand)\nd|On Break\n+OK'
      : 'session_uuid|state|score|joined_epoch\nx|Waiting|9|990\ny|Trying|8|980\nz|Abandoned|7|1\n+OK'
  await rig.order({ kind: 'queue state', task: 4, queue: 0 })
  expect(rig.reports.at(-1)).toEqual({ kind: 'answer', task: 4, outcome: 'answered', values: [{ waiting: 2, agents: 2, longest: 20_000 }] })
})

const LEFT = (came: Readonly<Record<string, string>> = {}): string =>
  [
    'playback_terminators',
    'playback_delimiter',
    'playback_sleep_val',
    'hangup_after_bridge',
    'continue_on_fail',
    'park_after_bridge',
    'transfer_ringback',
    'cc_exit_keys',
    'cc_base_score',
    'cc_moh_override',
  ]
    .map(name => `${name}=${came[name] ?? ''}`)
    .join(';')

it('a transfer through the dialplan: the line lets go, or the call goes on as it was', async () => {
  const rig = await startScriptedLine({ data: { variable_socket_resume: 'true' } })
  const opened = rig.news().find(line => line.includes('uuid_setvar_multi'))!
  rig.peer.answers = command => (command.includes('uuid_transfer') ? '-ERR no' : '+OK')
  await rig.order({ kind: 'transfer', task: 1, number: '0123' })
  expect(rig.said()).toEqual(['answer 1 failed'])
  const [, , again] = rig.news()
  expect(again).toBe(`${opened.slice(0, opened.indexOf(';callwright'))};socket_resume=true`)
  rig.peer.answers = () => '+OK'
  const before = rig.peer.writes()
  await rig.order({ kind: 'transfer', task: 2, number: '0123' })
  expect(rig.peer.writes()).toBe(before + 1)
  await rig.order({ kind: 'ended', by: 'transfer' })
  expect(rig.news()).toEqual([
    `api uuid_setvar_multi ${CHANNEL} ${LEFT()};socket_resume=false`,
    `api uuid_transfer ${CHANNEL} 0123 XML desk`,
    'exit',
  ])
  expect(rig.said()).toEqual(['answer 1 failed', 'answer 2 transferred'])
  expect(rig.peer.open()).toBe(false)
})

it.each([
  [
    '1',
    {
      continue_on_fail: 'USER_BUSY,NO_ANSWER',
      hangup_after_bridge: 'true',
      playback_terminators: '#',
      transfer_ringback: '%(2000,4000,440)',
    },
  ],
  // A node before has left these.
  ['2', { continue_on_fail: 'USER_BUSY' }],
])('whoever has the call next finds what it came with, and nothing that could do harm: attempt %s', async (attempt, came) => {
  const ours = { continue_on_fail: 'true', playback_terminators: 'W', playback_delimiter: '|', cc_exit_keys: 'w' }
  const all = { ...(attempt === '2' ? ours : {}), ...came, park_after_bridge: 'a;b=c', cc_moh_override: '${system(id)}' }
  const variables = Object.fromEntries(Object.entries(all).map(([name, value]) => [`variable_${name}`, value]))
  const rig = await startScriptedLine({ data: { ...variables, variable_callwright_attempt: attempt } })
  await rig.order({ kind: 'transfer', task: 1, number: '0123' })
  expect(rig.peer.told).toContain(`api uuid_setvar_multi ${CHANNEL} ${LEFT(came)};socket_resume=false`)
})

it.each(['13;x@evil', '13@evil', '', '1300 1'])('%j is no number: no REFER has it for its address', async number => {
  const rig = await startScriptedLine({ line: { transferBy: { kind: 'refer', host: 'sbc.example' } } })
  rig.news()
  await rig.order({ kind: 'transfer', task: 1, number })
  expect(rig.news().join()).not.toContain('deflect')
  expect(rig.said().at(-1)).toBe('answer 1 failed')
})

it('a transfer by REFER that was taken ends our side of the call; one that was not does not', async () => {
  const rig = await startScriptedLine({ line: { transferBy: { kind: 'refer', host: 'sbc.example:5060' } } })
  await rig.order({ kind: 'transfer', task: 1, number: '0123' })
  rig.peer.begin('deflect sip:0123@sbc.example:5060')
  rig.peer.complete('deflect', '_none_', { variable_sip_refer_reply: 'SIP/2.0 603 Decline' })
  expect(rig.said()).toEqual(['answer 1 failed'])
  await rig.order({ kind: 'transfer', task: 2, number: '0123' })
  rig.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'BLIND_TRANSFER' })
  expect(rig.said()).toEqual(['answer 1 failed', 'answer 2 transferred'])
})

const WAYS = [
  ['the dialplan', { kind: 'dialplan', context: 'desk' }],
  ['REFER', { kind: 'refer', host: 'sbc.example:5060' }],
] as const

it.each(WAYS)('a caller who stays where a transfer by %s failed hears what comes', async (_, transferBy) => {
  const answers = (command: string): string => (command.includes('uuid_transfer') ? '-ERR no' : '+OK')
  const rig = await startScriptedLine({ line: { transferBy }, answers })
  await rig.order({ kind: 'transfer', task: 1, number: '0123' })
  if (transferBy.kind === 'refer') {
    rig.peer.begin('deflect')
    rig.peer.complete('deflect', '_none_', { variable_sip_refer_reply: 'SIP/2.0 603 Decline' })
  }
  expect(rig.said()).toEqual(['answer 1 failed'])
  await rig.order(speak(1))
  expect(rig.news()).toContain('playback /sounds/1.wav')
})

it.each(WAYS)('nobody is transferred by %s to a number that is none, and the call goes on', async (_, transferBy) => {
  const rig = await startScriptedLine({ line: { transferBy } })
  rig.news()
  await rig.order({ kind: 'transfer', task: 1, number: '12 34' }, speak(1))
  expect(rig.said()).toEqual(['trouble number-not-allowed', 'answer 1 failed'])
  expect(rig.news()).toEqual(['playback /sounds/1.wav'])
})

it('a transfer over a trunk is done when somebody answers, and the line stays till they hang up', async () => {
  const rig = await startScriptedLine({ line: { transferBy: { kind: 'bridge' } } })
  await rig.order({ kind: 'transfer', task: 1, number: '0123' })
  rig.peer.runs('set ')
  rig.peer.begin('bridge')
  rig.peer.event('CHANNEL_BRIDGE')
  await rig.order({ kind: 'ended', by: 'transfer' })
  expect(rig.said()).toEqual(['answer 1 transferred'])
  await rig.clock.run(600_000)
  expect(rig.peer.open()).toBe(true)
  rig.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'NORMAL_CLEARING' })
  rig.peer.event('CHANNEL_HANGUP_COMPLETE')
  await rig.clock.run(0)
  expect(rig.peer.open()).toBe(false)
  expect(rig.said()).toEqual(['answer 1 transferred'])
})

it('an agent who was found and never bridged does not leave the caller in silence', async () => {
  const rig = await startScriptedLine()
  await inQueue(rig)
  rig.peer.complete('callcenter', '_none_', { variable_cc_cause: 'answered' })
  await rig.clock.run(9_999)
  expect(rig.said()).toEqual([])
  await rig.clock.run(1)
  expect(rig.said()).toEqual(['answer 1 failed'])
})
