// What happens in a place, as a list that is read from top to bottom.
import { AGAIN, type Listener, type Machine, type PointId, type PointOf } from '../../../../machine/format.ts'
import { printExpression } from '../../../../machine/print-expression.ts'
import { askedOf, keyCause, placeAt } from '../graph/decisions.ts'
import { causeLabel } from '../graph/labels.ts'
import type { Block, Item } from '../graph/outline.ts'
import { nameOfType } from '../graph/program-graph.ts'
import { wordsOfLabel } from '../graph/words.ts'
import { duration, placeLink, promptAnchor, said, wordsOfTell, type BookContext } from './context.ts'
import { BREAK, joined, type DocBlock, type Inline, type ListItem } from './document.ts'

/** Blocks lie in each other as deep as the program is written; beyond this they are told side by side. */
const DEEPEST = 40

export function stepsOf(context: BookContext, items: readonly Item[], depth = 0): readonly ListItem[] {
  return items.flatMap(item => stepOf(context, item, depth))
}

function stepOf(context: BookContext, item: Item, depth: number): readonly ListItem[] {
  const { machine, words } = context
  const point = machine.points[item.point]!
  const plain = shortStep(context, item.point)
  const blocks = depth > DEEPEST ? [] : item.blocks
  if (plain !== null && point.place < 0) {
    // By the `otherwise` of several listeners, so that it stands in the block of none.
    return [{ text: [{ kind: 'strong', text: words.leave }, ': ', ...plain, { kind: 'faint', text: ` (${words.asTheLine})` }], below: [] }]
  }
  if (plain !== null) return [{ text: plain, below: [] }]
  switch (point.op) {
    case 'listen':
      return [listenerStep(context, machine.listeners[point.listener]!, blocks, depth)]
    case 'branch':
    case 'match':
    case 'repeat':
    case 'each':
      return blocks.filter(block => block.items.some(inner => isTold(context, inner))).map(block => blockItem(context, block, depth, []))
    case 'request':
    case 'perform':
    case 'queue-state': {
      const asked = askedOf(machine, point)
      const operation = point.op === 'queue-state' ? null : machine.operations[point.operation]!
      const verb = point.op === 'perform' ? words.performs : words.asksBank
      const link: Inline = operation === null ? { kind: 'strong', text: asked } : { kind: 'link', to: `operation-${asked}`, text: asked }
      const meanwhile = point.op === 'perform' ? (point.meanwhile ?? []) : []
      const extra = meanwhile.map((tell): ListItem => ({
        text: [`${words.meanwhile}: `, ...said(context, wordsOfTell(context, tell))],
        below: [],
      }))
      return [{ text: [`${verb} `, link], below: listOf([...extra, ...blocks.map(block => blockItem(context, block, depth, []))]) }]
    }
    case 'connect-queue':
    case 'connect-number': {
      const to = askedOf(machine, point)
      return [
        {
          text: [`${words.connects} `, { kind: 'strong', text: to }],
          below: listOf(blocks.map(block => blockItem(context, block, depth, []))),
        },
      ]
    }
    case 'transfer': {
      const text = [`${words.transfers} `, { kind: 'code', text: printExpression(machine, point.number) } as const]
      return [{ text, below: listOf(blocks.map(block => blockItem(context, block, depth, []))) }]
    }
    case 'record':
      return [
        {
          text: [`${words.records} ${duration(context, point.upTo)}`],
          below: listOf(blocks.map(block => blockItem(context, block, depth, []))),
        },
      ]
    default:
      return []
  }
}

const listOf = (items: readonly ListItem[]): readonly DocBlock[] => (items.length === 0 ? [] : [{ kind: 'list', items }])

const isTold = (context: BookContext, item: Item): boolean => stepOf(context, item, DEEPEST).length > 0 || item.blocks.length > 0

