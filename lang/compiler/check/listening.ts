// `listen { … }`: times, tries, the end key; of the line, and of one listener upon it.
import type * as ast from '../../grammar/ast.ts'
import { label } from '../bind/unit.ts'
import type { Unit } from '../bind/unit.ts'
import { complain, type Context } from './context.ts'

export interface Listening {
  readonly tries: number
  readonly endKey: string | null
  readonly endRequired: boolean
}

/** What holds where the line says nothing. */
const base: Listening = { tries: 3, endKey: '#', endRequired: false }

/** FreeSWITCH raises less than a second to one. */
const LEAST_FIRST = 1000
const LEAST_NEXT = 500

export function lineListening(unit: Unit): Listening {
  let listening = base
  for (const item of unit.line?.node.items ?? []) if (item.kind === 'ListenBlock') listening = over(listening, item)
  return listening
}

function over(listening: Listening, block: ast.ListenBlock): Listening {
  let result = listening
  for (const item of block.items) {
    if (item.kind === 'ListenTries') result = { ...result, tries: item.tries }
    else if (item.kind === 'ListenEndKey') result = { ...result, endKey: item.key, endRequired: item.required }
  }
  return result
}

export const listeningOf = (unit: Unit, body: ast.ListenerBody): Listening =>
  body.items.reduce((listening, item) => (item.kind === 'ListenBlock' ? over(listening, item) : listening), lineListening(unit))

export function checkListen(context: Context, block: ast.ListenBlock): void {
  const first = new Map<string, ast.ListenItem>()
  for (const item of block.items) {
    const what = item.kind === 'ListenTime' ? `${item.which} key` : item.kind === 'ListenSwitch' ? item.which : item.kind
    const before = first.get(what)
    if (before) {
      complain(context, 'item-twice', { item: context.file.text.slice(item.start, item.end).split(/\s/)[0] ?? '' }, item, {
        labels: [label(context.file, before, 'it is said here first', '首先在这里写出')],
      })
    }
    first.set(what, item)
    if (item.kind === 'ListenTime') {
      const least = item.which === 'first' ? LEAST_FIRST : LEAST_NEXT
      if (item.within.ms < least) complain(context, 'listen-time', { which: item.which, least }, item.within)
    } else if (item.kind === 'ListenTries') {
      if (!Number.isInteger(item.tries) || item.tries < 1 || item.tries > 20) complain(context, 'listen-tries', { most: 20 }, item)
    } else if (item.kind === 'ListenEndKey' && item.key !== null && item.key !== '' && !/^[*#]$/.test(item.key)) {
      complain(context, 'end-key-wrong', { key: item.key }, item)
    }
  }
}
