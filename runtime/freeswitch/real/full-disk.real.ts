// A disk that is full while a caller speaks: what the switch does, and what is told of it. As root, for a disk of its own.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placeCall } from '../caller/place-call.ts'
import { startLineRig } from './line-rig.ts'

const disk = mkdtempSync(join(tmpdir(), 'callwright-disk-'))
// Room for six seconds of 16,000 bytes.
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96k,mode=0777', 'tmpfs', disk]).status === 0
let rig: Awaited<ReturnType<typeof startLineRig>> | undefined

beforeAll(async () => {
  if (mounted) rig = await startLineRig({ line: { recordings: { folder: disk, nameOf: task => `message-${task ?? 'call'}` } } })
})
afterAll(async () => {
  await rig?.stop()
  if (mounted) spawnSync('umount', ['-l', disk])
  rmdirSync(disk)
})

it.skipIf(!mounted)(
  'a message is cut where the disk is full, what is in the file is its length, and the next one is nothing; both are told',
  async () => {
    const caller = await placeCall({ number: '95500', at: rig!.freeswitch.sip })
    const call = await rig!.call()
    await caller.answered
    const began = performance.now()
    call.order({ kind: 'record', task: 1, upTo: 30_000, tone: false, endSilence: null })
    const { report: cut } = await call.reported('answer')
    const took = performance.now() - began
    const [value] = cut.values as readonly { readonly ms: number }[]
    const { size } = statSync(join(disk, 'message-1.wav'))
    console.log('the recording ended after', took, 'ms; of', value, 'in', size, 'bytes')
    expect(cut.outcome).toBe('recorded')
    expect(value!.ms).toBeGreaterThan(4000)
    expect(Math.abs(value!.ms - (size - 44) / 16)).toBeLessThan(50)
    expect(took).toBeLessThan(10_000)
    const troubles = (): readonly string[] => call.reports.flatMap(({ report }) => (report.kind === 'trouble' ? [report.trouble.slug] : []))
    expect(troubles()).toEqual(['recording-cut'])
    const from = call.reports.length
    call.order({ kind: 'record', task: 2, upTo: 2000, tone: false, endSilence: null })
    const { report: next } = await call.reported('answer', from)
    console.log('on the full disk:', next, troubles())
    expect(next.outcome).toBe('nothing')
    expect(troubles()).toHaveLength(2)
    call.order({ kind: 'hang up' })
    await caller.ended
  },
  60_000,
)
