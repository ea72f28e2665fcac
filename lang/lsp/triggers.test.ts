import { expect, it } from 'vitest'
import { beginSession } from '../../tools/lsp-session/session.ts'
import { processTransport } from './testing/transports.ts'
import { opensList } from './triggers.ts'

it.each([
  ['import { a } from "', '"', true],
  ['import { a } from "./', '/', true],
  ['prompts { bye en"Bye"', '"', false],
  ['prompts { bye en"say \\"', '"', true],
  ['first "line"\n  say en"', '"', true],
  ['// say "', '/', true],
  ['/', '/', false],
  ['press 1 ->', '>', true],
  ['check a >', '>', false],
  ['say account.', '.', true],
  ['press 1 for "a" -> ', ' ', true],
  ['  press ', ' ', true],
  ['  perform ', ' ', true],
  ['  say "we perform ', ' ', false],
  ['  // goes -> ', ' ', false],
  ['  say ', ' ', false],
  ['  let undo ', ' ', false],
  ['  ->  ', ' ', false],
])('%j: does %s open a list? %s', (text, typed, expected) => {
  expect(opensList(text, text.length, typed)).toBe(expected)
})

it('offers nothing behind a text that was ended, until it is asked', async () => {
  const text = 'prompts {\n  bye en"Bye"\n}\n'
  const client = await beginSession(processTransport(new Map([['main.ivr', text]])))
  const uri = `${client.root}/main.ivr`
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'ivr', version: 1, text } })
  const position = { line: 1, character: 13 }
  const offered = async (context: unknown): Promise<number> => {
    const { result } = await client.request('textDocument/completion', { textDocument: { uri }, position, context })
    return (result as readonly unknown[]).length
  }
  expect(await offered({ triggerKind: 2, triggerCharacter: '"' })).toBe(0)
  expect(await offered({ triggerKind: 1 })).toBeGreaterThan(0)
  await client.close()
})
