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

it.each(['option', 'shortcut', 'more', 'yes', 'no', 'position'])(
  'does not rename a prompt to “%s”, which would be told in its place',
  name => {
    const text = line.replace('greeting zh', '|greeting zh')
    expect(problem(`${text}${start}`, name)).toContain(`“${name}” is one of the standard prompts`)
    // What is no prompt may be called so.
    expect(problem(`${line.replace('menu goodbye', 'menu good|bye')}${start}`, name)).not.toContain('standard prompts')
  },
)

it.each([
  ['a word of the language', '|levels anonymous'],
  ['a form', 'holds(account: Account) zh"{account.number as |last4}'],
])('does not rename %s', (_, piece) => {
  const from = piece.replace('|', '')
  const text = from.startsWith('holds')
    ? line.replace('holds(account: Account) zh"余额{account.balance}', piece)
    : line.replace(from, piece)
  expect(problem(`${text}${start}`, 'other_name')).not.toBe('')
})

const kinds =
  'flow kinds { let xs = query bank.accounts() else { return }  let x = first(xs) else { return }  if x.kind == savings { say holds(x) }  match x.kind { savings { } card { } }  say "{x.kind: savings "a", card "b"}"  return }\n'
const data = {
  'a.dtmf':
    'use "./main.ivr"\nsetup s(k, n = "6225880212345673") { given bank.accounts answers [{ number: n  kind: k  balance: CNY 1.00 }] }\nscript "x" {\n  each { kind_of: savings }\n  call\n  run s(kind_of)\n  given bank.accounts answers file "./accounts.json"\n  given bank.accounts answers [{ number: "6225880212345673", kind: savings, balance: CNY 1.00 }]\n  hear prompt holds with account.balance CNY 1.00\n  expect bank.pay not performed with amount CNY 1.00\n}\nscript "y" {\n  each row of "./kinds.csv"\n  call\n  given bank.accounts answers [{ number: "6225880212345673", kind: which, balance: CNY 1.00 }]\n}\n',
  'accounts.json': '[{ "number": "6225880212345673", "kind": "savings", "balance": "CNY 1.00", "savings": [{"kind": {}}] }]\n',
  'kinds.csv': 'which,words\nsavings,savings\n"savings","x ""savings"""\r\n card ,savings\n',
}
const whole = `${line}${start}${kinds}`

it('renames a field in other types’ values not, and in records that scripts write and read', () => {
  const after = renamed(whole.replace('kind: Kind  balance', '|kind: Kind  balance'), 'sort', data)
  expect(after['main.ivr']).toContain('sort: Kind')
  expect(after['main.ivr']).toContain('x.sort == savings')
  expect(after['main.ivr']).toContain('match x.sort {')
  expect(after['main.ivr']).toContain('{x.sort: savings "a"')
  expect(after['a.dtmf']).toBe(data['a.dtmf'].replaceAll('kind: ', 'sort: '))
  expect(after['accounts.json']).toBe(data['accounts.json'].replace('"kind": "savings"', '"sort": "savings"'))
})

it('renames a value of a choice in arms, texts, rows, tables and files', () => {
  const after = renamed(whole.replace('{ savings zh', '{ |savings zh'), 'current', data)
  expect(after['main.ivr']).toContain('{ current zh')
  expect(after['main.ivr']).toContain('x.kind == current')
  expect(after['main.ivr']).toContain('match x.kind { current { }')
  expect(after['main.ivr']).toContain('{x.kind: current "a"')
  expect(after['a.dtmf']).toBe(data['a.dtmf'].replaceAll('savings', 'current'))
  expect(after['accounts.json']).toBe(data['accounts.json'].replace('"kind": "savings"', '"kind": "current"'))
  expect(after['kinds.csv']).toBe('which,words\ncurrent,savings\n"current","x ""savings"""\r\n card ,savings\n')
})

