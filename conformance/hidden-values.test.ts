// Ways that hidden values decide: whatever they lead to, the trace leads there again without them.
import { expect, it } from 'vitest'
import { line, machineOf } from './testing.ts'
import { parseScript } from '../lang/script/parse-script.ts'
import { speakerFor } from '../cli/speaker.ts'
import { createReplay } from '../runtime/call/replay.ts'
import { readTrace } from '../runtime/call/trace-reader.ts'
import { createTrace } from '../runtime/call/trace.ts'
import { prepare } from '../runtime/core/index.ts'
import { expandScripts, runScript } from '../runtime/dtmf/index.ts'

const program = `${line('on fault -> trouble', 'start')}
type Card = private digits 16..19
type Money = private money CNY
type Account = { number: Card  balance: Money  kind: Kind }
type Kind = one of { current "current"  savings "savings" }
service bank {
  query accounts(card: Card): list of Account up to 20 within 3s
  query size(card: Card): private number within 3s
  attempt enter(card: Card, code: secret digits 4..8) within 3s { in_time  refused }
  notice seen(number: Card, long: private digits 16..17)
}
remember seen_any: boolean = false
flow trouble { say "Too much." -> goodbye }
flow start {
  collect card: Card { say "Card?" }
  collect code: secret digits 4..8 { say "Code?" }
  let accounts = query bank.accounts(card) else { say "No." -> goodbye }
  attempt bank.enter(card, code) { in_time { } refused { say "Wrong." -> start } failed { -> goodbye } }
  let rich = accounts where it.balance > CNY 1000
  if count(rich) == 0 { say "Nothing above a thousand." } else { say "Some." }
  set seen_any = count(rich) > 1
  milestone counted(many: seen_any)
  for each account in rich { say "{account.balance}" }
  choose account in rich {
    say "Which?"
    offer "{account.kind} {account.number as last4}"
    none { say "None to choose." -> goodbye }
  }
  let best = first(rich) else { say "None." -> goodbye }
  let caller = call.caller else { say "Nobody." -> goodbye }
  if caller == "13800138000" { say "You again." } else { say "A stranger." }
  let n = query bank.size(card) else { -> goodbye }
  menu {
    say "Go on?"
    press 1 for "yes" when best.balance > account.balance { say "More." }
    press 2 for "no" { say "Less." }
  }
  notify bank.seen(account.number, account.number)
  let huge = best.balance + best.balance
  if huge > CNY 5 { say "Twice." }
  let beyond = huge * 10000
  let further = beyond * 1000000000
  say "{further}"
  -> goodbye
}
`

const script = (key: string): string => `call from "13800138000"
given bank.accounts answers [{ number: "6225880212345673", balance: CNY 5000, kind: current }, { number: "6225880212345999", balance: CNY 2000, kind: savings }, { number: "6225880212345111111", balance: CNY 3000, kind: savings }]
given bank.enter answers in_time
given bank.size answers 3
hear "Card?"
enter card 6225880212345673#
enter code 918273#
hear "Which?"
press ${key}
hear "Go on?"
press 1
hear "More."
hear "Twice."
expect ended by line`

it.each(['2', '3'])('[S6.11] what hidden values decide is decided again by the trace (%s)', key => {
  const machine = machineOf(program)
  const prepared = prepare(machine, { trace: true, marks: true })
  const replay = createReplay(machine)
  const text = `use "./main.ivr"\nscript "it" {\n${script(key)}\n}`
  const { script: file, diagnostics } = parseScript(text, 'it.dtmf')
  expect(diagnostics).toEqual([])
  const readText = (): { problem: 'missing' } => ({ problem: 'missing' })
  for (const run of expandScripts(file, machine, readText).runs) {
    const lines: string[] = []
    const result = runScript(
      { prepared, speaker: speakerFor(machine), readText, observers: [createTrace({ machine, bundle: 'b', write: l => lines.push(l) })] },
      run,
    )
    expect(result.failure?.problem.en).toBe(undefined)
    expect(replay(readTrace(lines.join('\n')))).toMatchObject({ kind: 'same' })
    const trace = lines.join('\n')
    expect(trace).toContain('"kind":"fault"')
    // A number of nineteen digits does not fit the notice.
    expect(trace.includes('"kind":"not sent"')).toBe(key === '3')
    for (const canary of ['6225880212345', '918273', '500000', '13800138000']) expect(trace).not.toContain(canary)
  }
})
