// The switch of a test run that is killed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'

const RUN = `
const { startFreeswitch } = await import(${JSON.stringify(new URL('freeswitch.ts', import.meta.url).href)})
const { pid, folder } = await startFreeswitch()
console.log(JSON.stringify({ pid, folder }))
setInterval(() => undefined, 60_000)
`

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

it('a test run that is killed leaves no switch and no folder behind', { timeout: 60_000 }, async () => {
  const run = spawn(process.execPath, ['--input-type=module', '-e', RUN], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said = await new Promise<string>(resolve => run.stdout.once('data', piece => resolve(String(piece))))
  const { pid, folder } = JSON.parse(said) as { readonly pid: number; readonly folder: string }
  expect(runs(pid)).toBe(true)
  expect(existsSync(folder)).toBe(true)
  run.kill('SIGKILL')
  for (let tries = 0; tries < 100 && (runs(pid) || existsSync(folder)); tries++) await delay(50)
  expect(runs(pid)).toBe(false)
  expect(existsSync(folder)).toBe(false)
})