/** A block of a decision: on its line where it is short, else below it. */
function blockItem(context: BookContext, block: Block, depth: number, label: readonly Inline[]): ListItem {
  const { words, machine } = context
  const head: readonly Inline[] = label.length > 0 ? label : [{ kind: 'strong', text: causeWords(context, block) }]
  const inner = block.items.filter(item => isTold(context, item))
  const short = inner.every(item => shortStep(context, item.point) !== null)
  const line =
    inner.length > 0 && inner.every(item => machine.points[item.point]!.place < 0)
      ? [{ kind: 'faint', text: ` (${words.asTheLine})` } as const]
      : []
  if (short && inner.length <= 3) {
    const texts = inner.map(item => shortStep(context, item.point)!)
    const broken = texts.some(text => text.some(one => typeof one === 'object' && one.kind === 'said'))
    return { text: [...head, ': ', ...joined(texts, broken ? BREAK : '; '), ...line], below: [] }
  }
  return { text: [...head, ':', ...line], below: listOf(stepsOf(context, inner, depth + 1)) }
}

function causeWords(context: BookContext, { cause }: Block): string {
  const { words, label } = context
  if (cause.kind === 'none') return words.listOver
  if (cause.kind === 'outcome') return cause.outcome
  if (cause.kind === 'if' && cause.check) return `${words.check} ${cause.condition} · ${cause.holds ? words.ifSo : words.ifNot}`
  return causeLabel(cause, label)
}

/** A step that needs no more than a line; null for one that decides something, and for what is not told. */
function shortStep(context: BookContext, id: PointId): readonly Inline[] | null {
  const { machine, words } = context
  const point = machine.points[id]!
  switch (point.op) {
    case 'say': {
      const how = [...(point.once === undefined ? [] : [words.once]), ...(point.everyLanguage ? [words.everyLanguage] : [])]
      const verb = `${point.announce ? words.announces : words.says}${how.length > 0 ? ` (${how.join(', ')})` : ''}`
      const anchor = promptAnchor(context, point.tell.prompt)
      const head: Inline = anchor === null ? verb : { kind: 'link', to: anchor, text: verb }
      return [head, BREAK, ...said(context, wordsOfTell(context, point.tell))]
    }
    case 'pause':
      return [`${words.pause} ${duration(context, point.ms)}`]
    case 'go':
      return ['→ ', placeLink(context, placeAt(machine, point.to)!.name)]
    case 'do':
      return [`${words.runs} `, placeLink(context, placeAt(machine, point.to)!.name)]
    case 'back':
      return [words.back]
    case 'return':
      return [words.returns]
    case 'hangup':
      return [words.hangup]
    case 'end':
      return [words.ended]
    case 'grant':
      return [`${words.grantsNow} `, { kind: 'strong', text: machine.line.levels[point.level]! }]
    case 'lower':
      return [`${words.lowers} `, { kind: 'strong', text: machine.line.levels[point.level]! }]
    case 'language':
      return [`${words.speaks} ${point.language}`]
    case 'milestone':
      return [`${words.milestone} ${point.name}`]
    case 'notify': {
      const { service, name } = machine.operations[point.operation]!
      return [`${words.notifies} `, { kind: 'link', to: `operation-${service}.${name}`, text: `${service}.${name}` }]
    }
    case 'mistake':
      return [words.countsAsMistake]
    case 'each':
      return point.move === 'start' ? null : [words.moves[point.move]]
    default:
      return null
  }
}

// ------------------------------------------------------------------------------------------------ listeners

