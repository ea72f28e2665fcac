// Whole scripts of every example, dialled on the page: their keys are pressed on its keypad, and what is spoken, shown and said to those
// who hear the page is what the simulator's own call says, row for row and to the ms.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runScript } from '../../runtime/dtmf/script-run.ts'
import type { ScriptRun } from '../../runtime/dtmf/script-instances.ts'
import { formatTranscript, transcriptRows } from '../../runtime/dtmf/transcript.ts'
import { launchBrowser } from '../testing/browser.ts'
import { openRun, runsOf } from './call/script-calls.ts'
import { createTimeline } from './call/timeline.ts'
import { openPhone, type Phone } from './testing/phone.ts'
import { compileFiles, exampleFiles, partsOf } from './testing/programs.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** What is done on the page before each deed of the caller. */
type Move = 'question' | 'next' | 'silence'
interface Planned {
  readonly run: ScriptRun
  readonly deeds: readonly { readonly moves: readonly Move[]; readonly key: string | null }[]
  /** `line: …`, row by row. */
  readonly transcript: readonly string[]
  readonly times: readonly number[]
  readonly spoken: readonly string[]
}

/** Most moves that bring a person to the moment of the next key. */
const MOST_MOVES = 12

function planScripts(name: string): readonly Planned[] {
  const files = exampleFiles(name)
  const program = compileFiles(files)
  const { prepared, speaker } = partsOf(program)
  return runsOf(files, 'main.ivr', program.machine).flatMap(run => {
    const opened = openRun(run, files, { prepared, speaker }, Infinity)
    // What is given in the midst of a call, or spoken, is another test's.
    if (opened.actions.some(({ deed }) => deed.kind !== 'key' && deed.kind !== 'hang up')) return []
    const { start, at, given } = opened
    const played = createTimeline({ prepared, speaker, entry: 'main.ivr', start, at, given, byHand: [] }).played()
    const deeds: { moves: Move[]; key: string | null }[] = []
    for (const { deed, at: moment } of opened.actions) {
      const wanted = deed.kind === 'key' ? moment - 100 : moment
      const moves: Move[] = []
      while (played.call.now < wanted && moves.length < MOST_MOVES) {
        const { now } = played.call
        const before = createTimeline(played.parts, played).played()
        const steps = before.steps.length
        played.runToQuestion()
        if (played.call.now > wanted) return []
        if (played.steps.length > steps || played.call.now > now) moves.push('question')
        else {
          played.runToStep(steps + 1)
          moves.push('next')
        }
      }
      if (played.call.now !== wanted) return []
      deeds.push({ moves, key: deed.kind === 'key' ? deed.key : null })
      played.act(deed, moment)
      if (deed.kind === 'key') played.advanceTo(moment + 100)
    }
    const readText = (path: string) => {
      const text = files[path.replace('./', 'scripts/')]
      return text === undefined ? ({ problem: 'missing' } as const) : { text }
    }
    const result = runScript({ prepared, speaker, readText }, run)
    if (!result.passed) throw new Error(`${run.id} fails`)
    if (opened.actions.at(-1)?.deed.kind !== 'hang up') return []
    const rows = transcriptRows(result.log, program.machine, speaker).filter(one => one.who !== 'place')
    return [
      {
        run,
        deeds,
        transcript: rows.map(one => `${one.who}: ${one.text.en.trim()}${one.cut ? ' [cut]' : ''}`),
        times: rows.map(one => one.at),
        spoken: result.log.entries.flatMap(entry => {
          const words = entry.kind === 'spoken' ? speaker.words(entry.segment) : ''
          return words === '' ? [] : [words]
        }),
      },
    ]
  })
}

/** Sets the next call up as this script's. */
async function choose(phone: Phone, run: ScriptRun): Promise<void> {
  await phone.tab('Next call')
  await phone.pane.getByLabel('Answers of a script').selectOption(run.id)
  await phone.tab('Transcript')
}

const MOVES = { question: 'On to where the caller is asked', next: 'On to the next thing that happens', silence: '' } as const

