// A machine for people: under each line of source, what was made of it. For golden tests, which read as prose.
import type { Listener, Machine, Option, Outcomes, Point, PointId, RegisterId } from '../../../../machine/format.ts'
import { printExpression, printTell } from './print-expression.ts'

/** `sources`: the text of `machine.files[index]`; a file without one is left out. */
export function printMachine(machine: Machine, sources: readonly (string | undefined)[]): string {
  const out: string[] = []
  sources.forEach((source, file) => {
    if (source === undefined) return
    const lines = source.split('\n')
    const starts = lineStarts(source)
    const byLine = new Map<number, string[]>()
    const put = (offset: number, text: string): void => {
      const line = lineAt(starts, offset)
      byLine.set(line, [...(byLine.get(line) ?? []), text])
    }
    machine.registers.forEach((register, id) => {
      if (register.at[0] === file) put(register.at[1], printRegister(machine, id))
    })
    machine.listeners.forEach((listener, id) => {
      if (listener.at[0] === file) for (const line of printListener(machine, listener, id)) put(listener.at[1], line)
    })
    machine.points.forEach((point, id) => {
      if (point.at[0] === file) put(point.at[1], `${String(id).padStart(3)} ${printPoint(machine, point)}`)
    })
    if (file === 0) for (const line of printLine(machine)) put(lineOffset(machine, source), line)
    lines.forEach((line, index) => {
      out.push(line)
      for (const each of byLine.get(index) ?? []) out.push(`  │ ${each}`)
    })
  })
  return out.join('\n')
}

const lineStarts = (text: string): number[] => [0, ...[...text.matchAll(/\n/g)].map(match => match.index + 1)]
const lineAt = (starts: readonly number[], offset: number): number => starts.findLastIndex(start => start <= offset)
const lineOffset = (machine: Machine, source: string): number => Math.max(0, source.indexOf(`line ${machine.line.name}`))

function printLine(machine: Machine): string[] {
  const { line } = machine
  return [
    ...line.numbers.map(({ number, to }) => `“${number}” → ${to}`),
    ...line.shortcuts.map(({ keys, to, tell }) => `shortcut ${keys}${tell ? ` told ${printTell(machine, tell)}` : ''} → ${target(to)}`),
    `otherwise → ${target(line.otherwise)}`,
    ...(line.onFault === undefined ? [] : [`fault → ${target(line.onFault)}`]),
    ...(line.onSecondFault === undefined ? [] : [`second fault → ${line.onSecondFault}`]),
    ...(line.limit ? [`${line.limit.ms} ms → ${target(line.limit.to)}`] : []),
    ...(line.afterHangup === undefined ? [] : [`after hangup → ${line.afterHangup}`]),
    ...(line.recordAfter === undefined ? [] : [`recorded after ${machine.prompts[line.recordAfter]!.slot ?? ''}`]),
  ]
}

const target = (id: PointId): string => (id < 0 ? 'again' : String(id))

const nameOf = (machine: Machine, id: RegisterId): string => (id < 0 ? '_' : machine.registers[id]!.name)

function printRegister(machine: Machine, id: RegisterId): string {
  const register = machine.registers[id]!
  const first = register.remember === undefined ? '' : ` = ${JSON.stringify(register.remember)}`
  return `${register.name}: ${register.class ? `${register.class} ` : ''}${register.type.kind}${first}, slot ${register.slot}`
}

function printListener(machine: Machine, listener: Listener, id: number): string[] {
  const { first, next, tries, endKey, endRequired, bargeIn, typeAhead, gated } = listener
  const keys = `first ${first} next ${next} tries ${tries} end ${endKey ?? 'none'}${endRequired ? ' required' : ''}`
  const flags = `${bargeIn ? '' : ' no barge-in'}${typeAhead ? '' : ' no type-ahead'}${gated ? ' gated' : ''}`
  const head = `listener ${id} ${listener.kind} ${listener.name}: ${keys}${flags}`
  const counted = `  read ${listener.read}, silence ${list(listener.silence)} out ${listener.silenceOut}, mistake ${list(listener.mistake)} out ${listener.mistakeOut}`
  const short = listener.tooShort ? `, too short ${list(listener.tooShort)}` : ''
  return [head, counted + short, ...kindOf(machine, listener), ...listener.options.map(option => `  ${printOption(machine, option)}`)]
}

