// Ctrl-C in `callwright test --line`, as a process and on a real switch: no call is left there.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startFreeswitch } from '../../runtime/freeswitch/real/freeswitch.ts'
import { freeTcpPort } from '../../runtime/freeswitch/real/ports.ts'

const FILES = {
  'main.ivr': `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  listen { first key within 60s }
  otherwise -> goodbye
}
menu welcome {
  say "Welcome."
  press 1 for "the end" -> goodbye
  otherwise -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
`,
  'all.dtmf': `use "./main.ivr"\n${['1s', ...Array.from({ length: 20 }, () => '30s')].map((wait, index) => `script "number ${index}" {\n  wait ${wait}\n  press 1\n  hear "Goodbye"\n}\n`).join('\n')}`,
}

it('ends within two seconds, says what was played, and leaves no call in the switch', async () => {
  const port = await freeTcpPort()
  const freeswitch = await startFreeswitch({ nodes: [{ host: '127.0.0.1', port }], token: null })
  const folder = mkdtempSync(join(tmpdir(), 'callwright-ending-'))
  onTestFinished(async () => {
    await freeswitch.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
  const inbound = await freeswitch.inbound()
  const channels = async (): Promise<number> => Number(/(\d+) total/.exec((await inbound.api('show', ['channels', 'count'])) ?? '')?.[1])
  const line = ['--line', `sip:95500@127.0.0.1:${freeswitch.sip.port}`, '--listen', `127.0.0.1:${port}`, '--parallel', '8']
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts'), 'test', ...line], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  await expect.poll(channels, { timeout: 20_000 }).toBe(8)
  // The first is over, and another has begun in its place.
  await new Promise(resolve => setTimeout(resolve, 5000))
  const began = performance.now()
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(performance.now() - began).toBeLessThan(2500)
  expect(said).toMatch(/^1 script: 1 passed, 20 not called \(\d+\.\d\d s\)\n$/)
  await expect.poll(channels, { timeout: 1000 }).toBe(0)
  inbound.close()
})
