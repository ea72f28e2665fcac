// The model held against everything that a real FreeSWITCH 1.10.12 sent in the captures that are kept.
import { describe, expect, it } from 'vitest'
import type { Frame } from '../codec/index.ts'
import { captures, framesIn, headersIn, type Capture } from './testing/captures.ts'
import { normalForm, type Normal } from './testing/normal-form.ts'
import { channelOf, isFirstPark, replay, wasParked, type Replayed } from './testing/replay.ts'
import { SETTINGS } from './testing/settings.ts'

/** Captures of which not everything is held, and why. */
const PARTLY: Readonly<Record<string, { readonly holds: 'replies' | 'names'; readonly why: string }>> = {
  '01-inbound-basic': {
    holds: 'replies',
    why: 'an inbound connection that hears of everything while `originate` calls two legs: no node of ours does',
  },
  '62-read-enough-then-timeout': {
    holds: 'names',
    why: 'the hang-up came within the same moment as the last read: CHANNEL_UNPARK before CHANNEL_HANGUP is chance',
  },
}

/** Captures of which one header is not held: lengths of music and of sound from a network; and what a switch that shuts down says more. */
const LOOSE = [
  '119-sip-record-asr',
  '130-callcenter-long',
  '134-callcenter-sip',
  '135-shutdown-graceful-outbound',
  '150-escape-and-break',
  '162-queue-announcement-and-key',
  '163-queue-agent-hangs-up',
  '164-queue-caller-hangs-up-with-agent',
  '165-queue-left-by-transfer',
  '167-record-call-masked',
  '175-queue-questions',
  '176-queue-left-by-key',
  '177-queue-left-while-the-agent-rings',
  '178-parked-after-the-agent',
  '181-queue-left-by-w',
  '187-agent-and-back',
  '83-transfer-away',
  '96-callcenter',
]

const normalized = (capture: Capture, frames: readonly Frame[]): readonly Normal[] => {
  const own = channelOf(capture).get('Unique-ID') ?? ''
  const sent = capture.steps.map(step => (step.kind === 'client' ? Buffer.from(step.bytes).toString() : '')).join('\n')
  let unparked = false
  return frames.flatMap(frame => {
    const headers = headersIn(frame)
    if (wasParked(headers.get('Event-Name'))) unparked = true
    if (isFirstPark(headers, unparked)) return []
    return [normalForm(frame, own, id => sent.includes(id), SETTINGS[capture.name]?.loose ?? null)]
  })
}

const held = (capture: Capture, frames: readonly Frame[]): unknown => {
  const all = normalized(capture, frames)
  switch (PARTLY[capture.name]?.holds) {
    case 'replies':
      return all.filter(({ kind }) => kind !== 'event')
    case 'names':
      return all.map(({ kind, name }) => `${kind} ${name}`).toSorted()
    default:
      return all
  }
}

const sentBySwitch = (capture: Capture): readonly Frame[] =>
  capture.steps.flatMap(step => (step.kind === 'switch' ? framesIn(step.bytes) : []))

const replays = new Map<string, Promise<Replayed>>()
const replayed = (capture: Capture): Promise<Replayed> => {
  const known = replays.get(capture.name) ?? replay(capture, SETTINGS[capture.name] ?? {})
  replays.set(capture.name, known)
  return known
}

describe('what the switch sent', () => {
  it.each(captures.map(capture => [capture.name, capture] as const))('%s', async (_, capture) => {
    const { frames } = await replayed(capture)
    expect(held(capture, frames)).toEqual(held(capture, sentBySwitch(capture)))
  })
})

/** ms by which a frame of the model may come at another time than the real one's: a poll, a frame and the machine's own. */
const LATE = 60

describe('when it sent it', () => {
  it.each(captures.filter(({ name }) => !PARTLY[name]).map(capture => [capture.name, capture] as const))('%s', async (_, capture) => {
    const { frames, times } = await replayed(capture)
    const real = capture.steps.flatMap(step => (step.kind === 'switch' ? framesIn(step.bytes).map(frame => ({ frame, at: step.at })) : []))
    const counted = (all: readonly { readonly frame: Frame; readonly at: number }[]): readonly number[] => {
      let unparked = false
      return all.flatMap(({ frame, at }) => {
        const headers = headersIn(frame)
        if (wasParked(headers.get('Event-Name'))) unparked = true
        return isFirstPark(headers, unparked) ? [] : [at]
      })
    }
    const ours = counted(frames.map((frame, index) => ({ frame, at: times[index]! })))
    const theirs = counted(real)
    const off = ours.map((at, index) => Math.abs(at - theirs[index]!))
    expect(Math.max(...off)).toBeLessThanOrEqual(SETTINGS[capture.name]?.late ?? LATE)
  })
})

it('holds every capture: two in part, eighteen but for one header, ninety in full', async () => {
  expect(captures).toHaveLength(110)
  expect(Object.keys(PARTLY)).toHaveLength(2)
  expect(
    Object.keys(SETTINGS)
      .filter(name => SETTINGS[name]!.loose)
      .toSorted(),
  ).toEqual(LOOSE)
  const closes = captures.filter(({ steps }) => steps.some(({ kind }) => kind === 'switch closes'))
  for (const capture of closes) expect([capture.name, (await replayed(capture)).closed]).toEqual([capture.name, true])
})
