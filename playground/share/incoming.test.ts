import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { MOST_FILES } from '../project/paths.ts'
import { readIncoming } from './incoming.ts'

const archive = (files: Record<string, Uint8Array>, level: 0 | 9 = 9) => {
  const bytes = zipSync(files, { level })
  return readIncoming([{ path: 'bank.zip', size: bytes.length, bytes: async () => bytes }])
}
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

it('what is no part of a project keeps no archive out, however much it is', async () => {
  const modules = Object.fromEntries(
    Array.from({ length: MOST_FILES + 1 }, (_, index) => [`bank/node_modules/${index}/package.json`, text('{}')]),
  )
  const files = {
    ...modules,
    'bank/node_modules/large.json': new Uint8Array(3_000_000),
    'bank/.git/index.txt': new Uint8Array(3_000_000),
    'bank/recordings/welcome.wav': crypto.getRandomValues(new Uint8Array(60_000)),
    'bank/main.ivr': text('line a "A" {}'),
  }
  expect(await archive(files)).toMatchObject({ kind: 'files', files: [['main.ivr', 'line a "A" {}']], refused: [] })
  const recordings = { 'bank/main.ivr': text(''), 'bank/welcome.wav': new Uint8Array(6_000_000) }
  expect(await archive(recordings, 0)).toMatchObject({ kind: 'files', files: [['main.ivr', '']] })
})

it('an archive with more than a project may have is told as such', async () => {
  expect(await archive({ 'a.txt': new Uint8Array(3_000_000) })).toMatchObject({ kind: 'trouble', trouble: 'large' })
  const many = Object.fromEntries(Array.from({ length: MOST_FILES + 1 }, (_, index) => [`${index}.ivr`, text('')]))
  expect(await archive(many)).toMatchObject({ kind: 'trouble', trouble: 'large' })
})
