import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Machine } from '../machine/format.ts'
import { maskValue } from '../machine/mask.ts'
import type { Type } from '../machine/types.ts'
import type { Value } from '../machine/values.ts'
import { showValue } from '../runtime/call/trace-values.ts'
import { writtenValue } from '../runtime/dtmf/recorder/written-value.ts'
import { renderText } from '../runtime/speech/reading/index.ts'
import { fails, line, plays, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))
const program = (steps: string): string => `${line()}
type Card = private digits 16..19
type Plain = digits 16..19
type Box = { card: Card }
service bank {
  query card(): Card within 3s  query balance(): private money CNY within 3s  query names(): list of private name text within 3s
  query nick(): private text or nothing within 3s  query open(): Plain within 3s
  notice plain(text: text)  notice flag(flag: boolean)  notice sum(sum: money CNY)  notice all(texts: list of text)  notice guarded(text: private text)
}
prompts { told(text: text) "It is {text}." speech_told(words: speech) "{words}" guarded(text: private text) "It is {text}." }
remember kept: private text = "Ann"
remember shown: text = "Bea"
remember kept_card: Card = "6225880212345678"
flow tell(text: text) { say text }
flow welcome {
  let card = query bank.card() else -> goodbye
  let balance = query bank.balance() else -> goodbye
  do part(card, balance)
  -> goodbye
}
flow part(card: Card, balance: private money CNY) { ${steps} }`
const given = 'given bank.card answers "6225880212345673" \n given bank.balance answers CNY 10.00\n'

it('[S3.19] private belongs to the type: whoever names, hands on or takes apart the value has a private one', () => {
  for (const [taken, spot] of [
    ['let named = card notify bank.plain(named)', 'named'],
    ['let found = query bank.names() else { return } for each name in found { notify bank.plain(name) }', 'name'],
    ['let found = query bank.names() else { return } let name = first(found) else { return } notify bank.plain(name)', 'name'],
    ['let found = query bank.names() else { return } notify bank.all(found where it == "Ann")', 'found where it == "Ann"'],
    ['let found = query bank.nick() else { return } if let nick = found { notify bank.plain(nick) }', 'nick'],
    ['notify bank.plain(kept)', 'kept'],
    ['collect typed: Card { say "Card." } notify bank.plain(typed)', 'typed'],
  ])
    expect([taken, says(program(taken!))]).toEqual([taken, [`CW4013 ${spot}`]])
})

it('[S3.19] what is private is heard whole, and masked in every report of the call', () => {
  const shows = program('say "Your card is {card}." notify bank.guarded("{card}")')
  plays(shows, `${given} hear "six two two five eight eight zero two one two three four five six seven three"`)
  fails(shows, `${given} hear "nothing of this"`, /^(?![^]*6225880212345673)[^]*It was not heard/)
  for (const shown of ['Your card is ****5673', 'bank.card → ****5673', 'bank.balance → ****\n'])
    fails(shows, `${given} hear "nothing of this"`, shown)
})

it('[L.types.9] what is private within a list, and the words that a private value chooses, are masked as the value itself is', () => {
  const shows = `${line('on fault -> goodbye', 'start')}
type Risk = private one of { high "high risk"  low "low risk" }
type Kept = { cards: list of private digits 16..19  sums: list of private money CNY  words: private list of text  risk: Risk  vip: private boolean }
service bank { query kept(): Kept within 3s }
flow start {
  let kept = query bank.kept() else { -> goodbye }
  say "Listed {kept.cards} with {kept.sums}, {kept.words}."
  say "{kept.risk: high "You are blacklisted", low "You are welcome"}{kept.vip: true ", dear guest", false ""}."
  -> goodbye
}`
  const answers = `given bank.kept answers { cards: ["6225880212345673", "6225880212345999"], sums: [CNY 77.00], words: ["walrus", "heron"], risk: high, vip: true }\n`
  plays(
    shows,
    `${answers} hear "six seven three and six two two … seventy-seven yuan, walrus and heron" \n hear "You are blacklisted, dear guest"`,
  )
  fails(shows, `${answers} hear "nothing of this"`, 'Listed [****5673, ****5999] with [****], ****.')
  fails(
    shows,
    `${answers} hear "nothing of this"`,
    /^(?![^]*(?:622588|six two|77|seventy|walrus|heron|high|blacklisted|guest))[^]*It was not heard/,
  )
})

