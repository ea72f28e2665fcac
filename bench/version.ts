import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `langium 4.4.0`: the version that is installed here. */
export const version = (name: string): string => {
  const file = join(import.meta.dirname, '..', 'node_modules', name, 'package.json')
  return `${name} ${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}`
}
