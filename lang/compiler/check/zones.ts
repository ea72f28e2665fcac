import type * as ast from '../../grammar/ast.ts'
import { suggest } from '../bind/suggest.ts'
import { rename } from '../bind/unit.ts'
import { complain, type Context } from './context.ts'

const known = new Map<string, boolean>()

/** Is there such a zone in the IANA database, as this machine has it? Spelled as there, so that it means the same everywhere. */
function isZone(zone: string): boolean {
  let there = known.get(zone)
  if (there === undefined) {
    // The list is quick; an older name of a zone is not on it, and making a format of it is slow.
    there = zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone) || isOldName(zone)
    known.set(zone, there)
  }
  return there
}

function isOldName(zone: string): boolean {
  if (!/^[A-Z][A-Za-z]*(?:\/[A-Za-z0-9_+-]+)+$/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export function checkZone(context: Context, zone: ast.ZoneName): void {
  if (zone.text === '' || isZone(zone.text)) return
  const meant = suggest(context.unit, zone.text, Intl.supportedValuesOf('timeZone'))
  complain(context, 'unknown-zone', { zone: zone.text, ...(meant ? { meant } : {}) }, zone, {
    fixes: meant ? [rename(context.file, zone, meant)] : [],
  })
}
