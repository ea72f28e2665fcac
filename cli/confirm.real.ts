// A payment whose read-back the switch cannot play whole: the speech service is away just then. Pressed yes or not, nothing is sent.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { makeTones } from '../runtime/dtmf/tones/index.ts'
import { placeCall } from '../runtime/freeswitch/caller/place-call.ts'
import { startFreeswitch } from '../runtime/freeswitch/real/freeswitch.ts'
import { writeWav } from '../runtime/speech/wav.ts'
import { freePort, startNodeProcess } from './testing/node-process.ts'

const program = `line test "Test line" {
  numbers { "95500" -> pay }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
service bank {
  query name(): private text within 3s
  transaction pay(amount: money CNY) within 5s { done }
}
flow pay {
  let name = query bank.name() else { say "Sorry." -> goodbye }
  let amount = CNY 250.00
  confirm { say "Pay {amount} to {name}."  no -> goodbye }
  perform bank.pay(amount) {
    done { say "It is paid." -> goodbye }
    failed, unknown { say "Sorry." -> goodbye }
  }
}
flow goodbye { say "Goodbye." -> hangup }
`
const bank = `import { appendFileSync } from 'node:fs'
export const bank = {
  name: async () => ({ result: 'Wang' }),
  pay: {
    async ask() { appendFileSync('paid', 'once'); return { outcome: 'done' } },
    async status() { return { outcome: 'not seen' } },
    closes: true,
  },
}
`

it.each([
  ['heard', false],
  ['not heard', true],
] as const)(
  'a read-back that is %s',
  async (_, away) => {
    const server = createServer((request, response) => {
      let asked = ''
      request.setEncoding('utf8').on('data', (piece: string) => (asked += piece))
      request.on('end', () => {
        if (away && asked.includes('Wang')) response.writeHead(503).end()
        else response.writeHead(200, { 'content-type': 'audio/wav' }).end(writeWav(makeTones('1', { sampleRate: 8000 }), 8000))
      })
    })
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const port = await freePort()
    const freeswitch = await startFreeswitch({ nodes: [{ host: '127.0.0.1', port }], token: null })
    const node = await startNodeProcess({
      port,
      // All but the name is recorded, so that half of the read-back can be played.
      build: ['--speech', 'espeak-ng'],
      files: {
        'main.ivr': program,
        'bank.mjs': bank,
        'speech.json': JSON.stringify({ name: 'cloud', url, body: { text: '{text}' }, response: 'audio' }),
      },
      services: { bank: { module: './bank.mjs' } },
      serve: { data: freeswitch.recordings, speech: { engine: 'speech.json' } },
    })
    try {
      const caller = await placeCall({ number: '95500', at: freeswitch.sip })
      expect((await caller.answered).kind).toBe('answered')
      let over = false
      void caller.ended.then(() => (over = true))
      for (const until = Date.now() + 30_000; !over && Date.now() < until; await delay(500))
        await caller.press('1', 60).catch(() => undefined)
      expect(over).toBe(true)
      const paid = join(node.folder, 'paid')
      expect(existsSync(paid) ? readFileSync(paid, 'utf8') : 'nothing').toBe(away ? 'nothing' : 'once')
      const faults = node
        .log()
        .split('\n')
        .filter(line => line.includes('a read-back was not heard'))
      expect(faults).toHaveLength(away ? 1 : 0)
    } finally {
      await node.stop()
      await freeswitch.stop()
      server.close()
    }
  },
  120_000,
)
