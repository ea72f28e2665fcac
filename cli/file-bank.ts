// A bank that is a file: what `serve --answers FILE` answers calls with, so that a line can be rung where there is no bank.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { exampleGiven } from '../machine/example-value.ts'
import type { Backends } from '../runtime/call/backends.ts'
import type { Clock } from '../runtime/call/clock.ts'
import type { Prepared } from '../runtime/core/index.ts'
import type { Backend } from '../runtime/dtmf/backend.ts'
import { createGivenBackend, type GivenBackend } from '../runtime/dtmf/given-backend.ts'
import { createScriptBackends } from '../runtime/dtmf/script-backends.ts'
import { playGivens } from '../runtime/dtmf/script-run.ts'
import { answersOf, plainRun } from './answers-file.ts'
import { readGiven } from './answers.ts'
import { Refusal } from './exit.ts'
import type { Io } from './io.ts'
import { speakerFor } from './speaker.ts'

export interface FileBank {
  readonly backends: Backends
  /** `service.operation` of those that it answers with example values. */
  readonly examples: readonly string[]
  /** The call is over: what was kept for it goes. */
  readonly forget: (call: string) => void
}

/** Refuses answers that do not fit the program. Each call has them from the first on. */
export function openFileBank(
  io: Io,
  answers: string,
  prepared: Prepared,
  clock: Clock,
  settings: { readonly json: boolean; readonly language: MessageLanguage },
): FileBank {
  const { machine } = prepared
  const read = answersOf(io, answers, machine, settings)
  const run = plainRun(machine, read.lines, read)
  const options = { prepared, speaker: speakerFor(machine), readText: read.readText }
  const given = (): GivenBackend => {
    const { backend, failure } = playGivens(options, run)
    if (failure) {
      const { problem, hint } = failure
      throw new Refusal({
        en: `${answers}: ${problem.en}${hint ? ` ${hint.en}` : ''}`,
        zh: `${answers}：${problem.zh}${hint?.zh ?? ''}`,
      })
    }
    return backend
  }
  const first = given()
  const nobody = { call: '', task: 0, arguments: [], language: '', level: 0, at: 0, deadline: 0 }
  const examples = machine.operations
    .filter((operation, index) => operation.kind !== 'notice' && first.ask({ ...nobody, operation: index }, operation).kind === 'missing')
    .map(({ service, name }) => `${service}.${name}`)
  const ofCalls = new Map<string, GivenBackend>()
  const unanswered: Backend['ask'] = (ask, operation) => {
    const example = createGivenBackend(machine)
    readGiven(exampleGiven(operation), example, settings.language)
    return example.ask(ask, operation)
  }
  const ask: Backend['ask'] = (asked, operation) => {
    let backend = ofCalls.get(asked.call)
    if (!backend) ofCalls.set(asked.call, (backend = given()))
    return backend.ask(asked, operation)
  }
  return {
    backends: createScriptBackends({ machine, backend: { ask }, clock, unanswered }),
    examples,
    forget: call => void ofCalls.delete(call),
  }
}
