// Lenses that say which scripts go through a place: the server runs them when nobody types, or its client tells it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { beginSession } from '../../tools/lsp-session/session.ts'
import { bundlePart } from '../../tools/vsix/bundles.ts'
import type { Client } from './testing/client.ts'
import { processTransport, workerTransport, type ProcessTransport } from './testing/transports.ts'

const PROGRAM =
  'line a "b" {\n  numbers { "1" -> main }\n  languages en-US\n  time zone UTC\n  otherwise -> main\n}\nmenu main {\n  press 1 for "cards" -> cards\n  press 2 for "loans" -> loans\n}\nmenu cards {\n  press 1 for "the main menu" -> main\n}\nmenu loans {\n  press 1 for "the main menu" -> main\n}\n'
const script = (key: number): string => `use "./main.ivr"\n\nscript "to the cards" {\n  call from "+1" to "1"\n  press ${key}\n}\n`

function start(files: Readonly<Record<string, string>>): ProcessTransport {
  const transport = processTransport(new Map(Object.entries(files)))
  onTestFinished(() => {
    if (transport.status() === null) process.kill(transport.pid)
  })
  return transport
}
function open(client: Client, name: string, text: string): string {
  const uri = `${client.root}/${name}`
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: name.endsWith('.ivr') ? 'ivr' : 'dtmf', version: 1, text },
  })
  return uri
}
interface Lens {
  readonly range: { readonly start: { readonly line: number } }
  readonly command: { readonly title: string; readonly command: string; readonly arguments?: readonly unknown[] }
}
/** Line → what the lens of scripts says there. */
async function scriptLenses(client: Client, uri: string): Promise<readonly (readonly [number, string])[]> {
  const { result } = await client.request('textDocument/codeLens', { textDocument: { uri } })
  return (result as readonly Lens[])
    .filter(lens => /script/.test(lens.command.title))
    .map(lens => [lens.range.start.line, lens.command.title])
}
const MAIN = 6
const CARDS = 10
const LOANS = 13
const refreshes = (client: Client): number => client.asked.filter(({ method }) => method === 'workspace/codeLens/refresh').length

/** The server says that there are other lenses, and they are those. */
async function becomes(client: Client, uri: string, wanted: readonly (readonly [number, string])[]): Promise<void> {
  const until = Date.now() + 20_000
  for (let seen = -1; ;) {
    if (refreshes(client) !== seen) {
      seen = refreshes(client)
      const found = await scriptLenses(client, uri)
      if (JSON.stringify(found) === JSON.stringify(wanted)) return
      if (Date.now() > until) expect(found).toEqual(wanted)
    }
    if (Date.now() > until + 1000) expect.fail('nothing more was told')
    await sleep(20)
  }
}

it('a script that is changed changes what the lenses say, with its text as it stands in the editor', async () => {
  const transport = start({ 'main.ivr': PROGRAM, 'tests/a.dtmf': script(1).replace('./main', '../main') })
  const client = await beginSession(transport, 'en', true)
  const uri = open(client, 'main.ivr', PROGRAM)
  await becomes(client, uri, [
    [MAIN, '1 script'],
    [CARDS, '1 script'],
    [LOANS, 'no script goes here'],
  ])
  const { result } = await client.request('textDocument/codeLens', { textDocument: { uri } })
  expect((result as readonly Lens[]).find(lens => lens.command.title === '1 script')!.command).toEqual({
    title: '1 script',
    command: 'callwright.openScript',
    arguments: [[{ uri: `${client.root}/tests/a.dtmf`, title: 'to the cards', line: 2 }]],
  })
  // Typed, not saved.
  const test = open(client, 'tests/a.dtmf', script(2).replace('./main', '../main'))
  await becomes(client, uri, [
    [MAIN, '1 script'],
    [CARDS, 'no script goes here'],
    [LOANS, '1 script'],
  ])
  // A program that does not compile is not run: what was found stands.
  const change = (version: number, text: string): void =>
    client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] })
  change(2, `${PROGRAM}flow {`)
  expect(await scriptLenses(client, uri)).toEqual([
    [MAIN, '1 script'],
    [CARDS, 'no script goes here'],
    [LOANS, '1 script'],
  ])
  change(3, PROGRAM.replace('press 2 for "loans" -> loans', 'press 2 for "loans" -> cards\n  press 3 for "more" -> loans'))
  await becomes(client, uri, [
    [MAIN, '1 script'],
    [CARDS + 1, '1 script'],
    [LOANS + 1, 'no script goes here'],
  ])
  // The last script is taken away: nothing is said of any.
  client.notify('textDocument/didClose', { textDocument: { uri: test } })
  transport.write(new Map([['tests/a.dtmf', null]]), client)
  await becomes(client, uri, [])
  await client.close()
}, 60_000)

it('the server of the extension, which is one file, runs scripts too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-server-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'server.js'), await bundlePart('server.js'))
  const files = new Map([
    ['main.ivr', PROGRAM],
    ['a.dtmf', script(1)],
  ])
  const client = await beginSession(processTransport(files, [process.execPath, join(folder, 'server.js'), '--stdio']), 'en', true)
  const uri = open(client, 'main.ivr', PROGRAM)
  await becomes(client, uri, [
    [MAIN, '1 script'],
    [CARDS, '1 script'],
    [LOANS, 'no script goes here'],
  ])
  await client.close()
}, 60_000)

it('a client that runs scripts itself tells the server, in a worker too', async () => {
  const transport = await workerTransport(new Map([['main.ivr', PROGRAM]]))
  const client = await beginSession(transport, 'zh-CN')
  const uri = open(client, 'main.ivr', PROGRAM)
  const told = (places: unknown): void => client.notify('callwright/coverage', { entry: uri, places })
  const lenses = async (): Promise<readonly string[]> => {
    const { result } = await client.request('textDocument/codeLens', { textDocument: { uri } })
    return (result as readonly Lens[]).map(lens => lens.command.title).filter(title => title.includes('脚本'))
  }
  expect(await lenses()).toEqual([])
  told({
    main: [
      { uri: `${client.root}/a.dtmf`, title: 'a' },
      { uri: `${client.root}/b.dtmf`, title: 'b', line: 7 },
    ],
  })
  expect(await lenses()).toEqual(['2 个脚本', '没有脚本覆盖', '没有脚本覆盖'])
  // What is none is passed over.
  for (const places of [{ main: 5, cards: [null, 7, { uri: 5 }], loans: [{ uri: 'x:y', title: 't', line: 'z' }] }]) told(places)
  expect(await lenses()).toEqual(['没有脚本覆盖', '没有脚本覆盖', '1 个脚本'])
  client.notify('callwright/coverage', { entry: 5, places: {} })
  client.notify('callwright/coverage')
  told(null)
  expect(await lenses()).toEqual([])
  await client.close()
})
