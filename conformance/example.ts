// The example program's files, as the conformance tests read them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')
const folder = join(root, 'examples/harbour-95500')

/** Path → text of `examples/harbour-95500`. */
export const harbour = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ivr'))
      .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
  )

/** A page of `docs/`. */
export const page = (name: string): string => readFileSync(join(root, 'docs', name), 'utf8')
