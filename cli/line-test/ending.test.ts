// Runs on a line that end before their scripts do: nobody is there, nothing gets through, Ctrl-C.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { sipHeader } from '../../runtime/freeswitch/caller/sip-message.ts'
import { answering } from '../../runtime/freeswitch/caller/testing/answering.ts'
import { createModel, type Model } from '../../runtime/freeswitch/model/model.ts'
import { connectTcp } from '../../runtime/freeswitch/model/tcp.ts'
import { Refusal, Stopped } from '../exit.ts'
import { run } from '../run.ts'
import { loadScript } from '../script-files.ts'
import { createPrograms, readyScript } from '../scripts-run.ts'
import { systemClock } from '../system-clock.ts'
import { folderWith, testIo, type TestIo } from '../testing/io.ts'
import type { ScriptRun } from '../../runtime/dtmf/index.ts'
import { createTestReport } from '../test-report.ts'
import { freePort } from '../testing/node-process.ts'
import type { LineCaller, PlaceLineCall } from './caller.ts'
import { testOnLine } from './run.ts'
import { writeTranscripts } from './transcript-files.ts'
import { placeOnModel } from './testing/place-on-model.ts'

const PROGRAM = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
menu welcome {
  say "Welcome."
  press 1 for "the end" -> goodbye
  otherwise -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
`
const script = (name: string, dials: string): string => `script "${name}" {\n  ${dials}\n  hear "Goodbye"\n}\n`
const filesOf = (names: readonly string[], dials: string): Readonly<Record<string, string>> => ({
  'main.ivr': PROGRAM,
  'all.dtmf': `use "./main.ivr"\n${names.map(name => script(name, dials)).join('\n')}`,
})
const FILES = filesOf(['first', 'second', 'third'], 'press early 1')

interface Played {
  /** What was said of each script. */
  readonly said: Record<string, string>
  /** What it was ended by; null where by the last script. */
  readonly ended: unknown
  readonly seconds: number
  readonly model: Model
  readonly calls: number
}

interface Play {
  readonly files?: Readonly<Record<string, string>>
  /** What becomes of the n-th call, from 1. */
  readonly place?: (count: number, onModel: PlaceLineCall, model: Model) => PlaceLineCall
  readonly parallel?: number
  readonly during?: (io: TestIo) => void
}

async function play({ files = FILES, place = (_, onModel) => onModel, parallel = 1, during }: Play): Promise<Played> {
  const port = await freePort()
  const io = testIo({ cwd: folderWith(files) })
  const model = createModel({
    clock: systemClock,
    connect: connectTcp,
    dialplan: () => [{ app: 'socket', data: `127.0.0.1:${port} async full` }],
  })
  const ready = await readyScript(io, createPrograms(io, { json: false, language: 'en' }), loadScript(io, 'all.dtmf'))
  const said: Record<string, string> = {}
  let calls = 0
  const began = performance.now()
  during?.(io)
  const ended = await testOnLine(
    io,
    ready.runs.map(one => ({ run: one, ready })),
    {
      target: { number: '95500', host: '127.0.0.1', port: 5060 },
      node: { listen: { host: '127.0.0.1', port }, allow: ['127.0.0.0/8'], token: null },
      parallel,
      brisk: true,
      longest: 30_000,
      transcripts: undefined,
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
    { place: (target, from) => place(++calls, placeOnModel(model), model)(target, from), recordings: '/recordings', handedOver: 500 },
  ).then(
    () => null,
    (error: unknown) => error,
  )
  return { said, ended, seconds: (performance.now() - began) / 1000, model, calls }
}

/** A call of which nothing comes to the node. */
const silent =
  (answered: LineCaller['answered']): PlaceLineCall =>
  () =>
    Promise.resolve({
      id: `${Math.random()}@nowhere`,
      answered,
      press: () => undefined,
      say: () => undefined,
      hangUp: () => undefined,
      over: () => Promise.resolve(),
      ear: null,
    })
const nobody = silent(Promise.resolve({ en: 'nobody answered', zh: '无人应答', unreachable: true }))
const notHandedOver = silent(new Promise(() => undefined))

it('where nobody listens for SIP, that is said once within ten seconds, and no further script is called', { timeout: 30_000 }, async () => {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  const io = testIo({ cwd: folderWith(FILES) })
  const began = performance.now()
  const code = await run(['test', '--line', `sip:95500@127.0.0.1:${port}`, '--listen', `127.0.0.1:${await freePort()}`], io)
  socket.close()
  expect(performance.now() - began).toBeLessThan(11_000)
  expect(code).toBe(2)
  expect(io.err()).toBe(`callwright: nobody answered 95500 at 127.0.0.1:${port} (no answer): is that where the switch listens for SIP?\n`)
  expect(io.out()).toBe('')
})

it('a host whose name has no address is said, and is no fault of Callwright', { timeout: 60_000 }, async () => {
  const io = testIo({ cwd: folderWith(FILES) })
  const code = await run(['test', '--line', 'sip:95500@switch.invalid', '--listen', `127.0.0.1:${await freePort()}`, '--json'], io)
  expect(code).toBe(2)
  expect(JSON.parse(io.out())).toEqual({
    refused: { exit: 2, message: expect.stringMatching(/^no address of switch\.invalid can be found \([A-Z_]+\)/) as string },
  })
})

it('where no call is ever handed over, that is said once', async () => {
  const { said, ended, calls } = await play({ place: () => notHandedOver })
  expect(ended).toBeInstanceOf(Refusal)
  expect(String(ended)).toContain('the switch did not hand over the call to 95500: its dialplan has to send that number to 127.0.0.1:')
  expect([said, calls]).toEqual([{}, 1])
})

it('where others were, one that is not handed over is a script that fails', async () => {
  const { said, ended } = await play({ place: (count, onModel) => (count === 2 ? notHandedOver : onModel) })
  expect(ended).toBe(null)
  expect(said).toEqual({ first: '', second: expect.stringContaining('did not hand over') as string, third: '' })
})

it('a switch that starts again between two calls fails no script: they wait for it', async () => {
  const { said, ended, calls } = await play({ place: (count, onModel) => (count > 1 && count < 8 ? nobody : onModel) })
  expect(ended).toBe(null)
  expect(said).toEqual({ first: '', second: '', third: '' })
  expect(calls).toBe(9)
})

it('nor does one that starts again in the middle of a call: the call is placed again', async () => {
  const { said, ended, calls } = await play({
    files: filesOf(['first', 'second'], 'wait 2s\n  press 1'),
    place: (count, onModel, model) => {
      if (count === 1)
        setTimeout(() => {
          model.crash()
          model.comeBack()
        }, 1000)
      return onModel
    },
  })
  expect(ended).toBe(null)
  expect(said).toEqual({ first: '', second: '' })
  expect(calls).toBe(3)
})

it('one that stays away ends the run, and what had been played is told', async () => {
  const { said, ended } = await play({ place: (count, onModel) => (count > 1 ? nobody : onModel) })
  expect(ended).toBeInstanceOf(Refusal)
  expect(String(ended)).toMatch(/the switch has been away for \d+ s, after calls had come from it: nobody answered$/)
  expect(said).toEqual({ first: '' })
})

it.each([1, 20])('Ctrl-C in a call ends it within two seconds, and leaves none in the switch: %i at once', async parallel => {
  const names = Array.from({ length: 22 }, (_, index) => `number ${index}`)
  let stopped = Number.NaN
  const { said, ended, model, calls } = await play({
    files: filesOf(names, 'wait 9s\n  press 1'),
    parallel,
    during: io =>
      setTimeout(() => {
        stopped = performance.now()
        io.stopNow()
      }, 1500),
  })
  expect(ended).toBeInstanceOf(Stopped)
  expect(performance.now() - stopped).toBeLessThan(2000)
  expect([said, calls]).toEqual([{}, parallel])
  await expect.poll(() => model.calls(), { timeout: 500 }).toEqual([])
})

it('Ctrl-C while the switch has not handed over: nobody waits for it', async () => {
  const began = performance.now()
  const { ended } = await play({ place: () => notHandedOver, during: io => setTimeout(() => io.stopNow(), 100) })
  expect(ended).toBeInstanceOf(Stopped)
  expect(performance.now() - began).toBeLessThan(480)
})

it('a folder in which no transcripts can be written is refused', async () => {
  const io = testIo({ cwd: folderWith({ kept: 'a file' }) })
  expect(() => writeTranscripts(io, 'kept', 'a.dtmf › first [en-US]', '', '')).toThrow(
    /^kept: the transcripts cannot be written \((EEXIST|ENOTDIR)\)\.$/,
  )
})

it('cases are reported in the order of the scripts, whichever call ended first', () => {
  const report = createTestReport(testIo(), { audio: false, json: true, language: 'en' })
  const [first, second, third] = ['first', 'second', 'third'].map(
    name => ({ name, language: 'en-US', rowNumber: 0, file: { file: 'all.dtmf' } }) as ScriptRun,
  ) as [ScriptRun, ScriptRun, ScriptRun]
  for (const run of [third, first]) report.skipped(run, 'too long')
  report.unreadScript('none.dtmf', 'it cannot be read')
  report.notCalled(second)
  expect(report.cases([first, second, third]).map(one => one.name)).toEqual([
    'none.dtmf',
    'first [en-US]',
    'second [en-US]',
    'third [en-US]',
  ])
})

it('what was played until Ctrl-C is reported, and how many were not called', { timeout: 30_000 }, async () => {
  const port = await freePort()
  const model = createModel({
    clock: systemClock,
    connect: connectTcp,
    dialplan: () => [{ app: 'socket', data: `127.0.0.1:${port} async full` }],
  })
  const calls = new Map<string, ReturnType<Model['call']>>()
  // Takes calls by SIP for the model, which has no sound: each fails, as its caller hears nothing.
  const sip = await answering((request, answer, sdp) => {
    const id = sipHeader(request, 'call-id')!
    if (request.method === 'INVITE') {
      calls.set(id, model.call({ caller: '1000', called: '95500', answered: false, variables: { sip_call_id: id } }))
      answer('200 OK', [['Content-Type', 'application/sdp']], sdp)
    } else if (request.method === 'BYE') {
      calls.get(id)?.hangUp()
      answer('200 OK')
    }
  })
  onTestFinished(() => sip.close())
  const io = testIo({
    cwd: folderWith({
      'main.ivr': PROGRAM,
      'all.dtmf': `use "./main.ivr"\n${['first', 'second', 'third'].map(name => `script "${name}" {\n  hear "Welcome"\n  wait 2s\n  hang up\n}\n`).join('\n')}`,
    }),
  })
  const line = ['--line', `sip:95500@127.0.0.1:${sip.at.port}`, '--listen', `127.0.0.1:${port}`, '--parallel', '1']
  const code = await run(['test', ...line, '--junit', 'out.xml'], {
    ...io,
    stdout: {
      ...io.stdout,
      write: text => {
        io.stdout.write(text)
        if (text.startsWith('✗ first')) io.stopNow()
      },
    },
  })
  expect(code).toBe(130)
  expect(io.out()).toMatch(/^✗ first \[en-US\]\n(?:.*\n)+\n1 script: 0 passed, 1 failed, 2 not called \(\d+\.\d\d s\)\n$/)
  expect(readFileSync(`${io.cwd}/out.xml`, 'utf8')).toContain('<skipped message="not called: the run had ended"')
})
