import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseCsv } from './csv.ts'

const fieldsOf = (text: string): readonly (readonly string[])[] | undefined => parseCsv(text).lines?.map(line => line.fields)

it('reads fields, quotes, doubled quotes, commas and line breaks inside quotes', () => {
  expect(fieldsOf('a,b\r\n1,"two, ""2"""\n"three\nlines",')).toEqual([
    ['a', 'b'],
    ['1', 'two, "2"'],
    ['three\nlines', ''],
  ])
})

it('numbers the lines of the file, not the records', () => {
  expect(parseCsv('a\n\n"x\ny"\nz').lines?.map(line => line.line)).toEqual([1, 3, 5])
})

it('passes over a byte order mark and empty lines, and keeps a quoted empty field', () => {
  expect(fieldsOf('\uFEFFa\n\n""\n  \n')).toEqual([['a'], ['']])
  expect(fieldsOf('')).toEqual([])
})

it('says where a quote is not closed, and where text stands beside one', () => {
  expect(parseCsv('a\n"b\nc').problem).toEqual({ line: 2, why: 'unclosed quote' })
  expect(parseCsv('a\nb"c"').problem).toEqual({ line: 2, why: 'text beside quotes' })
  expect(parseCsv('"a"b').problem).toEqual({ line: 1, why: 'text beside quotes' })
})

it('gives back every table that was written with all fields quoted', () => {
  const quote = (field: string): string => `"${field.replaceAll('"', '""')}"`
  const tables = fc.array(
    fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '余', ' ') }), { minLength: 1, maxLength: 4 }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(tables, fc.constantFrom('\n', '\r\n'), (table, lineBreak) => {
      expect(fieldsOf(table.map(row => row.map(quote).join(',')).join(lineBreak))).toEqual(table)
    }),
  )
})

it('never throws and always ends', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') }), text => void parseCsv(text)))
})
