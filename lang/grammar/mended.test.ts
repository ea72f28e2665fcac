// Lines with signs that are none of the language: what all fixes together write is the line that was meant, and what is said in a text stays.
import { expect, it } from 'vitest'
import { applyEdits } from '../text/edit.ts'
import { parse } from './index.ts'

/** `line` with its fixes, as an editor makes them on a save, and made again until there is none. */
function mended(line: string): string {
  const [before, behind] = ['flow f {\n', '\n}\n']
  let text = before + line + behind
  for (let saves = 0; saves < 3; saves++) {
    const edits = parse(text, 'x.ivr').diagnostics.flatMap(({ code, fixes }) =>
      (code === 'CW1005' || code === 'CW1006') && fixes.length === 1 ? fixes[0]!.edits : [],
    )
    text = applyEdits(
      text,
      edits.toSorted((a, b) => a.start - b.start),
    )
  }
  return text.slice(before.length, -behind.length)
}

it.each([
  ['say greeting;"bye"', 'say greeting "bye"'],
  ['say hello；“再见”', 'say hello "再见"'],
  ['say "a";-> b', 'say "a" -> b'],
  ['if a ==¥5 or¥5.00==a { }', 'if a ==CNY 5.00 or CNY 5.00==a { }'],
  ['if CNY¥5.00 == a { }', 'if CNY 5.00 == a { }'],
  [`say zh'您好，客户' en'Hello'`, 'say zh"您好，客户" en"Hello"'],
  [`say zh'您好', en'It's here'`, 'say zh"您好", en"It\'s here"'],
  // A line with one quote that is none, or with some.
  ['press 1 for "sales” -> a  press 2 for "billing" -> a', 'press 1 for "sales" -> a  press 2 for "billing" -> a'],
  ['say "Hello”, "goodbye"', 'say "Hello", "goodbye"'],
  ['say "Hello”, "goodbye”', 'say "Hello", "goodbye"'],
  ['say zh"{n: one "个", other ”些"}" en"x"', 'say zh"{n: one "个", other "些"}" en"x"'],
  ['say zh"{n: one "个“, other "些"}" en"x"', 'say zh"{n: one "个", other "些"}" en"x"'],
  ['say zh"{n: one "个", other "些”}" en"x"', 'say zh"{n: one "个", other "些"}" en"x"'],
  ['say zh“{n: one "个", other "些"}” en"x"', 'say zh"{n: one "个", other "些"}" en"x"'],
  ['say zh"{n: one "个", other "些"}” en"x"', 'say zh"{n: one "个", other "些"}" en"x"'],
  // What the words have stays.
  ['say zh"请说”是”或”否”。" en"Say yes or no.', 'say zh"请说”是”或”否”。" en"Say yes or no.'],
  ['say "the 5” one”, "Press"', 'say "the 5” one", "Press"'],
  ['say zh"{x}” en"{n: one "5” pipe", other "6” pipe"}"', 'say zh"{x}" en"{n: one "5” pipe", other "6” pipe"}"'],
  [`say 'Yes ma'am', "it's"`, `say "Yes ma'am", "it's"`],
])('%s', (line, meant) => {
  expect(mended(line)).toBe(meant)
})
