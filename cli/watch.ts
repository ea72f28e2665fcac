// Waits until a file of the work changes. Looks at times rather than asking the system, which tells each platform's own story.
import type { Io } from './io.ts'
import { absolutePath } from './paths.ts'
import { filesBelow } from './project.ts'

const EVERY = 300
const ENDINGS = ['.ivr', '.dtmf', '.json', '.csv', '.txt']

function look(io: Io): string {
  const folder = absolutePath(io.cwd, '.')
  const files = filesBelow(io.fs, folder, '').filter(path => ENDINGS.some(ending => path.endsWith(ending)))
  return files.map(path => `${path} ${state(io, path)}`).join('\n')
}

function state(io: Io, path: string): string {
  try {
    const status = io.fs.status(path)
    return status ? `${status.modified} ${status.size}` : ''
  } catch {
    // What cannot be looked at (a link that leads round in circles) does not change either.
    return ''
  }
}

/** Resolves after a change, or when it is stopped. */
export async function watchFiles(io: Io): Promise<void> {
  const before = look(io)
  for (;;) {
    await io.sleep(EVERY, io.stop)
    if (io.stop.aborted || look(io) !== before) return
  }
}
