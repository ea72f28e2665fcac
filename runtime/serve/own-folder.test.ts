import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimFolder, type Claim } from './own-folder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callwright-own-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const held = (claim: Claim): (() => void) => {
  if (typeof claim === 'string') throw new Error(claim)
  return claim
}

it('one has it, until it is given back', () => {
  const release = held(claimFolder(join(folder, 'data')))
  expect(claimFolder(join(folder, 'data'))).toBe('another node')
  // Another folder is another’s.
  const other = held(claimFolder(join(folder, 'other')))
  release()
  const again = held(claimFolder(join(folder, 'data')))
  other()
  again()
})

const CLAIM = `
const { claimFolder } = await import(process.argv[1])
console.log('ready')
process.stdin.once('data', async () => {
  globalThis.release = await claimFolder(process.argv[2])
  console.log(typeof release === 'string' ? release : 'has it')
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
    expect(claimed.toSorted()).toEqual(['another node', 'another node', 'another node', 'has it'])
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
    expect([mode, await (await processOn(shared, other)).claim()]).toEqual([mode, 'another user'])
    expect([mode, await (await processOn(shared, one)).claim()]).toEqual([mode, 'another node'])
  }
  await first.kill()
  expect(await (await processOn(shared, one)).claim()).toBe('has it')
})

it('where nothing can be made nobody looks, and whoever writes there first says why', () => {
  held(claimFolder('/proc/nothing/there'))
  expect(existsSync('/proc/nothing')).toBe(false)
})

it('on a disk that has no locks, which tells of every file that it is taken, a node starts', () => {
  held(claimFolder(folder, () => 'taken'))()
  expect(readdirSync(folder)).toEqual(['node.lock'])
})
