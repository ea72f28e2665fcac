import { expect, it } from 'vitest'
import { plain } from '../../lang/diagnostics/render/style.ts'
import type { Machine } from '../../machine/format.ts'
import { prepare } from '../../runtime/core/index.ts'
import { nobodyThere } from '../../runtime/dtmf/backend.ts'
import type { CallLog } from '../../runtime/call/call-log.ts'
import type { ScriptFailure } from '../../runtime/dtmf/script-failure.ts'
import { expandScripts } from '../../runtime/dtmf/script-instances.ts'
import { playScript, runScript } from '../../runtime/dtmf/script-run.ts'
import { bank, bankSpeaker } from '../../runtime/dtmf/testing/bank.ts'
import { optionsFor, parse } from '../../runtime/dtmf/testing/play.ts'
import { testIo, type TestIo, type TestIoOptions } from '../testing/io.ts'
import { createKeysIn } from './keys-in.ts'
import { readStrokes } from './keyboard.ts'
import { playLive } from './live.ts'
import { askingPerson, createPhone, type Phone } from './phone.ts'
import { playPiped } from './piped.ts'
import { writeScript } from '../../runtime/dtmf/recorder/recorder.ts'
import { createScreen } from './screen.ts'

const machine: Machine = bank()
const speaker = bankSpeaker(machine)

const GIVEN = `
  call from "+8613800138000" to "95500" at 2026-11-23T10:00+08:00
  given s.log_in answers accepted after 400ms
  given s.accounts answers [{ number: "6225880212345673", balance: CNY 100.00 }]
  given s.transfer answers done("778899")`

/** A telephone on the small bank; `lines` are given before it is dialled. */
function phoneOn(io: TestIo, lines: string = GIVEN): Phone {
  const file = parse(`use "./main.ivr"\nscript "s" in en-US {\n${lines}\n}\n`)
  const { runs } = expandScripts(file, machine, () => ({ problem: 'missing' }))
  const asked: Phone['asked'] = []
  const options = { prepared: prepare(machine, { trace: true }), speaker, readText: () => ({ problem: 'missing' }) as const }
  const played = playScript({ ...options, unanswered: askingPerson(asked) }, runs[0]!, Infinity)
  expect(played.failure).toBeNull()
  return createPhone(io, { machine, call: played.call, log: played.log, speaker, asked, language: 'en' })
}

/** The script as it is played, with what came of it. */
function cutCall(lines: string): { readonly script: ScriptFailure | null; readonly log: CallLog } {
  const file = parse(`use "./main.ivr"\nscript "s" in en-US {\n${GIVEN}\n${lines}\n}\n`)
  const { runs } = expandScripts(file, machine, () => ({ problem: 'missing' }))
  const { failure, log } = runScript(optionsFor(machine), runs[0]!)
  return { script: failure, log }
}

async function piped(keys: string, lines?: string): Promise<{ io: TestIo; phone: Phone; fine: boolean }> {
  const io = testIo({ input: [keys] })
  const phone = phoneOn(io, lines)
  const fine = await playPiped(io, phone, createKeysIn(io.stdin, false))
  return { io, phone, fine }
}

it('plays keys that are piped in, in virtual time, and hangs up behind the last answer', async () => {
  const { io, fine, phone } = await piped('216225880212345673#123456')
  expect(fine).toBe(true)
  expect(phone.call.ended).toBe(true)
  expect(io.out()).toMatchSnapshot()
})

it('shows no secret key, and beside the words no private value: what is heard is heard', async () => {
  const { io } = await piped('216225880212345673#909090')
  expect(io.out()).not.toContain('909090')
  const beside = io.out().replace('Your card 6225880212345673.', '')
  expect(beside).not.toContain('6225880212345673')
  expect(beside).toContain('****5673')
})

