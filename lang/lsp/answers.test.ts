// What a designer asks for by name, over standard streams: whole menus, how a prompt sounds, lines from the service, imports that come with a name.
import { expect, it, onTestFinished } from 'vitest'
import type { CompletionItem } from 'vscode-languageserver'
import { beginSession, sessionFiles } from '../../tools/lsp-session/session.ts'
import type { Client } from './testing/client.ts'
import { editsOf } from './testing/summary.ts'
import { processTransport } from './testing/transports.ts'

const files = sessionFiles()
const main = files.get('main.ivr')!

async function begin(): Promise<Client> {
  const transport = processTransport(files)
  onTestFinished(() => {
    if (transport.status() === null) process.kill(transport.pid)
  })
  return beginSession(transport)
}
function open(client: Client, name: string, text: string): string {
  const uri = `${client.root}/${name}`
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: name.endsWith('.ivr') ? 'ivr' : 'dtmf', version: 1, text } })
  return uri
}
/** Where `offset` is. */
const at = (text: string, offset: number): { line: number; character: number } => {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length - 1, character: before.at(-1)!.length }
}
async function offered(client: Client, name: string, text: string): Promise<(label: string) => CompletionItem | undefined> {
  const uri = open(client, name, text.replace('|', ''))
  const { result } = await client.request('textDocument/completion', { textDocument: { uri }, position: at(text, text.indexOf('|')) })
  client.notify('textDocument/didClose', { textDocument: { uri } })
  return label => (result as readonly CompletionItem[]).find(item => item.label === label)
}
const written = (item: CompletionItem | undefined): string | undefined => item?.textEdit?.newText

it('offers a whole menu, a given line with what the service would answer, and a name with its import', async () => {
  const client = await begin()
  const top = await offered(client, 'main.ivr', `${main}\n|`)
  expect(written(top('menu … { … }'))).toBe('menu ${1:name} {\n  say zh"$2" en"$3"\n  press ${4:1} for zh"$5" en"$6" -> ${7:place}\n}')
  expect(top('menu … { … }')?.insertTextFormat).toBe(2)
  const script = 'use "./main.ivr"\nscript "a" {\n  given |\n}\n'
  const given = await offered(client, 'a.dtmf', script)
  const query = [...files.values()].join('\n').match(/\bquery (\w+)\(/)![1]!
  const label = [...files]
    .flatMap(([, text]) => [...text.matchAll(/^service (\w+) \{[^]*?^\}/gm)])
    .find(([body]) => body.includes(`query ${query}(`))![1]!
  expect(written(given(`${label}.${query}`))).toMatch(new RegExp(`^${label}\\.${query} answers .`))
  const flow = await offered(client, 'main.ivr', `${main}\nflow a_new_one { -> | }\n`)
  const survey = flow('survey')
  expect(survey?.detail).toMatch(/^import from \.\//)
  expect(survey?.additionalTextEdits).toHaveLength(1)
  await client.close()
})

it('says how a prompt sounds in each language and how long that takes', async () => {
  const client = await begin()
  const uri = open(client, 'main.ivr', main)
  const use = main.search(/\bgreeting\b/)
  const { result } = await client.request('textDocument/hover', { textDocument: { uri }, position: at(main, use + 1) })
  const { value } = (result as { contents: { value: string } }).contents
  expect(value).toMatch(/- zh-CN \(\d+\.\d s\): \S/)
  expect(value).toMatch(/- en-US \(\d+\.\d s\): \S/)
  await client.close()
})

it('renames a field in programs and scripts at once', async () => {
  const client = await begin()
  const [name, text] = [...files].find(([file, source]) => file.endsWith('.ivr') && /^type \w+\s*= \{/m.test(source))!
  const uri = open(client, name, text)
  const field = text.search(/^type \w+\s*= \{/m)
  const start = text.indexOf('{', field) + text.slice(text.indexOf('{', field)).search(/\w+:/)
  const { result, error } = await client.request('textDocument/rename', {
    textDocument: { uri },
    position: at(text, start + 1),
    newName: 'renamed_field',
  })
  expect(error).toBeUndefined()
  const edits = editsOf(result as Parameters<typeof editsOf>[0])
  expect([...edits.keys()].some(file => file.endsWith('.dtmf'))).toBe(true)
  expect([...edits.values()].flat().every(edit => edit.newText.includes('renamed_field'))).toBe(true)
  await client.close()
})
