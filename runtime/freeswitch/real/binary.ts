// Where FreeSWITCH is, for the tests that run on a real one.
import { spawnSync } from 'node:child_process'

/** The program of `CALLWRIGHT_FREESWITCH`, or `freeswitch` on the PATH; null where there is none. */
export function freeswitchBinary(env: NodeJS.ProcessEnv = process.env): string | null {
  const binary = env['CALLWRIGHT_FREESWITCH'] ?? 'freeswitch'
  return spawnSync(binary, ['-version'], { timeout: 20_000 }).status === 0 ? binary : null
}

/** `1.10.12-release`, or what the program says. */
export function freeswitchVersion(binary: string): string {
  const said = spawnSync(binary, ['-version'], { timeout: 20_000, encoding: 'utf8' }).stdout
  return /version: (\S+)/.exec(said)?.[1] ?? said.trim()
}
