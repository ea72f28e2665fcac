// The package as somebody has it who installs it: packed, installed into an empty folder without a network, and used from there.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { VERSION } from '../../cli/version.ts'
import { buildPackage, root } from './build.ts'

const folder = mkdtempSync(join(tmpdir(), 'callwright-package-'))
const built = join(folder, 'built')
const user = join(folder, 'user')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(command: string, args: readonly string[], cwd: string, input = '', settings: NodeJS.ProcessEnv = {}): Ran {
  // The Node that we run on, which is new enough, before the machine's own.
  const env = { ...process.env, ...settings, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, input, encoding: 'utf8' })
  return { status, stdout, stderr }
}
function succeed(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = run(command, args, cwd)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}
const callwright = (...args: readonly string[]): Ran => run(join(user, 'node_modules/.bin/callwright'), args, user)

beforeAll(async () => {
  await buildPackage(built)
  const packed = succeed('npm', ['pack', '--silent', '--pack-destination', folder], built).trim()
  mkdirSync(user)
  writeFileSync(join(user, 'package.json'), '{ "type": "module" }')
  succeed('npm', ['install', '--offline', '--ignore-scripts', join(folder, packed)], user)
  succeed('npx', ['--offline', 'callwright', 'init'], user)
})

it('brings all that it needs, and nothing of the checkout', () => {
  expect(readdirSync(join(user, 'node_modules')).filter(name => !name.startsWith('.'))).toEqual(['callwright'])
  const files = readdirSync(join(user, 'node_modules/callwright'), { recursive: true, encoding: 'utf8' })
  expect(files.filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([])
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'THIRD-PARTY-LICENSES', join('docs', 'language.md')]))
  // The pages name them for editors.
  expect(files).toEqual(
    expect.arrayContaining(['cli/config/callwright.config.schema.json', 'runtime/services/services.schema.json'].map(path => join(path))),
  )
  const manifest: unknown = JSON.parse(readFileSync(join(user, 'node_modules/callwright/package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name: 'callwright', version: VERSION, engines: { node: '>=24.15' } })
  for (const key of ['dependencies', 'devDependencies', 'scripts', 'allowScripts']) expect(manifest).not.toHaveProperty(key)
})

it('checks, tests, builds and explains', () => {
  expect(callwright('--version')).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: '' })
  expect(callwright('check')).toMatchObject({ status: 0, stderr: '' })
  const tested = callwright('test')
  expect(tested).toMatchObject({ status: 0, stderr: '' })
  expect(tested.stdout).toMatch(/^\d+ scripts: \d+ passed/m)
  expect(callwright('build', '-o', 'out')).toMatchObject({ status: 0 })
  expect(run(join(user, 'node_modules/.bin/callwright'), ['dial', 'out'], user, '1').stdout).toContain('press 2')
  const page = readFileSync(join(root, 'docs/diagnostics/CW2001.md'), 'utf8')
  expect(callwright('explain', 'CW2001')).toEqual({ status: 0, stdout: page, stderr: '' })
})

it('leaves what a check compiled to the next one, and passes over what is damaged', () => {
  const cache = join(folder, 'compiled')
  const check = (): Ran => run(join(user, 'node_modules/.bin/callwright'), ['check'], user, '', { NODE_COMPILE_CACHE: cache })
  const first = check()
  expect(first).toMatchObject({ status: 0, stderr: '' })
  const left = (): string[] =>
    readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter(name => basename(name).startsWith('callwright-'))
  expect(left()).toHaveLength(1)
  const path = join(cache, left()[0]!)
  const compiled = readFileSync(path)
  expect(compiled.length).toBeGreaterThan(500_000)
  const flipped = Buffer.from(compiled)
  flipped.writeUInt32LE(~compiled.readUInt32LE(compiled.length >> 1) >>> 0, compiled.length >> 1)
  for (const damaged of [flipped, compiled.subarray(0, compiled.length >> 1), Buffer.alloc(3), Buffer.alloc(0)]) {
    writeFileSync(path, damaged)
    expect(check()).toEqual(first)
    expect(readFileSync(path).length).toBeGreaterThan(500_000)
  }
  expect(left()).toHaveLength(1)
})

