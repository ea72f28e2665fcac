// A card number that recordings say, on a real switch: what the switch tells of it to listeners and records of calls has no numeral of it.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { placeCall } from '../runtime/freeswitch/caller/place-call.ts'
import { headersOf, subscribe, type Event } from '../runtime/freeswitch/codec/index.ts'
import { startFreeswitch } from '../runtime/freeswitch/real/freeswitch.ts'
import { freePort, startNodeProcess } from './testing/node-process.ts'
import { PRIVATE_RECORDED } from './testing/project.ts'

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())

it('recordings of numerals that say a private value are in no event and no record of the call, and nothing of them is left', async () => {
  const port = await freePort()
  const freeswitch = await startFreeswitch({ nodes: [{ host: '127.0.0.1', port }], token: null, modules: ['mod_xml_cdr', 'mod_cdr_csv'] })
  const node = await startNodeProcess({
    port,
    files: { 'main.ivr': PRIVATE_RECORDED['main.ivr'], 'bank.mjs': `export const bank = { card: async () => ({ result: '6225' }) }` },
    build: ['--speech', 'espeak-ng'],
    services: { bank: { module: './bank.mjs' } },
    // Recordings alone.
    serve: { data: freeswitch.recordings, speech: undefined },
  })
  try {
    const events: Event[] = []
    const spy = await freeswitch.inbound({ onEvent: event => void events.push(event) })
    await spy.connection.send(subscribe('plain', ['ALL'], []))
    const caller = await placeCall({ number: '95500', at: freeswitch.sip })
    expect((await caller.answered).kind).toBe('answered')
    await caller.ended
    const records = (): string =>
      filesIn(join(freeswitch.folder, 'log'))
        .map(path => readFileSync(path, 'latin1'))
        .join('')
    // What is said last is told: whatever was before it is, too.
    await expect.poll(records, { timeout: 10_000 }).toMatch(/app_name="playback" app_data="[^"]*\/goodbye/)
    const told = events.flatMap(event => headersOf(event).map(([name, value]) => `${name}=${value}`)).join('\n')
    expect(told).toMatch(/speech\/call\/[\da-f-]{36}\.wav/)
    for (const text of [told, records(), node.log()]) expect(text).not.toMatch(/reading.n\.\d/)
    expect(node.log()).not.toContain('trouble')
    expect(filesIn(join(freeswitch.recordings, 'speech'))).toEqual([])
    spy.close()
  } finally {
    await node.stop()
    await freeswitch.stop()
  }
}, 60_000)
