import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { checkProgram } from '../lang/compiler/check.ts'
import type { Figure } from './figure.ts'
import { generateProgram } from './generate-program.ts'
import { median, medianMs } from './measure.ts'

const root = join(import.meta.dirname, '..')

/** The whole process from start to exit, as a designer waits for it. */
const coldCheckMs = (): number =>
  median(
    Array.from({ length: 15 }, () => {
      const from = performance.now()
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'cli/callwright.mjs'), 'check', 'examples/harbour-95500'], {
        cwd: root,
      })
      if (status !== 0) throw new Error(`check of the example failed: ${String(stderr)}`)
      return performance.now() - from
    }),
  )

export default (): Figure[] => {
  const text = generateProgram(1000)
  const host = { read: () => ({ text }), resolve: (_: string, path: string) => path }
  const warm = medianMs(
    () => {
      const errors = checkProgram(host, 'generated.ivr').diagnostics.filter(found => found.severity === 'error')
      if (errors.length > 0) throw new Error(`the generated program has errors: ${errors[0]!.message.en}`)
    },
    { runs: 25, warmup: 10 },
  )
  return [
    { what: 'check 1,000 lines, warm', value: warm, unit: 'ms', wanted: { atMost: 15 }, note: 'parse, names, types and rules' },
    {
      what: '`callwright check` of harbour, cold process',
      value: coldCheckMs(),
      unit: 'ms',
      wanted: { atMost: 150 },
      note: 'median of 15 processes',
    },
  ]
}
