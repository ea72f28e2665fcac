// A test run that is killed has no last word: who looks after what it started has to be another process.
import { spawn, type ChildProcess } from 'node:child_process'

/** Waits for the end of its input, which comes with our end whatever the reason, then ends the process and takes its folder away. */
const WATCH = 'read -r _; kill -9 "$1"; rm -rf "$2"'

/** From now on `child` ends with us at the latest, and its folder goes too. Where it ends by itself, all is left as it is. */
export function endWithUs(child: ChildProcess, folder: string): void {
  if (child.pid === undefined) return
  // In a group of its own: Ctrl-C is for us, and it comes after us.
  const watcher = spawn('sh', ['-c', WATCH, 'sh', String(child.pid), folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watcher.unref()
  // Its number may be another's by and by.
  child.once('exit', () => watcher.kill('SIGKILL'))
}
