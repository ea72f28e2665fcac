import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { checkProgram } from '../lang/compiler/check.ts'
import { buildPackage, PACKAGE, root } from '../tools/package/build.ts'
import type { Figure } from './figure.ts'
import { generateProgram } from './generate-program.ts'
import { median, medianMs } from './measure.ts'

/** The whole process from start to exit, as a designer waits for it. */
function coldCheckMs(launcher: string, example: string): number {
  const check = (): number => {
    const from = performance.now()
    const { status, stderr } = spawnSync(process.execPath, [launcher, 'check', join('examples', example)], { cwd: root })
    if (status !== 0) throw new Error(`check of ${example} failed: ${String(stderr)}`)
    return performance.now() - from
  }
  // The first leaves behind what it compiled (Node's cache, and the package its own), as it does for anybody who checks a second time.
  check()
  return median(Array.from({ length: 15 }, check))
}

const examples = [
  { example: 'card-centre', size: '33 places' },
  { example: 'harbour-95500', size: '217 places' },
] as const

const forms = [
  { form: 'installed', launcher: join(PACKAGE, 'cli/callwright.mjs'), note: 'the package as others install it' },
  { form: 'checkout', launcher: join(root, 'cli/callwright.mjs'), note: 'TypeScript as it is' },
] as const

export default async (): Promise<Figure[]> => {
  await buildPackage(PACKAGE)
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
    ...examples.flatMap(({ example, size }) =>
      forms.map(({ form, launcher, note }): Figure => ({
        what: `\`callwright check\` of ${example}, cold, ${form}`,
        value: coldCheckMs(launcher, example),
        unit: 'ms',
        wanted: { atMost: 150 },
        note: `${size}; median of 15 processes, ${note}`,
      })),
    ),
  ]
}
