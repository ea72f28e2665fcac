// The real binary, as it is started: what tests within a process cannot see.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { VERSION } from './version.ts'
import { firstProject } from './testing/project.ts'
import { temporaryFolder } from './testing/io.ts'

const binary = join(import.meta.dirname, 'callwright.mjs')

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function start(args: readonly string[], options: { readonly cwd?: string; readonly input?: string; readonly node?: string } = {}): Ran {
  const { status, stdout, stderr } = spawnSync(options.node ?? process.execPath, [binary, ...args], {
    cwd: options.cwd ?? temporaryFolder(),
    input: options.input ?? '',
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** Every Node there is: the one that we run on, and the machine's own, which may be too old and then starts the other. */
const nodes = new Set([process.execPath])
for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
  const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(node)) nodes.add(realpathSync(node))
}

for (const node of nodes) {
  it(`starts on ${node}`, async () => {
    expect(start(['--version'], { node })).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: '' })
    const cwd = await firstProject()
    expect(start(['check'], { node, cwd })).toMatchObject({ status: 0, stderr: '' })
    expect(start(['check', 'gone.ivr'], { node, cwd })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'callwright: gone.ivr: there is no such file.\n',
    })
  })
}

it.skipIf(process.platform === 'win32')('code that was compiled is kept where nobody else can put theirs, and nowhere else', () => {
  const [home, cache, shared, named] = [temporaryFolder(), temporaryFolder(), temporaryFolder(), temporaryFolder()]
  const there = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const run = (variables: Readonly<Record<string, string>>): void => {
    const env = { PATH: process.env['PATH'], TMPDIR: shared, ...variables }
    const { status, stderr } = spawnSync(process.execPath, [binary, '--version'], { cwd: temporaryFolder(), env, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }
  run({ HOME: home })
  expect(there(join(home, '.cache/callwright')).length).toBeGreaterThan(1)
  expect(statSync(join(home, '.cache/callwright')).mode & 0o777).toBe(0o700)
  run({ HOME: home, XDG_CACHE_HOME: cache })
  expect(there(join(cache, 'callwright')).length).toBeGreaterThan(1)
  run({ HOME: home, NODE_COMPILE_CACHE: named })
  expect(there(named).length).toBeGreaterThan(1)
  // No home, one that is none, one that cannot be written, and a folder that others can write into.
  run({})
  run({ HOME: '' })
  run({ HOME: '/proc/nobody' })
  for (const path of ['.cache', '.cache/callwright']) {
    const open = temporaryFolder()
    mkdirSync(join(open, '.cache/callwright'), { recursive: true })
    chmodSync(join(open, path), 0o777)
    run({ HOME: open })
    expect(there(join(open, '.cache/callwright'))).toEqual([])
  }
  expect(there(shared)).toEqual([])
})

it('shows the package’s two faces', () => {
  const source = `import { compile, createMemoryHost } from 'callwright'
    import { createSession, prepare, step } from 'callwright/runtime'
    const text = 'line a "A" { numbers { "1" -> m } languages en-US time zone Asia/Shanghai otherwise -> end } menu m { press 1 for "the end" -> end } flow end { say "Goodbye." -> hangup }'
    const { machine } = compile(createMemoryHost({ 'a.ivr': text }), 'a.ivr')
    const prepared = prepare(machine)
    const effects = step(prepared, createSession(prepared, { id: 'x', caller: null, called: '1' }), { kind: 'started', at: 0 })
    console.log(effects.length > 0)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'true\n', stderr: '' })
})

it('takes keys from a pipe and ends', async () => {
  const cwd = await firstProject()
  const { status, stdout } = start(['dial', 'main.ivr'], { cwd, input: '2,2\n' })
  expect(status).toBe(0)
  expect(stdout).toContain('We are open Monday to Friday')
})

it('writes results to stdout and nothing to stderr where there is no terminal', async () => {
  const cwd = await firstProject()
  const { stdout, stderr } = start(['test'], { cwd })
  expect(stdout).toMatch(/^4 scripts: 4 passed/)
  expect(stderr).toBe('')
  // eslint-disable-next-line no-control-regex -- colours are looked for
  expect(stdout).not.toMatch(/\u001b/)
})

it('ends with 130 on Ctrl-C', async () => {
  const cwd = await firstProject()
  const child = spawn(process.execPath, [binary, 'test', '--watch'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  await new Promise<void>(resolve => child.stderr.on('data', (text: Buffer) => String(text).includes('Waiting') && resolve()))
  child.kill('SIGINT')
  expect(await ended).toBe(130)
})

it('is not troubled by a reader that stops reading', async () => {
  const cwd = await firstProject()
  const child = spawn(process.execPath, [binary, 'play'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (text: Buffer) => (errors += String(text)))
  child.stdout.destroy()
  const status = await new Promise(resolve => child.on('exit', resolve))
  expect([status, errors]).toEqual([0, ''])
})
