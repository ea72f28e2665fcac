import { expect, it } from 'vitest'
import { CHANNEL } from '../testing/scripted-peer.ts'
import { startScriptedLine, type ScriptedLine } from '../testing/scripted-line.ts'

const FILE = '/records/c-call.wav'
const record = (what: string, file = FILE): string => `api uuid_record ${CHANNEL} ${what} ${file}`

/** A line on which the call is recorded. */
async function startRecorded(): Promise<ScriptedLine> {
  const rig = await startScriptedLine()
  await rig.order({ kind: 'record call' })
  rig.news()
  return rig
}

const dark = (on: boolean): { readonly kind: 'dark'; readonly on: boolean } => ({ kind: 'dark', on })

/** The switch does not answer these. */
const silentTo =
  (...whats: readonly string[]) =>
  (command: string): string | null =>
    whats.some(what => command.includes(`uuid_record ${CHANNEL} ${what}`)) ? null : '+OK'

/** It says of these that it has no such recording. */
const withoutOne =
  (...whats: readonly string[]) =>
  (command: string): string => {
    const what = whats.find(one => command.includes(`uuid_record ${CHANNEL} ${one} `))
    return what === undefined ? '+OK' : `-ERR Cannot ${what} record${what === 'stop' ? '' : 'ing'} session!`
  }

it('begins masked where it is dark, and its file is known to whoever takes the call over', async () => {
  const rig = await startScriptedLine()
  await rig.order(dark(true))
  rig.news()
  await rig.order({ kind: 'record call' })
  expect(rig.news()).toEqual([`api uuid_setvar ${CHANNEL} callwright-recording ${FILE}`, record('start'), record('mask')])
  await rig.order(dark(false))
  expect(rig.news()).toEqual([record('unmask')])
})

it('one that a node before has left on the channel is ended in the first write, and none of the dialplan’s', async () => {
  const left = '/elsewhere/c-call.wav'
  const answers = withoutOne('stop')
  const rig = await startScriptedLine({ data: { 'variable_callwright-recording': left }, answers })
  expect(rig.peer.told.slice(0, 3)).toEqual(['connect', record('stop', left), 'linger 10'])
  expect(rig.peer.writes()).toBe(2)
  // It may be over.
  expect(rig.said()).toEqual([])
  expect(rig.peer.told.filter(line => line.includes('uuid_record'))).toHaveLength(1)
})

it('that cannot be masked is ended', async () => {
  const rig = await startRecorded()
  rig.peer.answers = command => (command.includes(' mask ') ? '-ERR no' : '+OK')
  await rig.order(dark(true))
  expect(rig.news()).toEqual([record('mask'), record('stop')])
  expect(rig.said()).toEqual(['trouble not-masked'])
  await rig.order(dark(false), dark(true))
  expect(rig.news()).toEqual([])
})

it('of which the switch says nothing that means that it is masked is ended', async () => {
  const rig = await startRecorded()
  rig.peer.answers = command => (command.includes(' mask ') ? '' : '+OK')
  await rig.order(dark(true))
  expect(rig.news()).toEqual([record('mask'), record('stop')])
  expect(rig.said()).toEqual(['trouble not-masked'])
})

it('that was not masked in its time is ended, also where it is to be unmasked by then', async () => {
  const rig = await startRecorded()
  rig.peer.answers = silentTo('')
  await rig.order(dark(true))
  await rig.clock.run(1000)
  await rig.order(dark(false))
  await rig.clock.run(999)
  expect(rig.news()).toEqual([record('mask'), record('unmask')])
  rig.peer.answers = () => '+OK'
  await rig.clock.run(1)
  expect(rig.news()).toEqual([record('stop')])
})

it('that the switch has ended itself is told as one that could not be made, and the call goes on', async () => {
  const rig = await startRecorded()
  rig.peer.answers = withoutOne('mask', 'stop')
  await rig.order(dark(true))
  expect(rig.news()).toEqual([record('mask'), record('stop')])
  expect(rig.said()).toEqual(['trouble call-not-recorded'])
})