/** `more`: those that have the most keys, of the two languages by turns. */
const few = (planned: readonly Planned[], count: number): readonly Planned[] =>
  [...planned]
    .sort((one, other) => other.deeds.length - one.deeds.length || (one.run.id < other.run.id ? -1 : 1))
    .filter((_, index) => index % 3 === 0)
    .slice(0, count)

for (const name of ['card-centre', 'harbour-95500', 'securities-order']) {
  it(`[L.rules.3] ${name}: what is shown is the simulator’s transcript, to the ms`, { timeout: 240_000 }, async () => {
    const planned = few(planScripts(name), 4)
    expect(planned.length).toBe(4)
    const phone = await openPhone(browser, { project: name })
    await phone.click('Stopped')
    for (const { run, deeds, transcript, times } of planned) {
      await choose(phone, run)
      await phone.dial()
      for (const { moves, key } of deeds) {
        for (const move of moves) await phone.click(MOVES[move])
        if (key === null) await phone.click('Hang up')
        else await phone.press(key)
      }
      await phone.pane.locator('.telephone-call').waitFor()
      const earlier = phone.pane.locator('.telephone-earlier')
      if (await earlier.isVisible()) await earlier.click()
      expect(await phone.transcript(), run.id).toEqual(transcript)
      expect(await phone.times(), run.id).toEqual(times)
    }
    expect(phone.complaints).toEqual([])
    await phone.context.close()
  })

  it(`${name}: what is heard is what the simulator’s call says`, { timeout: 240_000 }, async () => {
    const planned = few(planScripts(name), 2)
    const phone = await openPhone(browser, { project: name })
    await phone.watchLive()
    for (const { run, deeds, spoken } of planned) {
      await choose(phone, run)
      await phone.forget()
      await phone.dial()
      // A script's caller is patient. The voice is heard at the pace of real time; keys are pressed while the clock stands, so that a busy
      // machine makes no slow caller.
      for (const { moves, key } of deeds) {
        if (moves.length > 0 && key !== null) {
          await phone.click('1×: real time')
          await phone.page.waitForFunction(
            () =>
              document.querySelector('.telephone-said.faint') !== null &&
              /Waits for/.test(document.querySelector('.telephone-waits')?.textContent ?? ''),
          )
          await phone.click('Stopped')
        }
        if (key === null) continue
        const steps = await phone.steps()
        await phone.press(key)
        while ((await phone.steps()) === steps) await phone.settle()
      }
      await phone.click('1×: real time')
      await phone.page.waitForFunction(words => (window as unknown as { spokenAloud: string[] }).spokenAloud.length >= words, spoken.length)
      await phone.click('Hang up')
      await phone.pane.locator('.telephone-call').waitFor()
      // Until the line is hung up it may go on.
      expect((await phone.spoken()).slice(0, spoken.length), run.id).toEqual(spoken)
      expect((await phone.saidLive()).slice(0, spoken.length), run.id).toEqual(spoken)
    }
    expect(phone.complaints).toEqual([])
    await phone.context.close()
  })
}

it('the written transcripts of the examples are what formatTranscript writes of these rows', () => {
  const files = exampleFiles('card-centre')
  const program = compileFiles(files)
  const { prepared, speaker } = partsOf(program)
  const run = runsOf(files, 'main.ivr', program.machine).find(one => one.id.includes('a new card, from its number to its limit [en-US]'))!
  const readText = (path: string) => ({ text: files[path.replace('./', 'scripts/')]! })
  const { log } = runScript({ prepared, speaker, readText }, run)
  const file = files['scripts/transcripts/activation-en-US.txt']!
  expect(formatTranscript(log, program.machine, speaker)).toBe(file)
  const rows = transcriptRows(log, program.machine, speaker).filter(one => one.who !== 'place')
  expect(rows.map(one => `${one.who}: ${one.text.en}${one.cut ? ' [cut]' : ''}\n`).join('')).toBe(file)
})
