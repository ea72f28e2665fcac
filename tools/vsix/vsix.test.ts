import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { VERSION } from '../../cli/version.ts'
import { packExtension, root } from './pack.ts'
import { unzip } from './testing/zip.ts'

const source = join(root, 'editors', 'vscode')
const folder = mkdtempSync(join(tmpdir(), 'callwright-vsix-'))
let files: ReadonlyMap<string, Buffer> = new Map()
let size = 0
const connect = vi.spyOn(Socket.prototype, 'connect')

beforeAll(async () => {
  connect.mockImplementation(() => {
    throw new Error('the network was asked')
  })
  await packExtension(join(folder, 'extension'), join(folder, 'callwright.vsix'))
  const zip = readFileSync(join(folder, 'callwright.vsix'))
  size = zip.length
  files = unzip(zip)
}, 120_000)
afterAll(() => {
  connect.mockRestore()
  rmSync(folder, { recursive: true, force: true })
})

const text = (name: string): string => files.get(name)?.toString('utf8') ?? ''
interface Manifest {
  readonly [key: string]: unknown
  readonly main: string
  readonly browser: string
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[]
    readonly grammars: readonly { readonly path: string }[]
    readonly languages: readonly { readonly id: string; readonly extensions: readonly string[]; readonly configuration: string }[]
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> }
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>
    readonly jsonValidation: readonly { readonly url: string }[]
  }
}
const manifest = (): Manifest => JSON.parse(text('extension/package.json')) as Manifest
const sources = (): string =>
  readdirSync(join(source, 'src'))
    .filter(name => name.endsWith('.ts'))
    .map(name => readFileSync(join(source, 'src', name), 'utf8'))
    .join('\n')

it('asks no network', () => {
  expect(connect).not.toHaveBeenCalled()
})

it('is a package that VS Code installs: types, manifest, and all files that the extension names', () => {
  expect(text('[Content_Types].xml')).toContain('Extension=".json"')
  const vsix = text('extension.vsixmanifest')
  expect(vsix).toContain(`Id="callwright" Version="${VERSION}" Publisher="callwright"`)
  expect(vsix).toContain('Path="extension/package.json"')
  const { main, browser, version, contributes, type } = manifest()
  expect({ version, type }).toEqual({ version: VERSION, type: undefined })
  const named = [
    ...[
      main,
      browser,
      './dist/server.js',
      './dist/worker.js',
      './l10n/bundle.l10n.zh-cn.json',
      './readme.md',
      './changelog.md',
      './LICENSE.txt',
    ],
    ...contributes.grammars.map(one => one.path),
    ...contributes.languages.map(one => one.configuration),
    ...contributes.jsonValidation.map(one => one.url),
  ]
  for (const path of named) expect([...files.keys()]).toContain(path.replace('./', 'extension/'))
  expect(contributes.languages.map(one => [one.id, ...one.extensions])).toEqual([
    ['ivr', '.ivr'],
    ['dtmf', '.dtmf'],
  ])
  // Sources and maps are not for those who install it.
  expect([...files.keys()].filter(name => /\.ts$|\.map$|node_modules/.test(name))).toEqual([])
})

it('is small: 1 MB, and the language server for browsers at most 400 KB gzipped', () => {
  expect(size).toBeLessThan(1_000_000)
  expect(gzipSync(files.get('extension/dist/worker.js')!, { level: 9 }).length).toBeLessThan(400 * 1024)
})

it('registers each command that it offers, and offers what it shows', () => {
  const registered = new Set(
    [...sources().matchAll(/(?:register|registerCommand)\('(?:callwright\.)?(\w+)'/g)].map(found => `callwright.${found[1]}`),
  )
  for (const { command } of manifest().contributes.commands) expect([...registered]).toContain(command)
})

it('offers what runs something where the extension runs on a machine, though the window be a browser’s', () => {
  const when = Object.values(manifest().contributes.menus).flatMap(items => items.map(item => item.when))
  expect(when.filter(each => each.includes('isWeb'))).toEqual([])
  expect(when.filter(each => !each.includes('callwright.runs'))).toEqual([])
  const code = (name: string): string => readFileSync(join(source, 'src', name), 'utf8')
  expect(code('extension.ts')).toContain(`'setContext', 'callwright.runs', true`)
  expect(code('web.ts')).not.toContain('callwright.runs')
})

it('reads each setting that it offers', () => {
  const read = sources()
  for (const name of Object.keys(manifest().contributes.configuration.properties)) {
    // The client library reads that one by itself.
    if (name === 'callwright.trace.server') continue
    expect(read).toContain(`'${name.replace('callwright.', '')}'`)
  }
})

it('says everything in English and Chinese', () => {
  const wanted = [...text('extension/package.json').matchAll(/"%([\w.]+)%"/g)].map(found => found[1])
  for (const name of ['extension/package.nls.json', 'extension/package.nls.zh-cn.json']) {
    expect(Object.keys(JSON.parse(text(name)) as object).sort()).toEqual([...new Set(wanted)].sort())
  }
  const bundle = JSON.parse(text('extension/l10n/bundle.l10n.zh-cn.json')) as Readonly<Record<string, string>>
  const said = [...sources().matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(found => found[1]!)
  expect(said.length).toBe([...sources().matchAll(/l10n\.t\(/g)].length)
  expect(Object.keys(bundle).sort()).toEqual([...new Set(said)].sort())
  const holes = (words: string): readonly string[] => [...words.matchAll(/\{\d\}/g)].map(found => found[0]).sort()
  for (const [english, chinese] of Object.entries(bundle)) expect(holes(chinese), english).toEqual(holes(english))
})

it('loads on a desktop and in a browser', () => {
  // Stands for anything of the editor: what is only named when the code is loaded.
  class Anything {}
  const anything: unknown = new Proxy(Anything, {
    get: (target, key) => (key === 'prototype' ? target.prototype : key === Symbol.toPrimitive ? () => '' : anything),
  })
  const require = createRequire(import.meta.url)
  for (const name of ['extension.js', 'web.js']) {
    const module = { exports: {} as Record<string, unknown> }
    const load = runInThisContext(`(function (module, exports, require) {${text(`extension/dist/${name}`)}\n})`) as (
      ...given: unknown[]
    ) => void
    load(module, module.exports, (wanted: string) => (wanted === 'vscode' ? anything : (require(wanted) as unknown)))
    expect(Object.keys(module.exports).sort()).toEqual(['activate', 'deactivate'])
  }
})
