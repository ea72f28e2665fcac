import { expect, it } from 'vitest'
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
