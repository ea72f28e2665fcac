import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type {
  Expression,
  FlowDeclaration,
  LineDeclaration,
  MenuDeclaration,
  Node,
  PressOption,
  SayStep,
  SetStep,
  TypeDeclaration,
} from './index.ts'
import { parse, visitorKeys, walk } from './index.ts'
import { recordedParser } from './parser.ts'

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
const page = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```ivr\n([\s\S]*?)^```/gm)].map(match => match[1]!)

const clean = (source: string) => {
  const { tree, diagnostics } = parse(source, 'x.ivr')
  expect(diagnostics.map(one => one.message.en)).toEqual([])
  return tree
}
const steps = (source: string) => (clean(`flow f { ${source} }`).declarations[0] as FlowDeclaration).body.steps
const items = (source: string) => (clean(`menu m { ${source} }`).declarations[0] as MenuDeclaration).body.items
const codes = (source: string) => parse(source, 'x.ivr').diagnostics.map(one => one.code)

/** An expression with parentheses around everything. */
function shape(node: Expression): string {
  switch (node.kind) {
    case 'BinaryExpression':
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`
    case 'UnaryExpression':
      return `(${node.operator} ${shape(node.operand)})`
    case 'IsExpression':
      return `(${shape(node.operand)} is${node.negated ? ' not' : ''} ${node.test})`
    case 'WhereExpression':
      return `(${shape(node.list)} where ${shape(node.condition)})`
    case 'FieldExpression':
      return `${shape(node.object)}.${node.field.text}`
    case 'CallExpression':
      return `${node.callee.text}(${node.arguments.map(one => `${one.name ? `${one.name.text}: ` : ''}${shape(one.value)}`).join(', ')})`
    case 'NameExpression':
      return node.name.text
    case 'NumberLiteral':
      return node.raw
    case 'MoneyLiteral':
      return `${node.currency} ${node.amount}`
    default:
      return node.kind
  }
}
const expression = (source: string): string => shape((steps(`set x = ${source}`)[0] as SetStep).value)

it('is a grammar that Chevrotain finds nothing wrong with', () => {
  expect(() => recordedParser()).not.toThrow()
})

it('[L.program.1] reads the whole program of the language page without a complaint', () => {
  expect(blocks[0]).toBe(fixture('harbour.ivr'))
  expect(clean(fixture('harbour.ivr')).declarations).toHaveLength(13)
})

it.each(blocks.slice(1).map((block, at) => [at + 2, block] as const))('reads block %i of the language page', (_, block) => {
  clean(block)
})

it('reads every kind of node that there is', () => {
  const found = new Set<string>()
  walk(clean(fixture('steps.ivr')), node => void found.add(node.kind))
  // These two only stand where something is wrong, and in scripts.
  expect(Object.keys(visitorKeys).filter(kind => !found.has(kind))).toEqual(['Missing', 'RecordLiteral'])
})

it('[L.lexical.1] keeps comments and gives a declaration the doc before it', () => {
  const source = '/// One.\n///  Two.\nmenu a { }\n/// not its doc\n\n// plain\nmenu b { /* in */ }\nprompts {\n  /// said\n  p "x"\n}'
  const { declarations, comments } = clean(source)
  expect(declarations.map(one => one.doc)).toEqual(['One.\nTwo.', undefined, undefined])
  expect(declarations[2]).toMatchObject({ prompts: [{ doc: 'said' }] })
  expect(comments.map(one => [one.style, one.text])).toEqual([
    ['doc', ' One.'],
    ['doc', '  Two.'],
    ['doc', ' not its doc'],
    ['line', ' plain'],
    ['block', ' in '],
    ['doc', ' said'],
  ])
})

it('[L.lexical.2] [L.lexical.3] takes any letters for a name', () => {
  const names = clean('flow 挂失 { } flow _a1 { } flow été { } flow नमस्ते { } flow 𠮷野家 { }').declarations
  expect(names.map(one => (one as FlowDeclaration).name.text)).toEqual(['挂失', '_a1', 'été', 'नमस्ते', '𠮷野家'])
  expect(codes('flow 1a { }')).not.toEqual([])
})

it('[L.lexical.4] reads values, forms, choices and pauses in texts, with their places', () => {
  const source = String.raw`flow f { say "\"{a.b as last4}\{ {n: one "x{y}", other "z"}{pause 500ms}\u{4F60}\\\n" }`
  const [say] = (clean(source).declarations[0] as FlowDeclaration).body.steps
  const [text] = (say as SayStep).items
  const parts = (text as Extract<Expression, { kind: 'TextLiteral' }>).variants[0]!.parts
  expect(parts.map(part => (part.kind === 'TextChars' ? part.text : part.kind))).toEqual([
    '"',
    'Interpolation',
    '{ ',
    'PluralPart',
    'PausePart',
    '你\\\n',
  ])
  expect(parts.map(part => source.slice(part.start, part.end))).toEqual([
    '\\"',
    '{a.b as last4}',
    '\\{ ',
    '{n: one "x{y}", other "z"}',
    '{pause 500ms}',
    '\\u{4F60}\\\\\\n',
  ])
})

it('[L.lexical.5] [L.lexical.6] takes a run of tagged strings for one text; the tag touches its quote', () => {
  const [say] = steps('say zh-CN"您好" en"Hello"')
  expect((say as SayStep).items).toMatchObject([{ variants: [{ tag: { text: 'zh-CN' } }, { tag: { text: 'en' } }] }])
  expect(codes('flow f { say zh "您好" }')).toEqual(['CW1001'])
})

it('[L.lexical.8] separates the texts of a step by commas', () => {
  expect((steps('say sorry, "a", b(1)')[0] as SayStep).items).toHaveLength(3)
  expect(codes('flow f { say "a" "b" }')).toEqual(['CW1021'])
})

it('[L.lexical.9] reads durations, money, dates, times, moments and lists', () => {
  const [set] = steps('set x = [500ms, 5s, 2min, 1h, CNY 100.00, 2026-10-01, 08:30, 24:00, 2026-10-01T08:30+08:00, 2028-02-29, 0.001]')
  expect((set as SetStep).value).toMatchObject({
    items: [
      { ms: 500 },
      { ms: 5000 },
      { ms: 120_000 },
      { ms: 3_600_000 },
      { currency: 'CNY', amount: '100.00' },
      { kind: 'DateLiteral', text: '2026-10-01' },
      { kind: 'TimeLiteral', text: '08:30' },
      { text: '24:00' },
      { kind: 'MomentLiteral', text: '2026-10-01T08:30+08:00' },
      { text: '2028-02-29' },
      { raw: '0.001' },
    ],
  })
})

it.each([
  ['1', '1', '1'],
  ['0012', '0012', '0012'],
  ['1*', '1*', '1*'],
  ['*', '*', '*'],
  ['#', '#', '#'],
  ['1000..1019', '1000', '1019'],
])('[L.lexical.9] reads the keys %s', (source, from, to) => {
  expect((items(`press ${source} -> x`)[0] as PressOption).keys).toMatchObject({ from, to })
})

it.each(['number', 'from', 'to', 'amount', 'state', 'queue', 'date', 'text', 'code', 'price', 'level', 'say', 'press', 'when', 'of'])(
  '[L.lexical.10] lets a field, a parameter and an argument be called %s',
  word => {
    clean(`type T = { id: digits  ${word}: text  b: date }
      flow f(${word}: text) { let x = do g(${word}: ${word}, b: a.${word}) }
      service s { notice n(${word}: text) }
      prompts { ${word}(${word}: text) "{${word}}" }
      settings { ${word}: boolean = true  z: text = "x" }`)
  },
)

it.each(['again', 'back', 'hangup'])('[L.lexical.10] lets no place be called %s', word => {
  expect(codes(`menu ${word} { }`)).toEqual(['CW1018'])
  expect(codes(`flow ${word} { }`)).toEqual(['CW1018'])
})

it('[L.lexical.12] does not care for line breaks', () => {
  const source = fixture('harbour.ivr').replaceAll(/^\s*\/\/.*$|\/\/ .*$/gm, '')
  const shapeOf = (text: string): string =>
    JSON.stringify(clean(text).declarations, (key, value) => (key === 'start' || key === 'end' ? 0 : value))
  expect(shapeOf(source.replaceAll('\n', ' '))).toBe(shapeOf(source))
  expect(shapeOf(`\uFEFF${source.replaceAll('\n', '\r\n')}`)).toBe(shapeOf(source))
})

it.each([
  'if x ==\n  nothing {\n    say a\n  }',
  'if x !=\n nothing { } else { }',
  'if x ==\nno { }',
  'record n up to 2min {\n    say a\n    nothing -> p\n    hung up {\n      if x ==\n        nothing { }\n    }\n  }',
  'record n up to 2min {\n    say\n      a\n    nothing { }\n  }',
  'let a =\n  none',
])('[L.lexical.12] reads a value on the next line, whatever begins so elsewhere: %j', source => {
  clean(`flow f {\n  ${source}\n}`)
})

it.each([
  ['flow f {\n  say a\n  ->\n  menu { press 1 for "a" -> b }\n}', 1],
  ['flow f {\n  do\n  say "a"\n}', 1],
  ['flow f {\n  ->\nflow g {\n  return\n}', 1],
])('reads the item of the next line where a name lacks: %j', (source, most) => {
  expect(parse(source, 'a.ivr').diagnostics.length).toBeLessThanOrEqual(most)
  expect(parse(source, 'a.ivr').diagnostics.length).toBeGreaterThan(0)
})

it('[L.lexical.13] lets a target stand for a block, and never takes one into a text or a value', () => {
  expect(steps('say sorry -> goodbye').map(step => step.kind)).toEqual(['SayStep', 'GoStep'])
  expect(steps('set x = a -> b').map(step => step.kind)).toEqual(['SetStep', 'GoStep'])
  clean(`flow f {
    attempt s.o() { failed -> a  done { } }
    confirm { no -> a  otherwise -> b  on silence say "x" }
    choose x in xs { none -> a }
    let x = query s.o() else -> a
    perform s.o() { meanwhile say "x" done -> a }
  }`)
})

it.each([
  ['a or b and c', '(a or (b and c))'],
  ['not a == b and c', '((not (a == b)) and c)'],
  ['not not a', '(not (not a))'],
  ['a + b * c - d', '((a + (b * c)) - d)'],
  ['-a * b', '((- a) * b)'],
  ['a < b + 1 or c', '((a < (b + 1)) or c)'],
  ['x is not nothing and y is empty', '((x is not nothing) and (y is empty))'],
  ['count(xs where it.level > 3 and it.open) > n', '(count((xs where ((it.level > 3) and it.open))) > n)'],
  ['a + xs where it.b', '((a + xs) where it.b)'],
  ['(a or b) and c', '((a or b) and c)'],
  ['f(a, b: c).d.e', 'f(a, b: c).d.e'],
  ['amount <= CNY 5.00 * 2', '(amount <= (CNY 5.00 * 2))'],
])('[L.lexical.14] reads %s', (source, wanted) => {
  expect(expression(source)).toBe(wanted)
})

it('[L.declarations.16] knows the three fixed targets and takes every other word for a place', () => {
  const targets = steps('-> again -> back -> hangup -> transfer -> place(1, a: 2)').map(step => (step as { target: Node }).target)
  expect(targets).toMatchObject([
    { to: 'again' },
    { to: 'back' },
    { to: 'hangup' },
    { name: { text: 'transfer' } },
    { arguments: [{}, { name: {} }] },
  ])
})

it('tells the suffixes of a type from the field that follows it', () => {
  const [type] = clean(
    'type T = { a: digits 4 luhn  luhn: text  like: money CNY keyed in fen  keyed: digits like "1x" or "2x" or nothing }',
  ).declarations
  const fields = (type as TypeDeclaration).type as unknown as { base: { fields: { name: { text: string }; type: unknown }[] } }
  expect(fields.base.fields.map(field => field.name.text)).toEqual(['a', 'luhn', 'like', 'keyed'])
  expect(fields.base.fields[3]!.type).toMatchObject({ orNothing: true, base: { patterns: [{ value: '1x' }, { value: '2x' }] } })
})

it('reads the line', () => {
  const line = clean(fixture('harbour.ivr')).declarations.find(one => one.kind === 'LineDeclaration') as LineDeclaration
  expect(line.items.map(item => item.kind)).toEqual([
    'NumbersItem',
    'LanguagesItem',
    'TimeZoneItem',
    'LevelsItem',
    'ListenBlock',
    'ShortcutsItem',
    'OtherwiseClause',
    'OnFaultItem',
    'AtMostItem',
    'RecordAllItem',
    'AfterHangupItem',
  ])
})