it('takes a comma for half a second, and a line break for nothing', async () => {
  const quick = await piped('2\n1\n')
  const slow = await piped('2,,,,1')
  const at = (phone: Phone): number => phone.typed[1]!.at
  expect(at(slow.phone) - at(quick.phone)).toBeLessThanOrEqual(2000)
  expect(slow.phone.typed.map(one => one.key)).toEqual(['2', '1'])
})

it('shows what a cut leaves unsaid behind the cut, so that words that had only begun can be read', () => {
  const shown = (lines: string): string => {
    const { script, log } = cutCall(lines)
    expect(script).toBe(null)
    let out = ''
    const screen = createScreen({ machine, log, speaker, write: text => void (out += text), paint: plain, language: 'en', width: () => 80 })
    screen.update(Infinity)
    screen.close()
    return out
  }
  expect(shown('press 2\nhear "balances"')).toMatch(/ ✂ balances\.\n/)
  expect(shown('press 2\npress 2\nhear "your card"\nwait 500ms\npress ahead 6')).toMatch(/ Enter your ✂ card\.\n/)
  expect(shown('press 2\nhear "balances"')).not.toContain('—')
})

it('stands still where nothing says what the bank answers, and prints the line that would say it', async () => {
  const io = testIo({ input: ['216225880212345673#123456'] })
  const file = parse('use "./main.ivr"\nscript "s" in en-US {\n call to "95500"\n}\n')
  const { runs } = expandScripts(file, machine, () => ({ problem: 'missing' }))
  const played = playScript(optionsFor(machine), runs[0]!, Infinity)
  const phone = createPhone(io, { machine, call: played.call, log: played.log, speaker, asked: [], language: 'en' })
  expect(await playPiped(io, phone, createKeysIn(io.stdin, false))).toBe(false)
  expect(io.err()).toContain('nothing says what s.log_in answers')
  expect(io.err()).toContain('  given s.log_in answers accepted\n')
})

it('reads keys, and neither arrows nor letters that mean nothing', () => {
  expect(readStrokes('1*#').map(one => one.kind === 'key' && one.key)).toEqual(['1', '*', '#'])
  expect(readStrokes('\u001b[A\u001bOPxyz\t')).toEqual([])
  expect(readStrokes('１＃').map(one => one.kind === 'key' && one.key)).toEqual(['1', '#'])
  expect(readStrokes(', sh?\u0003\u0004').map(one => one.kind)).toEqual(['pause', 'skip', 'silent', 'hang up', 'help', 'stop', 'hang up'])
})

/** A keyboard whose keys come when the words that they wait for are on the screen. */
function typist(waits: readonly (readonly [words: string, keys: string])[], options: TestIoOptions = {}): TestIo {
  const io = testIo({ isTTY: true, env: { NO_COLOR: '1' }, ...options })
  const read = async function* (): AsyncGenerator<string> {
    for (const [words, keys] of waits) {
      while (!io.out().includes(words)) await new Promise(resolve => setImmediate(resolve))
      yield keys
    }
    await new Promise(() => {})
  }
  return { ...io, stdin: { isTTY: true, read, close: () => {} } }
}

it('is a telephone in real time: words appear as they are spoken, a key cuts them', async () => {
  const io = typist([
    ['Welcome', '2'],
    ['balances', 'h'],
  ])
  const phone = phoneOn(io)
  expect(await playLive(io, phone, createKeysIn(io.stdin, true), { fast: false })).toBe(true)
  expect(io.out()).toContain('▸ 2')
  expect(phone.call.ended).toBe(true)
  expect(phone.typed[0]).toMatchObject({ key: '2', how: 'early' })
})

it('presses keys first in no time, and then time is real', async () => {
  const io = typist([['Enter your card', 'h']])
  const phone = phoneOn(io)
  const begun = io.now()
  expect(await playLive(io, phone, createKeysIn(io.stdin, true), { fast: false, first: '21' })).toBe(true)
  expect(phone.typed.map(({ key, how }) => [key, how])).toEqual([
    ['2', 'patient'],
    ['1', 'patient'],
  ])
  expect(io.now() - begun).toBeLessThan(phone.call.now)
})

