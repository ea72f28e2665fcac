// Whether two values are the same, part by part.
import type { RecordValue, Value } from '../../machine/values.ts'

/** Both of one type. As deep as the type, which the compiler bounds. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false
    return left.every((item: Value, index) => sameValue(item, right[index] as Value))
  }
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  return names.every(name => Object.hasOwn(right, name) && sameValue((left as RecordValue)[name]!, (right as RecordValue)[name]!))
}
