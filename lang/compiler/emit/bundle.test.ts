import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../../machine/canonical.ts'
import { textHash } from '../../../machine/fragments.ts'
import { sha256Hex } from '../../../machine/hash.ts'
import { catalogue } from '../../diagnostics/catalogue/index.ts'
import { lineWith, machineOf } from '../lower/testing/compiled.ts'
import { makeBundle, readBundle, type BundleFiles, type BundleInput } from './index.ts'

const source = lineWith('prompts { hello "Hello." }\nflow start { say hello -> hangup }')
const machine = machineOf(source)
const recording = {
  slot: 'hello',
  language: 'en',
  text: textHash('Hello.'),
  path: 'en/hello.wav',
  bytes: new Uint8Array([1, 2, 3]),
  ms: 640,
}
const input: BundleInput = { machine, sources: [source, 'prompts { }'], recordings: [recording], compiler: '0.1.0' }
const bundle = makeBundle(input)
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

const codesOf = (files: BundleFiles): string[] => {
  const read = readBundle(files)
  return 'problems' in read ? read.problems.map(({ code, file }) => `${code} ${file}`) : []
}
const changed = (path: string, bytes: Uint8Array | string | null): BundleFiles => {
  const files = new Map(bundle.files)
  if (bytes === null) files.delete(path)
  else files.set(path, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes)
  return files
}
/** A bundle whose manifest was made for what is in it, as `makeBundle` would have. */
const madeWith = (of: object): BundleFiles => makeBundle({ ...input, machine: { ...machine, ...of } as typeof machine }).files

it('has the machine, the sources, the recordings, and the hash of each in the manifest', () => {
  expect([...bundle.files.keys()]).toEqual([
    'audio/en/hello.wav',
    'machine.json',
    'manifest.json',
    'sources/callwright_standard.ivr',
    'sources/main.ivr',
  ])
  expect(text(bundle.files.get('sources/main.ivr'))).toBe(source)
  for (const [path, { sha256, bytes }] of Object.entries(bundle.manifest.files)) {
    expect(sha256Hex(bundle.files.get(path)!)).toBe(sha256)
    expect(bundle.files.get(path)!.length).toBe(bytes)
  }
  expect(bundle.hash).toBe(sha256Hex(canonicalJson(bundle.manifest)))
})

it('[S6.14] gives the same bytes for the same input, and another name for a changed recording', () => {
  const again = makeBundle({ ...input, machine: machineOf(source) })
  expect([...again.files]).toEqual([...bundle.files])
  expect(again.hash).toBe(bundle.hash)
  expect(makeBundle({ ...input, recordings: [{ ...recording, bytes: new Uint8Array([1, 2, 4]) }] }).hash).not.toBe(bundle.hash)
})

it('reads what it made', () => {
  const read = readBundle(bundle.files)
  if ('problems' in read) throw new Error(read.problems.map(problem => problem.message.en).join())
  expect(read.machine).toEqual(JSON.parse(JSON.stringify(machine)))
  expect(read.manifest).toEqual(bundle.manifest)
  expect(read.hash).toBe(bundle.hash)
})

it('says of each recording how long it lasts, and which engine spoke what nobody recorded', () => {
  const spoken = { ...recording, slot: 'bye', path: 'en/bye.wav', speech: 'espeak-ng' }
  expect(makeBundle({ ...input, recordings: [recording, spoken] }).manifest.recordings).toEqual({
    hello: { en: { file: 'audio/en/hello.wav', text: textHash('Hello.'), ms: 640 } },
    bye: { en: { file: 'audio/en/bye.wav', text: textHash('Hello.'), ms: 640, speech: 'espeak-ng' } },
  })
  const without = JSON.stringify(bundle.manifest).replace(',"ms":640', '')
  expect(codesOf(changed('manifest.json', without))).toEqual(['CW8001 manifest.json'])
})

it('refuses a bundle with any byte changed', () => {
  for (const [path, bytes] of bundle.files) {
    if (path === 'manifest.json') continue
    for (const at of new Set([0, bytes.length >> 1, bytes.length - 1])) {
      const other = bytes.slice()
      other[at]! ^= 1
      expect(codesOf(changed(path, other))).toEqual([`CW8004 ${path}`])
    }
    expect(codesOf(changed(path, bytes.slice(1)))).toEqual([`CW8004 ${path}`])
    expect(codesOf(changed(path, null))).toEqual([`CW8003 ${path}`])
  }
})

it('refuses what is no manifest', () => {
  expect(codesOf(changed('manifest.json', null))).toEqual(['CW8001 manifest.json'])
  for (const no of ['', '{', 'null', '[]', '{}', '{"format":"callwright-bundle","version":1}', '\u0000']) {
    expect(codesOf(changed('manifest.json', no))).toEqual(['CW8001 manifest.json'])
  }
  const { files, ...rest } = bundle.manifest
  const outside = { ...rest, files: { ...files, '../secret': { sha256: '', bytes: 0 } } }
  expect(codesOf(changed('manifest.json', JSON.stringify(outside)))).toEqual(['CW8001 manifest.json'])
})

it('refuses a bundle and a machine of another version, and a machine that is none', () => {
  expect(codesOf(changed('manifest.json', JSON.stringify({ ...bundle.manifest, version: 2 })))).toEqual(['CW8002 manifest.json'])
  expect(codesOf(madeWith({ version: 99 }))).toEqual(['CW8002 machine.json'])
  expect(codesOf(madeWith({ format: 'something' }))).toEqual(['CW8005 machine.json'])
  expect(codesOf(madeWith({ points: [] }))).toEqual(['CW8005 machine.json'])
})

it('never throws for what a manifest holds', () => {
  const manifest = text(bundle.files.get('manifest.json'))
  for (let at = 0; at < manifest.length; at++) {
    expect(() => readBundle(changed('manifest.json', manifest.slice(0, at)))).not.toThrow()
    expect(() => readBundle(changed('manifest.json', `${manifest.slice(0, at)}null${manifest.slice(at + 1)}`))).not.toThrow()
  }
})

it('keeps sources inside of the bundle, under names that every disk takes', () => {
  const files = ['main.ivr', '../other/a.ivr', 'A.ivr', 'a.ivr', 'x:y?.ivr']
  const made = makeBundle({ ...input, machine: { ...machine, files }, sources: files })
  expect(made.manifest.sources).toEqual([
    'sources/main.ivr',
    'sources/_up/other/a.ivr',
    'sources/A.ivr',
    'sources/a~2.ivr',
    'sources/x_y_.ivr',
  ])
  expect(() => makeBundle({ ...input, recordings: [{ ...recording, path: '../hello.wav' }] })).toThrow('../hello.wav')
})

it('has a page for each code of bundles', () => {
  for (const { code } of Object.values(catalogue).filter(row => row.code.startsWith('CW8'))) {
    const page = readFileSync(new URL(`../../../docs/diagnostics/${code}.md`, import.meta.url), 'utf8')
    expect(page.startsWith(`# ${code}: `)).toBe(true)
    for (const heading of ['## What it means', '## An example', '## How to mend it']) expect(page).toContain(`\n${heading}\n\n`)
  }
})
