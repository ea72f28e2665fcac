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

it('gives the call as JSON lines: words with their place in the source, keys as masked, its end', async () => {
  const cwd = await firstProject()
  const { code, out } = await callwright(['play', 'scripts/first-line.dtmf', '--json'], { cwd })
  expect(code).toBe(0)
  const events = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { at: number; kind: string; words?: string; source?: string })
  expect(events.map(event => event.at)).toEqual(events.map(event => event.at).toSorted((a, b) => a - b))
  const kinds = events.map(event => event.kind)
  for (const kind of ['began', 'spoken', 'key', 'ask', 'ended', 'result']) expect(kinds).toContain(kind)
  const balance = events.find(event => event.words?.includes('The balance is'))!
  const [file, line] = balance.source!.split(':')
  expect(readFileSync(`${cwd}/${file}`, 'utf8').split('\n')[Number(line) - 1]).toMatch(/balance/i)
  expect(events.at(-1)).toMatchObject({ kind: 'result', passed: true })
})

it('tells no passcode in JSON', async () => {
  const cwd = `${import.meta.dirname}/../../examples/harbour-95500`
  const { out } = await callwright(['play', 'scripts/passcode.dtmf', '--json'], { cwd })
  expect(out).toContain('"kind":"key"')
  // The passcode that is typed, the one that is wanted, and no row of their numerals.
  expect(out).not.toMatch(/123456|908172/)
  const keys = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { kind: string; key?: string })
    .filter(event => event.kind === 'key')
    .map(event => event.key)
    .join('')
  expect(keys).toContain('••••••')
  expect(keys).not.toMatch(/123456|908172/)
})
