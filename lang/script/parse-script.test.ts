import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Script, ScriptLine, ScriptValue } from '../../machine/script.ts'
import { applyEdits } from '../text/edit.ts'
import { annotate } from './annotation.ts'
import { parseScript } from './parse-script.ts'
import { ScriptParser } from './parser.ts'

const fixtures = new URL('./fixtures/', import.meta.url)
const names = readdirSync(fixtures).filter(name => name.endsWith('.dtmf'))
const read = (name: string): string => readFileSync(new URL(name, fixtures), 'utf8')

/** The one script of a file with these lines; it must have no errors. */
const scriptOf = (lines: string, head = ''): Script => {
  const { script, diagnostics } = parseScript(`use "./m.ivr"\nscript "s" ${head} {\n${lines}\n}`, 's.dtmf')
  expect(diagnostics.map(diagnostic => diagnostic.message.en)).toEqual([])
  return script.scripts[0]!
}
const lineOf = (text: string): ScriptLine => scriptOf(text).lines[0]!
const errorsOf = (lines: string): string[] =>
  parseScript(`use "./m.ivr"\nscript "s" {\n${lines}\n}`, 's.dtmf').diagnostics.map(
    diagnostic => `${diagnostic.code} ${diagnostic.message.en}`,
  )

it('builds its grammar without complaints of Chevrotain', () => {
  expect(() => new ScriptParser(true)).not.toThrow()
})

it.each(names)('reads %s', async name => {
  const text = read(name)
  const { diagnostics } = parseScript(text, name)
  await expect(`${annotate(text, diagnostics)}`).toMatchFileSnapshot(`./fixtures/${name}.txt`)
})

it.each(['language-page.dtmf', 'every-form.dtmf'])('finds nothing wrong in %s', name => {
  expect(parseScript(read(name), name).diagnostics).toEqual([])
})

it('[L.scripts.4] holds the script that the language reference prints', () => {
  const page = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8')
  expect(read('language-page.dtmf')).toBe(/^```dtmf\n([^]*?)^```/m.exec(page)![1])
})

it('reads a byte order mark, line breaks of Windows and names of any script', () => {
  const text =
    '\uFEFFuse "./m.ivr"\r\nsetup 登录(卡号 = "1") {\r\n\tgiven bank.log_in answers accepted(卡号)\r\n}\r\nscript "转账 {原因}" tags 转账 {\r\n\teach { 原因: limit }\r\n\trun 登录(卡号: "2")\r\n\tenter 金额 "10*05#"\r\n}\r\n'
  const { script, diagnostics } = parseScript(text, 's')
  expect(diagnostics).toEqual([])
  expect(script.scripts[0]).toMatchObject({ name: '转账 {原因}', tags: ['转账'], lines: [{ setup: '登录' }, { listener: '金额' }] })
})

it('[L.scripts.17] reads the head of a script', () => {
  const script = scriptOf('skip "not yet" until 2027-01-01\nonly\npress 1', 'tags transfer, nightly in zh-CN, en-US')
  expect(script).toMatchObject({
    tags: ['transfer', 'nightly'],
    languages: ['zh-CN', 'en-US'],
    only: true,
    skip: { why: 'not yet', until: '2027-01-01' },
  })
  expect(scriptOf('press 1', 'in zh-Hans-CN skip "why"')).toMatchObject({ languages: ['zh-Hans-CN'], skip: { why: 'why', until: null } })
})

it('reads tags of several words, with hyphens that touch them', () => {
  expect(scriptOf('press 1', 'tags log-in, type-ahead, sprint-12-b, 转账-夜间 in zh-CN')).toMatchObject({
    tags: ['log-in', 'type-ahead', 'sprint-12-b', '转账-夜间'],
    languages: ['zh-CN'],
  })
  expect(parseScript('use "./m.ivr"\nscript "a" tags log - in { press 1 }', 'a.dtmf').diagnostics).toHaveLength(1)
  expect(parseScript('use "./m.ivr"\nscript "a" tags log- { press 1 }', 'a.dtmf').diagnostics).toHaveLength(1)
})

it('[L.scripts.4] reads rows', () => {
  expect(scriptOf('each { a: x  b: zh"余额" en"balance" }\neach row of "./x.csv"\npress 1').rows).toMatchObject([
    { kind: 'row', values: { a: { kind: 'name', name: 'x' }, b: { kind: 'text', variants: { zh: ['余额'], en: ['balance'] } } } },
    { kind: 'file', path: './x.csv' },
  ])
})

