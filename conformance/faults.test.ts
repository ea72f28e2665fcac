import { expect, it } from 'vitest'
import { line, plays, run, says } from './testing.ts'

const program = (steps: string, rest = 'on fault -> lost'): string => `${line(rest)}
service bank { query many(): number within 3s  query sum(): money CNY within 3s }
flow welcome {
  let many = query bank.many() else -> goodbye
  let sum = query bank.sum() else -> goodbye
  say "Before."
  ${steps}
  say "Behind."
  -> goodbye
}
flow lost { say "Lost." -> goodbye }`
const given = (many: string, sum = 'CNY 1.00'): string =>
  `given bank.many answers ${many} \n given bank.sum answers ${sum} \n hear "Before"\n`
const most = '1000000000000000'

it('[S2.35] [S2.36] a number or a sum of money beyond ±10^15, and an add beyond the list’s bound, are faults: the call goes to `on fault`', () => {
  const add = program('let more = many + 1 if more > 0 { say "Fine." } else { say "Fine too." }')
  plays(add, `${given('999999999999999')} hear next "Fine" \n hear next "Behind"`)
  plays(add, `${given(most)} hear next "Lost" \n never hear "Behind"`)
  // What stands behind an `and` or an `or` is worked out only where it decides.
  const behind = program('if many > 5 or many + 1 > 3 { say "Fine." } else { say "Fine too." }')
  plays(behind, `${given(most)} hear next "Fine"`)
  const less = program('let more = many - 1 if more > 0 { say "Fine." } else { say "Fine too." }')
  plays(less, `${given('-999999999999999')} hear next "Fine too" \n hear next "Behind"`)
  plays(less, `${given(`-${most}`)} hear next "Lost"`)
  const times = program('let more = sum * many if more > CNY 0.00 { say "Fine." }')
  plays(times, `${given('100000', 'CNY 100000000.00')} hear next "Fine"`)
  plays(times, `${given('100001', 'CNY 100000000.00')} hear next "Lost"`)
  const list = program(
    'let xs: list of number up to 2 = [] add 1 to xs add 2 to xs say "Two." if many > 2 { add 3 to xs } say "{count(xs)}."',
  )
  plays(list, `${given('2')} hear next "Two" \n hear next "two" \n hear next "Behind"`)
  plays(list, `${given('3')} hear next "Two" \n hear next "Lost"`)
})

it('[S2.36] without `on fault` it goes to the line’s otherwise, and a second fault in a call hangs up', () => {
  const steps = 'let more = many + 1 if more > 0 { say "Fine." }'
  plays(program(steps, 'otherwise -> lost'), `${given(most)} hear next "Lost" \n hear next "Goodbye"`)
  const twice = program(steps, 'on fault -> lost').replace(
    /flow lost.*/,
    `flow lost {
  menu { say "Lost." press 1 unannounced { } otherwise -> goodbye }
  let many = query bank.many() else -> goodbye
  let more = many + 1
  if more > 0 { say "Fine." }
  -> goodbye
}`,
  )
  plays(twice, `${given(most)} hear next "Lost" \n given bank.many answers 1 \n press 1 \n hear next "Fine" \n hear next "Goodbye"`)
  plays(twice, `${given(most)} hear next "Lost" \n press 1 \n hear nothing else \n expect ended by line`)
})

it('[S2.26] [S2.36] a fault in what is said in every language goes to `on fault` in the caller’s own', () => {
  const source = program('language en-US say zh"共{many + 1}。" en"{many + 1} in all." in every language')
    .replace('languages en-US', 'languages zh-CN, en-US')
    .replace(/say "([^"]*)"/g, 'say zh"中文。" en"$1"')
  plays(source, `${given('1').replace('"Before"', '"中文"')} hear next "共二" \n hear next "two in all" \n hear next "Behind"`)
  plays(source, `${given(most).replace('"Before"', '"中文"')} hear next exactly "Lost." \n hear next exactly "Goodbye."`)
})

it('[S1.3.2] [S1.3.3] [S2.36] a second fault cuts no announcement and no say: the call ends when all is heard', () => {
  const steps = 'let more = many + 1 if more > 0 { say "Fine." }'
  const twice = program(steps, 'on fault -> lost').replace(
    /flow lost.*/,
    `flow lost {
  announce "We are sorry for that."
  say "And once more."
  let more = 1000000000000000 + 1
  if more > 0 { say "Fine." }
  -> goodbye
}`,
  )
  plays(twice, `${given(most)} hear next "We are sorry" \n hear next "And once more" \n hear nothing else \n expect ended by line`)
  const { log } = run(twice, `${given(most)} hear "Before" \n wait 20s`)[0]!
  const spoken = log.entries.filter(entry => entry.kind === 'spoken')
  expect(spoken.map(({ cut }) => cut)).toEqual([false, false, false])
  expect(log.entries.at(-1)!.at).toBe(spoken.at(-1)!.until)
})

it('[S2.37] both are logged', () => {
  const twice = program('let more = many + 1 if more > 0 { say "Fine." }', 'on fault -> welcome')
  const { log } = run(twice.replace(/\nflow lost.*/, ''), `${given(most)} hear "Before" \n wait 20s`)[0]!
  expect(log.entries.filter(({ kind }) => kind === 'fault')).toMatchObject([
    { reason: 'beyond the largest number' },
    { reason: 'beyond the largest number' },
  ])
  expect(log.entries.at(-1)).toMatchObject({ kind: 'ended', by: 'line' })
})

it('[S2.43] a line has an otherwise: without one it is an error', () => {
  const source = `line test { numbers { "1" -> welcome } languages en-US time zone UTC otherwise -> lost listen { tries 1 } }
flow welcome { menu { say "Menu." press 1 unannounced { } } -> lost }
flow lost { say "Lost." -> hangup }`
  expect(says(source)).toEqual([])
  plays(source, 'hear "Menu" \n stay silent \n hear next "Lost"')
  expect(says(source.replace('otherwise -> lost ', '')).map(found => found.slice(0, 6))).toEqual(['CW2023'])
})
