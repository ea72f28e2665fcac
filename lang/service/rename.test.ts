import { expect, it } from 'vitest'
import type { Edit } from '../diagnostics/diagnostic.ts'
import { occurrencesOf } from './occurrences.ts'
import { checkProgram } from '../compiler/check.ts'
import { edited } from './testing/edits.ts'
import { examples, filesOf, hostOf, line, marked, serviceOf } from './testing/workspace.ts'
import type { Renamed } from './types.ts'

const start = 'menu start { press 1 for zh"一" en"one" -> goodbye }\n'

function rename(text: string, name: string, files: Readonly<Record<string, string>> = {}): Renamed {
  const { text: main, offset } = marked(text)
  return serviceOf({ 'main.ivr': main, ...files }).rename('main.ivr', offset, name)
}
function renamed(text: string, name: string, files: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const found = rename(text, name, files)
  if ('problem' in found) throw new Error(found.problem.en)
  return edited({ 'main.ivr': marked(text).text, ...files }, found.edits)
}
const problem = (text: string, name: string): string => {
  const found = rename(text, name)
  return 'problem' in found ? found.problem.en : ''
}

it('renames a place wherever it stands, in other files and scripts too', () => {
  const files = {
    'other.ivr': 'import { goodbye } from "./main.ivr"\nflow other { -> goodbye }\n',
    'a.dtmf': 'use "./main.ivr"\nscript "a" {\n  hear menu goodbye\n  press 1\n  expect ended in goodbye\n}\n',
  }
  const text = `import { other } from "./other.ivr"\n${line.replace('menu goodbye', 'menu good|bye')}${start}flow f { -> other }\n`
  const after = renamed(text, 'farewell', files)
  expect(after['main.ivr']).toContain('menu farewell {')
  expect(after['main.ivr']).toContain('otherwise -> farewell')
  expect(after['other.ivr']).toBe('import { farewell } from "./main.ivr"\nflow other { -> farewell }\n')
  expect(after['a.dtmf']).toContain('hear menu farewell\n')
  expect(after['a.dtmf']).toContain('expect ended in farewell\n')
})

it('writes a bare argument out where its value is renamed, and back', () => {
  const flow =
    'flow f {\n  let amount = CNY 1.00\n  confirm { say "{amount}"  no -> goodbye }\n  perform bank.pay(from: "6225880212345678", amount) { done { } declined { } failed, unknown { } }\n  -> goodbye\n}\n'
  const text = `${line}${start}${flow}`
  const after = renamed(text.replace('let amount', 'let |amount'), 'sum')['main.ivr']!
  expect(after).toContain('amount: sum)')
  expect(renamed(after.replace('let sum', 'let |sum'), 'amount')['main.ivr']).toBe(text)
})

it.each([
  ['goodbye', 'say it', 'is no name'],
  ['goodbye', '1st', 'is no name'],
  ['goodbye', 'start', 'already'],
  ['goodbye', 'again', 'cannot be the name here'],
  ['customer', 'nothing', 'cannot be the name here'],
  ['verified', 'anonymous', 'cannot be the name here'],
])('does not rename %s to %s', (name, to, why) => {
  const text = `${line}${start}`
  const at = text.search(new RegExp(`\\b${name}\\b`))
  const said = problem(`${text.slice(0, at)}|${text.slice(at)}`, to)
  expect(said).not.toBe('')
  if (why !== 'already') expect(said).toContain(why)
})

it.each([
  ['a field', '{ |number: CardNumber'],
  ['a value of a choice', '{ |savings zh'],
  ['a word of the language', '|levels anonymous'],
])('does not rename %s', (_, piece) => {
  expect(problem(`${line.replace(piece.replace('|', ''), piece)}${start}`, 'other')).not.toBe('')
})

/** A name that no example has. */
const NEW = 'renamed_name'

it.each(examples)(
  'every name of %s that can be renamed is, without a new finding, and renamed back all is as it was',
  example => {
    const files = filesOf(example)
    const service = serviceOf(files)
    const program = checkProgram(hostOf(files), 'main.ivr')
    const ids = new Set<string>()
    let count = 0
    for (const one of occurrencesOf(program).all) {
      if (one.standard || ids.has(one.id)) continue
      ids.add(one.id)
      if ('problem' in service.prepareRename(one.file, one.start)) continue
      count++
      const there = service.rename(one.file, one.start, NEW)
      const edits = 'edits' in there ? there.edits : []
      expect(edits.length, `${one.name} at ${one.file}:${one.start}: ${JSON.stringify(there)}`).toBeGreaterThan(0)
      const after = edited(files, edits)
      const touched = [...new Set(edits.map(({ file }) => file))]
      for (const file of touched) service.open(file, after[file]!, 1)
      const back = backEdits(service.rename(one.file, newStart(edits, one.file, one.start), one.name))
      const before = edited(after, back)
      for (const file of touched) expect(before[file], `${one.name} in ${file}`).toBe(files[file])
      for (const file of touched) service.close(file)
    }
    expect(count).toBeGreaterThan(50)
  },
  600_000,
)

/** Where the name at `start` is after the edits before it were made. */
function newStart(edits: readonly Edit[], file: string, start: number): number {
  let moved = start
  for (const edit of edits) if (edit.file === file && edit.end <= start) moved += edit.text.length - (edit.end - edit.start)
  return moved + (edits.find(edit => edit.file === file && edit.start <= start && edit.end > start)?.text.indexOf(NEW) ?? 0)
}
const backEdits = (found: Renamed): readonly Edit[] => {
  if ('problem' in found) throw new Error(found.problem.en)
  return found.edits
}
