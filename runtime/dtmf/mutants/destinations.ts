// Where a way leads, as far as a caller could tell: two blocks with the same steps are no two destinations, and a change from
// one to the other would be none.
import type { Machine, Point, PointId } from '../../../machine/format.ts'
import type { Sentence } from '../../../machine/value-problems.ts'

/** Steps in a row that are looked at; blocks that are the same for so long are taken to be the same. */
const LONGEST = 32

/** The same text for blocks that do the same, one after the other, up to where they part or come together. */
export function signatureOf(machine: Machine, from: PointId): string {
  const parts: string[] = []
  let at = from
  for (let count = 0; count < LONGEST && at >= 0; count++) {
    const point = machine.points[at]!
    if (point.op === 'jump') {
      at = point.next
      continue
    }
    if (point.op === 'go') return [...parts, `go ${point.to}`].join('\n')
    if (point.op === 'return' || point.op === 'hangup' || point.op === 'end') return [...parts, point.op].join('\n')
    if (point.op === 'back') return [...parts, `back ${point.menu} ${point.none}`].join('\n')
    if (!isPlain(point)) break
    const { at: _span, place: _place, next, ...does } = point
    parts.push(JSON.stringify(does))
    at = next
  }
  return [...parts, `at ${at}`].join('\n')
}

type Plain = Extract<Point, { op: 'say' | 'pause' | 'set' | 'add' | 'grant' | 'lower' | 'language' | 'milestone' | 'notify' | 'do' }>
const PLAIN: ReadonlySet<string> = new Set(['say', 'pause', 'set', 'add', 'grant', 'lower', 'language', 'milestone', 'notify', 'do'])
const isPlain = (point: Point): point is Plain => PLAIN.has(point.op)

/** “transfer”, “the text ‘…’”, “the menu again”: what a way leads to, for people. */
export function describeTarget(machine: Machine, from: PointId): Sentence {
  let at = from
  for (let count = 0; count < LONGEST && at >= 0; count++) {
    const point = machine.points[at]!
    switch (point.op) {
      case 'jump':
      case 'set':
      case 'language':
        at = point.next
        continue
      case 'go':
        at = point.to
        continue
      case 'enter':
        return same(machine.places[point.entered]!.name)
      case 'say':
        return same(quote(machine, point.tell.prompt))
      case 'do':
        return same(`do ${placeAt(machine, point.to)}`)
      case 'read':
        return same(machine.listeners[point.listener]!.name)
      case 'request':
      case 'perform':
      case 'notify': {
        const { service, name } = machine.operations[point.operation]!
        return same(`${service}.${name}`)
      }
      case 'hangup':
        return { en: 'hang up', zh: '挂机' }
      case 'back':
        return { en: 'back', zh: '返回上一级' }
      case 'return':
        return { en: 'return', zh: 'return' }
      default:
        return { en: 'the steps behind it', zh: '其后的步骤' }
    }
  }
  return { en: 'again', zh: '重听' }
}

/** Behind Chinese words a name in Latin letters has a blank before it: “通往 main”, “通往挂机”. */
export const afterHan = (words: string): string => (/^\w/.test(words) ? ` ${words}` : words)

const same = (words: string): Sentence => ({ en: words, zh: words })
const placeAt = (machine: Machine, entry: PointId): string => machine.places.find(place => place.entry === entry)?.name ?? '…'

/** The words of a prompt in the line's first language, holes as they are called. */
export function quote(machine: Machine, prompt: number): string {
  const { texts, holes } = machine.prompts[prompt]!
  const parts = texts[machine.line.languages[0]!] ?? Object.values(texts)[0] ?? []
  const words = parts
    .map(part => {
      if (typeof part === 'string') return part
      if ('hole' in part) return `{${holes[part.hole]?.name ?? ''}}`
      return '…'
    })
    .join('')
  return `“${words.length > 40 ? `${words.slice(0, 39)}…` : words}”`
}
