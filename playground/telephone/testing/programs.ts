// Programs and examples for the telephone's tests.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createProgramsInWorker, type CompiledProgram } from '../../programs/in-worker.ts'
import { prepare } from '../../../runtime/core/index.ts'
import type { CallParts } from '../call/played-call.ts'

export function compileFiles(files: Readonly<Record<string, string>>, entry = 'main.ivr'): CompiledProgram {
  const programs = createProgramsInWorker()
  programs.change({ changes: files, entry, revision: 1 })
  const program = programs.newest()
  if (!program)
    throw new Error(
      programs
        .findings()
        .map(finding => `${finding.file}: ${finding.message.en}`)
        .join('\n'),
    )
  return program
}

const examplesRoot = join(import.meta.dirname, '../../../examples')

/** All files of an example, by path. */
export function exampleFiles(name: string): Record<string, string> {
  const root = join(examplesRoot, name)
  return Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter(found => found.isFile() && /\.(ivr|dtmf|json|txt|csv)$/.test(found.name))
      .map(found => {
        const path = join(found.parentPath, found.name)
        return [relative(root, path), readFileSync(path, 'utf8')]
      }),
  )
}

export const partsOf = (program: CompiledProgram): CallParts => ({
  prepared: prepare(program.machine, { trace: true }),
  speaker: program.speaker,
  entry: program.entry,
  start: { id: 'call', caller: null, called: program.machine.line.numbers[0]!.number },
  at: Date.UTC(2026, 10, 23, 2),
  given: [],
  byHand: [],
})

/** A small bank: a log-in with a secret, a balance, an agent, a message, and a setting that is heard. */
export const SMALL = `
line small "Small Bank" {
  numbers   { "95500" -> main  "95501" -> hello }
  languages en-US
  time zone Asia/Shanghai
  levels    anonymous < known
  listen { first key within 5s  next key within 3s  tries 3  barge-in on  type-ahead on  end key # }
  shortcuts { press * unannounced -> back }
  otherwise -> goodbye
}

settings {
  emergency: boolean = false
}

type Card = private digits 16..19
type Passcode = secret digits 6

remember holder: private text or nothing = nothing

service bank {
  attempt log_in(card: Card, passcode: Passcode) within 3s { accepted(name: private text)  refused }
  query balance(): money CNY within 2s requires known
}
queue advisors { position every 20s  longest wait 2min }

menu main {
  say "Welcome to Small Bank."
  if settings.emergency { say "Today only the emergency desk is open." }
  press 1 for "your balance" -> balance
  press 2 for "an advisor"   -> agent
  press 3 for "our address"  -> hello
}

flow hello { say "We are at the harbour."  -> main }

flow log_in grants known {
  collect card: Card { say "Your card number, please." }
  collect passcode: Passcode { say "Your passcode, please." }
  attempt bank.log_in(card, passcode) {
    accepted(name) { set holder = name  grant known  return }
    refused { say "That does not match." }
    failed { say "We cannot do that now." }
  }
  -> goodbye
}

flow balance {
  do log_in unless known
  let amount = query bank.balance() else { say "We cannot do that now."  -> main }
  say "You have {amount}."
  -> main
}

flow agent {
  say "One moment."
  connect queue advisors {
    press 0 for "the menu" -> main
    answered { -> goodbye }
    timed out, no agents, failed { say "Nobody is there."  -> main }
  }
}

flow goodbye { say "Good-bye."  -> hangup }
`