it('[L.scripts.11] reads every kind of answer', () => {
  const answers = (text: string) => (lineOf(`given b.op ${text}`) as Extract<ScriptLine, { kind: 'given operation' }>).answers
  expect(answers('answers accepted(id, "x") after 400ms')).toMatchObject([
    { kind: 'outcome', name: 'accepted', values: [{ kind: 'name' }, { kind: 'text' }], after: 400 },
  ])
  expect(answers('answers refused, then accepted("1"), then fails after 2s')).toMatchObject([
    { name: 'refused' },
    { name: 'accepted' },
    { kind: 'fails', after: 2000 },
  ])
  expect(answers('never answers')).toMatchObject([{ kind: 'never answers' }])
  expect(answers('loses the answer')).toMatchObject([{ kind: 'loses the answer' }])
  expect(answers('answers CNY -5.00')).toMatchObject([{ kind: 'value', value: { kind: 'money', currency: 'CNY', amount: '-5.00' } }])
  expect(answers('answers [{ a: 1, b: [] }]\n   then\n   never answers')).toMatchObject([{ kind: 'value' }, { kind: 'never answers' }])
  expect(answers('answers file "./a.json"')).toMatchObject([{ kind: 'value', value: { kind: 'file', path: './a.json' } }])
  expect(answers('answers recording 5s')).toMatchObject([{ kind: 'value', value: { kind: 'recording', ms: 5000 } }])
  expect(answers('answers nothing')).toMatchObject([{ kind: 'outcome', name: 'nothing', values: [] }])
})

it('[S9.8] reads what queues and numbers do', () => {
  expect(lineOf('given queue q answers after 40s for 2min')).toMatchObject({
    answers: { after: 40_000, for: 120_000, who: null },
    noAgents: false,
  })
  expect(lineOf('given queue q answers')).toMatchObject({ answers: { after: 0, for: 60_000 } })
  expect(lineOf('given queue q has 3 waiting, 2 agents, longest 40s')).toMatchObject({
    answers: null,
    waiting: 3,
    agents: 2,
    longest: 40_000,
  })
  expect(lineOf('given queue q has no agents')).toMatchObject({ noAgents: true, agents: null })
  expect(lineOf('given queue q fails')).toMatchObject({ fails: true })
  expect(lineOf('given number "955" does not answer')).toMatchObject({ number: '955', is: 'no answer' })
  expect(lineOf('given number "955" answers after 5s for 1min')).toMatchObject({ is: 'answered', after: 5000, for: 60_000 })
})

it('reads a service that is called as a word of the language', () => {
  expect(lineOf('given queue.state answers 1')).toMatchObject({ kind: 'given operation', service: 'queue', operation: 'state' })
  expect(lineOf('expect level.set performed')).toMatchObject({ kind: 'expect operation', service: 'level', operation: 'set', times: null })
})

it('[L.scripts.10] reads every form of hear', () => {
  expect(lineOf('hear next exactly zh"您…" en"Hi" within 2s')).toMatchObject({
    mode: 'next',
    what: { kind: 'text', exactly: true },
    within: 2000,
  })
  expect(lineOf('hear words within 500ms')).toMatchObject({ mode: 'forward', what: { text: { kind: 'name', name: 'words' } }, within: 500 })
  expect(lineOf('never hear prompt greeting')).toMatchObject({ mode: 'never', what: { kind: 'prompt', name: 'greeting', values: {} } })
  expect(lineOf('hear prompt p with a.b CNY 1.00, c 2')).toMatchObject({
    what: { values: { 'a.b': { kind: 'money' }, c: { kind: 'number', raw: '2' } } },
  })
  expect(lineOf('hear prompt main.2')).toMatchObject({ what: { name: 'main.2' } })
  expect(lineOf('hear menu main')).toMatchObject({ what: { kind: 'menu', name: 'main' } })
  expect(lineOf('hear recording')).toMatchObject({ what: { kind: 'recording' } })
  expect(lineOf('hear nothing else')).toMatchObject({ what: { kind: 'nothing else' } })
})

