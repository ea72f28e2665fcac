import { expect, it } from 'vitest'
import { findings, line, plays, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))

const program = (kind: string, languages = 'en-US', steps = 'say "{kind}."'): string =>
  `line test "Test line" {
  numbers { "95500" -> welcome }
  languages ${languages}
  time zone Asia/Shanghai
  otherwise -> goodbye
}
flow goodbye { say en"Goodbye." zh"再见。" -> hangup }
type Kind = one of { ${kind} }
service bank { query kind(): Kind within 3s }
flow welcome { let kind = query bank.kind() else -> goodbye ${steps} -> goodbye }`.replace(languages === 'en-US' ? ' zh"再见。"' : /^$/, '')

it('[S3.11] a choice that comes from a service and has no `other` is a warning, wherever in an answer it is', () => {
  const warned = program('savings "savings" card "a card"')
  expect(findings(warned).map(({ code, severity }) => [code, severity])).toEqual([['CW5017', 'warning']])
  expect(says(program('savings "savings" card "a card" other "something"'))).toEqual([])
  const inside = (answer: string): string[] =>
    says(
      `${line()}
type Kind = one of { savings "savings" card "a card" }
type Account = { name: text kind: Kind }
service bank { ${answer} }
flow welcome { attempt bank.ask() { done failed { } } -> goodbye }`.replace(
        'done failed',
        /done\(/.test(answer) ? 'done(x) { milestone asked(x) } failed' : 'done { } failed',
      ),
    ).filter(found => found.startsWith('CW5017'))
  expect(inside('attempt ask() within 3s { done(x: list of Account) }')).toHaveLength(1)
  expect(inside('attempt ask() within 3s { done(x: Kind or nothing) }')).toHaveLength(1)
  // What goes to a service comes from us.
  expect(inside('attempt ask() within 3s { done } notice told(kind: Kind)')).toHaveLength(0)
  // Where it is a warning only, the program runs, and a known word is heard.
  plays(warned, 'given bank.kind answers card \n hear "a card"')
})

it('[S3.11] a value of a choice that is spoken has its words in every language', () => {
  expect(says(program('savings other', 'en-US', 'if kind == savings { say "So." }'))).toEqual([])
  expect(says(program('savings other "something"')).map(found => found.slice(0, 6))).toEqual(['CW6007'])
  expect(says(program('savings en"savings" zh"活期" other zh"账户"', 'zh-CN, en-US', 'say "{kind}"'))).toEqual(['CW6001 zh"账户"'])
  const whole = program(
    'savings en"savings" zh"活期" other en"something" zh"账户"',
    'zh-CN, en-US',
    'say "{kind}" language en-US say "{kind}"',
  )
  expect(says(whole)).toEqual([])
  plays(whole, 'given bank.kind answers savings \n hear next "活期" \n hear next "savings"')
})
