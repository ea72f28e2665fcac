// Calls by sipp: it presses RFC 4733 keys, and what it counts as lost is lost.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runSipp } from '../caller/sipp.ts'
import { eventName, hangup, headerOf } from '../codec/index.ts'
import { startFreeswitch, type Freeswitch } from './freeswitch.ts'
import { startNode, type ScratchNode } from './node.ts'

let freeswitch: Freeswitch
let node: ScratchNode
const pressed: string[] = []

beforeAll(async () => {
  node = await startNode()
  freeswitch = await startFreeswitch({ nodes: [node] })
  void (async () => {
    for (;;) {
      const call = await node.call()
      let keys = ''
      call.onEvent = event => {
        if (eventName(event) !== 'DTMF') return
        keys += `${headerOf(event, 'DTMF-Digit')}:${headerOf(event, 'DTMF-Duration')} `
        if (!keys.includes('#')) return
        pressed.push(keys)
        void call.connection.send(hangup('NORMAL_CLEARING'))
      }
      void call.connection.execute({ app: 'answer' })
    }
  })()
})
afterAll(async () => {
  node?.close()
  await freeswitch?.stop()
})

it('each call presses its keys, for as long as it is told, and none is lost', async () => {
  const keys = [
    { key: '5', at: 400 },
    { key: '5', at: 640, ms: 60 },
    { key: '#', at: 900 },
  ]
  const ran = await runSipp({ number: '95500', at: freeswitch.sip, keys, end: { by: 'line', within: 8000 }, calls: 60, rate: 30 })
  expect(ran).toMatchObject({ kind: 'ran', placed: 60, succeeded: 60, lost: 0, why: {} })
  expect(pressed).toHaveLength(60)
  expect(new Set(pressed)).toEqual(new Set(['5:800 5:480 #:800 ']))
})

it('a caller who hangs up; calls that are refused or not ended are lost, and why', async () => {
  const calls = { at: freeswitch.sip, keys: [], calls: 3, rate: 30 }
  expect(await runSipp({ ...calls, number: '95500', end: { by: 'caller', after: 200 } })).toMatchObject({ succeeded: 3, lost: 0 })
  expect(await runSipp({ ...calls, number: '8486', end: { by: 'caller', after: 200 } })).toMatchObject({
    lost: 3,
    why: { 'FailedUnexpectedMessage(C)': 3 },
  })
  expect(await runSipp({ ...calls, number: '8100', end: { by: 'line', within: 300 } })).toMatchObject({
    lost: 3,
    why: { 'FailedTimeoutOnRecv(C)': 3 },
  })
})
