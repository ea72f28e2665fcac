import { expect, it } from 'vitest'
import { checkProgram } from '../compiler/check.ts'
import { createTokenizer } from '../grammar/tokenizer.ts'
import { ivrTokens } from '../grammar/tokens.ts'
import { declarationOf, occurrencesOf } from './occurrences.ts'
import { examples, filesOf, hostOf, line, marked, serviceOf } from './testing/workspace.ts'
import type { OutlineItem } from './types.ts'

const start = 'menu start { press 1 for zh"一" en"one" -> goodbye }\n'
const at = (text: string, files: Readonly<Record<string, string>> = {}) => {
  const { text: main, offset } = marked(text)
  return { service: serviceOf({ 'main.ivr': main, ...files }), main, offset }
}

it('[L.lexical.1] shows what was written above a declaration, and how a prompt sounds in each language and for how long', () => {
  const { service, offset } = at(`${line}${start}flow f { say gree|ting -> hangup }\n`)
  const text = service.hover('main.ivr', offset)!.text.en
  expect(text).toContain('Said first.')
  expect(text).toMatch(/- zh-CN \(\d\.\d s\): 您好。/)
  expect(text).toMatch(/- en-US \(\d\.\d s\): Hello\./)
})

it.each([
  ['a part', 'flow f { do log|_in -> hangup }', 'grants verified'],
  [
    'an operation with its outcomes',
    'flow f { attempt bank.log|_in("6225880212345678") { accepted(id) { } refused { } failed { } } -> hangup }',
    '- `accepted(id: digits)`',
  ],
  ['a local', 'flow f { let xx = 1 say "{x|x}" -> hangup }', 'xx: a whole number'],
  ['a word of the language', 'flow f { pa|use 1s -> hangup }', 'silence among the prompts'],
])('shows %s', (_, text, wanted) => {
  const { service, offset } = at(`${line}${start}${text}\n`)
  expect(service.hover('main.ivr', offset)?.text.en).toContain(wanted)
})

it('goes from a use to its declaration, from an import to its file, and from a script into the program', () => {
  const files = {
    'b.ivr': 'flow far { return }\n',
    'a.dtmf': 'use "./main.ivr"\nsetup s { given bank.log_in fails }\nscript "x" { call  run s  hear menu start }\n',
  }
  const text = `import { far } from "./b|.ivr"\n${line}${start}flow f { do far -> hangup }\n`
  const { service, main, offset } = at(text, files)
  expect(service.definition('main.ivr', offset)).toEqual([{ file: 'b.ivr', start: 0, end: 0 }])
  expect(service.definition('main.ivr', main.indexOf('do far') + 4)).toEqual([{ file: 'b.ivr', start: 5, end: 8 }])
  const script = files['a.dtmf']
  const menu = main.indexOf('menu start') + 5
  expect(service.definition('a.dtmf', script.indexOf('start'))).toEqual([{ file: 'main.ivr', start: menu, end: menu + 5 }])
  const operation = main.indexOf('attempt log_in') + 8
  expect(service.definition('a.dtmf', script.indexOf('log_in'))).toEqual([{ file: 'main.ivr', start: operation, end: operation + 6 }])
  expect(service.definition('a.dtmf', script.indexOf('run s') + 4)).toEqual([{ file: 'a.dtmf', start: 23, end: 24 }])
  expect(service.references('main.ivr', menu, false).map(({ file }) => file)).toEqual(['main.ivr', 'a.dtmf'])
})

it('tells the places of a file and the keys that lead to them', () => {
  const { service } = at(`${line}|menu start { press 1 for zh"一" en"one" -> far }\nflow far { say greeting -> hangup }\n`)
  const lenses = service.codeLenses('main.ivr').filter(({ kind }) => kind === 'reach')
  expect(lenses.map(({ place, text }) => `${place}: ${text.en}`)).toEqual([
    'goodbye: dial, …',
    'log_in: no caller gets here',
    'start: dial',
    'far: dial, 1',
  ])
})

it('tells the number where it is not the first, and what comes when the caller has hung up', () => {
  const gold = line.replace('numbers {', 'numbers { "2" -> gold ').replace(/\n}\n/, '\n  after hangup tidy\n}\n')
  const { service } = at(
    `${gold}${start}flow tidy { return }\nmenu gold { press 1 for zh"一" en"one" -> far }|\nflow far { say greeting -> hangup }\n`,
  )
  const lenses = service.codeLenses('main.ivr').flatMap(lens => (lens.kind === 'reach' ? [lens] : []))
  const of = (name: string) => lenses.find(({ place }) => place === name)
  expect(of('gold')).toMatchObject({ keys: [], text: { en: 'dial', zh: '拨通即到' } })
  expect(of('start')).toMatchObject({ number: '1', keys: [] })
  expect(of('far')?.text.en).toBe('dial, 1')
  expect(of('tidy')).toMatchObject({ keys: null, text: { en: 'when the caller has hung up' } })
  expect(of('log_in')).toMatchObject({ keys: null, text: { en: 'no caller gets here' } })
})

