// An address at which nothing answers, as of a machine without power: what comes is neither taken nor turned away.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Listens, stands still, and has its queue full. */
const PROGRAM = "require('node:net').createServer().listen(0, '127.0.0.1', 1, function () { process.send(this.address().port) })"
/** More than a queue for one holds. */
const WAITING = 4

export async function openBlackHole(): Promise<{ readonly port: number; readonly close: () => void }> {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [port] = (await once(child, 'message')) as [number]
  child.kill('SIGSTOP')
  const sockets: Socket[] = Array.from({ length: WAITING }, () => connect(port, '127.0.0.1'))
  for (const socket of sockets) socket.on('error', () => undefined)
  return {
    port,
    close: () => {
      for (const socket of sockets) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}