function kindOf(machine: Machine, listener: Listener): string[] {
  if (listener.kind === 'collect') {
    const length = listener.length ? ` length ${printExpression(machine, listener.length)}` : ''
    return [
      `  ${listener.secret ? 'secret ' : ''}${listener.type.kind} into ${nameOf(machine, listener.register)}${length} → ${listener.entered}`,
    ]
  }
  if (listener.kind !== 'choose') return []
  const offer = `offers ${nameOf(machine, listener.item)} of ${nameOf(machine, listener.list)} as ${printTell(machine, listener.offer)}`
  return [`  ${offer}, more on ${listener.moreKey} → ${listener.chosen}`]
}

const list = (ids: readonly PointId[]): string => `[${ids.join(' ')}]`

function printOption(machine: Machine, option: Option): string {
  const keys = option.upTo ? `${option.keys}..${option.upTo}` : option.keys
  const parts = [
    `${keys}${option.yes ? ' yes' : ''}`,
    ...(option.as === undefined ? [] : [`as ${nameOf(machine, option.as)}`]),
    ...(option.when ? [`when ${printExpression(machine, option.when)}`] : []),
    ...(option.tell ? [`told ${printTell(machine, option.tell)}`] : []),
    `→ ${option.to}`,
  ]
  return parts.join(' ')
}

function printOutcomes(machine: Machine, outcomes: Outcomes): string {
  return Object.entries(outcomes)
    .map(([name, { to, values }]) => `${name}${values.length > 0 ? `(${values.map(id => nameOf(machine, id)).join(', ')})` : ''} → ${to}`)
    .join(', ')
}