it('[L.scripts.5] reads keys, typed or in a row', () => {
  const keys = (text: string): ScriptValue => (lineOf(text) as Extract<ScriptLine, { kind: 'press' }>).keys
  expect(keys('press 1*')).toMatchObject({ kind: 'text', variants: { '': ['1*'] } })
  expect(keys('press #')).toMatchObject({ variants: { '': ['#'] } })
  expect(keys('press "1,,2"')).toMatchObject({ variants: { '': ['1,,2'] } })
  expect(keys('press key')).toMatchObject({ kind: 'name', name: 'key' })
  expect(lineOf('press early 1')).toMatchObject({ how: 'early' })
  expect(lineOf('enter ahead card "62#"')).toMatchObject({ how: 'ahead', listener: 'card', keys: { kind: 'text' } })
  expect(lineOf('enter log_in.card 62')).toMatchObject({ listener: 'log_in.card' })
  expect(scriptOf('enter card\npress 1').lines).toMatchObject([
    { kind: 'enter', listener: null, keys: { name: 'card' } },
    { kind: 'press' },
  ])
})

it('[L.scripts.15] reads every form of expect', () => {
  expect(lineOf('expect b.op performed once with amount CNY 1.00')).toMatchObject({ times: 1, with: { amount: { kind: 'money' } } })
  expect(lineOf('expect b.op performed 3 times')).toMatchObject({ times: 3 })
  expect(lineOf('expect b.op not performed')).toMatchObject({ times: 0, with: {} })
  expect(lineOf('expect ended in main')).toMatchObject({ where: { place: 'main' } })
  expect(lineOf('expect ended by caller')).toMatchObject({ where: { by: 'caller' } })
  expect(lineOf('expect connected to queue q')).toMatchObject({ queue: 'q' })
  expect(lineOf('expect transferred to "955"')).toMatchObject({ number: { kind: 'text' } })
  expect(lineOf('expect transcript same as "./x.txt"')).toMatchObject({ path: './x.txt' })
  expect(lineOf('expect level verified')).toMatchObject({ level: 'verified' })
})

it('reads setups with parameters, and arguments of both kinds', () => {
  const { script, diagnostics } = parseScript(
    'use "./m.ivr"\nsetup a(x, y = CNY 5.00) {\n  given b.op fails\n}\nscript "s" {\n  run a("1", y: 2)\n  run a(x = n)\n  run a\n}',
    's',
  )
  expect(diagnostics).toEqual([])
  expect(script.setups[0]).toMatchObject({
    name: 'a',
    parameters: [
      { name: 'x', value: null },
      { name: 'y', value: { kind: 'money' } },
    ],
  })
  expect(script.scripts[0]!.lines).toMatchObject([
    { arguments: [{ name: null }, { name: 'y' }] },
    { arguments: [{ name: 'x', value: { kind: 'name' } }] },
    { arguments: [] },
  ])
})

it('gives each line its span', () => {
  const text = 'use "./m.ivr"\nscript "s" {\n  hear zh"a"\n       en"b" within 2s\n  hang up\n}'
  const { script } = parseScript(text, 's')
  expect(script.scripts[0]!.lines.map(({ start, end }) => text.slice(start, end))).toEqual([
    'hear zh"a"\n       en"b" within 2s',
    'hang up',
  ])
})

it('says what is missing at the end of its own line', () => {
  expect(errorsOf('press\npress 1')).toEqual(['CW1001 Expected keys (1, *, "10*05#"), but found the end of the line.'])
  expect(errorsOf('given b.op')).toEqual(['CW1001 Expected “answers”, “fails”, “never” or “loses”, but found the end of the line.'])
})

it('reports one fault once', () => {
  for (const line of [
    'hear',
    'hear prompt',
    'given',
    'given b.op answers [1',
    'given b.op answers {a 1}',
    'expect',
    'enter',
    'wait soon',
    'call at noon',
    'run s(',
    '"x"',
    'each { a: 1',
    'hear zh"a" "b"',
  ]) {
    expect(errorsOf(`press 1\n${line}\npress 2`)).toHaveLength(1)
  }
})

it('loses one line for one error', () => {
  const kinds = (text: string) =>
    parseScript(`use "./m.ivr"\nscript "s" {\n${text}\n}`, 's').script.scripts[0]!.lines.map(line => line.kind)
  for (const line of [
    'hear',
    'given b.op answers [{ a: 1 }',
    'given b.op answers { a: [1',
    'hear "abc',
    'expect b.op performed once with',
    'frob',
    '} }',
  ]) {
    expect(kinds(`hang up\n${line}\nstay silent`)[0]).toBe('hang up')
    if (!line.startsWith('}')) expect(kinds(`hang up\n${line}\nstay silent`)).toEqual(['hang up', 'stay silent'])
  }
})

