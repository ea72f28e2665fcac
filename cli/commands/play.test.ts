import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { disk } from '../io.ts'
import { run } from '../run.ts'
import { callwright, testIo } from '../testing/io.ts'
import { firstProject } from '../testing/project.ts'

it('shows the call of a script, in the reader’s language where the script has it', async () => {
  const cwd = await firstProject()
  const english = await callwright(['play', 'scripts/first-line.dtmf'], { cwd })
  expect(english.code).toBe(0)
  expect(english.out).toContain('scripts/first-line.dtmf:3  a caller asks for a balance [en-US]')
  expect(english.out).toContain('The balance is one hundred yuan')
  const chinese = await callwright(['play', 'scripts/first-line.dtmf', '--lang', 'zh'], { cwd })
  expect(chinese.out).toContain('余额为一百元五角。')
  expect(chinese.out).toContain('来电者挂机')
  const mandarin = await callwright(['play', 'scripts/first-line.dtmf', '--language', 'zh-CN'], { cwd })
  expect(mandarin.out).toContain('余额为一百元五角。')
  expect(mandarin.out).toContain('the caller hangs up')
})

it('shows another call for another script', async () => {
  const cwd = await firstProject()
  const { out } = await callwright(['play', 'scripts/first-line.dtmf:29'], { cwd })
  expect(out).toContain('We are closed now.')
  expect(out).toContain('✓ nobody is there on a Sunday [en-US]')
})

it('ends with the report of a script that fails', async () => {
  const cwd = await firstProject()
  const path = `${cwd}/scripts/first-line.dtmf`
  disk.write(path, readFileSync(path, 'utf8').replace('hear "Goodbye"', 'hear "Good night"'))
  const { code, out } = await callwright(['play', 'scripts/first-line.dtmf:29'], { cwd })
  expect(code).toBe(1)
  expect(out).toContain('✗ nobody is there on a Sunday [en-US]')
})

async function* silence(): AsyncGenerator<string> {
  yield ''
  await new Promise(() => {})
}

it('takes the call’s own time on a terminal, shows the rest at a key, and is stopped by Ctrl-C', async () => {
  const cwd = await firstProject()
  const script = ['play', 'scripts/first-line.dtmf', '--speed', '50']
  const timed = testIo({ cwd, isTTY: true, env: { NO_COLOR: '1' } })
  const began = timed.now()
  const still = { ...timed, stdin: { ...timed.stdin, read: silence } }
  expect(await run(script, still)).toBe(0)
  expect(timed.now() - began).toBeGreaterThan(200)
  const hurried = testIo({ cwd, isTTY: true, env: { NO_COLOR: '1' }, input: [' '] })
  const start = hurried.now()
  expect(await run(script, hurried)).toBe(0)
  expect(hurried.now() - start).toBeLessThan(200)
  // eslint-disable-next-line no-control-regex -- nothing but text is looked for
  expect(hurried.out().replace(/\s+/g, ' ')).toBe(timed.out().replace(/\s+/g, ' '))
  expect(await run(script, testIo({ cwd, isTTY: true, input: ['\u0003'] }))).toBe(130)
})
