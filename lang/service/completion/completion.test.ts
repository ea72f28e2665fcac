import { expect, it } from 'vitest'
import { applyEdits } from '../../text/edit.ts'
import { line, marked, serviceOf } from '../testing/workspace.ts'
import type { CompletionItem } from '../types.ts'

/** What is offered at `|` of a program that has all kinds of things in it, the best first. */
function offered(text: string, files: Readonly<Record<string, string>> = {}): readonly CompletionItem[] {
  const { text: main, offset } = marked(`${line}${text}`)
  const items = serviceOf({ 'main.ivr': main, ...files }).completion('main.ivr', offset)
  return items.toSorted((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0))
}
const labels = (text: string, files?: Readonly<Record<string, string>>): readonly string[] => offered(text, files).map(item => item.label)
const names = (text: string): readonly string[] =>
  offered(text)
    .filter(({ kind }) => kind !== 'keyword' && kind !== 'sign' && kind !== 'snippet')
    .map(item => item.label)
const inserted = (text: string, label: string): string | undefined => offered(text).find(item => item.label === label)?.insert

const start = 'menu start { press 1 for zh"一" en"one" -> goodbye }\n'

it.each([
  ['places behind an arrow', 'flow f {\n  -> |', ['f', 'goodbye', 'start']],
  ['parts behind do', 'flow f(x: digits) { return }\nflow g {\n  do |', ['f', 'g', 'log_in']],
  ['types behind a colon', 'flow f(a: |) {}', ['Account', 'CardNumber', 'Kind']],
  ['levels behind requires', 'flow f requires | {}', ['anonymous', 'signed', 'verified']],
  ['the level that the part grants first', 'flow f {\n  do log_in unless |', ['verified', 'anonymous', 'signed']],
  ['services with operations of the verb', 'flow f {\n  attempt |', ['bank']],
  ['operations of the verb', 'flow f {\n  perform bank.|', ['pay']],
  ['outcomes that are missing', 'flow f {\n  attempt bank.log_in("1") {\n    refused { }\n    |', ['accepted', 'failed']],
  ['outcome values', 'flow f {\n  attempt bank.log_in("1") {\n    accepted(|', ['id']],
  [
    'fields',
    'flow f {\n  let xs = query bank.accounts() else { return }\n  let x = first(xs) else { return }\n  if x.|',
    ['balance', 'kind', 'number'],
  ],
  ['fields of settings', 'flow f {\n  if settings.|', ['emergency', 'rate']],
  ['fields of the call', 'flow f {\n  if call.|', ['called', 'caller', 'id', 'language', 'level', 'started']],
  ['languages', 'flow f {\n  language |', ['en-US', 'zh-CN']],
  ['zones', 'hours h in | { }', ['Asia/Shanghai', 'Europe/Berlin']],
  ['free keys', 'menu m {\n  press 1 for "a" -> goodbye\n  press |', ['2', '#', '*', '0', '3', '4', '5', '6', '7', '8', '9']],
  ['values of a choice', 'flow f(k: Kind) {\n  match k {\n    savings { }\n    |', ['card']],
  ['forms of the type', 'flow f(c: CardNumber) {\n  say "{c as |}"', ['digits', 'keys', 'last4', 'letters']],
  ['what can be set', 'flow f {\n  let x = 1\n  set |', ['customer', 'x']],
])('offers %s', (_, text, wanted) => {
  expect(names(text + (text.includes('menu start') ? '' : `\n${start}`))).toEqual(wanted)
})

it('offers fields of an item whose list a loop goes through', () => {
  const text = 'flow f {\n  let xs = query bank.accounts() else { return }\n  for each x in xs {\n    say "{x.|}"\n  }\n}\n'
  expect(names(text)).toEqual(['balance', 'kind', 'number'])
})

it('offers locals in scope and no others', () => {
  const text = 'flow f(a: digits) {\n  let b = 1\n  if b == 1 { let c = 2 }\n  say |\n  let d = 1\n}\nflow g(e: digits) { }\n'
  const found = names(text)
  expect(found).toEqual(expect.arrayContaining(['a', 'b', 'greeting', 'customer']))
  for (const other of ['c', 'd', 'e']) expect(found).not.toContain(other)
})

