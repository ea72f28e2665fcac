import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import type { PointId } from '../../../machine/format.ts'
import { compile } from '../compile.ts'
import { mapTargets, targetsOf } from './targets.ts'

it('follows a point to where it can be led elsewhere, in the same order', () => {
  const host = {
    read: (path: string) => ({ text: readFileSync(path, 'utf8') }),
    resolve: (from: string, path: string) => join(dirname(from), path),
  }
  const { machine } = compile(host, join(import.meta.dirname, '../../../examples/harbour-95500/main.ivr'))
  const seen = new Set<string>()
  for (const point of machine!.points) {
    const led: PointId[] = []
    mapTargets(point, id => (led.push(id), id))
    expect(targetsOf(point), point.op).toEqual(led)
    seen.add(point.op)
  }
  for (const op of ['enter', 'say', 'set', 'tell', 'read', 'drain', 'branch', 'go', 'do', 'return', 'listen']) expect(seen).toContain(op)
})
