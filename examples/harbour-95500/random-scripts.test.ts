// Scripts made at random: whatever a tester writes, it is played to an end, the same every time, and keeps its secrets.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { speakerFor } from '../../cli/speaker.ts'
import { compile } from '../../lang/compiler/compile.ts'
import type { CompilerHost } from '../../lang/compiler/program.ts'
import { checkScript } from '../../lang/script/check-script.ts'
import { parseScript } from '../../lang/script/parse-script.ts'
import type { ReadText } from '../../machine/script-rows.ts'
import { prepare } from '../../runtime/core/index.ts'
import { exampleGiven } from '../../machine/example-value.ts'
import { expandScripts, type ScriptRun } from '../../runtime/dtmf/script-instances.ts'
import { runScript } from '../../runtime/dtmf/script-run.ts'

const folder = fileURLToPath(new URL('./', import.meta.url))
const host: CompilerHost = {
  read: path => {
    try {
      return { text: readFileSync(path, 'utf8') }
    } catch {
      return { problem: 'missing' }
    }
  },
  resolve: (from, path) => resolve(dirname(from), path),
}
const machine = compile(host, resolve(folder, 'main.ivr')).machine!
const readText: ReadText = path => {
  const file = host.read(resolve(folder, path))
  return 'text' in file ? file : { problem: 'missing' }
}
const options = { prepared: prepare(machine, { trace: true }), speaker: speakerFor(machine), readText }

const PASSCODE = '481516'
const PASSWORD = '234278'
const setups = `
setup answers {
  given bank.log_in          answers accepted("C1001"), then refused, then accepted("C1002")
  given bank.accounts        answers [{ number: "6225880212345673", kind: savings, balance: CNY 100.00 }]
  given bank.payees          answers file "./payees.json"
  given bank.entries         answers [{ day: 2026-10-01, kind: spent, amount: CNY 1.00 }, { day: 2026-10-02, kind: received, amount: CNY 2.00 }]
  given bank.sign            answers accepted after 2s
  given bank.transfer        answers done("777") after 2s, then declined(limit)
  given bank.report_loss     answers done("1")
  given bank.change_passcode answers done
}
setup to_accounts {
  choose language
  press 1
  enter card "6225880212345673#"
  enter passcode "${PASSCODE}"
}
setup to_payment {
  choose language
  press 2
  enter card "6225880212345673#"
  enter passcode "${PASSCODE}"
  press 1
  press 1
  enter amount "10*05#"
  press 1
  enter password "${PASSWORD}"
}`

const how = fc.constantFrom('', 'early ', 'ahead ')
const keys = fc.string({ unit: fc.constantFrom(...'0123459*#,'), minLength: 1, maxLength: 20 }).map(text => `"${text}"`)
const entries = fc.constantFrom('"6225880212345673#"', '"62258802#"', '"123"', '"11010519491231002*"', '"10*05#"', '"13800138000"')
const time = fc.constantFrom('1ms', '100ms', '1s', '5s', '3min', '31min')
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(how, fc.constantFrom(...'012389*#')).map(([early, key]) => `press ${early}${key}`) },
  { weight: 3, arbitrary: fc.tuple(how, keys).map(([early, text]) => `press ${early}${text}`) },
  { weight: 4, arbitrary: fc.tuple(how, entries).map(([early, text]) => `enter ${early}${text}`) },
  { weight: 2, arbitrary: fc.constantFrom('choose language', 'run to_accounts', 'run to_payment') },
  ...[time.map(t => `wait ${t}`), time.map(t => `speak ${t}`), time.map(t => `hear "…" within ${t}`)].map(arbitrary => ({
    weight: 1,
    arbitrary,
  })),
  fc.constantFrom(
    ...['stay silent', 'hang up', 'hear recording', 'hear nothing else', 'hear next "…"', 'hear menu main', 'hear prompt sorry'],
    ...[
      'never hear "再见"',
      'expect level verified',
      'expect ended in goodbye',
      'expect ended by line',
      'expect bank.transfer performed once',
    ],
  ),
  fc
    .tuple(
      fc.constantFrom(...machine.operations.filter(({ kind }) => kind !== 'notice').map(({ service, name }) => `${service}.${name}`)),
      fc.constantFrom('fails', 'never answers', 'loses the answer', 'fails after 5s'),
    )
    .map(([operation, answer]) => `given ${operation} ${answer}`),
  fc.constantFrom(
    ...['given queue cards has no agents', 'given queue cards answers after 40s for 2min', 'given queue cards answers'],
    ...['given queue cards has 3 waiting, 2 agents, longest 40s', 'given setting emergency = true'],
  ),
)

function runsOf(text: string): readonly ScriptRun[] {
  const { script, diagnostics } = parseScript(text, 'random.dtmf')
  expect([...diagnostics, ...checkScript(script, text, machine, readText)].filter(({ severity }) => severity === 'error')).toEqual([])
  return expandScripts(script, machine, readText).runs
}

it('[L.scripts.2] plays any script to an end, the same every time, and keeps its secrets', () => {
  let passed = 0
  fc.assert(
    fc.property(fc.boolean(), fc.array(line, { minLength: 1, maxLength: 14 }), (answered, lines) => {
      const call = 'call from "+8613800138000" at 2026-11-23T10:00+08:00'
      // A call keeps the settings that it began with: below its beginning there is no place for one.
      const settings = (one: string): boolean => one.startsWith('given setting')
      const ordered = [...lines.filter(settings), ...lines.filter(one => !settings(one))]
      const text = `use "./main.ivr"\n${setups}\nscript "s" in zh-CN, en-US {\n${call}\n${answered ? 'run answers\n' : ''}${ordered.join('\n')}\n}`
      for (const run of runsOf(text)) {
        const one = runScript(options, run)
        const two = runScript(options, run)
        expect(JSON.stringify([two.log, two.failure, two.duration])).toBe(JSON.stringify([one.log, one.failure, one.duration]))
        const times = one.log.entries.map(entry => entry.at)
        expect(times).toEqual([...times].sort((a, b) => a - b))
        const written = JSON.stringify([one.log, one.failure])
        expect(written.includes(PASSCODE) || written.includes(PASSWORD)).toBe(false)
        if (!one.passed) continue
        passed++
        expect(one.log.entries.filter(entry => entry.kind === 'ended')).toHaveLength(1)
      }
    }),
    { numRuns: 250 },
  )
  // Scripts that all fail in their first line would show nothing.
  expect(passed).toBeGreaterThan(50)
})

it('[L.scripts.12] the line that it prints to be pasted can be pasted, for every operation', () => {
  const lines = machine.operations.filter(({ kind }) => kind !== 'notice').map(exampleGiven)
  expect(runsOf(`use "./main.ivr"\nscript "s" {\n${lines.join('\n')}\n}`)).toHaveLength(1)
})
