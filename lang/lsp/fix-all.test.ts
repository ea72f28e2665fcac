// What is mended without being asked for one by one: an editor does so on every save, and nobody reads it again.
import { expect, it } from 'vitest'
import type { CodeAction } from 'vscode-languageserver'
import { beginSession } from '../../tools/lsp-session/session.ts'
import { editsOf } from './testing/summary.ts'
import { processTransport } from './testing/transports.ts'

const line = `line l "L" {
  numbers { "1" -> start }
  languages zh-CN, en-US
  time zone Asia/Shanghai
  levels anonymous < verified
  otherwise -> goodbye
}
flow goodbye { say zh"再见。" en"Bye." -> hangup }
`
const bank = `type Amount = money CNY 0.01..50000.00
service bank { transaction pay(amount: Amount) within 9s { done  declined } }
`
const pays = `${line}${bank}menu start { press 1 for zh"一" en"one" -> pay }
flow pay {
  collect amount: Amount { say zh"多少？" en"How much?" }
  confirm { say zh"转{amount}" en"Pay {amount}"  no -> goodbye }
  perform bank.pay(amount) {
    done { say zh"好。" en"Done." }
  }
  -> goodbye
}
`
const at = (text: string): { readonly line: number; readonly character: number } => {
  const lines = text.split('\n')
  return { line: lines.length - 1, character: lines.at(-1)!.length }
}

async function offered(
  text: string,
  others: Readonly<Record<string, string>> = {},
): Promise<{ readonly all: readonly string[]; readonly one: readonly string[] }> {
  const client = await beginSession(processTransport(new Map([['main.ivr', text], ...Object.entries(others)])))
  const uri = `${client.root}/main.ivr`
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'ivr', version: 1, text } })
  const ask = async (only: string): Promise<readonly CodeAction[]> => {
    const range = { start: at(''), end: at(text) }
    const params = { textDocument: { uri }, range, context: { diagnostics: [], only: [only] } }
    return (await client.request('textDocument/codeAction', params)).result as readonly CodeAction[]
  }
  const all = (await ask('source.fixAll')).flatMap(({ edit }) => [...editsOf(edit as Parameters<typeof editsOf>[0]).values()].flat())
  const one = (await ask('quickfix')).map(({ title }) => title)
  await client.close()
  return { all: all.map(({ newText }) => newText), one }
}

it.each([
  ['what a bank can answer, without a word to the caller', pays, 'Handle declined, failed, unknown'],
  [
    'a text in a language that it is not written in',
    `${line}menu start { press 1 for zh"一" en"one" -> goodbye  say en"Your card has been blocked." }\n`,
    'Add a text for zh-CN, to be translated',
  ],
  ['a name that is only near another', `${line}menu start { press 1 for zh"一" en"one" -> goodbyes }\n`, 'Write “goodbye” instead'],
  [
    'a value of a choice',
    `${line}settings { mood: Mood = good }\ntype Mood = one of { good  bad }\nmenu start { match settings.mood { good { } }  press 1 for zh"一" en"one" -> goodbye }\n`,
    'Handle bad',
  ],
])('does not write by itself %s; each is offered where it is', async (_, text, title) => {
  const { all, one } = await offered(text)
  expect(one).toContain(title)
  expect(all).toEqual([])
})

it('writes signs and words of the language as they are meant', async () => {
  const { all } = await offered(`${line}menu start { pres １ for zh"一" en"one" -> goodbye }\n`)
  expect(all.toSorted()).toEqual(['1', 'press'])
})

it('leaves an import that nothing uses: another program of the folder may have its standard prompts by it', async () => {
  const text = `import { note } from "./texts.ivr"\n${line}menu start { press 1 for zh"一" en"one" -> goodbye }\n`
  const { all, one } = await offered(text, { 'texts.ivr': 'prompts { note zh"注" en"note" }\n' })
  expect(one).toContain('Remove “note”')
  expect(all).toEqual([])
})
