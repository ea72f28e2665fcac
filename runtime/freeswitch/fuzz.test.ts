import { expect, it } from 'vitest'
import { createFrameDecoder, sendmsg, type Frame, type FrameLimits } from './codec/index.ts'
import { checkBytes, checkText, CODEC, createRandom, fuzz, type Tried } from './fuzz.ts'

// `full` is the whole of other fuzzes: the usual million here.
const asked = Number(process.env['CALLWRIGHT_FUZZ'] ?? 1)
const millions = Number.isFinite(asked) ? asked : 1

it(`${millions} million hostile inputs`, { timeout: 60_000 + millions * 60_000 }, () => {
  // Another seed each time where more than the usual is asked for.
  fuzz(millions * 1_000_000, millions === 1 ? 20_261_125 : Date.now())
})

it('takes what is well formed, and repeats a seed', () => {
  const random = createRandom(1)
  expect(() => checkBytes(new TextEncoder().encode('Content-Type: text/event-plain\nContent-Length: 5\n\na: b\n'), random)).not.toThrow()
  expect(() => checkText('${x}', 'argument')).not.toThrow()
  const repeated = Array.from({ length: 20 }, () => createRandom(7)(1000))
  expect(new Set(repeated).size).toBe(1)
})

const INPUTS = 5000

/** A decoder with a fault; `pending`: bytes of the first frame that came before. */
const decoder = (alter: (frame: Frame, pending: number) => Frame): Partial<Tried> => ({
  createDecoder: (limits: FrameLimits) => {
    const whole = createFrameDecoder(limits)
    return {
      ...whole,
      push: chunk => {
        const pending = whole.pending()
        return whole.push(chunk).map(frame => alter(frame, pending))
      },
    }
  },
})
const shorter = (frame: Frame): Frame => ({ ...frame, bytes: frame.bytes.subarray(0, -1) })
const hasBody = ({ bytes, headLength }: Frame): boolean => bytes.length > headLength

/** A builder with a fault in one of the ways on which a text goes. */
const builder = (build: Partial<Tried['build']>): Partial<Tried> => ({ build: { ...CODEC.build, ...build } })
const execution = (app: string, arg: string): ReturnType<typeof sendmsg> =>
  sendmsg([
    ['call-command', 'execute'],
    ['execute-app-name', app],
    ['execute-app-arg', arg],
  ])
const asBody = (app: string, body: string): ReturnType<typeof sendmsg> =>
  sendmsg(
    [
      ['call-command', 'execute'],
      ['execute-app-name', app],
    ],
    { body },
  )
const written = (arg: string): ReturnType<typeof sendmsg> => {
  const text = `sendmsg\ncall-command: execute\nexecute-app-name: log\nexecute-app-arg: ${arg}\n\n`
  return { kind: 'command', name: 'sendmsg', bytes: new TextEncoder().encode(text) }
}

const BROKEN: readonly (readonly [what: string, Partial<Tried>])[] = [
  ['a body that is one byte short', decoder(frame => (hasBody(frame) ? shorter(frame) : frame))],
  ['a frame that is one byte short where it came in pieces', decoder((frame, pending) => (pending > 0 ? shorter(frame) : frame))],
  ['header lines that are one byte short', decoder(frame => ({ ...frame, headLength: frame.headLength - 1 }))],
  ['a decoder that holds what it has given away', { createDecoder: limits => ({ ...createFrameDecoder(limits), held: () => 1000 }) }],
  ['an argument without an escape', builder({ argument: text => execution('log', text) })],
  ['an argument whose line breaks are not refused', builder({ argument: written })],
  ['a body without an escape', builder({ body: text => asBody('log', text) })],
  ['a variable without an escape', builder({ variable: text => execution('set', `x=${text}`) })],
  ['speech without an escape', builder({ speech: text => asBody('speak', `e|v|${text}`) })],
]

it.each(BROKEN)('finds %s', (_, broken) => {
  expect(() => fuzz(INPUTS, 1)).not.toThrow()
  expect(() => fuzz(INPUTS, 1, { ...CODEC, ...broken })).toThrow(/^seed 1, input \d+: /)
})
