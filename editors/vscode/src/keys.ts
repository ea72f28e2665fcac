/** The keys that can be pressed for a caller, and what from the first value on is left to whoever dials. */
export function pressable(keys: readonly string[]): { readonly first: string; readonly rest: readonly string[] } {
  const until = keys.findIndex(key => !/^[0-9*#]+$/.test(key))
  const at = until < 0 ? keys.length : until
  return { first: keys.slice(0, at).join(''), rest: keys.slice(at) }
}