it('hints at seconds, at how amounts are read and at what an argument is', () => {
  const { service, main } = at(
    `${line}${start}|flow f { perform bank.pay("6225880212345678", CNY 10.05) { done { } declined { } failed, unknown { } } -> hangup }\n`,
  )
  const hints = service.inlayHints('main.ivr', { start: main.indexOf('flow f'), end: main.length })
  expect(hints.map(({ label }) => label.en)).toEqual(['from:', 'amount:', '十元零五分'])
})

it('hints at seconds of what is heard alone: not of a title, nor of what is compared', () => {
  const titled = line.replace('"L"', '"The line of the bank"')
  const { service, main } = at(`${titled}${start}|flow f { if call.called == "4006895500" { say en"Good evening to you" } -> hangup }\n`)
  const hints = service.inlayHints('main.ivr', { start: 0, end: main.length }).filter(({ kind }) => kind === 'seconds')
  expect(hints.some(({ offset }) => offset === main.indexOf('to you"') + 7)).toBe(true)
  expect(hints.filter(({ offset }) => main.slice(0, offset).endsWith('bank"') || main.slice(0, offset).endsWith('5500"'))).toEqual([])
})

it('finds symbols of all files by some of their letters', () => {
  const { service } = at(`${line}${start}|`, { 'a.dtmf': 'use "./main.ivr"\nscript "good start" { call }\n' })
  expect(service.workspaceSymbols('gdb').map(({ label }) => label)).toEqual(['goodbye'])
  expect(service.workspaceSymbols('start').map(({ label, kind }) => `${kind} ${label}`)).toEqual(['menu start', 'script good start'])
})

it('looks at a library with the program that imports it, and at one that nothing imports by itself', () => {
  const service = serviceOf({
    'main.ivr': `import { far } from "./b.ivr"\n${line}${start}flow f { do far -> hangup }\n`,
    'b.ivr': 'flow far { return }\n',
    'c.ivr': 'flow near { return }\n',
  })
  expect(service.diagnostics('b.ivr')).toEqual([])
  expect(service.diagnostics('c.ivr').map(({ slug }) => slug)).not.toContain('line-missing')
  expect([...service.programDiagnostics('b.ivr').keys()]).toEqual(['main.ivr', 'b.ivr'])
})

it('parses and checks again what changed, and nothing else', () => {
  const files = {
    'main.ivr': `import { far } from "./b.ivr"\n${line}${start}flow f { do far -> hangup }\n`,
    'b.ivr': 'flow far { return }\n',
  }
  const service = serviceOf(files)
  const before = service.machine('main.ivr')
  service.open('z.ivr', 'flow z { return }', 1)
  expect(service.machine('main.ivr')).toBe(before)
  service.edit('b.ivr', [{ start: 5, end: 8, text: 'near' }], 1)
  expect(service.diagnostics('main.ivr').map(({ slug }) => slug)).toContain('not-exported')
  expect(service.version('b.ivr')).toBe(1)
  service.close('b.ivr')
  expect(service.diagnostics('main.ivr').filter(({ severity }) => severity === 'error')).toEqual([])
})

it('completes a given line with an example of what comes back', () => {
  const { text, offset } = marked('use "./main.ivr"\nscript "x" {\n  call\n  given |\n}\n')
  const service = serviceOf({ 'main.ivr': `${line}${start}`, 'a.dtmf': text })
  const items = service.completion('a.dtmf', offset)
  expect(items.find(({ label }) => label === 'bank.log_in')?.insert).toMatch(/^bank\.log_in answers accepted\("\d+"\)$/)
  expect(items.find(({ label }) => label === 'bank.accounts')?.insert).toContain('bank.accounts answers [{ number: "')
})

it.each([
  ['places', 'expect ended in |', ['goodbye', 'log_in', 'start']],
  ['menus', 'hear menu |', ['goodbye', 'start']],
  ['prompts', 'hear prompt |', ['greeting', 'holds', 'more', 'no', 'option', 'position', 'shortcut', 'yes']],
  ['operations', 'given bank.|', ['accounts', 'log_in', 'pay', 'sent']],
  ['outcomes', 'given bank.log_in answers |', ['accepted', 'refused']],
  ['settings', 'given setting |', ['emergency', 'rate']],
  ['levels', 'expect level |', ['anonymous', 'signed', 'verified']],
  ['setups', 'run |', ['s']],
])('completes %s in a script', (_, text, wanted) => {
  const { text: script, offset } = marked(`use "./main.ivr"\nsetup s { given bank.log_in fails }\nscript "x" {\n  call\n  ${text}\n}\n`)
  const items = serviceOf({ 'main.ivr': `${line}${start}`, 'a.dtmf': script }).completion('a.dtmf', offset)
  const names = items
    .filter(({ kind }) => kind !== 'keyword' && kind !== 'sign' && kind !== 'snippet' && kind !== 'value')
    .map(({ label }) => label)
  expect(names.sort()).toEqual(wanted)
})

