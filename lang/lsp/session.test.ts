import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { beginSession, RECORDING, sessionFiles } from '../../tools/lsp-session/session.ts'
import { createPlayer, type Step } from './testing/recording.ts'
import { processTransport, workerTransport } from './testing/transports.ts'

const steps = readFileSync(RECORDING, 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line) as Step)

it('has an hour of every kind of work in its recording', () => {
  expect(steps.at(-1)!.at).toBeGreaterThan(50 * 60_000)
  const methods = new Set(steps.flatMap(step => ('request' in step ? [step.request] : 'notify' in step ? [step.notify] : [])))
  for (const kind of [
    'didOpen',
    'didChange',
    'completion',
    'rename',
    'codeAction',
    'formatting',
    'hover',
    'references',
    'semanticTokens/full',
  ]) {
    expect([...methods]).toContain(`textDocument/${kind}`)
  }
})

it.each([
  ['on standard streams', processTransport],
  ['in a worker', workerTransport],
])(
  'answers a recorded hour of editing as it did, %s; `npm run lsp-session` records it anew',
  async (_, open) => {
    const files = sessionFiles()
    const transport = await open(files)
    const client = await beginSession(transport)
    const player = createPlayer(client, transport, files)
    for (const [at, step] of steps.entries()) expect(await player.play(step), `line ${at + 1} of the recording`).toEqual(step)
    // No fault of its own was logged.
    expect(client.asked.filter(message => message.method === 'window/logMessage')).toEqual([])
    await client.close()
  },
  120_000,
)
