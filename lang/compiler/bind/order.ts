/** One thing that another is made of or runs, and the place that says so. */
export interface Reference<T, P> {
  readonly to: T
  readonly at: P
}

/**
 * All of `roots` and what they refer to, each after those that it refers to, without recursion. `onRing` is told of each ring that is closed: its
 * members from the one that is referred to, and the place that closes it (a member's reference).
 */
export function orderByReferences<T, P>(
  roots: Iterable<T>,
  referencesOf: (of: T) => readonly Reference<T, P>[],
  onRing: (ring: readonly T[], at: P) => void,
  onDone: (of: T) => void = () => {},
): readonly T[] {
  const order: T[] = []
  const state = new Map<T, 'open' | 'done'>()
  for (const root of roots) {
    if (state.has(root)) continue
    state.set(root, 'open')
    const stack = [{ of: root, references: referencesOf(root), at: 0 }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const reference = top.references[top.at]
      top.at += 1
      if (!reference) {
        state.set(top.of, 'done')
        order.push(top.of)
        onDone(top.of)
        stack.pop()
        continue
      }
      const seen = state.get(reference.to)
      if (seen === 'open')
        onRing(
          stack.slice(stack.findIndex(each => each.of === reference.to)).map(each => each.of),
          reference.at,
        )
      else if (seen === undefined) {
        state.set(reference.to, 'open')
        stack.push({ of: reference.to, references: referencesOf(reference.to), at: 0 })
      }
    }
  }
  return order
}
