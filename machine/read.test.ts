import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compileExample } from '../bench/harbour.ts'
import { everyPoint } from '../runtime/core/testing/every-point.ts'
import type { Machine } from './format.ts'
import { readMachine } from './read.ts'
import { machineSchema, type JsonSchema } from './schema.ts'

const machine = everyPoint()
const copy = (): Machine => JSON.parse(JSON.stringify(machine)) as Machine

it('a machine is read as it was written', () => {
  const read = readMachine(copy())
  expect(read.problem).toBeUndefined()
  expect(read.machine).toEqual(machine)
})

it('the example has every kind of point, so that each is read here', () => {
  const ops = new Set(machine.points.map(point => point.op))
  expect([...ops].sort()).toEqual(
    `add back branch connect-number connect-queue do drain each end enter go grant hangup jump language listen lower match milestone mistake
     notify pause perform queue-state read record repeat repeat-start request return say set tell transfer`.split(/\s+/),
  )
  expect(new Set(machine.listeners.map(listener => listener.kind))).toEqual(new Set(['menu', 'confirm', 'collect', 'choose']))
})

it.for([
  [
    null,
    'This is no Callwright machine: it does not begin with "format": "callwright-machine". Give a machine that `callwright build` wrote.',
  ],
  [[], 'no Callwright machine'],
  [{ format: 'callwright-machine' }, 'of no version of the format'],
  [
    { format: 'callwright-machine', version: 2 },
    'This machine is of version 2 of the format, and this Callwright runs version 1. Build it again with this Callwright, or run it with the one that built it.',
  ],
  [{ format: 'callwright-machine', version: 1 }, 'damaged at name: it is missing. Build it again from its source.'],
] as const)('what is no machine is refused with what, where and what to do: %j', ([json, problem]) => {
  expect(readMachine(json).problem).toContain(problem)
})

// oxlint-disable-next-line typescript/no-explicit-any
type Loose = Record<string, any>

/** Changes one thing of a machine and says what became of it. */
function damaged(change: (machine: Loose) => void): string {
  const damage = copy()
  change(damage)
  return readMachine(damage).problem ?? 'taken'
}
const at = (op: string): number => machine.points.findIndex(point => point.op === op)

it('indices that point at nothing are refused', () => {
  expect(damaged(m => (m['points'][at('go')].to = 999_999))).toBe(
    `This machine is damaged at points[${at('go')}].to: 999999 is none of its ${machine.points.length} points. Build it again from its source.`,
  )
  expect(damaged(m => (m['points'][at('say')].tell.prompt = -1))).toContain('none of its')
  expect(damaged(m => (m['line'].limit.to = -2))).toContain('line.limit.to: -2 is none of its')
  expect(damaged(m => (m['points'][at('set')].register = 1.5))).toContain('1.5 is none of its')
  expect(damaged(m => (m['registers'][0].slot = 400))).toContain('registers[0].slot: a session has')
})

it('parts that do not fit each other are refused', () => {
  expect(damaged(m => (m['listeners'][0].listen = 0))).toContain('listeners[0]: point 0 does not listen for it')
  expect(damaged(m => (m['listeners'][0].read = 0))).toContain('does not read it again')
  expect(damaged(m => (m['listeners'][0].silence = []))).toContain('its 3 tries have no texts to go to')
  expect(damaged(m => m['points'][at('request')].arguments.push({ kind: 'now' }))).toContain('takes 0 arguments, not 1')
  expect(damaged(m => delete m['points'][at('perform')].outcomes.unknown)).toContain('the outcome unknown leads nowhere')
  expect(damaged(m => (m['operations'][m['points'][at('perform')].operation].kind = 'query'))).toContain('s.transfer is a query')
  expect(damaged(m => delete m['prompts'][0].texts['en-US'])).toContain('there is no text in en-US')
  expect(damaged(m => m['prompts'][0].texts['en-US'].push({ hole: 7 }))).toContain('a hole is filled that the prompt does not have')
  expect(damaged(m => (m['points'][at('language')].language = 'fr-FR'))).toContain('the line does not speak fr-FR')
  const collect = machine.listeners.findIndex(listener => listener.kind === 'collect')
  expect(damaged(m => (m['listeners'][collect].type = { kind: 'text' }))).toContain('nobody can key a text')
  expect(damaged(m => (m['listeners'][collect].type = { kind: 'date', keyed: 'DDMM' }))).toContain('nobody can key a date')
  expect(damaged(m => (m['listeners'][0].options[0].keys = '1a'))).toContain('no telephone has the keys "1a"')
})

