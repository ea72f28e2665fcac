// “Ring a real line” of README.md, command by command as a reader types them, on a real switch: who calls there is answered.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { placeCall } from '../runtime/freeswitch/caller/place-call.ts'
import { startFreeswitch, type Freeswitch } from '../runtime/freeswitch/real/freeswitch.ts'
import { freePort } from './testing/node-process.ts'

/** Those of the first block below a heading of README.md, without what is said of each. */
function commandsOf(heading: string): readonly string[] {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const block = new RegExp(`\n## ${heading}\n[^]*?\n\`\`\`\n([^]*?)\n\`\`\`\n`).exec(readme)?.[1] ?? ''
  return block.split('\n').map(line => line.replace(/\s+#.*$/, ''))
}

const folder = mkdtempSync(join(tmpdir(), 'callwright-readme-'))
let freeswitch: Freeswitch | undefined
let node: ChildProcess | undefined
afterAll(async () => {
  // The shell and what it has started.
  if (node?.pid !== undefined && node.exitCode === null) process.kill(-node.pid, 'SIGKILL')
  await freeswitch?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** `npx` starts what is installed in the folder or above it: here that is this checkout. */
function environment(): NodeJS.ProcessEnv {
  const programs = join(folder, 'programs')
  mkdirSync(programs)
  const start = `shift && exec '${process.execPath}' '${join(import.meta.dirname, 'callwright.mjs')}' "$@"`
  writeFileSync(join(programs, 'npx'), `#!/bin/sh\n[ "$1" = callwright ] && ${start}\n`)
  chmodSync(join(programs, 'npx'), 0o755)
  const { FREESWITCH_PASSWORD: _, ...env } = process.env
  return { ...env, PATH: `${programs}:${env['PATH']}`, LANG: 'C', LC_ALL: 'C' }
}

/** Puts in the lines that include the files, each where the output says. */
function include(configuration: string, output: string): number {
  const lines = output.split('\n').flatMap(line => {
    const [, file, element, text] = /; in (\S+) (?:as the last line of|in) <([\w-]+)>, alone on its line: (<.*>)$/.exec(line) ?? []
    return file === undefined ? [] : [{ file, end: `</${element}>`, text }]
  })
  for (const { file, end, text } of lines) {
    // The profile that calls arrive at.
    const path = join(configuration, file.replace('NAME', 'calls'))
    const written = readFileSync(path, 'utf8')
    const at = written.lastIndexOf(end)
    expect(at, `${path} has no ${end}`).toBeGreaterThan(0)
    writeFileSync(path, `${written.slice(0, at)}\n${text}\n${written.slice(at)}`)
  }
  return lines.length
}

it(
  '“Ring a real line”: each command does what is said of it, the call is answered, and its trace replays',
  { timeout: 120_000 },
  async () => {
    const [init = '', build = '', print = '', serve = '', doctor = '', ...more] = commandsOf('Ring a real line')
    expect(more).toEqual([])
    const env = environment()
    let place = folder
    const type = (command: string): { readonly status: number | null; readonly out: string; readonly err: string } => {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: place, env, encoding: 'utf8' })
      return { status, out: stdout, err: stderr }
    }
    expect(type(init)).toMatchObject({ status: 0, err: '' })
    place = join(folder, /&& cd (\S+)$/.exec(init)![1]!)

    // The ports alone are others than a reader has: another node may have those.
    const path = join(place, 'callwright.config.json')
    const config = JSON.parse(readFileSync(path, 'utf8')) as { readonly serve: object }
    const [listen, admin] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`]
    writeFileSync(path, JSON.stringify({ ...config, serve: { ...config.serve, listen, admin } }))
    expect(type(build)).toMatchObject({ status: 0, err: '' })

    freeswitch = await startFreeswitch({
      install: configuration => {
        const printed = type(print.replace('/etc/freeswitch', configuration))
        expect(printed).toMatchObject({ status: 0, err: '' })
        expect(include(configuration, printed.out)).toBe(3)
      },
    })

    node = spawn('sh', ['-c', serve], { cwd: place, env, detached: true })
    let said = ''
    for (const stream of [node.stdout!, node.stderr!]) stream.on('data', piece => (said += String(piece)))
    await expect.poll(() => said, { timeout: 20_000 }).toContain('(95500): version')
    expect(said).toContain('No bank is asked')

    // Of all that it looks at, what is still as it was installed.
    const looked = type(doctor)
    expect(looked.out.split('\n').filter(line => line.startsWith('✗'))).toEqual([
      '✗ the Event Socket has the password that every installation has',
    ])
    expect(looked).toMatchObject({ status: 1, err: '' })

    const caller = await placeCall({ number: '95500', at: freeswitch.sip })
    expect((await caller.answered).kind).toBe('answered')
    expect(await caller.heard.sound(0)).not.toBe(null)
    await caller.press('2')
    await caller.press('1')
    for (const key of '6225880212345673#') await caller.press(key)
    const balance = await caller.heard.silence(performance.now(), { quiet: 400 })
    expect(await caller.heard.sound(balance!)).not.toBe(null)
    await caller.hangUp()

    // What was traced is written within a second. The call of the look is among them, where it was answered before it was over.
    const traced = (): string => type('cat .callwright/serve/traces/*/*.jsonl').out
    const counted = (what: string): number => traced().split(what).length - 1
    await expect.poll(() => counted('"operation":"bank.balance"'), { timeout: 10_000 }).toBe(1)
    await expect.poll(() => counted('"kind":"ended"'), { timeout: 10_000 }).toBe(counted('"bundle":'))
    expect(type('npx callwright replay')).toMatchObject({ status: 0, err: '' })
  },
)