it('offers the values of a choice first where one is compared', () => {
  expect(names('flow f(k: Kind) {\n  if k == |').slice(0, 3)).toEqual(['card', 'k', 'savings'])
})

it('offers an operation with all that can come of it', () => {
  expect(inserted('flow f {\n  perform bank.|', 'pay')).toBe(
    'pay(from: ${1:from}, amount: ${2:amount}) {\n  done(receipt) { $3 }\n  declined { $4 }\n  failed { $5 }\n  unknown { $6 }\n}',
  )
  expect(inserted('flow f {\n  let xs = query bank.|', 'accounts')).toBe('accounts() else { $1 }')
  expect(inserted('flow f {\n  notify bank.|', 'sent')).toBe('sent(${1:what})')
})

it('offers all missing outcomes at once', () => {
  expect(inserted('flow f {\n  attempt bank.log_in("1") {\n    |', 'accepted, refused, failed')).toBe(
    'accepted(id) { $1 }\nrefused { $2 }\nfailed { $3 }',
  )
})

it('gives the values of outcomes names that are free there', () => {
  const taken = 'flow f {\n  let id = "1"\n  attempt bank.'
  expect(inserted(`${taken}log_in("1") {\n    |`, 'accepted')).toBe('accepted(accepted_id) { $1 }')
  expect(inserted(`${taken}log_in("1") {\n    accepted(|`, 'accepted_id')).toBe('accepted_id')
  expect(inserted(`${taken}|`, 'log_in')).toMatch(/accepted\(accepted_id\) /)
  expect(inserted('flow f {\n  attempt bank.log_in("1") {\n    accepted(id|) { } } }', 'id')).toBe('id')
})

it('offers whole menus with texts in each language', () => {
  expect(inserted('|', 'menu … { … }')).toBe('menu ${1:name} {\n  say zh"$2" en"$3"\n  press ${4:1} for zh"$5" en"$6" -> ${7:place}\n}')
  expect(labels('flow f {\n  |')).toEqual(expect.arrayContaining(['collect … { … }', 'confirm { … }', 'for each … in … { … }']))
})

it('offers an option by the first key that is free, and by none where all are taken', () => {
  const option = (keys: string): string | undefined =>
    inserted(`menu m {\n  ${[...keys].map(key => `press ${key} for "a" -> goodbye\n  `).join('')}|\n}\n`, 'press … for … -> …')
  expect(option('12')).toMatch(/^press \$\{1:3\} for /)
  expect(option('1234567890*#')).toMatch(/^press \$1 for /)
})

it('a zone takes the place of what stands of it, whole', () => {
  const text = 'hours h in Asia/Sh| { }'
  const item = offered(text).find(({ label }) => label === 'Asia/Shanghai')!
  const { text: main } = marked(`${line}${text}`)
  expect(main.slice(item.start, item.end)).toBe('Asia/Sh')
  expect(labels('hours h in Asia/| { }')).not.toContain('Europe/Berlin')
})

it('a language takes the place of what stands of it, whole', () => {
  const text = 'flow f {\n  language zh-C|'
  const item = offered(text).find(({ label }) => label === 'zh-CN')!
  const { text: main } = marked(`${line}${text}`)
  expect(main.slice(item.start, item.end)).toBe('zh-C')
})

it('offers the languages that a text lacks', () => {
  expect(labels('flow f {\n  say zh"a" |')[0]).toBe('en"…"')
})

it('offers parameters that are not yet given', () => {
  expect(labels('flow f {\n  perform bank.pay(from: "1", |').slice(0, 2)).toContain('amount:')
})

