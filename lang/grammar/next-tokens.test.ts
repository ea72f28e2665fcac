import { expect, it } from 'vitest'
import { nextInProgram } from './parser.ts'

/** What is offered at `|`: the words of the language, and `name` where any name may stand. */
function offered(marked: string): readonly string[] {
  const at = marked.indexOf('|')
  const next = nextInProgram(marked.slice(0, at) + marked.slice(at + 1), at)
  if ('inside' in next) return [`inside ${next.inside}`]
  return [...[...next.types.keys()].map(type => type.LABEL!.replaceAll('"', '').slice(1, -1)), ...(next.name ? ['name'] : [])]
}

it('offers each word of the language only where it is read as one', () => {
  expect(offered('menu m {\n  on |')).toEqual(['mistake', 'silence', 'too'])
  expect(offered('menu m { press 1 for "a" |').filter(word => /^[a-z]+$/.test(word))).toEqual([
    'and', 'do', 'is', 'or', 'when', 'where',
  ]) // prettier-ignore
  expect(offered('flow f {\n  do |')).toEqual(['name'])
  expect(offered('flow f {\n  -> |')).toEqual(['again', 'back', 'hangup', 'name'])
})

it('offers what takes the place of a word that is half written, whatever stands behind it', () => {
  expect(offered('menu m {\n  on sil| say "x"\n  press 1 -> m\n}\n')).toEqual(['mistake', 'silence', 'too'])
  expect(offered('flow f {\n  repeat up to 3 times { }\n  oth| -> g\n}\n')).toEqual(['otherwise'])
})

it('offers a word with what has to come behind it', () => {
  const text = 'flow f {\n  say "a"\n  '
  const next = nextInProgram(text, text.length)
  if ('inside' in next) throw new Error(next.inside)
  const loop = [...next.types].find(([type]) => type.name === 'Word_for')
  expect(loop?.[1]?.name).toBe('Word_each')
})

it('offers nothing in a comment or in the words of a text, and values in the braces of one', () => {
  expect(offered('// a |')).toEqual(['inside comment'])
  expect(offered('flow f { say "a |" }')).toEqual(['inside text'])
  expect(offered('flow f { say "a {x |} b" }')).toContain('as')
  expect(offered('flow f { say "a {|')).toContain('name')
})

it('keeps of what stands before only what matters', () => {
  const text = `flow f {\n${'  say "a"\n'.repeat(100)}  if x {\n    say "b"\n    say `
  const next = nextInProgram(text, text.length)
  if ('inside' in next) throw new Error(next.inside)
  expect(next.lead).toBe('flow f {\nif x {\nsay ')
})
