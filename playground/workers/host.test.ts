import { expect, it, vi } from 'vitest'
import { createProject } from '../project/project.ts'
import { createHost, showLife, type WorkerLike } from './host.ts'
import { answer, type Port } from './rpc.ts'

interface Reads {
  readonly asks: {
    readonly read: { readonly takes: string; readonly gives: string | null }
    readonly hang: { readonly takes: null; readonly gives: null }
  }
  readonly tells: Record<string, never>
}

/** A worker that is a second end in the same thread, with the files that it was told of. */
function createPretended(): { worker: WorkerLike; told: unknown[]; ended: () => boolean } {
  const listeners: ((event: MessageEvent) => void)[][] = [[], []]
  let ended = false
  const post = (to: number) => (message: unknown) => {
    const data = structuredClone(message)
    queueMicrotask(() => listeners[to]!.forEach(listener => listener({ data } as MessageEvent)))
  }
  const inside: Port = { postMessage: post(0), addEventListener: (_, listener) => void listeners[1]!.push(listener) }
  const files = new Map<string, string>()
  const told: unknown[] = []
  showLife(inside, change => {
    told.push(change)
    for (const [path, text] of Object.entries(change.changes)) if (text !== null) files.set(path, text)
  })
  answer<Reads>(inside, { read: path => files.get(path) ?? null, hang: () => new Promise(() => undefined) })
  return {
    worker: { postMessage: post(1), addEventListener: (_, listener) => void listeners[0]!.push(listener), terminate: () => (ended = true) },
    told,
    ended: () => ended,
  }
}

it('a worker knows the newest text before it is asked, and is told only of what changed', async () => {
  vi.useFakeTimers()
  const project = createProject(text => text.includes('line '))
  project.open({ files: { 'main.ivr': 'line a', 'other.ivr': 'one' }, origin: { kind: 'link' } })
  const { worker, told } = createPretended()
  const host = createHost<Reads>({ start: () => worker, project, told: {} })
  expect(await host.ask('read', 'other.ivr')).toBe('one')
  project.write('other.ivr', 'two')
  expect(await host.ask('read', 'other.ivr')).toBe('two')
  expect(await host.ask('read', 'main.ivr')).toBe('line a')
  expect(told).toEqual([
    { changes: { 'main.ivr': 'line a', 'other.ivr': 'one' }, entry: 'main.ivr', revision: 1 },
    { changes: { 'other.ivr': 'two' }, entry: 'main.ivr', revision: 2 },
  ])
  vi.useRealTimers()
})

it('one that hangs is ended, its questions are settled, and the next question has a new one', async () => {
  vi.useFakeTimers()
  const project = createProject(() => true)
  project.open({ files: { 'a.ivr': 'line a' }, origin: { kind: 'link' } })
  const all = [createPretended(), createPretended()]
  let started = 0
  // The first says nothing at all: it never comes back to its loop.
  const mute: WorkerLike = { ...all[0]!.worker, addEventListener: () => undefined }
  const host = createHost<Reads>({ start: () => (started++ === 0 ? mute : all[1]!.worker), project, told: {}, patience: 1000 })
  const asked = host.ask('hang', null).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(1500)
  expect(await asked).toMatchObject({ kind: 'ended' })
  expect(all[0]!.ended()).toBe(true)
  expect(host.restarts.value).toBe(1)
  expect(await host.ask('read', 'a.ivr')).toBe('line a')
  vi.useRealTimers()
})

it('one that works long, and beats, is left alone', async () => {
  vi.useFakeTimers()
  const project = createProject(() => true)
  project.open({ files: { 'a.ivr': 'line a' }, origin: { kind: 'link' } })
  const { worker, ended } = createPretended()
  const host = createHost<Reads>({ start: () => worker, project, told: {}, patience: 3000 })
  void host.ask('hang', null).catch(() => undefined)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ended()).toBe(false)
  expect(host.restarts.value).toBe(0)
  vi.useRealTimers()
})