it.each(['en-', 'en-US, zh-'])('keeps the scripts of a file where the language %s is cut off', language => {
  const { script, diagnostics } = parseScript(
    `use "./m.ivr"\nscript "a" in ${language} {\npress 1\n}\nscript "b" {\npress 2\n}\n`,
    's.dtmf',
  )
  expect(diagnostics.map(diagnostic => diagnostic.message.en)).toEqual(['Expected a name, but found “{”.'])
  expect(script.scripts.map(one => one.lines.length)).toEqual([1, 1])
})

it('mends a slip by its fix, and reads the line as if it had been made', () => {
  const text = 'use "./m.ivr"\nscript "s" tgs a {\n  pres 1\n  hear menu main wthin 2s\n  given b.op answrs done\n}'
  const { script, diagnostics } = parseScript(text, 's')
  expect(diagnostics.every(diagnostic => diagnostic.code === 'CW1002')).toBe(true)
  const mended = parseScript(
    applyEdits(
      text,
      diagnostics.flatMap(diagnostic => diagnostic.fixes[0]!.edits),
    ),
    's',
  )
  expect(mended.diagnostics).toEqual([])
  const kinds = (script_: Script | undefined): unknown => script_?.lines.map(line => line.kind)
  expect(kinds(script.scripts[0])).toEqual(kinds(mended.script.scripts[0]))
})

it('does not take a row’s or an outcome’s name for a slip of a word', () => {
  expect(lineOf('hear menus')).toMatchObject({ what: { text: { kind: 'name', name: 'menus' } } })
  expect(lineOf('hear prompts within 2s')).toMatchObject({ what: { text: { kind: 'name', name: 'prompts' } } })
  expect(lineOf('given b.op answers done, then failed, then loss')).toMatchObject({ answers: [{}, { name: 'failed' }, { name: 'loss' }] })
  expect(lineOf('press earl')).toMatchObject({ how: 'patient', keys: { name: 'earl' } })
})

it('never throws and keeps its spans inside the text, for every prefix of every fixture', () => {
  for (const name of names) {
    const text = read(name)
    for (let end = 0; end <= text.length; end += 1) checkInside(text.slice(0, end))
  }
})

it('never throws for mutations of the fixtures', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '"',
    '[',
    ']',
    '(',
    ')',
    ',',
    '\n',
    ' ',
    'zh"',
    'script "x" {\n',
    'given ',
    'hear ',
    'press 1\n',
    '“',
    '//',
    '/*',
    '\\',
    '…',
    '\u0000',
    'then ',
    '5s',
  )
  const parsed = names.map(read)
  fc.assert(
    fc.property(
      fc.constantFrom(...parsed),
      fc.array(fc.tuple(fc.nat(), fc.nat(12), pieces), { minLength: 1, maxLength: 5 }),
      (text, edits) => {
        let changed = text
        for (const [at, cut, piece] of edits) {
          const place = at % (changed.length + 1)
          changed = changed.slice(0, place) + piece + changed.slice(place + cut)
        }
        checkInside(changed)
      },
    ),
    { numRuns: 1500 },
  )
})

it('ends quickly where brackets are nested without end', () => {
  for (const open of ['[', '{ a: ', 'a(', '(']) {
    const { diagnostics } = parseScript(`use "./m.ivr"\nscript "s" {\n  given b.op answers ${open.repeat(10_000)}\n}`, 's')
    expect(diagnostics.length).toBeGreaterThan(0)
    expect(diagnostics.length).toBeLessThan(10)
  }
})

it('stops counting errors where there are more than anybody reads', () => {
  for (const line of ['  press “1”\n', '§ ] ) }\n', 'hear "\n', '  pres 1\n']) {
    const { diagnostics } = parseScript(`use "./m.ivr"\nscript "s" {\n${line.repeat(5000)}`, 's')
    expect(diagnostics).toHaveLength(200)
    expect(diagnostics.at(-1)!.code).toBe('CW1025')
  }
})

function checkInside(text: string): void {
  const { diagnostics, script } = parseScript(text, 's')
  for (const { start, end, message } of [...diagnostics]) {
    expect(start >= 0 && start <= end && end <= text.length, `${start}..${end} of ${text.length}: ${message.en}`).toBe(true)
    expect(message.en).not.toMatch(/token|undefined|-->/)
  }
  for (const part of [...script.setups, ...script.scripts]) {
    for (const { start, end } of part.lines) expect(start >= part.start && start < end && end <= part.end).toBe(true)
  }
}
