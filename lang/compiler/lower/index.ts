// A checked program becomes a machine.
import {
  AGAIN,
  MACHINE_VERSION,
  type Machine,
  type Point,
  type RegisterId,
  type SourceSpan,
  type StandardPrompt,
} from '../../../machine/format.ts'
import { MOST_CONDITIONS } from '../../../machine/contradictions.ts'
import type { Type } from '../../../machine/types.ts'
import { diagnose } from '../../diagnostics/report.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Location } from '../../text/span.ts'
import { standardNames } from '../standard-prompts.ts'
import type { Program } from '../program.ts'
import { darkPoints } from './darkness.ts'
import { declarePlaces, declareRemembered, declareWithin, lineName, placesOf, scopeOf } from './declare.ts'
import { findEndless, OPERATIONS, type Endless } from './endless.ts'
import { canFault, canGoUnheard } from './faults.ts'
import { sourceNames } from './files.ts'
import { createGraph, tidy, type Whole } from './graph.ts'
import { hangUp } from './going.ts'
import { lineZone, listenBlocks, lowerLine, lowerOtherwise, lowerSecondFault, type OpenLine } from './line.ts'
import { DEFAULT_LISTENING, overridden } from './listening.ts'
import { liveRegisters } from './liveness.ts'
import { markedPoints } from './marks.ts'
import { lowerMenu } from './menus.ts'
import { lineScope, lowerHours, lowerOperations, lowerQueues, lowerSettings } from './offers.ts'
import { withoutGaps } from './prompt-gaps.ts'
import { held } from './registers.ts'
import { allotSlots } from './slots.ts'
import { lowerSteps } from './steps.ts'
import { nameSlots, namedPrompt, speech } from './texts.ts'
import type { Lowering } from './types.ts'
import { edgesOfAll, type Edge } from './uses.ts'
import { offsetTable } from './zones.ts'

export interface LowerOptions {
  /**
   * False: the machine cannot run. Left out is what no finding comes of: the tables of offsets, and what every point keeps, tells of secrets or
   * has marked. A check would wait for them.
   */
  readonly runnable?: boolean
}