function listenerStep(context: BookContext, listener: Listener, blocks: readonly Block[], depth: number): ListItem {
  const { machine, words } = context
  const below: DocBlock[] = []
  const rows = listener.options.map(option => {
    const cause = JSON.stringify(keyCause(machine, option))
    const block = blocks.find(one => one.cause.kind === 'key' && JSON.stringify(one.cause) === cause)
    return { option, leads: leadsOf(context, listener, option.to, block) }
  })
  if (rows.length > 0) {
    const conditional = listener.options.some(option => option.when !== undefined)
    below.push({
      kind: 'table',
      head: [words.key, words.text, ...(conditional ? [words.when] : []), words.leads],
      rows: rows.map(({ option, leads }) => [
        [{ kind: 'key', text: option.upTo === undefined ? option.keys : `${option.keys}–${option.upTo}` }],
        said(context, wordsOfLabel(machine, option.tell) ?? {}),
        ...(conditional ? [option.when === undefined ? [] : [{ kind: 'code', text: printExpression(machine, option.when) } as const]] : []),
        leads.text,
      ]),
    })
  }
  const items: ListItem[] = []
  if (listener.kind === 'choose')
    items.push({ text: [`${words.offer}: `, ...said(context, wordsOfTell(context, listener.offer))], below: [] })
  // What is too long for its row of the table stands below it.
  for (const block of blocks) {
    if (block.cause.kind === 'key' && isLong(context, block)) items.push(blockItem(context, block, depth, []))
  }
  for (const block of blocks) {
    const { cause } = block
    if (cause.kind === 'key') continue
    const label = { silence: words.onSilence, mistake: words.onMistake, 'too short': words.onShort } as Readonly<Record<string, string>>
    const name = label[cause.kind]
    const times =
      'times' in cause && cause.times !== null && cause.times > 1 && name !== undefined ? ` (${words.fromTime} ${cause.times})` : ''
    items.push(blockItem(context, block, depth, name === undefined ? [] : [{ kind: 'strong', text: `${name}${times}` }]))
  }
  return { text: listenerHead(context, listener), below: [...below, ...listOf(items)] }
}

function listenerHead(context: BookContext, listener: Listener): readonly Inline[] {
  const { words, machine } = context
  const own = listener.name.slice(listener.name.lastIndexOf('.') + 1)
  const timing = [
    `${words.firstKey} ${duration(context, listener.first)}`,
    `${words.nextKey} ${duration(context, listener.next)}`,
    `${words.tries} ${listener.tries}`,
    ...(listener.kind === 'collect' && listener.endKey !== null ? [`${words.endKey} ${listener.endKey}`] : []),
  ].join(' · ')
  const faint: Inline = { kind: 'faint', text: timing }
  switch (listener.kind) {
    case 'collect': {
      const hidden = listener.secret
        ? words.secret
        : (machine.registers[listener.register]!.class ?? listener.type.class) === 'private'
          ? words.private
          : null
      return [
        `${words.collects} `,
        { kind: 'strong', text: own },
        ` (${nameOfType(listener.type)}${hidden === null ? '' : `, ${hidden}`}) `,
        faint,
      ]
    }
    case 'choose':
      return [`${words.chooses} `, { kind: 'strong', text: own }, ' ', faint]
    case 'confirm':
      return [`${words.confirms} `, faint]
    case 'menu':
      return [`${words.listens} `, faint]
  }
}

const isLong = (context: BookContext, block: Block): boolean => {
  const inner = block.items.filter(item => isTold(context, item))
  return inner.length > 3 || inner.some(item => shortStep(context, item.point) === null)
}

function leadsOf(context: BookContext, listener: Listener, to: PointId, block: Block | undefined): { readonly text: readonly Inline[] } {
  const { words, machine } = context
  if (block !== undefined && !isLong(context, block)) {
    const steps = block.items.flatMap(item => {
      const text = shortStep(context, item.point)
      return text === null ? [] : [text]
    })
    if (steps.length > 0) return { text: joined(steps, BREAK) }
  }
  if (block !== undefined && isLong(context, block)) return { text: [words.goesOn, ' ↓'] }
  const next = follow(machine, to)
  if (next === listener.read || to === AGAIN) return { text: [words.again] }
  // Falling out of the menu it comes straight to a step that leaves the place.
  const leaves = ['go', 'back', 'hangup', 'return'].includes(machine.points[next]!.op) ? shortStep(context, next) : null
  if (leaves !== null) return { text: leaves }
  return { text: [words.goesOn] }
}

/** Past points that only lead on. */
function follow(machine: Machine, from: PointId): PointId {
  let at = from
  for (let step = 0; step < machine.points.length; step++) {
    const point = machine.points[at]
    if (point?.op !== 'jump') return at
    at = (point as PointOf<'jump'>).next
  }
  return at
}