it.each([
  ['a row’s name', 'script "x" {\n  each { which: card }\n  call\n  given bank.kind_of answers savings\n}\n'],
  ['a name in a table', 'script "x" {\n  each row of "./kinds.csv"\n  call\n  given bank.kind_of answers savings\n}\n'],
  ['a parameter', 'setup s(which) { given bank.kind_of answers savings }\nscript "x" {\n  call\n  run s(card)\n}\n'],
])('does not rename a value of a choice to %s of a script that says it', (_, script) => {
  const query = whole.replace('notice sent(', 'query kind_of(): Kind within 3s\n  notice sent(').replace('{ savings zh', '{ |savings zh')
  const files = { ...data, 'a.dtmf': `use "./main.ivr"\n${script}` }
  const found = rename(query, 'which', files)
  expect('problem' in found && found.problem.en).toContain('“which” cannot be the name here')
  expect(renamed(query, 'current', files)['a.dtmf']).toContain('answers current')
})

it('renames parameters of operations and of prompts, from a script too', () => {
  const amount = renamed(whole.replace('amount: money CNY)', '|amount: money CNY)'), 'sum', data)
  expect(amount['main.ivr']).toContain('sum: money CNY) within 9s { requires confirm of sum')
  expect(amount['a.dtmf']).toContain('performed with sum CNY 1.00')
  const account = renamed(whole.replace('holds(account', 'holds(|account'), 'it_holds', data)
  expect(account['main.ivr']).toContain('holds(it_holds: Account) zh"余额{it_holds.balance}" en"holds {it_holds.balance}"')
  expect(account['a.dtmf']).toContain('with it_holds.balance CNY 1.00')
  const service = serviceOf({ 'main.ivr': whole, ...data })
  const found = service.rename('a.dtmf', data['a.dtmf'].indexOf('balance CNY 1.00\n  expect'), 'holding')
  const after = edited({ 'main.ivr': whole, ...data }, backEdits(found))
  expect(after['main.ivr']).toContain('{account.holding}')
  expect(after['a.dtmf']).toContain('with account.holding CNY')
  expect(after['a.dtmf']).toContain('kind: k  holding: CNY 1.00')
  expect(service.references('a.dtmf', data['a.dtmf'].indexOf('number: n'), true).map(({ file }) => file)).toEqual([
    'main.ivr',
    'a.dtmf',
    'a.dtmf',
    'a.dtmf',
    'accounts.json',
  ])
})

it('leaves “other” what it is', () => {
  const text = whole.replace('card zh"卡" en"card" }', 'card zh"卡" en"card"  other zh"它" en"other" }')
  expect(problem(text.replace('  other zh', '  |other zh'), 'rest')).toContain('other')
  expect(problem(text.replace('{ savings zh', '{ |savings zh'), 'other')).toContain('other')
})

/** Of the names whose renaming changes values of scripts one of so many has so many scripts checked with it. */
const [SCRIPTS_STEP, SCRIPTS] = process.env['CALLWRIGHT_FUZZ'] === 'full' ? [2, 8] : [4, 3]

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
    const scripts = Object.keys(files).filter(file => file.endsWith('.dtmf'))
    const before = new Map(scripts.map(file => [file, service.diagnostics(file).map(({ code, message }) => `${code} ${message.en}`)]))
    const kindsSeen = new Set<string>()
    let said = 0
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
      if (one.kind === 'field' || one.kind === 'choice' || one.id.startsWith('parameter ')) {
        kindsSeen.add(one.kind)
        // Scripts say these in values, which no check of a program sees.
        const saying = scripts.filter(file => after[file]!.includes(one.name) || after[file]!.includes(NEW))
        const from = said % Math.max(1, saying.length)
        const asked = said++ % SCRIPTS_STEP === 0 ? [...saying.slice(from), ...saying.slice(0, from)].slice(0, SCRIPTS) : []
        for (const script of asked) {
          const found = service.diagnostics(script).map(({ code, message }) => `${code} ${message.en}`)
          expect(found, `${one.name} in ${script}`).toEqual(before.get(script))
        }
      }
      const back = backEdits(service.rename(one.file, newStart(edits, one.file, one.start), one.name))
      const again = edited(after, back)
      for (const file of touched) expect(again[file], `${one.name} in ${file}`).toBe(files[file])
      for (const file of touched) service.close(file)
    }
    expect(count).toBeGreaterThan(50)
    expect([...kindsSeen].sort()).toEqual(['choice', 'field', 'parameter'])
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