/** A value whose texts have each a mark of their own, that no mask of a private one leaves: those of the private ones are hidden. */
interface Marked {
  readonly type: Type
  readonly value: Value
  readonly hidden: readonly string[]
}
const marked = fc.letrec<{ leaf: Marked; list: Marked; record: Marked; optional: Marked; any: Marked }>(tie => {
  const masks = fc.constantFrom<Partial<Type>>(
    {},
    { class: 'private' },
    ...(['last4', 'phone', 'name', 'all'] as const).map(mask => ({ class: 'private', mask }) as const),
  )
  let count = 0
  const classed = (kind: fc.Arbitrary<Marked>): fc.Arbitrary<Marked> =>
    fc.tuple(kind, masks).map(([of, mask]) => ({
      type: { ...of.type, ...mask } as Type,
      value: of.value,
      hidden: mask.class ? (JSON.stringify(of.value).match(/Q\d+Q/g) ?? []) : of.hidden,
    }))
  return {
    leaf: classed(
      fc.constant(null).map(() => ({ type: { kind: 'text' }, value: `Anna and Q${count++}Q with 123456`, hidden: [] }) satisfies Marked),
    ),
    // One item: a list has one type, and here each value has its own.
    list: classed(tie('any').map(of => ({ type: { kind: 'list', of: of.type, upTo: 100 }, value: [of.value], hidden: of.hidden }))),
    record: classed(
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => ({
        type: { kind: 'record', fields: { a: a.type, b: b.type } },
        value: { a: a.value, b: b.value },
        hidden: [...a.hidden, ...b.hidden],
      })),
    ),
    optional: classed(tie('any').map(of => ({ type: { kind: 'optional', of: of.type }, value: of.value, hidden: of.hidden }))),
    any: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('list'), tie('record'), tie('optional')),
  }
}).any

it('[L.types.9] no transcript, report or trace shows what is private, however deep it lies', () => {
  fc.assert(
    fc.property(marked, ({ type, value, hidden }) => {
      const prompts = [{ holes: [{ name: 'it', type }], texts: { 'en-US': ['It is ', { hole: 0 }, '.'] } }]
      const speaker = { prompts, zones: {}, line: { zone: 'UTC', languages: ['en-US'] } }
      const shown = [
        renderText(speaker, { prompt: 0, values: [value], language: 'en-US' }, { masked: true }),
        writtenValue(value, type, { masked: true, offsets: [] }),
        maskValue(value, type),
        JSON.stringify(showValue(value, type, { prompts } as unknown as Machine)),
      ]
      for (const each of shown) for (const mark of hidden) expect(each).not.toContain(mark)
      // And what is plain is there, or nothing is shown at all.
      const plain = (JSON.stringify(value).match(/Q\d+Q/g) ?? []).filter(mark => !hidden.includes(mark))
      for (const each of shown) for (const mark of plain) expect(each).toContain(mark)
    }),
  )
})

it('[S3.20] plain may go where private is declared', () => {
  const fine = program(`let open = query bank.open() else { return }
    let card_too: Card = open
    set kept = "Cat"
    set kept = shown
    notify bank.guarded(shown)
    say guarded("Dan")
    if card_too == card { say "The same." } else { say "Another." }`)
  expect(says(fine)).toEqual([])
  plays(
    fine,
    `${given} given bank.open answers "6225880212345673" \n hear "It is Dan" \n hear next "The same" \n expect bank.guarded performed once`,
  )
})

it.each([
  ['a name', 'set shown = kept', 'kept'],
  ['a name with a type', 'let open: text = kept say open', 'kept'],
  ['a service', 'notify bank.plain(kept)', 'kept'],
  ['a part', 'do tell(kept)', 'kept'],
  ['a prompt', 'say told(kept)', 'kept'],
  ['a list', 'let xs: list of text = [] add kept to xs say "{count(xs)}."', 'kept'],
  ['a list that is written down', 'let xs: list of text = ["a", kept] say "{count(xs)}."', 'kept'],
])('[S3.20] private never goes where plain is declared: %s', (_, steps, spot) => {
  const found = says(program(steps))
  expect(found).toEqual([expect.stringMatching(/^CW4013 /)])
  expect(found[0]).toContain(spot)
})

