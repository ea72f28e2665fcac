import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../../machine/canonical.ts'
import { readMachine } from '../../../machine/read.ts'
import { lineWith, machineOf, pointsOf } from './testing/compiled.ts'
import { printMachine } from './testing/print.ts'

const fixtures = new URL('./fixtures/', import.meta.url)
const names = readdirSync(fixtures).filter(name => name.endsWith('.ivr'))
const read = (name: string): string => readFileSync(new URL(name, fixtures), 'utf8')

it.each(names)('lowers %s as its golden file says', async name => {
  const text = read(name)
  await expect(printMachine(machineOf(text), [text])).toMatchFileSnapshot(`./fixtures/${name}.txt`)
})

it.each(names)('makes a machine of %s that can be read, the same bytes each time', name => {
  const machine = machineOf(read(name))
  const json = canonicalJson(machine)
  expect(readMachine(JSON.parse(json)).problem).toBeUndefined()
  expect(canonicalJson(machineOf(read(name)))).toBe(json)
})

it('[L.rules.7] gives every point a source, within its own place', () => {
  for (const name of names) {
    const text = read(name)
    const machine = machineOf(text)
    for (const point of machine.points) {
      const [file, start, end] = point.at
      expect(file).toBe(0)
      expect(start).toBeLessThan(end)
      if (point.place < 0) continue
      const [, from, to] = machine.places[point.place]!.at
      expect(start >= from && end <= to).toBe(true)
    }
  }
})

it('leaves no point that nothing leads to, and no jump', () => {
  const machine = machineOf(
    lineWith('flow start { if 1 == 2 { say "a" } else { say "b" } -> hangup  say "never" }').replace('say "never" ', ''),
  )
  expect(pointsOf(machine, 'jump')).toEqual([])
  expect(machine.points.map(point => point.op)).toEqual(['go', 'go', 'enter', 'branch', 'say', 'drain', 'hangup', 'say'])
})

it('keeps the values of a flow that goes to itself with its own names swapped', () => {
  const machine = machineOf(
    lineWith(
      'flow start { -> turn(1, 2) }\nflow turn(a: number, b: number) { menu { press 1 for "x" -> turn(b, a) press 2 for "{a} {b}" -> hangup } }',
    ),
  )
  const names = pointsOf(machine, 'set').map(point => machine.registers[point.register]!.name)
  expect(names).toEqual(['turn.a', 'turn.b', 'turn.$argument', 'turn.$argument', 'turn.a', 'turn.b'])
})

it('sets the parameters of a place beside the names of the place that is left', () => {
  const machine = machineOf(
    lineWith(`flow start { let a = call.id  let b = call.called  -> other(b, a) }
      flow other(x: text, y: text) { menu { say "{x} {y}" press 1 for "on" -> hangup } }`),
  )
  const slot = new Map(machine.registers.map(register => [register.name, register.slot]))
  const all = ['start.a', 'start.b', 'other.x', 'other.y'].map(name => slot.get(name))
  expect(new Set(all).size).toBe(4)
})

it('gives places the same slots and parts slots above whatever runs them', () => {
  const machine = machineOf(
    lineWith(`flow start { let a = 1  do part(a)  say "{a}" -> other }
      flow other { let b = 2  let c = 3  do part(b)  say "{b} {c}" -> hangup }
      flow part(n: number) { let m = n + 1  say "{m}" }`),
  )
  const slot = Object.fromEntries(machine.registers.map(register => [register.name, register.slot]))
  expect(slot['start.a']).toBe(slot['other.b'])
  expect(Math.min(slot['part.n']!, slot['part.m']!)).toBeGreaterThan(Math.max(slot['other.b']!, slot['other.c']!))
  expect(machine.slots).toBe(4)
})

it('knows two places of one name by their files', () => {
  const machine = machineOf({
    'main.ivr': `import { other } from "./lib.ivr"\n${lineWith('menu start { press 1 for "a" -> inner press 2 for "b" -> other }\nmenu inner { press 1 for "c" -> hangup }')}`,
    'lib.ivr': 'flow other { -> inner }\nmenu inner { press 1 for "d" -> hangup }',
  })
  expect(machine.places.map(place => place.name)).toEqual(['start', 'inner', 'other', 'lib.inner'])
  const slots = machine.prompts.flatMap(prompt => prompt.slot ?? [])
  expect(slots).toEqual(['start.1', 'start.2', 'inner.1', 'lib.inner.1'])
})

it('[L.slots.1] names inline texts after their menu or flow, in the order of the text', () => {
  const machine = machineOf(
    lineWith('prompts { hello "Hello." }\nmenu start { say hello, "one" press 1 for "two" -> hangup on silence say "three" say "four" }'),
  )
  const words = machine.prompts.filter(prompt => prompt.slot).map(prompt => `${prompt.slot} ${String(prompt.texts['en']![0])}`)
  expect(words).toEqual(['hello Hello.', 'start.1 one', 'start.2 two', 'start.3 three', 'start.4 four'])
})

it('has the holes of a standard prompt in the order of its parameters, whatever a program makes of it', () => {
  const machine = machineOf(
    lineWith('prompts { option(label: speech, key: digits) "Press {key} for {label}." }\nmenu start { press 1 for "on" -> hangup }'),
  )
  expect(machine.prompts[machine.standard.option]!.holes.map(hole => hole.name)).toEqual(['label', 'key'])
  expect(machine.prompts[machine.standard.option]!.texts['en']).toEqual(['Press ', { hole: 1 }, ' for ', { hole: 0 }, '.'])
})

it('works an argument out once that a prompt uses in several places', () => {
  const machine = machineOf(
    lineWith(`type Item = { name: text  code: digits }
      service shop { query items(): list of Item within 1s }
      prompts { item_is(item: Item) "{item.name}, {item.code}." }
      flow start {
        let items = query shop.items() else -> hangup
        let one = first(items) else -> hangup
        say item_is(one)
        for each each_item in items { say item_is(each_item) }
        -> hangup
      }`),
  )
  expect(pointsOf(machine, 'say').map(point => point.tell.values.map(value => value.kind))).toEqual([
    ['field', 'field'],
    ['field', 'field'],
  ])
})

it('[S3.3] brings numbers to one scale', () => {
  const machine = machineOf(
    lineWith('remember sum: number 0.00..9.99 = 1.5\nflow start { let n = 2  set sum = sum + n  if n < sum { say "less" } -> hangup }'),
  )
  expect(machine.registers[0]!.remember).toBe(150)
  const scale = { kind: 'scale', operand: { kind: 'register', register: 1 }, by: 2 }
  expect(pointsOf(machine, 'set')[1]!.value).toEqual({
    kind: 'arithmetic',
    operator: '+',
    left: { kind: 'register', register: 0 },
    right: scale,
  })
  expect(pointsOf(machine, 'branch')[0]!.condition).toEqual({
    kind: 'order',
    operator: '<',
    left: scale,
    right: { kind: 'register', register: 0 },
  })
})

it('leaves out a label that is told nowhere, and still tells the others', () => {
  const machine = machineOf(lineWith('menu start { say "one" press 1 unannounced for "silent" -> hangup press 2 for "two" -> hangup }'))
  const words = machine.prompts.filter(prompt => prompt.slot).map(prompt => `${prompt.slot} ${String(prompt.texts['en']![0])}`)
  expect(words).toEqual(['start.1 one', 'start.2 two'])
  const told = machine.listeners[0]!.options[1]!.tell!.values[0]!
  expect(told.kind === 'speech' && machine.prompts[told.prompt]!.slot).toBe('start.2')
})
