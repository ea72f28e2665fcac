// How a machine is read and refused. Whatever JSON comes in, what goes out can be prepared and run without a check more:
// every index points at something, every point has what it needs.
import { MACHINE_VERSION, type Machine } from './format.ts'
import { findContradiction } from './contradictions.ts'
import type { Field, Fields, Shape, Table } from './shape.ts'
import { shapes } from './shapes.ts'

export type ReadMachine = { readonly machine: Machine; readonly problem?: never } | { readonly problem: string; readonly machine?: never }

/** Expressions and types are nested at most so deep; the rest of a machine is flat. */
const DEEPEST = 1000

/** `json` (of `JSON.parse`) as a machine, or one sentence: what is wrong, where, and what to do. */
export function readMachine(json: unknown): ReadMachine {
  const head = json as { readonly format?: unknown; readonly version?: unknown } | null
  if (typeof head !== 'object' || head === null || head.format !== 'callwright-machine') {
    return {
      problem:
        'This is no Callwright machine: it does not begin with "format": "callwright-machine". Give a machine that `callwright build` wrote.',
    }
  }
  if (head.version !== MACHINE_VERSION) {
    const version = typeof head.version === 'number' ? `version ${head.version}` : 'no version'
    return {
      problem: `This machine is of ${version} of the format, and this Callwright runs version ${MACHINE_VERSION}. Build it again with this Callwright, or run it with the one that built it.`,
    }
  }
  const misshape = findMisshape(json, shapes['machine']!, sizesOf(head), 0)
  if (misshape !== null) return refuse(misshape.path.reverse().join('').replace(/^\./, ''), misshape.what)
  const contradiction = findContradiction(json as Machine)
  return contradiction === null ? { machine: json as Machine } : refuse(contradiction.where, contradiction.what)
}

const refuse = (where: string, what: string): ReadMachine => ({
  problem: `This machine is damaged at ${where === '' ? 'its top' : where}: ${what}. Build it again from its source.`,
})

type Sizes = Readonly<Record<Table, number>>

function sizesOf(json: object): Sizes {
  const sizeOf = (of: unknown, name: string): number => {
    const table = typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined
    return Array.isArray(table) ? table.length : 0
  }
  const own = (name: Table): number => sizeOf(json, name)
  return {
    files: own('files'),
    points: own('points'),
    registers: own('registers'),
    listeners: own('listeners'),
    places: own('places'),
    prompts: own('prompts'),
    operations: own('operations'),
    queues: own('queues'),
    hours: own('hours'),
    levels: sizeOf((json as { readonly line?: unknown }).line, 'levels'),
  }
}

interface Misshape {
  /** Innermost step first. */
  readonly path: string[]
  readonly what: string
}

const misshape = (what: string): Misshape => ({ path: [], what })
const under = (step: string, found: Misshape | null): Misshape | null => {
  found?.path.push(step)
  return found
}

function findMisshape(value: unknown, shape: Shape, sizes: Sizes, depth: number): Misshape | null {
  if (depth > DEEPEST) return misshape(`it is nested deeper than ${DEEPEST}`)
  switch (shape.is) {
    case 'text':
      return typeof value === 'string' ? null : misshape(`a text is wanted, not ${show(value)}`)
    case 'boolean':
      return typeof value === 'boolean' ? null : misshape(`true or false is wanted, not ${show(value)}`)
    case 'null':
      return value === null ? null : misshape(`null is wanted, not ${show(value)}`)
    case 'whole':
      return Number.isSafeInteger(value) && (value as number) >= shape.min && (value as number) <= shape.max
        ? null
        : misshape(`a whole number from ${shape.min} to ${shape.max} is wanted, not ${show(value)}`)
    case 'constant':
      return value === shape.value ? null : misshape(`${show(shape.value)} is wanted, not ${show(value)}`)
    case 'word':
      return shape.words.includes(value as string) ? null : misshape(`one of ${shape.words.join(', ')} is wanted, not ${show(value)}`)
    case 'index': {
      const size = sizes[shape.of]
      if (Number.isSafeInteger(value) && (((value as number) >= 0 && (value as number) < size) || shape.or.includes(value as number)))
        return null
      return misshape(`${show(value)} is none of its ${size} ${shape.of}`)
    }
    case 'list':
      return findInList(value, shape.of, shape.atLeast, sizes, depth)
    case 'tuple': {
      if (!Array.isArray(value) || value.length !== shape.of.length)
        return misshape(`a list of ${shape.of.length} is wanted, not ${show(value)}`)
      for (let index = 0; index < shape.of.length; index++) {
        const found = findMisshape(value[index], shape.of[index]!, sizes, depth + 1)
        if (found !== null) return under(`[${index}]`, found)
      }
      return null
    }
    case 'map': {
      if (!isRecord(value)) return misshape(`a record is wanted, not ${show(value)}`)
      for (const name of Object.keys(value)) {
        const found = findMisshape(value[name], shape.of, sizes, depth + 1)
        if (found !== null) return under(`.${name}`, found)
      }
      return null
    }
    case 'record':
      return findInRecord(value, shape.fields, sizes, depth)
    case 'tagged': {
      if (!isRecord(value)) return misshape(`a record is wanted, not ${show(value)}`)
      const tag = value[shape.tag]
      const variant = typeof tag === 'string' && Object.hasOwn(shape.variants, tag) ? shape.variants[tag] : undefined
      if (variant === undefined) return under(`.${shape.tag}`, misshape(`${show(tag)} is not known here`))
      return findInRecord(value, variant, sizes, depth)
    }
    case 'either':
      return shape.of.some(one => findMisshape(value, one, sizes, depth + 1) === null) ? null : misshape(`${show(value)} cannot stand here`)
    case 'named':
      return findMisshape(value, shapes[shape.name]!, sizes, depth + 1)
  }
}

function findInList(value: unknown, of: Shape, atLeast: number, sizes: Sizes, depth: number): Misshape | null {
  if (!Array.isArray(value)) return misshape(`a list is wanted, not ${show(value)}`)
  if (value.length < atLeast) return misshape('the list is empty')
  for (let index = 0; index < value.length; index++) {
    const found = findMisshape(value[index], of, sizes, depth + 1)
    if (found !== null) return under(`[${index}]`, found)
  }
  return null
}

/** Fields that are not known are passed over. */
function findInRecord(value: unknown, fields: Fields, sizes: Sizes, depth: number): Misshape | null {
  if (!isRecord(value)) return misshape(`a record is wanted, not ${show(value)}`)
  for (const [name, { shape, optional }] of entriesOf(fields)) {
    const field = value[name]
    if (field === undefined) {
      if (optional) continue
      return under(`.${name}`, misshape('it is missing'))
    }
    const found = findMisshape(field, shape, sizes, depth + 1)
    if (found !== null) return under(`.${name}`, found)
  }
  return null
}

const known = new WeakMap<Fields, readonly (readonly [string, Field])[]>()
function entriesOf(fields: Fields): readonly (readonly [string, Field])[] {
  let entries = known.get(fields)
  if (entries === undefined) known.set(fields, (entries = Object.entries(fields)))
  return entries
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'a record'
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  return String(value)
}