const flat = (items: readonly OutlineItem[]): readonly OutlineItem[] => items.flatMap(item => [item, ...flat(item.children)])

it.each(examples)('colours cover every word, text and number of %s once, ranges nest, and each name lies where it is said to', example => {
  const files = filesOf(example)
  const service = serviceOf(files)
  const tokenize = createTokenizer(ivrTokens)
  for (const [path, text] of Object.entries(files)) {
    if (!/\.(ivr|dtmf)$/.test(path)) continue
    let end = 0
    const covered = new Set<number>()
    for (const token of service.semanticTokens(path)) {
      expect(token.start, path).toBeGreaterThanOrEqual(end)
      expect(token.end).toBeGreaterThan(token.start)
      for (let offset = token.start; offset < token.end; offset++) covered.add(offset)
      end = token.end
    }
    expect(end).toBeLessThanOrEqual(text.length)
    if (path.endsWith('.ivr')) {
      const { starts, count } = tokenize(text, path, [])
      for (let index = 0; index < count; index++) {
        if (/[\p{L}\p{N}"_]/u.test(text[starts[index]!]!)) expect(covered.has(starts[index]!), `${path}:${starts[index]}`).toBe(true)
      }
    }
    for (const item of flat(service.outline(path))) {
      expect(item.name.start).toBeGreaterThanOrEqual(item.start)
      expect(item.name.end).toBeLessThanOrEqual(item.end)
    }
    for (let offset = 0; offset < text.length; offset += 97) {
      const spans = service.selections(path, offset)
      for (const [index, span] of spans.entries()) {
        expect(span.start).toBeLessThanOrEqual(offset)
        expect(span.end).toBeGreaterThanOrEqual(offset)
        if (index > 0) expect(spans[index - 1]!.start >= span.start && spans[index - 1]!.end <= span.end).toBe(true)
      }
    }
  }
})

it.each(examples)(
  'definition and references of %s agree: from each of its places a name leads to the same declaration, which lists them all',
  example => {
    const files = filesOf(example)
    const service = serviceOf(files)
    const program = checkProgram(hostOf(files), 'main.ivr')
    const occurrences = occurrencesOf(program)
    const ids = new Set<string>()
    for (const one of occurrences.all) {
      if (one.standard) continue
      const declared = declarationOf(program, one.id)?.occurrence
      if (!declared) continue
      expect(service.definition(one.file, one.start), `${one.name} at ${one.file}:${one.start}`).toContainEqual({
        file: declared.file,
        start: declared.start,
        end: declared.end,
      })
      if (declared.standard || ids.has(one.id) || one.shorthand) continue
      ids.add(one.id)
      if (ids.size % 10 !== 0) continue
      const listed = service.references(declared.file, declared.start, true).filter(({ file }) => file.endsWith('.ivr'))
      const places = new Set(occurrences.of(one.id).map(({ file, start: from }) => `${file} ${from}`))
      expect(new Set(listed.map(({ file, start: from }) => `${file} ${from}`))).toEqual(places)
    }
  },
)

it('says nothing false of a script while its program does not compile: what was found stands, and of another text nothing', () => {
  const program = `${line}${start}`
  const script = 'use "./main.ivr"\nscript "x" {\n  call\n  hear menu start\n  hear menu strat\n}\n'
  const codes = (service: ReturnType<typeof serviceOf>): readonly string[] => service.diagnostics('a.dtmf').map(({ code }) => code)
  const service = serviceOf({ 'main.ivr': program, 'a.dtmf': script })
  expect(codes(service)).toEqual(['CW7007'])
  // A place gets another name, in a program that lacks a brace; first there, then in the script.
  service.open('main.ivr', `${program.replace('menu start', 'menu begin')}flow f {`, 1)
  expect(codes(service)).toEqual(['CW7007'])
  service.open('a.dtmf', script.replace('menu start', 'menu begin'), 1)
  expect(codes(service)).toEqual([])
  expect(service.programDiagnostics('a.dtmf').get('a.dtmf')).toEqual([])
  service.open('main.ivr', program.replace('menu start', 'menu begin').replace('-> start', '-> begin'), 2)
  // Not lowered yet, and nothing asks for it.
  expect(service.programDiagnostics('a.dtmf').get('a.dtmf')).toEqual([])
  expect(codes(service)).toEqual(['CW7007'])
  expect(service.diagnostics('a.dtmf')[0]!.message.en).toContain('strat')
})