it('offers paths in the quotes of an import, and what a file declares in its braces', () => {
  const files = { 'a/b.ivr': '/// Closes.\nmenu closed { }\nflow open_up { }\n' }
  expect(labels('import { x } from "|"', files)).toEqual(['./a/b.ivr'])
  expect(labels('import { | } from "./a/b.ivr"\n', files)).toEqual(expect.arrayContaining(['closed', 'open_up']))
})

it('says what was written above a declaration', () => {
  const item = offered('flow f {\n  let x = query bank.|').find(({ label }) => label === 'accounts')
  expect(item?.documentation?.en).toBe('All accounts of the caller.')
  expect(item?.detail?.en).toBe('query accounts(): list of Account within 3s')
})

it('writes nothing behind a name that has its arguments', () => {
  expect(inserted('flow f {\n  perform bank.|(from: "1")', 'pay')).toBe('pay')
})

it('keeps the names of the last whole program while the text is broken', () => {
  const service = serviceOf({ 'main.ivr': `${line}${start}` })
  service.open('main.ivr', `${line}${start}`, 1)
  service.diagnostics('main.ivr')
  const { text, offset } = marked(`${line.replace('menu goodbye', 'mnu goodbye {{{')}${start}flow f {\n  -> |`)
  service.open('main.ivr', text, 2)
  expect(service.completion('main.ivr', offset).map(item => item.label)).toContain('goodbye')
})

