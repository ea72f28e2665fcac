// Key to silence and key to the next prompt by a node that does no more than it must, beside FreeSWITCH's own menu with the same
// files in the same run: what the line can be at best.
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placeCall } from '../caller/place-call.ts'
import { tone, wavFile } from '../caller/sound.ts'
import { api, eventName } from '../codec/index.ts'
import { action, element, within } from '../setup/xml.ts'
import { WATCH_VARIABLE } from '../watch.ts'
import { measureBargeIn, spread, type BargeIn } from './barge-in.ts'
import { startFreeswitch, type Freeswitch } from './freeswitch.ts'
import { startNode, type ScratchNode } from './node.ts'
import { report } from './report.ts'

const PROMPT = join(tmpdir(), 'callwright-latency-prompt.wav')
const ANSWER = join(tmpdir(), 'callwright-latency-answer.wav')
const RUN = { key: '5', times: 25, prompt: 440, answer: 880 } as const

let freeswitch: Freeswitch
let node: ScratchNode

beforeAll(async () => {
  await writeFile(PROMPT, wavFile(tone(RUN.prompt, 6000)))
  await writeFile(ANSWER, wavFile(tone(RUN.answer, 400)))
  node = await startNode()
  const menu = `<menu name="menu" greet-long="${PROMPT}" greet-short="${PROMPT}" timeout="5000" inter-digit-timeout="1000" max-failures="99" max-timeouts="99" digit-len="1">`
  freeswitch = await startFreeswitch({
    nodes: [node],
    extensions: within(
      '<extension name="menu">',
      '</extension>',
      within('<condition field="destination_number" expression="^7000$">', '</condition>', [action('answer'), action('ivr', 'menu')]),
    ),
    menus: within(menu, '</menu>', [element('entry', { action: 'menu-exec-app', digits: RUN.key, param: `playback ${ANSWER}` })]),
  })
})
afterAll(async () => {
  node?.close()
  await freeswitch?.stop()
})

/** How a prompt is stopped. */
type Way =
  /** By a command, when the key has come. */
  | 'break'
  /**
   * By the switch itself: the keys that stop are told it beforehand, by an API command that costs no time. Each such key is then in the
   * variable `playback_terminator_used`, which other listeners and the record of the call see: nothing for a secret.
   */
  | 'terminators'

async function ours(way: Way): Promise<BargeIn> {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const call = await node.call()
  const { connection, channel } = call
  call.onEvent = event => {
    if (eventName(event) !== 'DTMF') return
    connection.together(() => {
      if (way === 'break') void connection.send(api('uuid_break', [channel, 'all']))
      for (const arg of [ANSWER, PROMPT]) void connection.execute({ app: 'playback', arg })
    })
  }
  // Else the dialplan would send the call elsewhere: nobody has taken it.
  void connection.send(api('sched_del', [call.headers.get(`variable_${WATCH_VARIABLE}`)!]))
  void connection.send(api('uuid_setvar', [channel, 'playback_terminators', way === 'break' ? 'none' : RUN.key]))
  void connection.execute({ app: 'answer' })
  void connection.execute({ app: 'playback', arg: PROMPT })
  const measured = await measureBargeIn(caller, RUN)
  await caller.hangUp()
  return measured
}

it('key to silence, key to the next prompt', { timeout: 120_000 }, async () => {
  const menu = await placeCall({ number: '7000', at: freeswitch.sip })
  const theirs = await measureBargeIn(menu, RUN)
  await menu.hangUp()
  const broken = await ours('break')
  const stopped = await ours('terminators')
  const figure = (of: (measured: BargeIn) => readonly number[]): unknown => ({
    'FreeSWITCH ivr': spread(of(theirs)),
    'node, by break': spread(of(broken)),
    'node, by terminators': spread(of(stopped)),
  })
  report('latency at best', {
    'key to silence, ms': figure(({ silence }) => silence),
    'key to the next prompt, ms': figure(({ next }) => next),
  })
  expect(spread(broken.silence).p50).toBeLessThanOrEqual(50)
  expect(spread(stopped.silence).p50).toBeLessThanOrEqual(50)
  expect(spread(stopped.next).p50 - spread(theirs.next).p50).toBeLessThanOrEqual(30)
})
