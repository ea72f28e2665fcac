import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPrivateSounds, type PrivateSounds } from './private-sounds.ts'

let speech = ''
const open: PrivateSounds[] = []
beforeEach(() => {
  speech = mkdtempSync(join(tmpdir(), 'callwright-speech-'))
})
afterEach(async () => {
  vi.useRealTimers()
  for (const sounds of open.splice(0)) await sounds.end()
  rmSync(speech, { recursive: true, force: true })
})

const start = (): PrivateSounds => {
  const sounds = createPrivateSounds(speech)
  open.push(sounds)
  return sounds
}

const BYTES = new TextEncoder().encode('a balance')
const there = (): readonly string[] => (existsSync(join(speech, 'call')) ? readdirSync(join(speech, 'call')).toSorted() : [])

/** What a node left that was killed so many seconds ago. */
function left(name: string, seconds: number): void {
  const path = join(speech, 'call', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, BYTES)
  const at = new Date(Date.now() - seconds * 1000)
  utimesSync(path, at, at)
}
const uuid = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}.wav`

it('what a node left that was killed is gone when one starts there; what another speaks just now, and what is not ours, stays', async () => {
  left(uuid(1), 61)
  left(`${uuid(2)}.00000000-0000-4000-8000-000000000000`, 3600)
  left(uuid(3), 50)
  left('welcome.wav', 3600)
  start()
  await expect.poll(there).toEqual([uuid(3), 'welcome.wav'])
})

it('what was left a moment ago goes when its minute is over, though the node runs already; its own stays for as long as it is wanted', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: Date.now() })
  left(uuid(1), 1)
  const path = await start().add([BYTES])
  for (let seconds = 0; seconds < 300; seconds += 20) {
    vi.advanceTimersByTime(20_000)
    // What is looked at and touched is on a disk.
    await expect.poll(() => statSync(path!).mtimeMs).toBeGreaterThan(Date.now() - 1000)
  }
  await expect.poll(there).toEqual([path!.slice(-40)])
  // Nor does another node take it for one of those that are no more.
  start()
  await delay(100)
  expect(there()).toEqual([path!.slice(-40)])
})

it('is read by the node and its group, and by nobody else', async () => {
  const path = await start().add([BYTES])
  expect(readFileSync(path!, 'utf8')).toBe('a balance')
  expect(statSync(path!).mode & 0o777 & 0o137).toBe(0)
  expect(statSync(dirname(path!)).mode & 0o777 & 0o027).toBe(0)
})

it('its pieces stand in it one after the other, each whole', async () => {
  const pieces = [Uint8Array.of(1, 2), new Uint8Array(70_000).fill(3), new Uint8Array(), Uint8Array.of(4)]
  const path = await start().add(pieces)
  expect(readFileSync(path!).equals(Buffer.concat(pieces))).toBe(true)
})

it('is gone when it was heard', async () => {
  const sounds = start()
  const path = await sounds.add([BYTES])
  sounds.remove(path!)
  await expect.poll(there).toEqual([])
})

it('none is there when the node has ended: none that is still to be played, is being removed or written, or comes late', async () => {
  const sounds = start()
  const [heard] = [await sounds.add([BYTES]), await sounds.add([BYTES])]
  sounds.remove(heard!)
  const written = sounds.add([BYTES])
  await sounds.end()
  expect(there()).toEqual([])
  await written
  expect(await sounds.add([BYTES])).toBe(null)
  expect(there()).toEqual([])
})

it('nothing is left of what cannot be written', async () => {
  writeFileSync(join(speech, 'call'), 'no folder')
  await expect(start().add([BYTES])).rejects.toThrow(/ENOTDIR/)
})