it('that can be neither masked nor ended ends the call: no secret is recorded', async () => {
  const rig = await startRecorded()
  rig.peer.answers = command => (command.includes('uuid_record') ? '-ERR no' : '+OK')
  await rig.order(dark(true))
  expect(rig.news()).toEqual([record('mask'), record('stop'), record('stop', 'all'), `api uuid_kill ${CHANNEL} NORMAL_TEMPORARY_FAILURE`])
  expect(rig.said()).toEqual(['trouble recording-runs-on', 'hung up NORMAL_TEMPORARY_FAILURE'])
  await rig.order({ kind: 'ended', by: 'caller' })
  rig.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'NORMAL_TEMPORARY_FAILURE' })
  rig.peer.event('CHANNEL_HANGUP_COMPLETE')
  await rig.clock.run(20_000)
  expect(rig.said()).toHaveLength(2)
  expect(rig.clock.pending()).toBe(0)
})

it('a switch that answers nothing of a recording loses the call within 6 s', async () => {
  const rig = await startRecorded()
  rig.peer.answers = silentTo('')
  await rig.order(dark(true))
  await rig.clock.run(5999)
  expect(rig.said()).toEqual([])
  await rig.clock.run(1)
  expect(rig.said()).toEqual(['trouble recording-runs-on', 'hung up NORMAL_TEMPORARY_FAILURE'])
})

it('all recordings are ended where it is not known whether that one was', async () => {
  const rig = await startRecorded()
  rig.peer.answers = command => (/ (?:mask|stop) \/records/.test(command) ? '-ERR no' : '+OK')
  await rig.order(dark(true))
  expect(rig.news()).toEqual([record('mask'), record('stop'), record('stop', 'all')])
  expect(rig.said()).toEqual(['trouble not-masked'])
})

it('that cannot be unmasked is told of once it was tried twice; one that is to be masked again is not', async () => {
  const rig = await startRecorded()
  await rig.order(dark(true))
  rig.news()
  rig.peer.answers = command => (command.includes(' unmask ') ? '-ERR no' : '+OK')
  await rig.order(dark(false))
  expect(rig.news()).toEqual([record('unmask'), record('unmask')])
  expect(rig.said()).toEqual(['trouble not-unmasked'])
  await rig.order(dark(true))
  rig.news()
  await rig.order(dark(false), dark(true))
  expect(rig.news()).toEqual([record('unmask'), record('mask')])
  expect(rig.said()).toEqual(['trouble not-unmasked'])
})

it('of which it is not known whether it began is ended', async () => {
  const rig = await startScriptedLine()
  rig.peer.answers = silentTo('start')
  await rig.order({ kind: 'record call' })
  rig.news()
  rig.peer.answers = () => '+OK'
  await rig.clock.run(10_000)
  expect(rig.news()).toEqual([record('stop')])
  expect(rig.said()).toEqual(['trouble call-not-recorded'])
  await rig.order(dark(true))
  expect(rig.news()).toEqual([])
})

it('ends where the caller is sent away by the dialplan, masked from before that on; where that fails it goes on', async () => {
  const rig = await startRecorded()
  rig.peer.answers = command => (command.includes('uuid_transfer') ? '-ERR no' : '+OK')
  const told = (): readonly string[] => rig.news().filter(line => /uuid_record|uuid_transfer/.test(line))
  const transfer = `api uuid_transfer ${CHANNEL} 0123 XML desk`
  await rig.order({ kind: 'transfer', task: 1, number: '0123' })
  expect(told()).toEqual([record('mask'), transfer, record('unmask')])
  rig.peer.answers = () => '+OK'
  await rig.order({ kind: 'transfer', task: 2, number: '0123' })
  expect(told()).toEqual([record('mask'), transfer, record('stop')])
  expect(rig.said()).toEqual(['answer 1 failed', 'answer 2 transferred'])
})

it('stays masked after a transfer that failed while a secret is entered', async () => {
  const rig = await startRecorded()
  rig.peer.answers = command => (command.includes('uuid_transfer') ? '-ERR no' : '+OK')
  await rig.order(dark(true))
  await rig.order({ kind: 'transfer', task: 1, number: '0123' })
  expect(rig.news().filter(line => line.includes('uuid_record'))).toEqual([record('mask')])
})

it('stays masked where nobody knows whether the caller was sent away', async () => {
  const rig = await startRecorded()
  rig.peer.answers = command => (command.includes('uuid_transfer') ? null : '+OK')
  await rig.order({ kind: 'transfer', task: 1, number: '0123' })
  await rig.clock.run(20_000)
  expect(rig.said()).toEqual(['answer 1 failed', 'trouble no-reply'])
  expect(rig.news().filter(line => line.includes('uuid_record'))).toEqual([record('mask')])
})
