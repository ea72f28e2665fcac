import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createProgramsInWorker } from './in-worker.ts'

const FOLDER = new URL('../../examples/card-centre/', import.meta.url)
const files = Object.fromEntries(
  readdirSync(FOLDER)
    .filter(name => name.endsWith('.ivr'))
    .map(name => [name, readFileSync(new URL(name, FOLDER), 'utf8')]),
)

it('a program is compiled again only where a file of its own has changed, and the last that compiled stays', () => {
  const programs = createProgramsInWorker()
  programs.change({ changes: { ...files, 'a.dtmf': 'one' }, entry: 'main.ivr', revision: 1 })
  const first = programs.newest()
  expect(first?.revision).toBe(1)
  programs.change({ changes: { 'a.dtmf': 'two' }, entry: 'main.ivr', revision: 2 })
  expect(programs.newest()).toBe(first)
  expect(programs.open('main.ivr')).toBe(first)
  programs.change({ changes: { 'points.ivr': 'flow points {' }, entry: 'main.ivr', revision: 3 })
  expect(programs.newest()).toBeNull()
  expect(programs.findings().length).toBeGreaterThan(0)
  expect(programs.lastGood()).toBe(first)
  programs.change({ changes: { 'points.ivr': files['points.ivr']! }, entry: 'main.ivr', revision: 4 })
  expect(programs.newest()?.revision).toBe(4)
  expect(programs.open('nowhere.ivr')).toBeNull()
})
