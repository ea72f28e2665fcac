import { expect, it } from 'vitest'
import { checkBytes, checkText, createRandom, fuzz } from './fuzz.ts'

// `full` is the whole of other fuzzes: the usual million here.
const asked = Number(process.env['CALLWRIGHT_FUZZ'] ?? 1)
const millions = Number.isFinite(asked) ? asked : 1

it(`${millions} million hostile inputs`, { timeout: 60_000 + millions * 60_000 }, () => {
  // Another seed each time where more than the usual is asked for.
  fuzz(millions * 1_000_000, millions === 1 ? 20_261_125 : Date.now())
})

it('finds what it is for', () => {
  const random = createRandom(1)
  expect(() => checkBytes(new TextEncoder().encode('Content-Type: text/event-plain\nContent-Length: 5\n\na: b\n'), random)).not.toThrow()
  expect(() => checkText('${x}', 0)).not.toThrow()
  const repeated = Array.from({ length: 20 }, () => createRandom(7)(1000))
  expect(new Set(repeated).size).toBe(1)
})
