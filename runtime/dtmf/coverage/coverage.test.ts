import { expect, it } from 'vitest'
import type { Machine } from '../../../machine/format.ts'
import { prepare } from '../../core/index.ts'
import { createSimulatedCall } from '../simulated-line.ts'
import { nobodyThere } from '../backend.ts'
import { expandScripts } from '../script-instances.ts'
import { runScript, type ScriptResult } from '../script-run.ts'
import { bank, bankSpeaker } from '../testing/bank.ts'
import { optionsFor, parse } from '../testing/play.ts'
import { createCollector, formatLcov, programCoverage, sumKinds, type Collector } from './index.ts'
import { createGuide } from './keys.ts'

function collect(lines: string, machine: Machine = bank(), tail = 'in en-US'): { collector: Collector; results: ScriptResult[] } {
  const collector = createCollector(machine)
  const options = { ...optionsFor(machine), prepared: prepare(machine, { trace: true, watch: collector.watch }) }
  const { runs } = expandScripts(parse(`use "./main.ivr"\nscript "test" ${tail} {\n${lines}\n}\n`), machine, options.readText)
  const results = runs.map(run => {
    const result = runScript(options, run)
    collector.finish(result.log, false)
    return result
  })
  return { collector, results }
}
const covered = ({ universe, counts }: Collector): string[] => universe.items.filter(item => counts[item.counter]! > 0).map(item => item.name)

it('nothing is covered before a call, and every kind has something to cover', () => {
  const { kinds, percent } = sumKinds([programCoverage(createCollector(bank()), false)])
  expect(percent).toBe(0)
  for (const { kind, all } of kinds) expect(all, kind).toBeGreaterThan(0)
})

it('counts the places, options and languages that a call goes through, and no others', () => {
  const { collector, results } = collect('choose language\npress 6\nhear "Goodbye"')
  expect(results[0]!.failure).toBeNull()
  expect(covered(collector).sort()).toEqual(
    [
      'line: dial 95500',
      'welcome: in zh-CN',
      'welcome: menu', 'main: menu', 'goodbye: flow', 'welcome: press 2', 'main: press 6', 'main: if not settings.emergency',
      'main: in en-US', 'goodbye: in en-US',
    ].sort(), // prettier-ignore
  )
})

it('silences and mistakes are counted apart, and their otherwise by itself', () => {
  const machine = bank()
  const once = collect('choose language\nstay silent\npress 9\nhang up', machine)
  expect(covered(once.collector)).toContain('main: silence 1')
  expect(covered(once.collector)).toContain('main: mistake 1')
  expect(covered(once.collector).filter(name => name.includes('otherwise'))).toEqual([])
  const thrice = collect('choose language\nstay silent\nstay silent\nstay silent', machine)
  expect(covered(thrice.collector)).toContain('main: otherwise on silence')
  expect(covered(thrice.collector)).not.toContain('main: otherwise on mistake')
})

it('outcomes are those that the machine took, whatever the bank said', () => {
  const lines = (answer: string): string => `given s.log_in answers ${answer}\nchoose language\npress 1\nenter card "6225880212345673#"\nenter "123456"`
  const of = (answer: string): string[] => covered(collect(lines(answer)).collector).filter(name => name.includes('log_in: s.log_in'))
  expect(of('refused')).toEqual(['log_in: s.log_in refused'])
  const never = collect(lines('refused').replace('answers refused', 'never answers') + '\nwait 20s')
  expect(covered(never.collector)).toContain('log_in: s.log_in failed')
})

it('the keys of a waiting queue, a recording and a transfer are ways too', () => {
  const { collector } = collect('given queue cards has 3 waiting\nchoose language\npress 0\nhear "a call back"\npress 1\nhear "We call you back"')
  expect(covered(collector)).toContain('agent: queue cards press 1')
  expect(covered(collect('choose language\npress 3\nspeak 5s\nwait 10s\nhang up').collector)).toContain('message: record')
  expect(covered(collect('choose language\npress 3\nwait 20s\nhang up').collector)).toContain('message: record nothing')
  expect(covered(collect('choose language\npress 5').collector)).toContain('main: transfer')
})

