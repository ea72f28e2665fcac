// The person who dials answers for the bank: in the words of a script, `accepted("C1001")`, or by the number of an outcome.
import type { Ask } from '../../runtime/dtmf/backend.ts'
import { createGivenBackend } from '../../runtime/dtmf/given-backend.ts'
import { exampleOf } from '../../machine/example-value.ts'
import type { Operation } from '../../machine/format.ts'
import { readGiven } from '../answers.ts'
import type { Io } from '../io.ts'
import type { KeysIn } from './keys-in.ts'
import type { Phone } from './phone.ts'
import { lineOffsets, writtenValue } from '../../runtime/dtmf/recorder/written-value.ts'

/** What may be answered, each as a script writes it; the first is taken where nothing is typed. */
export function answersFor(operation: Operation): string[] {
  const all = operation.result
    ? [exampleOf(operation.result)]
    : Object.entries(operation.outcomes).map(([name, values]) =>
        values.length === 0 ? name : `${name}(${values.map(value => exampleOf(value.type)).join(', ')})`,
      )
  all.push('fails')
  if (operation.kind === 'transaction') all.push('never answers')
  return all
}

/** A line from the keyboard, shown as it is typed. Null: Ctrl-C, Ctrl-D, or the input is over. */
async function readLine(io: Io, keys: KeysIn): Promise<string | null> {
  let line = ''
  for (;;) {
    await keys.wake()
    const typed = keys.take()
    if (typed === '' && keys.over()) return null
    for (const character of typed) {
      if (character === '\r' || character === '\n') {
        io.stdout.write('\n')
        return line
      }
      if (character === '\u0003' || character === '\u0004') {
        io.stdout.write('\n')
        return null
      }
      if (character === '\u007f' || character === '\b') {
        if (line === '') continue
        line = [...line].slice(0, -1).join('')
        io.stdout.write('\b \b')
      } else if (character >= ' ') {
        line += character
        io.stdout.write(character)
      }
    }
  }
}

/** Asks the oldest question and hands the answer to the call, which stands still meanwhile. False where the person goes away. */
export async function askPerson(io: Io, phone: Phone, keys: KeysIn): Promise<boolean> {
  const { machine, call, screen, asked } = phone
  const ask: Ask = asked.shift()!
  const operation = machine.operations[ask.operation]!
  const name = `${operation.service}.${operation.name}`
  const shown = { masked: true, offsets: lineOffsets(machine) }
  const sent = ask.arguments.map((value, index) => writtenValue(value, operation.parameters[index]!.type, shown)).join(', ')
  const answers = answersFor(operation)
  const zh = phone.language === 'zh'
  screen.say(zh ? `  您来扮演银行：${name}(${sent}) 如何应答？` : `  You are the bank: what does ${name}(${sent}) answer?`, 'strong')
  answers.forEach((answer, index) => screen.say(`    ${index + 1}  ${answer}`))
  for (;;) {
    io.stdout.write(zh ? '  应答 (1)：' : '  answer (1): ')
    const line = await readLine(io, keys)
    if (line === null) return false
    const written = line.trim() === '' ? answers[0]! : (answers[Number(line.trim()) - 1] ?? line.trim())
    const backend = createGivenBackend(machine)
    const problem = readGiven(
      `given ${name} answers ${written}`.replace(/ answers (fails|never answers|loses the answer)$/, ' $1'),
      backend,
      phone.language,
    )
    if (problem !== null) {
      screen.say(`  ${problem}`, 'error')
      continue
    }
    const reply = backend.ask(ask, operation)
    if (reply.kind === 'answer') call.answer(ask.task, reply.outcome, reply.values)
    return true
  }
}
