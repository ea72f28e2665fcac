// Remembers what was read of a segment, found by its prompt, language and values without making a text of them: a menu says the
// same to every caller, and a simulated call is mostly that.
import type { SpeechValue, Value } from '../../machine/values.ts'
import type { Segment } from '../core/session.ts'

export type Remember<T> = (segment: Segment) => T

interface Node<T> {
  read: T | undefined
  /** What follows, by the next value: plain ones, a prompt without values, anything else as JSON. */
  plain: Map<Value, Node<T>> | null
  speech: Map<number, Node<T>> | null
  other: Map<string, Node<T>> | null
}

const createNode = <T>(): Node<T> => ({ read: undefined, plain: null, speech: null, other: null })

/** So many are remembered; then it is begun anew, so that a long run does not grow. */
const MOST = 20_000

export function createReadingMemory<T>(read: (segment: Segment) => T): Remember<T> {
  const languages = new Map<string, Node<T>[]>()
  let count = 0
  const follow = (node: Node<T>, value: Value): Node<T> => {
    if (typeof value !== 'object' || value === null) return next((node.plain ??= new Map<Value, Node<T>>()), value)
    const speech = value as SpeechValue
    // The label of an option is most of what a menu says.
    if ('prompt' in speech && speech.values.length === 0) return next((node.speech ??= new Map<number, Node<T>>()), speech.prompt)
    return next((node.other ??= new Map<string, Node<T>>()), JSON.stringify(value))
  }
  return segment => {
    let prompts = languages.get(segment.language)
    if (prompts === undefined) languages.set(segment.language, (prompts = []))
    let node = (prompts[segment.prompt] ??= createNode())
    for (const value of segment.values) node = follow(node, value)
    if (node.read !== undefined) return node.read
    const made = read(segment)
    node.read = made
    count += 1
    if (count === MOST) {
      languages.clear()
      count = 0
    }
    return made
  }
}

function next<K, T>(map: Map<K, Node<T>>, key: K): Node<T> {
  let node = map.get(key)
  if (node === undefined) map.set(key, (node = createNode()))
  return node
}