it('[S3.20] text with something private in it is private, and so is what is added to it', () => {
  expect(says(program('notify bank.plain("Card {card}.")'))).toEqual(['CW4013 "Card {card}."'])
  expect(says(program('let t = "Card {card}." notify bank.plain(t)'))).toEqual(['CW4013 t'])
  expect(says(program('notify bank.sum(balance + CNY 1.00)'))).toEqual(['CW4013 balance + CNY 1.00'])
  expect(says(program('notify bank.sum(CNY 1.00 - balance)'))).toEqual(['CW4013 CNY 1.00 - balance'])
  expect(says(program('notify bank.sum(balance * 2)'))).toEqual(['CW4013 balance * 2'])
  expect(says(program('let more = balance + CNY 1.00 say "{more}." notify bank.guarded("{card}")'))).toEqual([])
})

it('[S3.20] what a text or a prompt speaks of something private is private, however deep it lies', () => {
  const told = (prompts: string, steps: string, remembered = ''): string[] =>
    says(`${line()}
type Account = { number: private digits 16..19  kind: text  cards: list of private digits 16..19 }
service bank { query account(): Account within 3s  notice said(words: speech)  notice guarded(words: private speech) }
${remembered}
prompts { ${prompts} said_twice(words: speech) "{words} {words}" }
flow welcome { let a = query bank.account() else -> goodbye ${steps} say said_twice("{a.kind}") -> goodbye }`)
  const remembered = 'remember kept: private text = "Ann"'
  for (const [prompts, spoken, more] of [
    ['', '"{a.cards}"'],
    ['bal(a: Account) "Card {a.number}."', 'bal(a)'],
    ['bal(a: Account) "Cards {a.cards}."', 'bal(a)'],
    ['all(cards: list of private digits 16..19) "Cards {cards}."', 'all(a.cards)'],
    ['outer(a: Account) "{inner(a)}" inner(a: Account) "Card {a.number}."', 'outer(a)'],
    ['who "You are {kept}."', 'who', remembered],
    ['outer "{who}" who "You are {kept}."', 'outer', remembered],
    ['caller(n: private phone text) "You call from {n}."', 'caller("1")'],
  ]) {
    expect([spoken, told(prompts!, `notify bank.said(${spoken}) notify bank.guarded(${spoken})`, more)]).toEqual([
      spoken,
      [`CW4013 ${spoken}`],
    ])
    expect([spoken, told(prompts!, `say said_twice(${spoken})`, more)]).toEqual([spoken, [`CW4013 ${spoken}`]])
  }
  // A prompt is private for what it speaks, not for what it is given.
  const four = 'bal(a: Account) "The {a.kind} ending {a.number as last4}."'
  expect(told(four, 'notify bank.said(bal(a)) notify bank.guarded(bal(a)) say said_twice(bal(a))')).toEqual([])
  // Nor does a prompt hand on what another one may not have.
  expect(told('outer(a: Account) "{said_twice(inner(a))}" inner(a: Account) "{a.number}"', 'say outer(a)')).toContain('CW4013 inner(a)')
})

it('[S3.20] a comparison, a check, `is nothing` and the form as last4 of a private value are plain', () => {
  const fine = program(`
    notify bank.flag(balance > CNY 5.00)
    notify bank.flag(card == kept_card)
    let nick = query bank.nick() else { return }
    notify bank.flag(nick is nothing)
    say speech_told("The card ending {card as last4}.")
    collect again: Card { say "Again." check again == card else "Not that one." otherwise -> goodbye }
    say "Right."`)
  expect(says(fine)).toEqual([])
  plays(
    fine,
    `${given} given bank.nick answers nothing
     hear next "The card ending five six seven three"
     enter again "6225880212345672#"
     hear "Not that one"
     enter again "6225880212345673#"
     hear "Right"
     expect bank.flag performed twice with flag true
     expect bank.flag performed once with flag false`,
  )
  expect(says(program('say speech_told("The card {card}.")'))).toEqual(['CW4013 "The card {card}."'])
  expect(says(program('notify bank.plain("The card ending {card as last4}.")'))).toEqual(['CW2140 {card as last4}'])
})
