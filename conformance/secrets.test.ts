import { expect, it } from 'vitest'
import { line, plays, run, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))
const parts = `type Code = secret digits 4
type Open = digits 4
service bank {
  attempt check(code: Code) within 3s { right wrong }
  attempt check_open(code: Open) within 3s { right wrong }
}
prompts { told(code: Open) "It is {code}." }`
const program = (steps: string, declarations = ''): string => `${line()}
${parts}
${declarations}
flow welcome {
  collect code: Code { say "Your code." }
  ${steps}
  attempt bank.check(code) { right { say "Right." } wrong, failed { say "Wrong." } }
  -> goodbye
}`

it('[S3.22] a secret is the value of a name, a parameter or a `returns`', () => {
  const fine = `${line()}
${parts}
flow welcome {
  let code = do ask()
  let named = code
  do check(named)
  -> goodbye
}
flow ask returns Code { collect code: Code { say "Your code." } return code }
flow check(code: Code) { attempt bank.check(code) { right { say "Right." } wrong, failed { say "Wrong." } } }`
  expect(says(fine)).toEqual([])
  plays(fine, 'given bank.check answers right \n enter "1234" \n hear "Right" \n expect bank.check performed once')
})

it.each([
  ['part of a record', 'service other { attempt two(box: Box) within 3s { done } }\ntype Box = { code: Code }', ''],
  ['part of a list that is declared', 'service other { attempt two(codes: list of Code) within 3s { done } }', ''],
  ['part of a list', '', 'let codes = [code] say "{count(codes)}."'],
  ['part of a text', '', 'let t = "It is {code}." say t'],
  ['spoken', '', 'say code'],
  ['remembered', 'remember kept: Code or nothing = nothing', ''],
  ['put into what is remembered', 'remember kept: Open = "0000"', 'set kept = code'],
  ['an outcome', 'service other { attempt two() within 3s { done(code: Code) } }', ''],
  ['an answer', 'service other { query two(): Code within 3s }', ''],
  ['handed to a prompt', '', 'say told(code)'],
  ['a prompt’s parameter', 'prompts { tell(code: Code) "It is told." }', ''],
  ['part of a milestone', '', 'milestone entered(code)'],
  [
    'shown to an agent',
    'queue desk { longest wait 1min }',
    'connect queue desk { with code: code answered { } timed out, no agents, failed { } }',
  ],
])('[S3.22] a secret is never %s', (_, declarations, steps) => {
  const found = says(program(steps, declarations))
  expect(found.some(each => /^CW40(05|06|08|12)/.test(each))).toBe(true)
})

it('[S3.23] a secret comes from `collect` alone', () => {
  for (const [steps, declarations] of [
    ['let other: Code = "1234" if other == code { say "The same." }', ''],
    ['let open: Open = "1234" let other: Code = open if other == code { say "The same." }', ''],
    ['attempt bank.check("1234") { right, wrong, failed { } }', ''],
    ['do check("1234")', 'flow check(other: Code) { attempt bank.check(other) { right, wrong, failed { } } }'],
    ['collect other: Open { say "Other." } attempt bank.check(other) { right, wrong, failed { } }', ''],
    [
      `let codes = query other.codes() else -> goodbye
       choose one in codes { offer "{one}" none -> goodbye }
       attempt bank.check(one) { right, wrong, failed { } }`,
      'service other { query codes(): list of Open within 3s }',
    ],
  ] as const) {
    const found = says(program(steps, declarations)).filter(each => each.startsWith('CW4009'))
    expect([steps, found.length]).toEqual([steps, 1])
  }
  plays(program(''), 'given bank.check answers right \n enter code "1234" \n hear "Right"')
})

it('[S3.24] two secrets may be compared for sameness, which gives a plain yes or no', () => {
  const same = program(`
  collect repeated: Code { say "Once more." }
  let alike = code == repeated
  if alike { say "The same." } else { say "Not the same." }
  if code != repeated { say "Different." }`)
    .replace('attempt bank.check(code)', 'notify log.told(alike) attempt bank.check(code)')
    .replace('prompts {', 'service log { notice told(alike: boolean) }\nprompts {')
  expect(says(same)).toEqual([])
  plays(
    same,
    'given bank.check answers right \n enter code "1234" \n enter repeated "1234" \n hear "The same" \n hear next "Right" \n expect log.told performed once with alike true',
  )
  plays(
    same,
    'given bank.check answers right \n enter code "1234" \n enter repeated "1235" \n hear "Not the same" \n hear next "Different" \n expect log.told performed once with alike false',
  )
})

it('[S3.24] a secret may be handed to a service’s parameter that is declared secret, and nothing else may be done with it', () => {
  plays(program(''), 'given bank.check answers wrong \n enter code "1234" \n hear "Wrong" \n expect bank.check performed once')
  expect(
    JSON.stringify(run(program(''), 'given bank.check answers wrong \n enter code "1234" \n hear "Wrong"')[0]!.log.entries),
  ).not.toContain('1234')
  for (const [steps, declarations, code] of [
    ['attempt bank.check_open(code) { right, wrong, failed { } }', '', 'CW4008'],
    ['if code == "1234" { say "So." }', '', 'CW4007'],
    ['collect open: Open { say "Open." } if code == open { say "So." }', '', 'CW4007'],
    ['collect other: Code { say "Other." } if code < other { say "So." }', '', 'CW4007'],
    ['let n = code + code', '', 'CW4010'],
    ['say "{count([code])}"', '', 'CW4006'],
    ['do tell(code)', 'flow tell(open: Open) { say open }', 'CW4008'],
    ['let open: Open = code say open', '', 'CW4008'],
    ['', 'service other { notice told(code: Code) }', 'CW4011'],
    ['', 'service other { query told(code: Code): text within 3s }', 'CW4011'],
    ['', 'type Other = secret text', 'CW4012'],
  ] as const) {
    const found = says(program(steps, declarations)).map(each => each.slice(0, 6))
    expect([steps, declarations, found.includes(code), found]).toEqual([steps, declarations, true, found])
  }
})
