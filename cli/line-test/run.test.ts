// Scripts on a line, with the model of a switch in the place of one, in real time.
import { expect, it } from 'vitest'
import { createModel, type Model } from '../../runtime/freeswitch/model/model.ts'
import { connectTcp } from '../../runtime/freeswitch/model/tcp.ts'
import { run } from '../run.ts'
import { loadScript } from '../script-files.ts'
import { createPrograms, readyScript } from '../scripts-run.ts'
import { systemClock } from '../system-clock.ts'
import { folderWith, testIo } from '../testing/io.ts'
import { freePort } from '../testing/node-process.ts'
import { testOnLine, type LineTestStage } from './run.ts'
import { targetOf } from './target.ts'
import { placeOnModel } from './testing/place-on-model.ts'
import { transcriptName } from './transcript-files.ts'

const PROGRAM = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  record all after notice
  otherwise -> goodbye
}
prompts { notice en-US"Calls are recorded." }
service bank { query hello(): text within 3s }
queue help { longest wait 1min }
menu welcome {
  announce notice
  say "Welcome."
  press 1 for "the bank" -> ask
  press 0 for "help" -> agent
  otherwise -> goodbye
}
flow ask {
  let said = query bank.hello() else { say "Sorry." -> goodbye }
  say said
  -> goodbye
}
flow agent {
  connect queue help {
    answered(who) { say "Thank you." -> goodbye }
    timed out, no agents, failed { say "Nobody is there." -> goodbye }
  }
}
flow goodbye { say "Goodbye." -> hangup }
`

const SCRIPTS = `use "./main.ivr"

script "the bank says hello" {
  given bank.hello answers "Hello from the bank." after 300ms
  call from "13800138000" to "95500" at 2026-11-23T10:00+08:00
  press early 1
  hear "Hello from the bank."
  hear "Goodbye"
}

script "an agent" {
  given queue help answers after 5s for 10s
  press 0
  wait 20s
  hear "Thank you"
}

script "a long wait" {
  press 0
  wait 1min
  hear "Nobody is there"
}
`

/** What was said of each script, by its name; `alter` makes the switch another, and these troubles are as they should be. */
async function playAll(
  alter: (model: Model) => void = () => undefined,
  expectedTroubles: readonly string[] = [],
  observers: LineTestStage['observers'] = () => [],
): Promise<{ said: Record<string, string>; folder: string }> {
  const port = await freePort()
  const folder = folderWith({ 'main.ivr': PROGRAM, 'all.dtmf': SCRIPTS })
  const io = testIo({ cwd: folder })
  const model = createModel({
    clock: systemClock,
    connect: connectTcp,
    dialplan: () => [{ app: 'socket', data: `127.0.0.1:${port} async full` }],
  })
  alter(model)
  const ready = await readyScript(io, createPrograms(io, { json: false, language: 'en' }), loadScript(io, 'all.dtmf'))
  const said: Record<string, string> = {}
  await testOnLine(
    io,
    ready.runs.map(one => ({ run: one, ready })),
    {
      target: { number: '95500', host: '127.0.0.1', port: 5060 },
      node: { listen: { host: '127.0.0.1', port }, allow: ['127.0.0.0/8'], token: null },
      parallel: 2,
      brisk: true,
      longest: 30_000,
      transcripts: 'kept',
      failFast: false,
      language: 'en',
    },
    {
      ran: ({ result, report }) => {
        said[result.run.name] = report
      },
      skipped: ({ name }, why) => {
        said[name] = why.en
      },
    },
    { place: placeOnModel(model), recordings: '/recordings', expectedTroubles: () => expectedTroubles, observers },
  )
  return { said, folder }
}

it('[L.scripts.3] the same file runs against a switch: the transcripts are the same, what needs virtual time or agents is skipped', async () => {
  const { said, folder } = await playAll()
  expect(said).toEqual({
    'the bank says hello': '',
    'an agent': 'it needs a queue, an agent or a number at the switch to do what the script gives',
    'a long wait': expect.stringMatching(/^its call takes \d+ s, which only virtual time makes short \(--longest 30\)$/) as string,
  })
  const { disk } = await import('../io.ts')
  const read = (which: string): string => {
    const bytes = disk.read(`${folder}/kept/${transcriptName('all.dtmf › the bank says hello [en-US]')}.${which}.txt`)
    return new TextDecoder().decode(bytes as Uint8Array)
  }
  expect(read('line')).toBe(read('simulator'))
  expect(read('line')).toContain('line: Hello from the bank.')
}, 30_000)

it('a switch that does otherwise is found out, and what was different is shown', async () => {
  const { said } = await playAll(model => {
    model.faults.unloaded = application => application === 'playback'
  })
  expect(said['the bank says hello']).toMatch(/On the line the call went another way .*\n(?:.*\n)*\s+- line: Hello from the bank\.\n/)
}, 60_000)

it('a call that was the same does not pass where the line did not do all that it was told: nobody hears a recording that there is not', async () => {
  const disk = (model: Model): void => {
    model.faults.recording = 'cannot open'
  }
  const { said } = await playAll(disk)
  expect(said['the bank says hello']).toMatch(
    /the call went the same way, but the line did not do all that it was told \(call-not-recorded\)\. The call could not be recorded: check/,
  )
  const expected = await playAll(disk, ['call-not-recorded'])
  expect(expected.said['the bank says hello']).toBe('')
}, 60_000)

it('a call that was the same does not pass where something inside broke', async () => {
  const breaks = (): void => {
    throw new Error('no such register')
  }
  const { said } = await playAll(undefined, [], () => [{ ended: breaks }])
  expect(said['the bank says hello']).toMatch(/the call went the same way, but something inside broke: no such register$/)
}, 30_000)

it('a switch may be named by an address of IPv6, in brackets', () => {
  expect(targetOf('sip:95500@[::1]:5080')).toEqual({ number: '95500', host: '::1', port: 5080 })
})

it.each([
  [['--line', '95500'], 'write the number and the switch as sip:95500@10.0.0.5'],
  [['--line', 'sip:95500@127.0.0.1:70000'], 'write the number and the switch'],
  [['--line', 'sip:95500@127.0.0.1', '--mutants'], '--line and --mutants do not go together'],
  [['--line', 'sip:95500@127.0.0.1', '--listen', 'here'], '--listen here: write an address and a port'],
  [['--brisk'], '--brisk says how calls on a switch are made'],
])('refuses %j', async (args, why) => {
  const io = testIo({ cwd: folderWith({ 'main.ivr': PROGRAM, 'all.dtmf': SCRIPTS }) })
  expect(await run(['test', ...args], io)).toBe(2)
  expect(io.err()).toContain(why)
})