const far = {
  'lib/far.ivr':
    '/// Closed today.\nmenu closed { press 1 for zh"一" en"one" -> hangup }\nflow part { return }\ntype Colour = digits 4\nprompts { sorry zh"对不起" en"Sorry" }\nservice crm { notice told(what: text) }\n',
  'other.ivr': 'import { closed } from "./lib/far.ivr"\nflow other { -> closed }\n',
  'main2.ivr': line.replace('line l', 'line m'),
}
it.each([
  ['a place of a file that nothing imports', 'flow f { -> |}', 'closed'],
  ['a part', 'flow f { do |\n  -> hangup }', 'part'],
  ['a type', 'flow f(x: |) { -> hangup }', 'Colour'],
  ['a prompt', 'flow f { say |\n  -> hangup }', 'sorry'],
  ['a service of the verb', 'flow f { notify |.told("x") -> hangup }', 'crm'],
])('offers %s with the import that it needs, and then all is declared', (_, text, name) => {
  const { text: main, offset } = marked(`${line}${start}${text}\n`)
  const item = serviceOf({ 'main.ivr': main, ...far })
    .completion('main.ivr', offset)
    .find(({ label }) => label === name)!
  expect(item.detail?.en).toBe('import from ./lib/far.ivr')
  const { start: from, end, insert } = item
  const imported = applyEdits(main, [...item.edits!, { start: from, end, text: insert }])
  const found = serviceOf({ 'main.ivr': imported, ...far }).diagnostics('main.ivr')
  expect(found.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message.en}`)).toEqual([])
})

it('adds to an import that there is, writes one behind the last, and never offers what is in scope, nor another program’s entry', () => {
  const items = (imports: string): readonly CompletionItem[] => {
    const { text: main, offset } = marked(`${imports}${line}${start}flow f {\n  -> |`)
    return serviceOf({ 'main.ivr': main, ...far }).completion('main.ivr', offset)
  }
  const edit = (imports: string, name: string) => items(imports).find(({ label }) => label === name)?.edits
  const part = 'import { part } from "./lib/far.ivr"\n'
  expect(edit(part, 'closed')).toEqual([{ file: 'main.ivr', start: 13, end: 13, text: ', closed' }])
  expect(edit(part, 'other')).toEqual([{ file: 'main.ivr', start: 36, end: 36, text: '\nimport { other } from "./other.ivr"' }])
  expect(edit('', 'other')).toEqual([{ file: 'main.ivr', start: 0, end: 0, text: 'import { other } from "./other.ivr"\n' }])
  expect(
    items('')
      .filter(({ label }) => label === 'goodbye')
      .map(({ edits }) => edits),
  ).toEqual([undefined])
})

it.each([
  [
    'an arm',
    'flow f { let xs = query bank.accounts() else { return }  let x = first(xs) else { return }  match x.kind { sav| { say greeting } card { } } }',
    'savings',
    'savings',
  ],
  [
    'an arm of several',
    'flow f { let xs = query bank.accounts() else { return }  let x = first(xs) else { return }  match x.kind { sav|, card { } } }',
    'savings',
    'savings',
  ],
  [
    'an outcome',
    'flow f { attempt bank.log_in("6225880212345678") { acc|(id) { say greeting } refused { } failed { } } }',
    'accepted',
    'accepted',
  ],
  [
    'an outcome that has nothing yet',
    'flow f { attempt bank.log_in("6225880212345678") { acc| refused { } failed { } } }',
    'accepted',
    'accepted(id) { $1 }',
  ],
  ['a prompt that others follow', 'flow f { say ho|, greeting -> hangup }', 'holds', 'holds(${1:account})'],
  ['a parameter', 'flow f { perform bank.pay(from: "1", am|: CNY 1.00) { done { } } }', 'amount:', 'amount'],
])('writes no second block or values behind %s', (_, text, label, written) => {
  expect(inserted(text, label)).toBe(written)
})

it.each([
  ['a setup', 'setup log_in(id) {\n  given bank.accounts answers []\n}\nscript "x" {\n  run lo|(5)\n}\n', 'log_in', 'log_in'],
  ['a field', 'script "x" {\n  given bank.accounts answers [{ ki|: card }]\n}\n', 'kind', 'kind'],
  ['a setting', 'script "x" {\n  given setting ra| = CNY 2.00\n}\n', 'rate', 'rate'],
])('writes nothing again behind %s of a script', (_, text, label, written) => {
  const { text: script, offset } = marked(`use "./main.ivr"\n${text}`)
  const items = serviceOf({ 'main.ivr': `${line}menu start { press 1 for "x" -> goodbye }\n`, 'a.dtmf': script }).completion(
    'a.dtmf',
    offset,
  )
  expect(items.find(item => item.label === label)?.insert).toBe(written)
})

it.each([
  ['fields of a record', 'given bank.accounts answers [{ |', ['number', 'kind', 'balance']],
  ['fields that are missing', 'given bank.accounts answers [{ number: "6225880212345678", |', ['kind', 'balance']],
  ['values of a field', 'given bank.accounts answers [{ number: "6225880212345678", kind: |', ['savings', 'card', 'which']],
  ['fields of the next record', 'given bank.accounts answers [{ kind: card }, { |', ['number', 'kind', 'balance']],
  ['values of an answer', 'given bank.kind_of answers |', ['savings', 'card', 'which']],
  ['values of a field of the next answer', 'given bank.accounts answers [] after 1s, then [{ kind: |', ['savings', 'card', 'which']],
  ['fields of the next answer', 'given bank.accounts answers [{ number: "1" }], then [{ |', ['number', 'kind', 'balance']],
  ['values of the next answer', 'given bank.kind_of answers savings, then |', ['savings', 'card', 'which']],
  ['values of a setting', 'given setting mood = |', ['savings', 'card', 'which']],
  ['values of a parameter', 'expect bank.open performed with kind |', ['savings', 'card', 'which']],
])('offers %s in a script', (_, text, expected) => {
  const { text: script, offset } = marked(`use "./main.ivr"\nscript "x" {\n  each { which: card }\n  call\n  ${text}\n}\n`)
  const main = line
    .replace('emergency:', 'mood: Kind = savings  emergency:')
    .replace('notice sent(', 'query kind_of(): Kind within 3s\n  transaction open(kind: Kind) within 3s { done }\n  notice sent(')
  const items = serviceOf({ 'main.ivr': `${main}${start}`, 'a.dtmf': script }).completion('a.dtmf', offset)
  const kinds = new Set(['field', 'choice', 'local'])
  expect(items.filter(({ kind }) => kinds.has(kind)).map(({ label }) => label)).toEqual(expected)
  expect(items.filter(({ label }) => label === 'savings').length).toBeLessThan(2)
})