it('says the same of a program as the checkout does', () => {
  const faulty = join(user, 'faulty.ivr')
  writeFileSync(
    faulty,
    readFileSync(join(user, 'main.ivr'), 'utf8')
      .replace('press 1', 'pres 1')
      .replaceAll(/-> \w+/g, '-> nowhere'),
  )
  expect(callwright('check', 'faulty.ivr').status).toBe(1)
  for (const args of [
    ['check', 'faulty.ivr'],
    ['check', 'faulty.ivr', '--json', '--lang', 'zh'],
    ['prompts', 'status'],
    ['nothing'],
    ['help'],
  ]) {
    const wanted = run(process.execPath, [join(root, 'cli/callwright.mjs'), ...args], user)
    expect(callwright(...args), args.join(' ')).toEqual(wanted)
  }
})

it('shows its two faces to JavaScript and to TypeScript', () => {
  const source = `import { compile, createMemoryHost, type Diagnostic, type Machine } from 'callwright'
import { createSession, prepare, step, type Effect } from 'callwright/runtime'

const text = 'line a "A" { numbers { "1" -> m } languages en-US time zone Asia/Shanghai otherwise -> end } menu m { press 1 for "the end" -> end } flow end { say "Goodbye." -> hangup }'
const compiled = compile(createMemoryHost({ 'a.ivr': text }), 'a.ivr')
const found: readonly Diagnostic[] = compiled.diagnostics
const machine: Machine | null = compiled.machine
const prepared = prepare(machine!)
const effects: readonly Effect[] = step(prepared, createSession(prepared, { id: 'x', caller: null, called: '1' }), { kind: 'started', at: 0 })
export const kinds: string = [...found.map(one => one.code), ...effects.map(effect => effect.kind)].join(' ')
// @ts-expect-error -- a code is a text: were the types not found, it would be anything
export const wrong: number | undefined = found[0]?.code
`
  writeFileSync(join(user, 'use.ts'), source)
  const compilerOptions = { module: 'nodenext', target: 'esnext', lib: ['esnext'], types: [], strict: true, skipLibCheck: false }
  writeFileSync(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
  succeed(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], user)
  const used = succeed('node', ['-e', `import('./use.js').then(use => console.log(use.kinds))`], user)
  expect(used).toContain('speak')
})

it('is a plugin of Prettier', () => {
  writeFileSync(join(user, 'untidy.ivr'), 'flow a{\nsay  p}')
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs')
  expect(succeed(process.execPath, [prettier, '--plugin', 'callwright/prettier', 'untidy.ivr'], user)).toBe('flow a {\n  say p\n}\n')
})

it('serves the playground that it brings, and ends when it is told to', async () => {
  const licences = readFileSync(join(user, 'node_modules/callwright/dist/playground/licences.txt'), 'utf8')
  for (const name of ['monaco-editor', 'preact', '@dagrejs/dagre', 'fflate', 'chevrotain'])
    expect(licences).toMatch(new RegExp(`^${name} `, 'm'))
  expect(licences).not.toMatch(/^(?:vite|rolldown) /m)
  const served = spawn(process.execPath, [join(user, 'node_modules/callwright/cli/callwright.mjs'), 'playground', '.', '--port', '0'], {
    cwd: user,
  })
  try {
    const [line] = (await once(served.stdout, 'data')) as [Buffer]
    const address = new URL(line.toString().trim())
    const page = await fetch(address)
    expect(page.status).toBe(200)
    const text = await page.text()
    const [, script] = /<script[^>]* src="([^"]+)"/.exec(text) ?? []
    expect((await fetch(new URL(script!, address))).status).toBe(200)
    const token = address.hash.slice('#folder='.length)
    const project = await fetch(new URL('api/project', address), { headers: { authorization: `Bearer ${token}` } })
    expect(await project.json()).toMatchObject({ files: { 'main.ivr': {} } })
  } finally {
    served.kill('SIGINT')
  }
  expect(await once(served, 'exit')).toEqual([0, null])
})
