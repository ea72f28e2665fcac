import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimFolder } from './own-folder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callwright-own-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('one has it, until it is given back', () => {
  const release = claimFolder(join(folder, 'data'))
  expect(release).not.toBe(null)
  expect(claimFolder(join(folder, 'data'))).toBe(null)
  // Another folder is another’s.
  const other = claimFolder(join(folder, 'other'))
  expect(other).not.toBe(null)
  release!()
  const again = claimFolder(join(folder, 'data'))
  expect(again).not.toBe(null)
  other!()
  again!()
})

const CLAIM = `
const { claimFolder } = await import(process.argv[1])
console.log('ready')
process.stdin.once('data', async () => {
  globalThis.release = await claimFolder(process.argv[2])
  console.log(release === null ? 'refused' : 'has it')
})
`

const running: ChildProcess[] = []
afterEach(() => running.splice(0).forEach(each => each.kill('SIGKILL')))

/** A process of its own that claims the folder as soon as it is told to. */
async function processOn(path: string, user?: number): Promise<{ claim: () => Promise<string | undefined>; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CLAIM, join(import.meta.dirname, 'own-folder.ts'), path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(user === undefined ? {} : { uid: user, gid: user }),
  })
  running.push(child)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('ready')
  return {
    claim: async () => {
      child.stdin.write('now\n')
      return (await lines.next()).value as string | undefined
    },
    kill: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

it('of several that start where one was killed, one has it, however often', async () => {
  for (let round = 0; round < 3; round++) {
    const all = await Promise.all(Array.from({ length: 4 }, () => processOn(folder)))
    const claimed = await Promise.all(all.map(each => each.claim()))
    expect(claimed.toSorted()).toEqual(['has it', 'refused', 'refused', 'refused'])
    await Promise.all(all.map(each => each.kill()))
  }
}, 30_000)

it.runIf(process.geteuid?.() === 0)('a running node of another user has it, also where everybody may write', async () => {
  const [one, other] = [54_321, 54_322]
  const shared = join(folder, 'data')
  chmodSync(folder, 0o777)
  const first = await processOn(shared, one)
  expect(await first.claim()).toBe('has it')
  expect(statSync(join(shared, 'node.lock')).mode & 0o777).toBe(0o600)
  for (const [mode, lock] of [
    [0o777, 0o644],
    [0o755, 0o644],
    [0o777, 0o600],
  ] as const) {
    chmodSync(shared, mode)
    chmodSync(join(shared, 'node.lock'), lock)
    expect([mode, await (await processOn(shared, other)).claim()]).toEqual([mode, 'refused'])
    expect([mode, await (await processOn(shared, one)).claim()]).toEqual([mode, 'refused'])
  }
  await first.kill()
  expect(await (await processOn(shared, one)).claim()).toBe('has it')
})

it('where nothing can be made nobody looks, and whoever writes there first says why', () => {
  expect(claimFolder('/proc/nothing/there')).not.toBe(null)
  expect(existsSync('/proc/nothing')).toBe(false)
})