it('being watched changes nothing of a call', () => {
  const machine = bank()
  const lines = 'given queue cards has no agents\nchoose language\nstay silent\npress 9\npress 0\nhear "Closed"\npress 3\nspeak 2s\nwait 9s'
  const watched = collect(lines, machine).results[0]!
  const { runs } = expandScripts(parse(`use "./main.ivr"\nscript "test" in en-US {\n${lines}\n}\n`), machine, () => ({ problem: 'missing' }))
  const plain = runScript(optionsFor(machine), runs[0]!)
  expect(watched.log).toEqual(plain.log)
  expect(watched.duration).toBe(plain.duration)
})

it('runs add up, in each language of its own', () => {
  const { collector } = collect('choose language\nhear menu main\nhang up', bank(), 'in zh-CN, en-US')
  expect(covered(collector)).toEqual(expect.arrayContaining(['main: in zh-CN', 'main: in en-US', 'welcome: press 1', 'welcome: press 2']))
  expect(collector.counts[collector.universe.items.find(item => item.name === 'main: menu')!.counter]).toBe(2)
})

it('the keys that lead to an item lead there', () => {
  const machine = bank()
  const guide = createGuide(machine)
  const { universe } = createCollector(machine)
  let played = 0
  for (const { goal, name, kind } of universe.items) {
    const keys = guide.keysTo(goal)?.en.split(', ') ?? []
    const plain = keys.slice(1)
    if (kind === 'languages' || plain.length === 0 || !plain.every(key => /^([0-9*#]|stay silent( twice)?)$/.test(key))) continue
    const collector = createCollector(machine)
    const log = { entries: [] }
    const call = createSimulatedCall({
      prepared: prepare(machine, { trace: true, watch: collector.watch }),
      speaker: bankSpeaker(machine),
      start: { id: 'call', caller: null, called: '95500' },
      at: 0,
      backend: { ...nobodyThere, ask: () => ({ kind: 'missing' }) },
      log,
    })
    call.runUntil(() => call.waitsForKey)
    const does = plain.flatMap(key => (key === 'stay silent twice' ? ['stay silent', 'stay silent'] : [key]))
    for (const key of does) {
      if (key === 'stay silent') call.advanceTo(call.nextAt! + 1)
      else call.press(key)
      call.runUntil(() => call.waitsForKey || call.ended, 60_000 + call.now)
    }
    collector.finish(log, false)
    expect(covered(collector), `${name}: ${keys.join(', ')}`).toContain(name)
    played++
  }
  expect(played).toBeGreaterThan(15)
})

it('what only the level or the number dialled could open has no keys, and is not asked of scripts', () => {
  const machine = bank()
  const guide = createGuide(machine)
  const unused = machine.places.find(place => place.name === 'unused')!
  expect(guide.reaches({ kind: 'point', point: unused.entry })).toBe(false)
  expect(programCoverage(createCollector(machine), true).items.some(item => item.name.startsWith('unused'))).toBe(false)
})

it('LCOV has each line once, and its sums are those of its lines', () => {
  const { collector } = collect('choose language\npress 6\nhear "Goodbye"')
  const locate = ([, start]: readonly [number, number, number]): { file: string; line: number } => ({ file: 'a.ivr', line: start / 10 + 1 })
  const coverage = programCoverage(collector, false)
  const one = formatLcov([{ coverage, locate }])
  const lines = one.split('\n').filter(line => line.startsWith('DA:'))
  const counts = lines.map(line => line.slice(3).split(',').map(Number))
  expect(new Set(counts.map(([line]) => line)).size).toBe(lines.length)
  expect(one).toContain(`LF:${lines.length}\nLH:${counts.filter(([, count]) => count! > 0).length}\nend_of_record\n`)
  const branches = one.split('\n').filter(line => line.startsWith('BRDA:'))
  expect(one).toContain(`BRF:${branches.length}\n`)
  expect(one).toContain(`BRH:${branches.filter(line => /,[1-9]\d*$/.test(line)).length}\n`)
  // A branch is “-” where its line never ran, and 0 where the line ran another way.
  expect(one).toMatch(/BRDA:\d+,0,\d+,-/)
  const twice = formatLcov([{ coverage, locate }, { coverage, locate }])
  expect(twice.split('SF:')).toHaveLength(2)
  const doubled = counts.map(([line, count]) => `DA:${line},${count! * 2}`)
  expect(twice.split('\n').filter(line => line.startsWith('DA:'))).toEqual(doubled)
})
