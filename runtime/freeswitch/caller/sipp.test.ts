import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { keysCapture } from './capture.ts'
import { parseKey, parseRtp } from './rtp.ts'
import { runSipp, sippScenario } from './sipp.ts'

it('a capture has the keys’ packets at their times', () => {
  const file = keysCapture([
    { key: '5', at: 1980, ms: 40 },
    { key: '#', at: 2500 },
  ])
  const packets: { readonly at: number; readonly key: string; readonly end: boolean; readonly timestamp: number }[] = []
  for (let at = 24; at < file.length; at += 16 + file.readUInt32LE(at + 8)) {
    const rtp = parseRtp(file.subarray(at + 16 + 42, at + 16 + file.readUInt32LE(at + 8)))!
    expect(file.readUInt16BE(at + 16 + 38)).toBe(8 + 12 + rtp.payload.length)
    const { key, end } = parseKey(rtp.payload)!
    packets.push({ at: file.readUInt32LE(at) * 1000 + file.readUInt32LE(at + 4) / 1000, key, end, timestamp: rtp.timestamp })
  }
  expect(packets.filter(({ key }) => key === '5')).toEqual(
    [1980, 2000, 2020, 2040, 2060].map((at, index) => ({ at, key: '5', end: index > 1, timestamp: 1980 * 8 })),
  )
  expect(packets.filter(({ key }) => key === '#')).toHaveLength(8)
})

it('a scenario: who hangs up, and whether keys are pressed', () => {
  const line = sippScenario({ by: 'line', within: 5000 }, '/tmp/keys.pcap')
  expect(line).toContain('<exec play_pcap_audio="/tmp/keys.pcap"/>')
  expect(line).toContain('<recv request="BYE" timeout="5000"/>')
  const caller = sippScenario({ by: 'caller', after: 700 }, null)
  expect(caller).toContain('<pause milliseconds="700"/>')
  expect(caller).not.toContain('exec')
})

it('what is no number and no key is not dialled', async () => {
  const run = { at: { host: '127.0.0.1', port: 9 }, end: { by: 'line', within: 1 }, calls: 1, rate: 1 } as const
  expect(await runSipp({ ...run, number: '1', keys: [{ key: 'x', at: 0 }] })).toMatchObject({ kind: 'failed' })
  expect(await runSipp({ ...run, number: '-sf /etc/passwd', keys: [] })).toMatchObject({ kind: 'failed' })
  expect(await runSipp({ ...run, number: '1', from: 'a;b\nc', keys: [] })).toMatchObject({ kind: 'failed' })
})

it.each([
  { title: 'all calls', placed: 12, succeeded: 11, end: 'exit 1', ran: { kind: 'ran', placed: 12, succeeded: 11, lost: 1 } },
  {
    title: 'a part of them',
    placed: 3,
    succeeded: 3,
    end: 'exit 0',
    ran: { kind: 'failed', said: 'sipp ended, with 3 of 12 calls placed' },
  },
  {
    title: 'a signal',
    placed: 12,
    succeeded: 9,
    end: 'kill -9 $$',
    ran: { kind: 'failed', said: /^sipp was ended by SIGKILL, with 12 of 12/ },
  },
  { title: 'an error', placed: 12, succeeded: 12, end: 'exit 255', ran: { kind: 'failed', said: /^sipp ended with 255, with 12 of 12/ } },
])('what ends early says nothing of the calls: $title', async ({ placed, succeeded, end, ran }) => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-no-sipp-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
    vi.unstubAllEnvs()
  })
  const counts = `TotalCallCreated;SuccessfulCall(C)\\n${placed};${succeeded}\\n`
  writeFileSync(join(folder, 'sipp'), `#!/bin/sh\nprintf '${counts}' > stat.csv\n${end}\n`, { mode: 0o755 })
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
  const at = { host: '127.0.0.1', port: 9 }
  const result = await runSipp({ number: '1', at, keys: [], end: { by: 'line', within: 1 }, calls: 12, rate: 1 })
  const { said } = ran
  expect(result).toMatchObject(said instanceof RegExp ? { ...ran, said: expect.stringMatching(said) as string } : ran)
})
