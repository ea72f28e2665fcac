// What a designer waits for: from a keystroke to its findings, and to the list of what may come next, over standard streams. Every key changes what
// is found, so that each has an answer to wait for.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createClient, type Client } from '../lang/lsp/testing/client.ts'
import { processTransport } from '../lang/lsp/testing/transports.ts'
import { bundlePart } from '../tools/vsix/bundles.ts'
import type { Figure } from './figure.ts'
import { generateProgram } from './generate-program.ts'
import { version } from './version.ts'

const LINES = 5_000
/** Places at which three keys are pressed. */
const WARMUP = 40
const PLACES = 100

interface Measured {
  /** Keystroke → findings, ms. */
  readonly findings: readonly number[]
  /** Asked for when the findings are there, ms. */
  readonly completion: readonly number[]
  /** Asked for with the keystroke, before its findings, ms. */
  readonly typing: readonly number[]
}

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!

async function begin(client: Client, text: string): Promise<string> {
  await client.request('initialize', {
    processId: null,
    rootUri: client.root,
    workspaceFolders: [{ uri: client.root, name: 'x' }],
    capabilities: {},
  })
  client.notify('initialized', {})
  const uri = `${client.root}/generated.ivr`
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'ivr', version: 1, text } })
  await client.request('textDocument/documentSymbol', { textDocument: { uri } })
  return uri
}

/** Types a letter, another in its place, and takes it away, at places all over the text. */
async function measure(command: readonly string[] | undefined): Promise<Measured> {
  const text = generateProgram(LINES)
  const transport = processTransport(new Map([['generated.ivr', text]]), command)
  const client = createClient(transport)
  const uri = await begin(client, text)
  const places = text.split('\n').flatMap((line, number) => {
    const character = line.indexOf('do balances_')
    return character < 0 ? [] : [{ line: number, character: character + 'do '.length }]
  })
  const found: { findings: number[]; completion: number[]; typing: number[] } = { findings: [], completion: [], typing: [] }
  let number = 1
  const since = (from: number): number => performance.now() - from
  for (let at = 0; at < WARMUP + PLACES; at++) {
    const place = places[(at * 7) % places.length]!
    const behind = { line: place.line, character: place.character + 1 }
    // No text is one of those before, so that nothing is remembered of it.
    for (const [length, letter] of [
      [0, 'x'],
      [1, 'y'],
      [1, ''],
    ] as const) {
      const told = client.told(uri, 0)
      const from = performance.now()
      client.notify('textDocument/didChange', {
        textDocument: { uri, version: ++number },
        contentChanges: [{ range: { start: place, end: length === 0 ? place : behind }, text: letter }],
      })
      // Every other time the list is asked for at once, as an editor does for the first letter of a word.
      const position = letter === '' ? place : behind
      const ask = (): Promise<unknown> => client.request('textDocument/completion', { textDocument: { uri }, position })
      const list = at % 2 === 0 && length === 0 ? ask().then(() => since(from)) : null
      await told
      const findings = since(from)
      const typing = list === null ? null : await list
      const asked = performance.now()
      await ask()
      if (at < WARMUP) continue
      found.completion.push(since(asked))
      if (typing === null) found.findings.push(findings)
      else found.typing.push(typing)
    }
    // Nobody types like a machine: in such a pause the server does what it has put off.
    if (at % 20 === 0) await new Promise(resolve => setTimeout(resolve, 500))
  }
  await client.close()
  return found
}

export default async (): Promise<Figure[]> => {
  const ours = await measure(undefined)
  const langium = await measure([process.execPath, join(import.meta.dirname, 'peers', 'langium-server.ts')])
  const worker = gzipSync(await bundlePart('worker.js'), { level: 9 }).length
  const beside = (of: readonly number[], theirs: readonly number[], unit = 'ms'): string =>
    `median ${p50(of).toFixed(1)} ${unit}; ${version('langium')}: p95 ${p95(theirs).toFixed(1)}, median ${p50(theirs).toFixed(1)} ${unit}`
  return [
    {
      what: 'keystroke to findings at 5,000 lines, p95',
      value: p95(ours.findings),
      unit: 'ms',
      wanted: { atMost: 30 },
      note: `over stdio, ${ours.findings.length} keys, parsed whole, bodies checked that changed; ${beside(ours.findings, langium.findings)}, which checks no names here`,
    },
    {
      what: 'completion at 5,000 lines, p95',
      value: p95(ours.completion),
      unit: 'ms',
      wanted: { atMost: 10 },
      note: `over stdio; ${beside(ours.completion, langium.completion)}`,
    },
    {
      what: 'completion with the keystroke, before its findings, p95',
      value: p95(ours.typing),
      unit: 'ms',
      note: `the text is parsed and checked meanwhile; ${beside(ours.typing, langium.typing)}`,
    },
    {
      what: 'the language server for browsers, gzipped',
      value: worker / 1024,
      unit: 'KB',
      wanted: { atMost: 400 },
      note: 'grammar, compiler, formatter, service and protocol in one worker',
    },
  ]
}

const p50 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!
