// What a node still holds when all that can be collected has been: a heap that only grows until its next collection leaks nothing.
import { setTimeout as delay } from 'node:timers/promises'
import type { NodeProcess } from './node-process.ts'

/** For the environment of a node that will be asked: its debugger listens on any free port, once it is woken. */
export const COLLECTABLE = { NODE_OPTIONS: '--inspect-port=127.0.0.1:0' } as const

/**
 * MB, after a full collection, which throws away what was compiled, too: the processor's time of the next calls is that of a node that
 * has just begun. By Node's debugger (Chrome DevTools Protocol: `HeapProfiler.collectGarbage`, `Runtime.getHeapUsage`).
 */
export async function collectedHeap(node: NodeProcess): Promise<number> {
  const socket = new WebSocket(await debuggerOf(node))
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', reject, { once: true })
  })
  let last = 0
  const ask = async (method: string): Promise<{ readonly usedSize?: number }> => {
    const id = ++last
    const answer = new Promise<{ readonly usedSize?: number }>(resolve => {
      const hear = ({ data }: MessageEvent): void => {
        const message = JSON.parse(String(data)) as { readonly id?: number; readonly result?: { readonly usedSize?: number } }
        if (message.id !== id) return
        socket.removeEventListener('message', hear)
        resolve(message.result ?? {})
      }
      socket.addEventListener('message', hear)
    })
    socket.send(JSON.stringify({ id, method }))
    return answer
  }
  await ask('HeapProfiler.collectGarbage')
  const { usedSize } = await ask('Runtime.getHeapUsage')
  socket.close()
  if (usedSize === undefined) throw new Error('the debugger of the node does not say how large its heap is')
  return usedSize / 1e6
}

async function debuggerOf(node: NodeProcess): Promise<string> {
  node.child.kill('SIGUSR1')
  for (const until = Date.now() + 5000; Date.now() < until; await delay(20)) {
    const address = /Debugger listening on (ws:\S+)/.exec(node.err())?.[1]
    if (address !== undefined) return address
  }
  throw new Error(`the debugger of the node does not listen: ${node.err()}`)
}
