// Every script of every example called on a real switch: what the caller hears and what the bank is asked is what the simulator said.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startFreeswitch, type Freeswitch } from '../../runtime/freeswitch/real/freeswitch.ts'
import { spread } from '../../runtime/freeswitch/real/barge-in.ts'
import { freeTcpPort } from '../../runtime/freeswitch/real/ports.ts'
import { report } from '../../runtime/freeswitch/real/report.ts'
import { expectedTroubles } from '../../examples/testing/expected-troubles.ts'
import { disk, type Io } from '../io.ts'
import { hasErrors, loadScript } from '../script-files.ts'
import { createPrograms, readyScript } from '../scripts-run.ts'
import { testIo } from '../testing/io.ts'
import { testOnLine } from './run.ts'
import type { LineScript } from './verdict.ts'
import { createSwitchWorld, type SwitchWorld } from './testing/switch-world.ts'

const root = join(import.meta.dirname, '../..')
const examples = readdirSync(join(root, 'examples')).filter(name => existsSync(join(root, 'examples', name, 'main.ivr')))
const io: Io = { ...testIo({ cwd: root }), fs: disk }

const LANES = Number(process.env['CALLWRIGHT_LANES'] ?? 60)
/** Of every so many scripts one is called; all where nothing is said. */
const EVERY = Number(process.env['CALLWRIGHT_EVERY'] ?? 1)
/** ms; longer calls are what virtual time is for. */
const LONGEST = 400_000
const CONTEXT = 'public'

let freeswitch: Freeswitch
let world: SwitchWorld
let port: number

beforeAll(async () => {
  port = await freeTcpPort()
  world = await createSwitchWorld(LANES, CONTEXT)
  freeswitch = await startFreeswitch({ nodes: [{ host: '127.0.0.1', port }], ...world.options })
  await world.open(freeswitch)
})
afterAll(async () => {
  await freeswitch?.stop()
  await world?.close()
})

async function scriptsOf(example: string): Promise<readonly LineScript[]> {
  const programs = createPrograms(io, { json: false, language: 'en' })
  const folder = `examples/${example}`
  const scripts: LineScript[] = []
  for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (!name.endsWith('.dtmf')) continue
    const script = loadScript(io, `${folder}/${name}`)
    if (hasErrors(script)) throw new Error(`${name} has errors`)
    const ready = await readyScript(io, programs, script)
    scripts.push(...ready.runs.map(run => ({ run, ready })))
  }
  return scripts
}

it(
  'every script of every example goes the same way on a real switch as in the simulator',
  async () => {
    const scripts = (await Promise.all(examples.map(scriptsOf))).flat()
    const only = process.env['CALLWRIGHT_ONLY']
    const chosen = scripts.filter(({ run }, index) => (only === undefined || run.id.includes(only)) && index % EVERY === 0)
    const verdicts: Record<string, string> = {}
    const failed: string[] = []
    const [silence, next]: [number[], number[]] = [[], []]
    let [spoken, heard, calls] = [0, 0, 0]
    const late: number[] = []
    /** Calls of no use, by their scripts: how late each was, −1 where something did not come at all. */
    const again: Record<string, number[]> = {}
    /** What the line reported, by script; of the calls that were placed again, too. */
    const troubles: Record<string, string[]> = {}
    const cpu = process.cpuUsage()
    const began = performance.now()
    await testOnLine(
      io,
      chosen,
      {
        target: { number: '95500', ...freeswitch.sip },
        node: { listen: { host: '127.0.0.1', port }, allow: ['127.0.0.0/8'], token: freeswitch.token },
        parallel: LANES,
        brisk: true,
        longest: LONGEST,
        transcripts: undefined,
        failFast: false,
        language: 'en',
      },
      {
        ran: ({ result, report: said }, index) => {
          if ((index + 1) % 100 === 0)
            console.log(`${index + 1} of ${chosen.length} in ${Math.round((performance.now() - began) / 1000)} s`)
          verdicts[result.run.id] = result.passed ? 'passed' : 'failed'
          if (result.passed) return
          failed.push(said)
          console.log(`${said}\n`)
        },
        skipped: (run, why) => {
          verdicts[run.id] = `skipped: ${why.en}`
        },
        again: (run, ms) => {
          ;(again[run.id] ??= []).push(ms === Infinity ? -1 : ms)
        },
        measured: ({ id }, hearing, call) => {
          if (call.troubles.length > 0) (troubles[id] ??= []).push(...call.troubles.map(({ slug }) => slug))
          calls += 1
          spoken += hearing?.spoken ?? 0
          heard += hearing?.heard ?? 0
          late.push(hearing?.late ?? 0)
          silence.push(...(hearing?.silence ?? []))
          next.push(...(hearing?.next ?? []))
        },
      },
      { surroundings: world.surroundings, recordings: freeswitch.recordings, expectedTroubles },
    )
    const used = process.cpuUsage(cpu)
    const count = (what: string): number => Object.values(verdicts).filter(verdict => verdict.startsWith(what)).length
    const summary = {
      calls,
      atOnce: LANES,
      seconds: Math.round((performance.now() - began) / 1000),
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
      texts: { spoken, heard },
      keyToSilence: spread(silence),
      keyToNext: spread(next),
      late: spread(late),
      placedAgain: { calls: Object.values(again).flat().length, scripts: again },
      troubles: { count: Object.values(troubles).flat().length, scripts: troubles },
      // The caller's side of each call, its sound and its keys, is in it: it runs in the same process.
      cpuPerCall: Math.round((used.user + used.system) / 10 / calls) / 100,
    }
    report('scripts', { ...summary, verdicts })
    console.log(JSON.stringify(summary))
    expect(failed.length).toBe(0)
    // More than these are no accidents of a busy machine.
    expect(Object.values(again).flat().length).toBeLessThanOrEqual(Math.max(5, calls * 0.05))
    expect(count('passed')).toBeGreaterThan(only === undefined && EVERY === 1 ? 2000 : 0)
  },
  40 * 60_000,
)
