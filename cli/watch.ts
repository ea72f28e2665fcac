// Waits until a file of the work changes. Looks at times rather than asking the system, which tells each platform's own story.
import type { Io } from './io.ts'
import { absolutePath } from './paths.ts'
import { filesBelow } from './project.ts'

const EVERY = 300
const ENDINGS = ['.ivr', '.dtmf', '.json', '.csv', '.txt']

function look(io: Io): string {
  const folder = absolutePath(io.cwd, '.')
  const files = filesBelow(io.fs, folder, '').filter(path => ENDINGS.some(ending => path.endsWith(ending)))
  return files.map(path => `${path} ${io.fs.status(path)?.modified ?? 0} ${io.fs.status(path)?.size ?? 0}`).join('\n')
}

/** Resolves after a change, or when it is stopped. */
export async function watchFiles(io: Io): Promise<void> {
  const before = look(io)
  for (;;) {
    await io.sleep(EVERY, io.stop)
    if (io.stop.aborted || look(io) !== before) return
  }
}
