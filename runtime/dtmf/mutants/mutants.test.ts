import { expect, it } from 'vitest'
import { readMachine } from '../../../machine/read.ts'
import { prepare, prepareChanged } from '../../core/index.ts'
import { createCollector, createUniverse } from '../coverage/index.ts'
import { expandScripts } from '../script-instances.ts'
import { runScript } from '../script-run.ts'
import { bank, bankSpeaker } from '../testing/bank.ts'
import { optionsFor, parse } from '../testing/play.ts'
import { createMutants, huntMutant, orderWitnesses, type Mutant, type Witness } from './index.ts'

const machine = bank()
const mutants = createMutants(createUniverse(machine))
const named = (id: string): Mutant => {
  const found = mutants.find(mutant => mutant.id === id)
  if (!found) throw new Error(`no ${id} among ${mutants.map(mutant => mutant.id).join(', ')}`)
  return found
}
const prepared = prepare(machine, { trace: true })

function witnesses(...scripts: string[]): Witness[] {
  const collector = createCollector(machine)
  const options = optionsFor(machine)
  const text = scripts.map((lines, index) => `script "s${index}" in en-US {\n${lines}\n}\n`).join('')
  const { runs } = expandScripts(parse(`use "./main.ivr"\n${text}`), machine, options.readText)
  return runs.map(run => {
    const result = runScript({ ...options, prepared: prepare(machine, { trace: true, watch: collector.watch }) }, run)
    if (!result.passed) throw new Error(JSON.stringify(result.failure))
    const { prepared: _plain, ...rest } = options
    return { run, options: rest, touched: collector.finish(result.log, true)!, size: result.log.entries.length }
  })
}
const noticed = (id: string, ...scripts: string[]): boolean => huntMutant(prepared, named(id), witnesses(...scripts)).noticedBy !== null

it('every mutant is a machine that may be run, differs from the one it is made of, and has an id of its own', () => {
  expect(mutants.length).toBeGreaterThan(60)
  expect(new Set(mutants.map(mutant => mutant.id)).size).toBe(mutants.length)
  const plain = JSON.stringify(machine)
  for (const mutant of mutants) {
    const made = mutant.make()
    expect(JSON.stringify(made), mutant.id).not.toBe(plain)
    expect(readMachine(JSON.parse(JSON.stringify(made))), mutant.id).toHaveProperty('machine')
    expect(mutant.change.en, mutant.id).not.toBe('')
    expect(mutant.change.zh, mutant.id).not.toBe('')
  }
  expect(JSON.stringify(machine)).toBe(plain)
})

it('tells where a way leads with a blank between Chinese and Latin letters, and none before a quotation or Chinese', () => {
  const told = mutants.map(mutant => mutant.change.zh).filter(zh => zh.includes('通往'))
  expect(told.length).toBeGreaterThan(5)
  expect(told.filter(zh => /(?:通往|而不是)\w/.test(zh))).toEqual([])
  expect(told.filter(zh => /(?:通往|而不是) \w/.test(zh))).not.toEqual([])
  expect(told.filter(zh => / [“\p{Script=Han}]/u.test(zh.replace(/^.*(?= 通往)/, '').slice(3)))).toEqual([])
})

it('has each kind that the program has something of', () => {
  const kinds = new Set(mutants.map(mutant => mutant.kind))
  expect([...kinds].sort()).toEqual(['amount', 'condition', 'grant', 'language', 'notify', 'outcome', 'say', 'target', 'timer', 'tries'])
})

it('what is made ready for a mutant alone does what the whole machine made ready anew does', () => {
  const scripts = witnesses(
    'given s.log_in answers accepted\ngiven s.accounts fails\nchoose language\nstay silent\npress 9\npress 1\nenter card "6225880212345673#"\nenter "123456"\nhear "Sorry"',
    'given queue cards has no agents\nchoose language\npress 0\nhear "Closed"',
  )
  let differing = 0
  for (const mutant of mutants) {
    const changed = mutant.make()
    for (const { run, options } of scripts) {
      const play = (of: ReturnType<typeof prepare>): unknown => {
        try {
          const { passed, log, duration } = runScript({ ...options, speaker: bankSpeaker(machine), prepared: of, mostEvents: 5000 }, run)
          if (!passed) differing++
          return { passed, log, duration }
        } catch (error) {
          return String(error)
        }
      }
      expect(play(prepareChanged(prepared, changed)), mutant.id).toEqual(play(prepare(changed, { trace: true })))
    }
  }
  expect(differing).toBeGreaterThan(0)
})

it('a script that hears a text notices that it is gone; one that only passes by does not', () => {
  const id = mutants.find(mutant => mutant.change.en === '“Closed” is not said')!.id
  expect(noticed(id, 'given queue cards has no agents\nchoose language\npress 0\nhear "Closed"')).toBe(true)
  expect(noticed(id, 'given queue cards has no agents\nchoose language\npress 0\nhear menu main')).toBe(false)
})

it('a script that never comes there is not asked', () => {
  const id = mutants.find(mutant => mutant.change.en === '“Closed” is not said')!.id
  const result = huntMutant(
    prepared,
    named(id),
    witnesses('choose language\nhang up', 'given queue cards has no agents\nchoose language\npress 0\nhear menu main'),
  )
  expect(result.passedOver.map(run => run.script.name)).toEqual(['s1'])
})

it('short scripts are asked first, and those before the one that notices are told', () => {
  const id = mutants.find(mutant => mutant.change.en === '“Closed” is not said')!.id
  const all = orderWitnesses(
    witnesses(
      'given queue cards has no agents\nchoose language\nstay silent\npress 0\nhear "Closed"',
      'given queue cards has no agents\nchoose language\npress 0',
    ),
  )
  const result = huntMutant(prepared, named(id), all)
  expect(result.passedOver.map(run => run.script.name)).toEqual(['s1'])
  expect(result.noticedBy?.script.name).toBe('s0')
})

it('tries one more or one less are noticed by who is silent to the end', () => {
  const lines =
    'choose language\nhear menu main\nstay silent\nhear "Nothing heard"\nstay silent\nhear "Nothing heard"\nstay silent\nexpect ended in main'
  const tries = mutants.filter(mutant => mutant.kind === 'tries').map(mutant => mutant.id)
  expect(tries).toEqual(['line: tries more', 'line: tries less'])
  expect(tries.map(id => noticed(id, lines))).toEqual([true, true])
  expect(tries.map(id => noticed(id, 'choose language\nhear menu main\nstay silent\nhang up'))).toEqual([false, false])
})

it('a changed machine that goes round for ever is noticed, and soon', () => {
  const loop = machine.points.findIndex(point => point.op === 'say')
  const point = machine.points[loop]!
  const mutant: Mutant = {
    ...named(mutants[0]!.id),
    reach: null,
    make: () => ({ ...machine, points: machine.points.with(loop, { op: 'jump', at: point.at, place: point.place, next: loop }) }),
  }
  const began = performance.now()
  expect(huntMutant(prepared, mutant, witnesses('choose language\nhang up')).noticedBy).not.toBeNull()
  expect(performance.now() - began).toBeLessThan(5000)
})
