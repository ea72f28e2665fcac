import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const callwright = (...command: string[]): { readonly code: number | null; readonly out: string } => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/main.ts', ...command], { cwd: root, encoding: 'utf8' })
  return { code: status, out: stdout + stderr }
}

it('it is checked without an error, a warning or advice', () => {
  expect(callwright('check', 'examples/securities-order', '--max-warnings', '0')).toEqual({
    code: 0,
    out: expect.stringMatching(/^examples\/securities-order\/main\.ivr: .* 0 errors, 0 warnings,(?!.*advice)/) as string,
  })
})

it('every script of it passes, they go through all of it, and notice what is changed in it', () => {
  const { code, out } = callwright('test', 'examples/securities-order', '--coverage-min', '95', '--mutants-min', '90')
  expect(out).toMatch(/(\d+) scripts: \1 passed/)
  // The minimum holds over all; these three have to reach it each.
  for (const kind of ['options', 'outcomes', 'timers']) {
    const [, percent] = new RegExp(`${kind} \\d+/\\d+ \\(([\\d.]+) %\\)`).exec(out) ?? []
    expect(Number(percent), kind).toBeGreaterThanOrEqual(95)
  }
  // Whatever else no script notices is told in mutants.json, with the reason.
  expect(out).toMatch(/mutants .* 0 not noticed/)
  expect(code).toBe(0)
}, 60_000)
