import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const printed = (language: string): string => {
  const block = new RegExp('^```' + language + '\n([^]*?)^```', 'm').exec(read('../../docs/language.md'))
  return block?.[1] ?? '(the language reference has no such block)'
}

it('[L.program.1] the program of the language reference stands at the head of the example', () => {
  const program = printed('ivr')
  expect(read('main.ivr').slice(0, program.length)).toBe(program)
})

it('[L.scripts.4] so does its script', () => {
  expect(read('transfer-declined.dtmf')).toBe(printed('dtmf'))
})

const callwright = (...command: string[]): { readonly code: number | null; readonly out: string } => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/main.ts', ...command], { cwd: root, encoding: 'utf8' })
  return { code: status, out: stdout + stderr }
}

it('it is checked without an error or a warning', () => {
  expect(callwright('check', 'examples/harbour-95500', '--max-warnings', '0')).toEqual({
    code: 0,
    out: expect.stringContaining(' 0 errors, 0 warnings,') as string,
  })
})

it('every script of it passes, they go through all of it, and notice what is changed in it', () => {
  const { code, out } = callwright('test', 'examples/harbour-95500', '--coverage-min', '95', '--mutants-min', '90')
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
