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

it('names listeners after their flow and their order or name', () => {
  const machine = machineOf(
    lineWith(`flow start {
      menu { press 1 unannounced { collect n: number 1..9 { say "n?" } say "{n}" } press 2 unannounced { collect n: number 1..5 { say "n?" } say "{n}" } }
      menu { press 1 unannounced { } }
      confirm { say "sure?" no -> start }
      -> hangup
    }`),
  )
  expect(machine.listeners.map(listener => listener.name)).toEqual(['start.menu1', 'start.n', 'start.n', 'start.menu2', 'start.confirm1'])
})

it('lets a line that says no levels have one', () => {
  expect(machineOf(lineWith('flow start { -> hangup }').replace('levels low < high', '')).line.levels).toEqual(['anonymous'])
})

it('[S7.4] writes the rules of opening hours in their order, fixed dates and lists of dates apart', () => {
  const machine = machineOf(
    lineWith(`settings { holidays: list of date = [2026-12-25] }
      hours desk in Asia/Shanghai {
        mon..fri 08:30..12:00, 13:00..24:00
        sat, sun 22:00..06:00
        fri..mon 10:00..11:00
        closed on settings.holidays, 2026-10-01..2026-10-07, 2026-05-01
        open on 2026-10-10 08:30..17:30
      }
      flow start { if open(desk) { say "open" } -> hangup }`),
  )
  expect(machine.hours).toEqual([
    {
      name: 'desk',
      zone: 'Asia/Shanghai',
      rules: [
        {
          days: { weekdays: [1, 2, 3, 4, 5] },
          intervals: [
            [510, 720],
            [780, 1440],
          ],
        },
        { days: { weekdays: [6, 7] }, intervals: [[1320, 360]] },
        { days: { weekdays: [1, 5, 6, 7] }, intervals: [[600, 660]] },
        {
          days: {
            dates: [
              ['2026-10-01', '2026-10-07'],
              ['2026-05-01', '2026-05-01'],
            ],
          },
          intervals: [],
        },
        { days: { list: { kind: 'setting', name: 'holidays' } }, intervals: [] },
        { days: { dates: [['2026-10-10', '2026-10-10']] }, intervals: [[510, 1050]] },
      ],
    },
  ])
  expect(Object.keys(machine.zones)).toEqual(['Asia/Shanghai', 'Etc/UTC'])
})

it('[S7.5] takes each text by the longest match of its tag, and the first language’s where there is none', () => {
  const machine = machineOf(
    lineWith('flow start { say zh"一" zh-Hant"二" en"three", "…" -> hangup }').replace(
      'languages en',
      'languages zh-CN, zh-Hant-HK, en-US',
    ),
  )
  const texts = machine.prompts.find(prompt => prompt.slot === 'start.1')!.texts
  expect(texts).toEqual({ 'zh-CN': ['一'], 'zh-Hant-HK': ['二'], 'en-US': ['three'] })
})

it('[S7.7] tells a language option in its language, with its name for itself, and switches to it', () => {
  const machine = machineOf(
    lineWith('menu start { say zh"请选择。" en"Choose." press 1 for language zh-CN -> start press 2 for language en-US -> start }').replace(
      'languages en',
      'languages zh-CN, en-US',
    ),
  )
  const [first, second] = machine.listeners[0]!.options
  const words = (tell: typeof first): unknown => {
    const label = tell!.tell!.values[0]!
    return label.kind === 'speech' ? machine.prompts[label.prompt]!.texts[tell!.tell!.language!] : null
  }
  expect([words(first), words(second)]).toEqual([['普通话'], ['English']])
  expect(machine.points[second!.to]).toMatchObject({ op: 'language', language: 'en-US' })
})

it('[S1.8.3] [S1.8.4] requires the end key for money and for numbers with decimals', () => {
  const required = (type: string): boolean =>
    machineOf(lineWith(`flow start { collect x: ${type} { say "x?" } say "{x}" -> hangup }`)).listeners[0]!.endRequired
  expect(['money CNY', 'money CNY keyed in fen', 'number 0.0..9.9', 'number 1..9', 'digits 4'].map(required)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})
