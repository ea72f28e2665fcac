// The folder that a node keeps its versions and settings in is its own: a second node on it would write over what the first has written,
// and take away the copies that its calls play from. Who has it listens on a socket in it, which ends with the process, however that ends.
import { rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join, relative } from 'node:path'
import { makeFolder } from './folders.ts'

const SOCKET = 'node.sock'

/** Bytes of a path that every system takes for a socket. Where it is longer nobody looks: a node must not depend on where it lies. */
const LONGEST_PATH = 100

/** What gives it back; null where another process has it. Where it cannot be made, whoever writes there first says why. */
export async function claimFolder(folder: string): Promise<(() => void) | null> {
  try {
    makeFolder(folder)
  } catch {
    return () => undefined
  }
  const whole = join(folder, SOCKET)
  const path = [whole, relative(process.cwd(), whole)].find(each => Buffer.byteLength(each) <= LONGEST_PATH)
  if (path === undefined) return () => undefined
  let server = await listenOn(path)
  if (server === 'taken') {
    if (await answers(path)) return null
    // It is of a node that was killed.
    rmSync(path, { force: true })
    server = await listenOn(path)
  }
  if (server === 'taken') return null
  return server === 'cannot' ? () => undefined : () => void server.close()
}

/** `cannot`: a file system without sockets, or one that is full. */
const listenOn = (path: string): Promise<Server | 'taken' | 'cannot'> =>
  new Promise(resolve => {
    const server = createServer(socket => socket.destroy()).unref()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE' ? 'taken' : 'cannot'))
    server.listen(path, () => resolve(server))
  })

const answers = (path: string): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(path)
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
