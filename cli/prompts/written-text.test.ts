import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse, walk } from '../../lang/grammar/index.ts'
import type { TextVariant } from '../../lang/grammar/ast.ts'
import { readWritten, sourceText, writtenText } from './written-text.ts'

function variantOf(body: string): { source: string; variant: TextVariant } {
  const source = `prompts { x(a: text) "${body}" }`
  const { tree, diagnostics } = parse(source, 'a.ivr')
  expect(diagnostics).toEqual([])
  let found: TextVariant | undefined
  walk(tree, node => {
    if (node.kind === 'TextVariant') found ??= node as TextVariant
  })
  return { source, variant: found! }
}
const written = (body: string): string => {
  const { source, variant } = variantOf(body)
  return writtenText(source, variant.parts)
}

it('shows words without the quoting of the source, and values as they are', () => {
  expect(written('He said \\"no\\" to {a.b as last4}.')).toBe('He said "no" to {a.b as last4}.')
  expect(written('\\{not a value} and \\\\')).toBe('\\{not a value} and \\\\')
  expect(written('one\\ntwo\\u{1}\\u{e9}\\u{202e}')).toBe('one\\ntwo\\u{1}é\\u{202e}')
  expect(written('{n: one "m\\"", other "ms {a}"}{pause 500ms}')).toBe('{n: one "m\\"", other "ms {a}"}{pause 500ms}')
})

it('is quoted again as it was', () => {
  for (const body of [
    'plain',
    'a \\"b\\" {c}',
    '{n: one "m\\"", other "ms {a}"}!',
    '\\{x} \\\\ \\n',
    '',
    '您尾号{a.b as last4}。',
    '\\\\\\"',
  ])
    expect(sourceText(written(body))).toBe(body)
})

it('any text is one text again, and says the same', () => {
  const chars = fc.string({ unit: fc.constantFrom(...'ab您"\\{}\n\r\t\u0000\u202e—,: '), maxLength: 24 })
  fc.assert(
    fc.property(chars, text => {
      // As a translator's words, with no value in them.
      const plain = text.replace(/[\\{]/g, '\\$&').replaceAll('\r\n', '\n').replaceAll('\r', '\n')
      const read = readWritten(plain)
      if (read.problem) throw new Error(read.problem.en)
      const { variant } = variantOf(read.source)
      const said = variant.parts.map(part => (part.kind === 'TextChars' ? part.text : '?')).join('')
      expect(said).toBe(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'))
      expect([...read.values]).toEqual([])
    }),
    { numRuns: 300 },
  )
})

it('gives the values that it speaks, those within plural forms too', () => {
  const read = readWritten('{ account . number as last4}: {n: one "m", other "{n} of {all}"}')
  expect(read.problem ?? [...read.values]).toEqual(['account.number', 'n', 'all'])
})

it('nothing gets out of the text', () => {
  for (const evil of ['{a" } flow evil { say "x', '{', 'a{b', '{a} } {', '{n: one "x" } } menu x { say {"a"', '{}', '{1 +}']) {
    const read = readWritten(evil)
    expect([evil, read.problem === undefined ? read.source : 'refused']).toEqual([evil, 'refused'])
  }
  expect(readWritten('x" en"y')).toMatchObject({ source: 'x\\" en\\"y' })
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a"\\{}:/* \n'), maxLength: 16 }), text => {
      const read = readWritten(text)
      if (read.problem) return
      const { tree } = parse(`prompts { x "${read.source}" }\nflow y { }`, 'a.ivr')
      expect(tree.declarations.map(declaration => declaration.kind)).toEqual(['PromptsDeclaration', 'FlowDeclaration'])
    }),
    { numRuns: 1000 },
  )
})
