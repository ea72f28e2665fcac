import { existsSync, readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { placeCall } from './place-call.ts'
import { sipHeader } from './sip-message.ts'
import { tone } from './sound.ts'
import { answering, type Answering } from './testing/answering.ts'

let them: Answering
afterEach(() => them.close())

const takes = (): Promise<Answering> =>
  answering(({ method }, answer, sdp) => {
    if (method === 'INVITE') answer('200 OK', [['Content-Type', 'application/sdp']], sdp)
    else if (method !== 'ACK') answer('200 OK')
  })

const call = (): ReturnType<typeof placeCall> => placeCall({ number: '95500', at: them.at, localHost: '127.0.0.1' })

it('rings, is answered, presses keys as events with one timestamp and three ends, and hangs up', async () => {
  them = await takes()
  const caller = await call()
  expect((await caller.answered).kind).toBe('answered')
  const pressed = await Promise.all([caller.press('5', 60), caller.press('#')])
  expect(pressed[0]!.released - pressed[0]!.down).toBeGreaterThan(50)
  expect(pressed[1]!.down).toBeGreaterThan(pressed[0]!.released + 80)
  await caller.hangUp()
  expect((await caller.ended).by).toBe('us')
  await vi.waitFor(() => expect(them.came).toEqual(['INVITE', 'ACK', 'BYE']))
  const five = them.keys.filter(({ report }) => report.key === '5')
  expect(five.map(({ report }) => report.duration)).toEqual([160, 320, 480, 480, 480, 480])
  expect(five.map(({ report }) => report.end)).toEqual([false, false, false, true, true, true])
  expect(five.map(({ marker }) => marker)).toEqual([true, false, false, false, false, false])
  expect(new Set(five.map(({ timestamp }) => timestamp)).size).toBe(1)
  expect(await caller.press('1')).toBe(null)
})

it('what is no key is not pressed; nor is one where the other side takes no events', async () => {
  them = await answering(({ method }, answer, sdp) => {
    if (method === 'INVITE') answer('200 OK', [], sdp.replace('AVP 0 101', 'AVP 0'))
    else if (method !== 'ACK') answer('200 OK')
  })
  const caller = await call()
  await caller.answered
  expect([await caller.press('E'), await caller.press('1')]).toEqual([null, null])
  await caller.hangUp()
})

it('hears what is said, and says what its tone is, when it began and when it ended', async () => {
  them = await takes()
  const caller = await call()
  await caller.answered
  const from = performance.now()
  const said = caller.say(tone(440, 300)).then(() => caller.say(tone(880, 300)))
  const [first, second] = [await caller.heard.sound(from, 3000, 440), await caller.heard.sound(from, 3000, 880)]
  const [end440, end] = [await caller.heard.silence(from, { hertz: 440, quiet: 250 }), await caller.heard.silence(second!.at)]
  await said
  expect(first!.at).toBeLessThan(second!.at)
  expect(end440!).toBeLessThanOrEqual(second!.at)
  expect(end! - second!.at).toBeGreaterThan(200)
  expect(caller.heard.toneOf(second!.at, end!, [330, 440, 880])).toBe(880)
  expect(caller.heard.toneOf(first!.at, second!.at, [330])).toBe(null)
  expect(caller.heard.lost()).toBe(0)
  expect(caller.heard.wav(first!.at).length).toBeGreaterThan(44 + 0.5 * 16_000)
  const late = performance.now()
  expect(await caller.heard.sound(late, 100)).toBe(null)
  await caller.hangUp()
})

it('an INVITE that is not heard is sent again, and one that was is not', async () => {
  let invites = 0
  them = await answering(({ method }, answer, sdp) => {
    if (method !== 'INVITE') return method === 'ACK' ? undefined : answer('200 OK')
    if (++invites === 2) {
      answer('100 Trying')
      setTimeout(() => answer('200 OK', [], sdp), 1500)
    }
  })
  const caller = await call()
  expect((await caller.answered).kind).toBe('answered')
  await vi.waitFor(() => expect(them.came).toEqual(['INVITE', 'INVITE', 'ACK']))
  await caller.hangUp()
})

it('an answer that comes again is acknowledged again', async () => {
  them = await answering(({ method }, answer, sdp) => {
    if (method === 'INVITE') for (const _ of [1, 2]) answer('200 OK', [], sdp)
    else if (method !== 'ACK') answer('200 OK')
  })
  const caller = await call()
  await caller.answered
  await vi.waitFor(() => expect(them.came).toEqual(['INVITE', 'ACK', 'ACK']))
  await caller.hangUp()
})

it('a refusal is acknowledged by the branch of its INVITE', async () => {
  them = await answering(({ method }, answer) => {
    if (method === 'INVITE') answer('486 Busy Here', [['Reason', 'Q.850;cause=17']])
  })
  const caller = await call()
  expect(await caller.answered).toMatchObject({ kind: 'refused', status: 486, reason: 'Busy Here' })
  expect(await caller.ended).toMatchObject({ by: 'never answered', reason: 'Q.850;cause=17' })
  await vi.waitFor(() => expect(them.came).toEqual(['INVITE', 'ACK']))
  const [invite, ack] = them.requests
  expect(sipHeader(ack!, 'via')).toBe(sipHeader(invite!, 'via'))
  expect(sipHeader(ack!, 'to')).toContain('tag=theirs')
})

it('who hangs up before the answer cancels', async () => {
  let ring: ((status: string) => void) | null = null
  them = await answering(({ method }, answer) => {
    if (method === 'INVITE') {
      ring = answer
      answer('180 Ringing')
    } else if (method === 'CANCEL') {
      answer('200 OK')
      ring?.('487 Request Terminated')
    }
  })
  const caller = await call()
  await delay(100)
  await caller.hangUp()
  expect(await caller.answered).toMatchObject({ kind: 'failed', why: 'cancelled' })
  expect((await caller.ended).by).toBe('never answered')
  await vi.waitFor(() => expect(them.came).toEqual(['INVITE', 'CANCEL', 'ACK']))
})

it('where the answer and the CANCEL cross, the call is ended', async () => {
  them = await answering(({ method }, answer, sdp) => {
    if (method === 'INVITE') setTimeout(() => answer('200 OK', [], sdp), 200)
    else if (method !== 'ACK') answer('200 OK')
  })
  const caller = await call()
  await delay(100)
  await caller.hangUp()
  expect(await caller.answered).toMatchObject({ kind: 'failed', why: 'cancelled' })
  await vi.waitFor(() => expect(them.came).toEqual(['INVITE', 'CANCEL', 'ACK', 'BYE']))
})

it.runIf(existsSync('/proc/self/fd'))('a call that cannot be placed leaves no socket open', async () => {
  them = await takes()
  const files = (): number => readdirSync('/proc/self/fd').length
  const place = (): Promise<void> =>
    expect(placeCall({ number: '95500', at: them.at, localHost: '192.0.2.1' })).rejects.toThrow('EADDRNOTAVAIL')
  await place()
  const before = files()
  for (let count = 0; count < 20; count++) await place()
  await expect.poll(files).toBeLessThan(before + 10)
})

it('where nothing comes back, there is no answer after the time that is given, and nothing is sent any more', async () => {
  them = await answering(() => undefined)
  const began = performance.now()
  const caller = await placeCall({ number: '95500', at: them.at, localHost: '127.0.0.1', within: 700 })
  expect(await caller.answered).toMatchObject({ kind: 'failed', why: 'no answer' })
  expect(performance.now() - began).toBeLessThan(1000)
  expect((await caller.ended).by).toBe('never answered')
  await delay(1000)
  expect(them.came).toEqual(['INVITE', 'INVITE'])
})

it('what rings for longer than that has an answer all the same', async () => {
  them = await answering(({ method }, answer, sdp) => {
    if (method === 'INVITE') {
      answer('180 Ringing')
      setTimeout(() => answer('200 OK', [], sdp), 900)
    } else if (method !== 'ACK') answer('200 OK')
  })
  const caller = await placeCall({ number: '95500', at: them.at, localHost: '127.0.0.1', within: 400 })
  expect((await caller.answered).kind).toBe('answered')
  await caller.hangUp()
})

it('nothing to be heard: the call is ended', async () => {
  them = await answering(({ method }, answer, sdp) => {
    if (method === 'INVITE') answer('200 OK', [], sdp.replace('AVP 0', 'AVP 8'))
    else if (method !== 'ACK') answer('200 OK')
  })
  const caller = await call()
  expect(await caller.answered).toMatchObject({ kind: 'failed', why: 'no media' })
  await caller.ended
  await vi.waitFor(() => expect(them.came).toEqual(['INVITE', 'ACK', 'BYE']))
})

it('they hang up: their reason is told', async () => {
  them = await takes()
  const caller = await call()
  await caller.answered
  them.ask('BYE', [['Reason', 'Q.850;cause=16;text="NORMAL_CLEARING"']])
  expect(await caller.ended).toMatchObject({ by: 'them', reason: 'Q.850;cause=16;text="NORMAL_CLEARING"' })
  await vi.waitFor(() => expect(them.came.at(-1)).toBe('200 BYE'))
})

it('a reference to another place is taken, and how it went is told', async () => {
  them = await takes()
  const caller = await placeCall({ number: '95500', at: them.at, localHost: '127.0.0.1', referral: 486 })
  await caller.answered
  them.ask('REFER', [['Refer-To', '<sip:8001@127.0.0.1>']])
  await vi.waitFor(() => expect(them.came).toContain('NOTIFY'))
  expect(caller.referred()).toBe('sip:8001@127.0.0.1')
  expect(them.came).toContain('202 REFER')
  expect(them.requests.find(({ method }) => method === 'NOTIFY')?.body).toBe('SIP/2.0 486 Refused\r\n')
  await caller.hangUp()
})

it('requests of other calls, and such as are unknown, are refused', async () => {
  them = await takes()
  const caller = await call()
  await caller.answered
  for (const method of ['OPTIONS', 'PUBLISH', 'INVITE']) them.ask(method)
  await vi.waitFor(() => expect(them.came.slice(2)).toEqual(['200 OPTIONS', '501 PUBLISH', '200 INVITE']))
  await caller.hangUp()
})
