import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formatProgram } from './format.ts'

const examples = join(import.meta.dirname, '../../examples')
const programs = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ivr'))

it('what was formatted stays as it is', () => {
  expect(programs.length).toBeGreaterThan(50)
  for (const path of programs) {
    const once = formatProgram(readFileSync(join(examples, path), 'utf8'), path)
    expect(once.text, path).toBeDefined()
    expect(formatProgram(once.text!, path).text, path).toBe(once.text)
  }
})
