// Every example is held to the same: a folder with a `main.ivr` is one.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const examples = readdirSync(import.meta.dirname).filter(name => existsSync(join(import.meta.dirname, name, 'main.ivr')))

const callwright = (...command: string[]): { readonly code: number | null; readonly out: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/main.ts', ...command], { cwd: root, encoding: 'utf8' })
  return { code: status, out: stdout + stderr }
}

it('there are examples', () => {
  expect(examples).toContain('harbour-95500')
})

it.each(examples)('%s is checked without an error, a warning or advice', example => {
  const { code, out } = callwright('check', `examples/${example}`, '--max-warnings', '0')
  expect(out.startsWith(`examples/${example}/main.ivr: `)).toBe(true)
  expect(out).toMatch(/ 0 errors, 0 warnings,(?!.*advice)/)
  expect(code).toBe(0)
})

it.each(examples)(
  'every script of %s passes, they go through all of it, and notice what is changed in it',
  example => {
    const { code, out } = callwright('test', `examples/${example}`, '--coverage-min', '95', '--mutants-min', '90')
    expect(out).toMatch(/(\d+) scripts: \1 passed/)
    // The minimum holds over all; these three have to reach it each.
    for (const kind of ['options', 'outcomes', 'timers']) {
      const [, percent] = new RegExp(`${kind} \\d+/\\d+ \\(([\\d.]+) %\\)`).exec(out) ?? []
      expect(Number(percent), kind).toBeGreaterThanOrEqual(95)
    }
    // Whatever else no script notices is told in mutants.json, with the reason.
    expect(out).toMatch(/mutants .* 0 not noticed/)
    expect(code).toBe(0)
  },
  60_000,
)
