import { expect, it } from 'vitest'
import { line, plays, says } from './testing.ts'

const collect = (
  type: string,
  items = '',
  listen = 'first key within 5s next key within 3s end key #',
): string => `${line(`listen { ${listen} }`)}
flow welcome {
  collect x: ${type} { say "Key it." ${items} on mistake say "Wrong." on too short say "Too short." otherwise -> goodbye }
  say "It is {x}."
  -> goodbye
}`
/** What is heard of an entry: how it is read, `Wrong` or `Too short`. At once: without the end key, and within 400 ms. */
const hears = (type: string, entries: Readonly<Record<string, string>>, items = ''): void => {
  for (const [keys, heard] of Object.entries(entries)) {
    const mistake = /^(Wrong|Too short)/.test(heard)
    const quiet = keys.endsWith('…')
    const script = quiet ? `enter "${keys.slice(0, -1)}" \n stay silent` : `enter "${keys}"`
    plays(collect(type, items), `${script} \n hear exactly "${mistake ? `${heard}.` : `It is ${heard.replace(/\.$/, '')}.`}" within 500ms`)
  }
}

it('[S1.8.1] digits a..b have a to b numerals; with * as X the star is part of them and does not clear', () => {
  hears('digits 2..4', {
    '1#': 'Too short',
    '1…': 'Too short',
    '12#': 'one two',
    '12…': 'one two',
    '1234': 'one two three four',
    '1*23#': 'two three',
  })
  hears('digits 4 with * as X', { '123*': 'one two three X', '12*4': 'one two X four', '1**4': 'one X X four', '12#': 'Too short' })
})

it('[S1.8.2] a number has one numeral to those of its upper bound, and is never below nought', () => {
  hears('number 1..150', { '7#': 'seven', '7…': 'seven', '150': 'one hundred fifty', '151': 'Wrong', '0#': 'Wrong', '007': 'seven' })
  // There is no key for a minus.
  hears('number -5..150', { '0#': 'zero', '151': 'Wrong' })
})

it('[S1.8.3] money and numbers with decimals have a point that is keyed *; the end key is required, but not after the last decimal', () => {
  hears('money CNY 0.01..500.00', {
    '10#': 'ten yuan',
    '10*#': 'ten yuan',
    '10*5#': 'ten yuan and fifty fen',
    '10*50': 'ten yuan and fifty fen',
    '*5#': 'Wrong',
    '1000#': 'Wrong',
    '2…': 'Wrong',
    '10*5…': 'Wrong',
    '500*01': 'Wrong',
  })
  hears('number 0.5..25.5', { '2#': 'two', '2*5': 'two point five', '2…': 'Wrong', '123#': 'Wrong', '26#': 'Wrong' })
  // 12 numerals where there is no upper bound.
  plays(collect('money CNY'), 'enter "123456789012*00" \n hear "It is one hundred twenty-three billion"')
  hears('money CNY', { '1234567890123#': 'Wrong' })
})

it('[S1.8.4] keyed in fen, or where the currency has no decimals, there is no point and * clears; money needs its end key all the same', () => {
  hears('money CNY 0.01..500.00 keyed in fen', {
    '1050#': 'ten yuan and fifty fen',
    '99*1050#': 'ten yuan and fifty fen',
    '1050…': 'Wrong',
    '50000': 'five hundred yuan',
    '50001': 'Wrong',
  })
  hears('money JPY 1..5000', {
    '1050#': 'one thousand fifty yen',
    '9*1050#': 'one thousand fifty yen',
    '105…': 'Wrong',
    '5000': 'five thousand yen',
  })
})

it('[S1.8.5] [S1.8.6] a date has 8 numerals, year first, or as it says; a day left out is the month’s last; a time has 4', () => {
  hears('date', { '20261001': 'October first, twenty twenty-six', '20260230': 'Wrong', '2026#': 'Too short' })
  hears('date keyed MMYY', { '0228': 'February twenty twenty-eight', '1328': 'Wrong' })
  plays(collect('date keyed MMYY', 'check x == 2028-02-29 else "Not that day."'), 'enter "0228" \n hear "It is"')
  plays(collect('date keyed MMYY', 'check x == 2028-02-28 else "Not that day."'), 'enter "0228" \n hear "Not that day"')
  hears('date keyed MMDDYYYY', { '10012026': 'October first, twenty twenty-six' })
  hears('time', { '0830': 'eight thirty a.m.', '2359': 'eleven fifty-nine p.m.', '2400': 'Wrong', '0860': 'Wrong', '830#': 'Too short' })
})

it('[S1.8.7] nothing else is collected', () => {
  for (const type of ['text', 'boolean', 'duration', 'moment', 'speech', 'recording', 'list of digits', 'digits 4 or nothing'])
    expect([type, says(collect(type)).map(found => found.slice(0, 6))]).toEqual([type, ['CW3109']])
  expect(says(`${collect('Kind')}\ntype Kind = one of { card "a card" other "something" }`).map(found => found.slice(0, 6))).toEqual([
    'CW3109',
  ])
})

it('[S1.8.8] a collect may require its end key, or have a length that only the call knows', () => {
  hears('digits 2..4', { '12#': 'one two', '12…': 'Wrong', '1234': 'one two three four' }, 'listen { end key # required }')
  const length = (n: number): string => collect('digits 1..8', 'length size').replace('flow welcome {', `flow welcome { let size = ${n}`)
  plays(length(3), 'enter "123" \n hear exactly "It is one two three." within 500ms')
  plays(length(5), 'enter "123#" \n hear "Too short" \n enter "12345" \n hear exactly "It is one two three four five." within 500ms')
  // Below 1 it is as if none were said.
  for (const n of [0, -1]) {
    plays(length(n), 'enter "1234#" \n hear exactly "It is one two three four." within 500ms')
    plays(length(n), 'enter "12345678" \n hear "five six seven eight" within 500ms')
  }
})

it('[S1.8.9] patterns have numerals, x for any and [3-9] for some, several with or; there is nothing else in them', () => {
  hears('digits 4 like "62x[3-9]" or "1xxx"', {
    '6203': 'six two zero three',
    '6202': 'Wrong',
    '1000': 'one zero zero zero',
    '2000': 'Wrong',
    '62#': 'Too short',
  })
  for (const pattern of ['62.*', '62\\\\d\\\\d', '62?4', '(62|63)xx', '62+4', '^62xx', '62[a-z]x'])
    expect([pattern, says(collect(`digits 4 like "${pattern}"`)).map(found => found.slice(0, 6))]).toEqual([pattern, ['CW2118']])
})

it('[S1.8.9] a pattern says where the letter of the star may stand', () => {
  hears('digits 4 with * as X like "xxxx" or "xxxX"', {
    '1234': 'one two three four',
    '123*': 'one two three X',
    '12*4': 'Wrong',
    '*234': 'Wrong',
  })
  // Without a star there is no letter to stand anywhere.
  for (const type of ['digits 4 like "xxxX"', 'digits 4 with * as X like "xxxY"'])
    expect([type, says(collect(type)).map(found => found.slice(0, 6))]).toEqual([type, ['CW2118']])
})