/** One point, without its number. */
export function printPoint(machine: Machine, point: Point): string {
  const of = (id: RegisterId): string => nameOf(machine, id)
  const expression = (each: Parameters<typeof printExpression>[1]): string => printExpression(machine, each)
  const rest = 'live' in point ? printRest(machine, point) : ''
  switch (point.op) {
    case 'say': {
      const how = `${point.announce ? ' announced' : ''}${point.once === undefined ? '' : ` once ${point.once}`}${point.everyLanguage ? ' in every language' : ''}`
      return `say ${printTell(machine, point.tell)}${how}${point.readback ? ' readback' : ''} → ${point.next}`
    }
    case 'pause':
      return `pause ${point.ms}${point.announce ? ' announced' : ''}${point.readback ? ' readback' : ''} → ${point.next}`
    case 'set':
      return `set ${[of(point.register), ...(point.path ?? [])].join('.')} = ${expression(point.value)} → ${point.next}`
    case 'add':
      return `add ${expression(point.value)} to ${of(point.register)} up to ${point.upTo} → ${point.next}`
    case 'branch':
      return `if ${expression(point.condition)} → ${point.then} else → ${point.else}${point.marked ? ' marked' : ''}`
    case 'match': {
      const arms = Object.entries(point.arms).map(([name, to]) => `${name} → ${to}`)
      return `match ${expression(point.subject)}: ${arms.join(', ')}${point.marked ? ' marked' : ''}`
    }
    case 'repeat-start':
      return `start ${of(point.counter)} → ${point.next}`
    case 'repeat':
      return `repeat ${of(point.counter)} up to ${point.times} → ${point.body} out → ${point.out}`
    case 'each': {
      const counting = point.counter === undefined ? '' : ` counting ${of(point.counter)}`
      return `each ${point.move} ${of(point.item)} of ${of(point.list)}${counting} up to ${point.upTo} → ${point.body} done → ${point.done}`
    }
    case 'go':
      return `go → ${point.to}`
    case 'enter':
      return `enter ${machine.places[point.entered]!.name} → ${point.next}`
    case 'back':
      return `back${point.menu ? ' in a menu' : ''}, none → ${target(point.none)}`
    case 'do':
      return `do ${point.to} → ${point.next}`
    case 'grant':
    case 'lower':
      return `${point.op} ${machine.line.levels[point.level] ?? ''} → ${point.next}`
    case 'language':
      return `language ${point.language} → ${point.next}`
    case 'milestone': {
      const values = point.values.map(({ name, value }) => `${name}: ${expression(value)}`)
      return `milestone ${point.name}(${values.join(', ')}) → ${point.next}`
    }
    case 'notify':
      return `notify ${operation(machine, point.operation)}(${point.arguments.map(expression).join(', ')}) → ${point.next}`
    case 'read':
      return `read ${point.listener}${point.fresh ? ' fresh' : ''} → ${point.next}`
    case 'tell':
      return `tell ${point.listener} → ${point.next}`
    case 'mistake':
      return `mistake ${point.listener} → ${point.to}`
    case 'listen':
      return `listen ${point.listener}${rest}`
    case 'request':
      return `request ${operation(machine, point.operation)}(${point.arguments.map(expression).join(', ')}): ${printOutcomes(machine, point.outcomes)}${rest}`
    case 'perform': {
      const meanwhile = point.meanwhile ? ` meanwhile ${point.meanwhile.map(tell => printTell(machine, tell)).join(', ')}` : ''
      const call = `${operation(machine, point.operation)}(${point.arguments.map(expression).join(', ')})`
      return `perform ${call}${meanwhile}: ${printOutcomes(machine, point.outcomes)}${rest}`
    }
    case 'queue-state':
      return `state of ${machine.queues[point.queue]!.name}: ${printOutcomes(machine, point.outcomes)}${rest}`
    case 'drain':
      return `drain → ${point.next}${rest}`
    case 'connect-queue': {
      const options = point.options.map(option => `; ${printOption(machine, option)}`).join('')
      const priority = point.priority ? ` priority ${expression(point.priority)}` : ''
      return `connect ${machine.queues[point.queue]!.name}${priority}${printData(machine, point.data)}: ${printOutcomes(machine, point.outcomes)}${options}${rest}`
    }
    case 'connect-number':
      return `connect ${expression(point.number)} within ${point.within}${printData(machine, point.data)}: ${printOutcomes(machine, point.outcomes)}${rest}`
    case 'transfer':
      return `transfer to ${expression(point.number)} else → ${point.else}${rest}`
    case 'record': {
      const how = `up to ${point.upTo}${point.tone ? ' tone' : ''}${point.endSilence === undefined ? '' : ` silence ${point.endSilence}`} end ${point.endKey ?? 'none'}`
      const hungUp = point.hungUp === undefined ? '' : ` hung up → ${point.hungUp}`
      return `record ${of(point.register)} ${how} → ${point.next} nothing → ${point.nothing}${hungUp}${rest}`
    }
    case 'jump':
      return `jump → ${point.next}`
    case 'return':
    case 'hangup':
    case 'end':
      return point.op
  }
}

const operation = (machine: Machine, id: number): string => `${machine.operations[id]!.service}.${machine.operations[id]!.name}`

const printData = (machine: Machine, data: (Point & { op: 'connect-number' })['data']): string =>
  data.length === 0 ? '' : ` with ${data.map(({ name, value }) => `${name}: ${printExpression(machine, value)}`).join(', ')}`

function printRest(machine: Machine, point: Extract<Point, { readonly live: readonly RegisterId[] }>): string {
  const live = point.live.filter(id => machine.registers[id]!.remember === undefined).map(id => nameOf(machine, id))
  return `${live.length > 0 ? `  live ${live.join(' ')}` : ''}${point.secretLive ? ' secret' : ''}${point.dark ? ' dark' : ''}`
}