it('asks the person who dials what the bank answers, and says what is wrong with an answer', async () => {
  const read = typist([
    ['press a key', '2'],
    ['balances', '1'],
    ['Enter your card', '6225880212345673#'],
    ['Enter your passcode', '123456'],
    ['answer (1): ', 'nonsense\r'],
    ['does not answer nonsense', '2\r'],
  ])
  const phone = phoneOn(read, 'call to "95500"')
  await playLive(read, phone, createKeysIn(read.stdin, true), { fast: true })
  expect(read.out()).toContain('You are the bank: what does s.log_in(****5673, •) answer?')
  expect(read.out()).toContain('s.log_in → refused')
  expect(read.out()).toContain('the line hung up')
})

it('[L.steps.11] asks nothing of a notice: there is nothing to wait for', async () => {
  const read = typist([
    ['press a key', '2'],
    ['balances', '2'],
    ['Enter your card', '6225880212345673#'],
    ['Enter your passcode', '123456'],
    ['Enter the amount', '25*05#'],
    ['yes?', '1'],
    ['s.note', '\u0003'],
  ])
  const phone = phoneOn(read)
  await playLive(read, phone, createKeysIn(read.stdin, true), { fast: true })
  expect(read.out()).toContain('s.note("transfer") notified')
  expect(read.out()).not.toContain('You are the bank')
})

it('is stopped by Ctrl-C at any moment', async () => {
  const io = typist([['Welc', '\u0003']])
  const phone = phoneOn(io)
  expect(await playLive(io, phone, createKeysIn(io.stdin, true), { fast: false })).toBe(false)
  expect(io.out().endsWith('\n')).toBe(true)
})

it('writes the call down as a script that gives the same call again', async () => {
  const { phone } = await piped('2,1622588021234,5673#123456s')
  const { session } = phone.call
  const text = writeScript({
    machine,
    log: phone.log,
    typed: phone.typed,
    speaker,
    backend: nobodyThere,
    program: './main.ivr',
    name: 'written down',
    at: session.started,
    caller: session.call.caller,
    called: session.call.called,
    settings: {},
    level: machine.line.levels[session.level]!,
  })
  expect(text).toMatchSnapshot()
  const file = parse(text)
  const { runs } = expandScripts(file, machine, () => ({ problem: 'missing' }))
  const result = runScript(optionsFor(machine), runs[0]!)
  expect(result.failure?.problem.en).toBeUndefined()
  const told = (log: typeof result.log): string[] =>
    log.entries.flatMap(entry => {
      if (entry.kind === 'place') return [`place ${entry.place}`]
      return entry.kind === 'spoken' && entry.segment.prompt >= 0 ? [`${speaker.words(entry.segment)} ${entry.cut}`] : []
    })
  expect(told(result.log)).toEqual(told(phone.log))
})

it('shows the same whether time comes in one step or in many', async () => {
  const { phone } = await piped('216225880212345673#123456')
  const shown = (steps: readonly number[]): string => {
    let text = ''
    const log = { entries: [] as typeof phone.log.entries }
    const screen = createScreen({ machine, log, speaker, write: more => (text += more), paint: plain, language: 'en', width: () => 100 })
    let next = 0
    for (const now of steps) {
      for (; next < phone.log.entries.length && phone.log.entries[next]!.at <= now; next++) log.entries.push(phone.log.entries[next]!)
      screen.update(now)
    }
    screen.close()
    return text
  }
  const end = phone.call.now
  const many = Array.from({ length: Math.ceil(end / 37) + 1 }, (_, index) => Math.min(end, index * 37))
  // Rows in between differ by nothing but where a row was broken by something beside it.
  const words = (text: string): string => text.replace(/\s+/g, ' ')
  expect(words(shown(many)).length).toBeGreaterThan(200)
  for (const part of ['Welcome', 's.log_in', '▸ 2', 'Your card', 'Balance']) {
    expect(shown(many)).toContain(part)
    expect(shown([end])).toContain(part)
  }
})
