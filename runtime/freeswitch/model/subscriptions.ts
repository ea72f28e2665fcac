// What a connection wants to hear of.
import { headerValue, type SwitchEvent } from './event.ts'

export interface Subscriptions {
  readonly names: Set<string>
  readonly subclasses: Set<string>
  readonly filters: { name: string; value: string }[]
  /** Only events of one channel: its id, or null where that channel does not exist. */
  only: { readonly channel: string | null } | null
  enabled: boolean
}

export const noSubscriptions = (): Subscriptions => ({ names: new Set(), subclasses: new Set(), filters: [], only: null, enabled: false })

export function wants({ names, subclasses, filters, only, enabled }: Subscriptions, event: SwitchEvent): boolean {
  if (!enabled) return false
  if (!names.has('ALL')) {
    if (!names.has(event.name)) return false
    if (event.name === 'CUSTOM' && event.subclass !== null && !subclasses.has(event.subclass)) return false
  }
  if (filters.length > 0 && !passes(filters, event)) return false
  if (!only) return true
  // A background job belongs to the connection that asked for it.
  if (only.channel !== null && event.owner === only.channel) return true
  return event.channel !== null && (only.channel === null || event.channel === only.channel)
}

/** Filters add up to more events; one with a minus takes them away. */
function passes(filters: Subscriptions['filters'], event: SwitchEvent): boolean {
  let send = false
  for (const { name, value } of filters) {
    const has = headerValue(event, name)
    if (has === undefined) continue
    const takesAway = /^ *-/.test(value)
    if (send && !takesAway) continue
    const wanted = value.replace(/^[ +-]+/, '')
    if (!(wanted.startsWith('/') ? matches(has, wanted) : has.toLowerCase() === wanted.toLowerCase())) continue
    if (takesAway) return false
    send = true
  }
  return send
}

function matches(text: string, pattern: string): boolean {
  const found = /^\/(.*)\/([a-z]*)$/s.exec(pattern)
  try {
    return new RegExp(found?.[1] ?? pattern.slice(1), found?.[2]?.includes('i') ? 'i' : '').test(text)
  } catch {
    return false
  }
}
