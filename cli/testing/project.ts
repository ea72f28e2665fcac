// The project that `init` makes, in a folder of its own: what the commands are tried on.
import { writeWav } from '../../runtime/speech/wav.ts'
import { callwright, temporaryFolder } from './io.ts'

export async function firstProject(): Promise<string> {
  const folder = temporaryFolder()
  const { code, err } = await callwright(['init'], { cwd: folder })
  if (code !== 0) throw new Error(err)
  return folder
}

export const GIVEN = { 'bank.balance': 'CNY 100.50' } as const

/** A line that says a private value, of which there is a recording. */
export const PRIVATE_RECORDED = {
  'main.ivr': `line test "Test line" {
  numbers { "95500" -> start }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
type Card = private digits 4
service bank { query card(): Card within 3s }
flow start {
  let card = query bank.card() else { -> goodbye }
  say "Your card is {card}." -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
`,
  'audio/prompts.json': JSON.stringify({ 'reading/n.1': { 'en-US': { text: '', file: 'one.wav' } } }),
  'audio/one.wav': writeWav(new Int16Array(800), 8000),
} as const