it('a field gone or of another kind is refused wherever it stands, with its place', () => {
  let tried = 0
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return
    for (const name of Object.keys(value)) {
      const here = [...path, Array.isArray(value) ? Number(name) : name]
      // What is only data may be anything; the rest has one shape.
      if (['value', 'remember', 'zones', 'slot', 'version'].includes(name)) continue
      const damage = copy() as unknown as Record<string, unknown>
      let parent = damage
      for (const step of here.slice(0, -1)) parent = parent[step] as Record<string, unknown>
      parent[here.at(-1)!] = Symbol.iterator
      const { problem } = readMachine(damage)
      tried++
      if (problem === undefined) throw new Error(`taken: ${here.join('.')}`)
      if (tried % 40 !== 0) visit((value as Record<string, unknown>)[name], here)
    }
  }
  // One of each kind is enough.
  const seen = new Set<string>()
  for (const [index, point] of machine.points.entries()) {
    if (seen.has(point.op)) continue
    seen.add(point.op)
    visit(point, ['points', index])
  }
  visit(machine.line, ['line'])
  for (const table of ['listeners', 'registers', 'operations', 'prompts', 'hours', 'queues', 'places'] as const)
    visit(machine[table][0], [table, 0])
  expect(tried).toBeGreaterThan(500)
})

it('an expression that is nested without end is refused', () => {
  let deep: unknown = { kind: 'now' }
  for (let depth = 0; depth < 50_000; depth++) deep = { kind: 'not', operand: deep }
  expect(damaged(m => (m['points'][at('branch')].condition = deep))).toContain('nested deeper than 1000')
})

// ------------------------------------------------------------------------------------------------ the schema

const file = new URL('machine.schema.json', import.meta.url)

it('machine.schema.json is what the shapes say (CALLWRIGHT_WRITE_SCHEMA=1 writes it)', () => {
  if (process.env['CALLWRIGHT_WRITE_SCHEMA']) writeFileSync(file, `${JSON.stringify(machineSchema(), null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(machineSchema())
})

it('what the compiler makes is read, and fits the schema with no field too many', () => {
  const schema = JSON.parse(readFileSync(file, 'utf8')) as JsonSchema
  const compiled = JSON.parse(JSON.stringify(compileExample())) as unknown
  expect(readMachine(compiled).problem).toBeUndefined()
  expect(mismatch(compiled, schema, schema)).toBeNull()
})

it('the schema by itself takes the machine and refuses what it does not have', () => {
  const schema = JSON.parse(readFileSync(file, 'utf8')) as JsonSchema
  expect(mismatch(copy(), schema, schema)).toBeNull()
  const refused = (change: (machine: Loose) => void): string | null => {
    const damage = copy()
    change(damage)
    return mismatch(damage, schema, schema)
  }
  expect(refused(m => delete m['line'].zone)).toContain('zone')
  expect(refused(m => (m['line'].zones = 1))).toContain('zones')
  expect(refused(m => (m['points'][0].op = 'sing'))).not.toBeNull()
  expect(refused(m => (m['listeners'][0].first = '5s'))).not.toBeNull()
  expect(refused(m => (m['points'][at('say')].tell.values = [{ kind: 'magic' }]))).not.toBeNull()
})

/** As much of JSON Schema as the schema uses, written from its specification: an answer that does not rest on our shapes. */
function mismatch(value: unknown, schema: JsonSchema, root: JsonSchema): string | null {
  const s = schema as Loose
  if (s['$ref']) return mismatch(value, (root['$defs'] as Record<string, JsonSchema>)[s['$ref'].replace('#/$defs/', '')]!, root)
  if ('const' in s && value !== s['const']) return `not ${s['const']}`
  if (s['enum'] && !s['enum'].includes(value)) return `not one of ${s['enum']}`
  const passing = (of: JsonSchema[]): number => of.filter(each => mismatch(value, each, root) === null).length
  if (s['oneOf'] && passing(s['oneOf']) !== 1) return 'not one of the kinds'
  if (s['anyOf'] && passing(s['anyOf']) === 0) return 'none of the kinds'
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : Number.isInteger(value) ? 'integer' : typeof value
  if (s['type'] && s['type'] !== kind) return `${kind} is no ${s['type']}`
  if (typeof value === 'number' && (value < (s['minimum'] ?? -Infinity) || value > (s['maximum'] ?? Infinity))) return 'out of range'
  if (Array.isArray(value)) {
    if (value.length < (s['minItems'] ?? 0)) return 'too few'
    const prefix = (s['prefixItems'] ?? []) as JsonSchema[]
    if (s['items'] === false && value.length > prefix.length) return 'too many'
    for (const [index, item] of value.entries()) {
      const of = prefix[index] ?? s['items']
      const found = of ? mismatch(item, of, root) : null
      if (found) return `[${index}] ${found}`
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const name of s['required'] ?? []) if (!Object.hasOwn(value, name)) return `${name} is missing`
    for (const [name, field] of Object.entries(value)) {
      const of = s['properties']?.[name] ?? s['additionalProperties']
      if (of === false) return `${name} is one too many`
      const found = of ? mismatch(field, of, root) : null
      if (found) return `.${name} ${found}`
    }
  }
  return null
}