export interface Lowered {
  /** Null where the program has no line, or a finding of lowering is an error. */
  readonly machine: Machine | null
  /** What only lowering can see: steps that never rest. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Lowers a program without errors. The same program and options give the same machine. */
export function lower(program: Program, options: LowerOptions = {}): Lowered {
  const line = program.line
  if (!line) return { machine: null, diagnostics: [] }
  let lowering = createLowering(program, line)

  // A prompt may speak a remembered name.
  declareRemembered(lowering)
  for (const symbol of new Set([...program.standard.values(), ...program.prompts])) namedPrompt(lowering, symbol)
  declarePlaces(lowering)
  declareWithin(lowering, lineScope(line.file, lineName(lowering)), line.node)
  const zone = lineZone(line.node)
  lowering = { ...lowering, otherwise: lowerOtherwise(lowering, line) }
  const firstLine = lowerLine(lowering, line)
  lowerPlaces(lowering)

  const listeners = lowering.listeners.map(listener => listener!)
  const faults = lowering.graph.points.some(point => point !== undefined && (canFault(point, listeners) || canGoUnheard(point)))
  const lineOf = faults ? { ...firstLine, onSecondFault: lowerSecondFault(lowering, line) } : firstLine
  const whole = tidy(lowering.graph.points, lineOf, lowering.places, listeners)
  const edges = edgesOfAll(whole.points, whole.listeners)
  const endless = findEndless(whole.points, edges, whole.listeners, lowering.registers, whole.places.length)
  if (endless.length > 0) return { machine: null, diagnostics: endless.map(each => report(program, whole, each)) }

  const crowded = whole.listeners.filter(listener => listener.options.filter(option => option.when).length > MOST_CONDITIONS)
  if (crowded.length > 0) {
    return {
      machine: null,
      diagnostics: crowded.map(({ at }) => diagnose('too-many-conditions', { most: MOST_CONDITIONS }, locate(program, at))),
    }
  }

  nameSlots(lowering)
  const hours = lowerHours(lowering, zone)
  const zones = options.runnable === false ? [] : [...new Set([zone, ...hours.map(each => each.zone)])].sort()
  const settings = lowerSettings(lowering)
  const { registers, slots } = allotSlots(lowering.registers, whole.places, whole.points, placeParameters(lowering))
  const machine: Machine = {
    format: 'callwright-machine',
    version: MACHINE_VERSION,
    name: line.node.name.text,
    files: sourceNames(program),
    line: whole.line,
    types: namedTypes(program),
    settings,
    prompts: [],
    standard: standardPrompts(lowering),
    services: [...new Set(program.operations.map(operation => operation.service))].map(name => ({ name })),
    operations: lowerOperations(lowering),
    queues: lowerQueues(program),
    hours,
    zones: Object.fromEntries(zones.map(each => [each, offsetTable(each)])),
    registers,
    slots,
    places: whole.places,
    listeners: whole.listeners,
    points: options.runnable === false ? whole.points : analysed(whole, edges, lowering, registers),
    onces: lowering.onces.count,
  }
  return { machine: withoutGaps(machine, lowering.prompts.prompts), diagnostics: lowering.diagnostics }
}

function createLowering(program: Program, line: OpenLine): Lowering {
  return {
    program,
    graph: createGraph(),
    diagnostics: [],
    files: new Map(program.files.map((file, index) => [file.path, index])),
    registers: [],
    registerOf: new Map(),
    prompts: { prompts: [], numberOf: new Map(), inline: [], named: new Map(), languageNames: new Map() },
    listeners: [],
    listenerOf: new Map(),
    places: [],
    placeOf: new Map(),
    operationOf: new Map(program.operations.map((operation, index) => [operation.node, index])),
    queueOf: new Map(program.queues.map((queue, index) => [queue.node, index])),
    hoursOf: new Map(program.hours.map((hours, index) => [hours.node, index])),
    listening: overridden(DEFAULT_LISTENING, listenBlocks(line.node)),
    otherwise: { always: AGAIN, silence: AGAIN, mistake: AGAIN },
    onces: { count: 0 },
    parts: { steps: lowerSteps, speech },
  }
}

function lowerPlaces(lowering: Lowering): void {
  for (const { file, node } of placesOf(lowering)) {
    const { entry, ...owner } = lowering.placeOf.get(node)!
    const scope = { ...scopeOf(file, owner), bargeIn: lowering.listening.bargeIn }
    const at = [lowering.files.get(file.path)!, node.start, node.end] as const
    const point = { at, place: owner.index }
    const next =
      node.kind === 'MenuDeclaration'
        ? lowerMenu(lowering, scope, node, true, null)
        : lowerSteps(
            lowering,
            scope,
            node.body.steps,
            lowering.places[owner.index]!.part ? lowering.graph.add({ op: 'return', ...point }) : hangUp(lowering, scope, node),
          )
    lowering.graph.write(entry, { op: 'enter', ...point, entered: owner.index, next })
  }
}

/** The points with all that only the whole graph tells: what is live, where it is dark, which branches a trace has to remember. */
function analysed(
  whole: Whole,
  edges: readonly (readonly Edge[])[],
  lowering: Lowering,
  registers: Machine['registers'],
): Machine['points'] {
  const { points, listeners, places, line } = whole
  const returns = new Map<number, RegisterId>()
  for (const place of lowering.placeOf.values()) if (place.returns !== undefined) returns.set(place.index, place.returns)
  const marked = markedPoints(points, registers)
  const dark = darkPoints(points, edges, listeners, line)
  const live = liveRegisters(points, edges, listeners, places, registers, returns)
  return points.map((point, id): Point => {
    if (marked.has(id)) return { ...point, marked: true } as Point
    const used = live.get(id)
    if (!used) return point
    const secret = used.some(each => registers[each]!.class === 'secret')
    return { ...point, live: used, ...(secret ? { secretLive: true } : {}), ...(dark.has(id) ? { dark: true } : {}) } as Point
  })
}

/** Registers of the parameters of places: `-> place(…)` sets them while the place that is left still has its names. */
function placeParameters(lowering: Lowering): ReadonlySet<RegisterId> {
  const flows = lowering.program.flows.map(flow => lowering.program.factsOf.get(flow.node)).filter(facts => facts && !facts.part)
  return new Set(flows.flatMap(facts => facts!.parameters.flatMap(parameter => lowering.registerOf.get(parameter.node) ?? [])))
}

function namedTypes(program: Program): Readonly<Record<string, Type>> {
  const types: Record<string, Type> = {}
  for (const file of program.files) {
    for (const node of file.tree.declarations) {
      if (node.kind === 'TypeDeclaration' && !Object.hasOwn(types, node.name.text))
        types[node.name.text] = held(program.typeOfNode.get(node.type))
    }
  }
  return types
}

function standardPrompts(lowering: Lowering): Machine['standard'] {
  const entries = standardNames.map((name): [StandardPrompt, number] => [
    name,
    namedPrompt(lowering, lowering.program.standard.get(name)!).index,
  ])
  return Object.fromEntries(entries) as Machine['standard']
}

const locate = (program: Program, [file, start, end]: SourceSpan): Location => ({ file: program.files[file]!.path, start, end })

function report(program: Program, whole: Whole, endless: Endless): Diagnostic {
  const at = locate(program, whole.points[endless.point]!.at)
  if (endless.kind === 'round') return diagnose('never-waits', {}, at)
  return diagnose('too-many-operations', { operations: endless.operations, most: OPERATIONS }, at)
}
