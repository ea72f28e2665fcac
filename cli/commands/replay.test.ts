import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createTrace } from '../../runtime/call/trace.ts'
import { prepare } from '../../runtime/core/index.ts'
import { createSimulatedCall } from '../../runtime/dtmf/index.ts'
import { nobodyThere } from '../../runtime/dtmf/backend.ts'
import { loadBundle } from '../bundle.ts'
import { speakerFor } from '../speaker.ts'
import { callwright, folderWith, testIo } from '../testing/io.ts'

const PROGRAM = `line shop "The Shop" {
  numbers   { "95588" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
menu welcome { say "Welcome." press 1 for "more" -> welcome press 2 for "goodbye" -> goodbye }
flow goodbye { say "Goodbye." -> hangup }
`

const FILE = '.callwright/serve/traces/2026-11-23/02-00.jsonl'

/** A folder with a node's configuration, its bundle, and two calls of it in one file of traces: line by line, one after the other. */
async function withTwoCalls(): Promise<string> {
  const cwd = folderWith({
    'main.ivr': PROGRAM,
    'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'dist/shop' }], traces: {} } }),
  })
  const { code, err } = await callwright(['build', 'main.ivr', '-o', 'dist/shop'], { cwd })
  if (code !== 0) throw new Error(err)
  const { machine, hash } = loadBundle(testIo({ cwd }), join(cwd, 'dist/shop'))
  const prepared = prepare(machine, { trace: true, marks: true })
  const [one, other] = (['c-one', 'c-other'] as const).map((id, index) => {
    const lines: string[] = []
    const call = createSimulatedCall({
      prepared,
      speaker: speakerFor(machine),
      start: { id, caller: '13800138000', called: '95588' },
      at: Date.UTC(2026, 10, 23, 2),
      backend: { ...nobodyThere, ask: () => ({ kind: 'never' }) },
      observers: [createTrace({ machine, bundle: hash, write: line => lines.push(line) })],
    })
    call.press(index === 0 ? '1' : '2')
    call.hangUp()
    call.runUntil(() => call.ended)
    return lines
  }) as [string[], string[]]
  const among = Array.from({ length: Math.max(one.length, other.length) }, (_, at) => [one[at], other[at]]).flat()
  mkdirSync(join(cwd, FILE, '..'), { recursive: true })
  writeFileSync(join(cwd, FILE), among.filter(line => line !== undefined).join('\n'))
  return cwd
}

const linesOf = (out: string): readonly unknown[] =>
  out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as unknown)

it('calls of a file are replayed each by itself, those of the node where none is named, or one', async () => {
  const cwd = await withTwoCalls()
  const all = `${FILE}, call c-one: 3 steps, each the same.\n${FILE}, call c-other: 3 steps, each the same.\n2 calls; 0 went another way or cannot be read.\n`
  const bundle = ['--bundle', 'dist/shop']
  for (const named of [[], [FILE], ['.callwright/serve/traces']])
    expect(await callwright(['replay', ...bundle, ...named], { cwd })).toEqual({ code: 0, out: all, err: '' })
  expect(await callwright(['replay', ...bundle, '--call', 'c-other', '--lang', 'zh'], { cwd })).toEqual({
    code: 0,
    out: `${FILE}，通话 c-other：共 3 步，完全一致。\n`,
    err: '',
  })
  const { out } = await callwright(['replay', ...bundle, '--json'], { cwd })
  expect(linesOf(out)).toMatchObject([
    { trace: FILE, call: 'c-one', kind: 'same' },
    { trace: FILE, call: 'c-other', kind: 'same' },
  ])
})

it('one that goes another way is told by its call, its line and its place, and the others are replayed all the same', async () => {
  const cwd = await withTwoCalls()
  const lines = readFileSync(join(cwd, FILE), 'utf8').split('\n')
  const at = lines.findIndex(line => line.startsWith('{"call":"c-other"') && line.includes('"kind":"speak"'))
  writeFileSync(join(cwd, FILE), lines.with(at, lines[at]!.replace(/"prompt":\d+/, '"prompt":77')).join('\n'))
  const { code, out } = await callwright(['replay', '--bundle', 'dist/shop'], { cwd })
  expect(code).toBe(1)
  expect(out).toContain(`${FILE}, call c-one: 3 steps, each the same.\n`)
  expect(out).toContain(`${FILE}:${at + 1}, call c-other: at 0.000 s, on {"kind":"started"}, it went another way.\n  then: `)
  expect(out).toContain('2 calls; 1 went another way or cannot be read.\n')
})

it('says where no trace is, and of which call there is none', async () => {
  const cwd = await withTwoCalls()
  expect(await callwright(['replay', '--call', 'c-three'], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining(
      '.callwright/serve/traces: there is no trace of the call c-three; what a node has traced is written within',
    ),
  })
  expect(await callwright(['replay', 'none.jsonl'], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining('none.jsonl: there is no such file.'),
  })
  expect(await callwright(['replay', 'dist'], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining('dist: there is no trace of a call.'),
  })
  writeFileSync(join(cwd, 'callwright.config.json'), JSON.stringify({ serve: { lines: [{ bundle: 'dist/shop' }] } }))
  expect(await callwright(['replay'], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining('the node keeps none') })
})

/** The calls of `withTwoCalls`, one of them on a version that is kept no more, which stands first. */
async function withOneVersionGone(): Promise<{ readonly cwd: string; readonly hash: string; readonly gone: string }> {
  const cwd = await withTwoCalls()
  const { hash } = loadBundle(testIo({ cwd }), join(cwd, 'dist/shop'))
  const gone = `${hash[0] === '0' ? '1' : '0'}${hash.slice(1)}`
  const lines = readFileSync(join(cwd, FILE), 'utf8').split('\n')
  const first = lines.findIndex(line => line.startsWith('{"call":"c-one","format"'))
  writeFileSync(join(cwd, FILE), lines.with(first, lines[first]!.replace(hash, gone)).join('\n'))
  cpSync(join(cwd, 'dist/shop'), join(cwd, '.callwright/serve/versions', hash), { recursive: true })
  return { cwd, hash, gone }
}

it('a call whose version is not kept says so and what to do, and those behind it are replayed all the same', async () => {
  const { cwd, hash, gone } = await withOneVersionGone()
  const folder = `.callwright/serve/versions/${gone}`
  const { code, out, err } = await callwright(['replay'], { cwd })
  expect({ code, err }).toEqual({ code: 1, err: '' })
  expect(out).toBe(
    `${FILE}, call c-one: the version ${gone.slice(0, 12)} that wrote the trace is not kept here (${folder}): name its bundle with --bundle.
${FILE}, call c-other: 3 steps, each the same.
2 calls; 0 went another way or cannot be read; 1 not replayed: the version is not there.
`,
  )
  expect((await callwright(['replay', '--lang', 'zh'], { cwd })).out).toContain(
    '2 通电话，其中 0 通走向不同或无法读取，1 通因缺少其版本而未重放。',
  )
  const json = await callwright(['replay', '--json'], { cwd })
  expect(json.code).toBe(1)
  expect(linesOf(json.out)).toMatchObject([
    { call: 'c-one', kind: 'no version', bundle: gone, en: expect.stringContaining('--bundle') as string },
    { call: 'c-other', kind: 'same', bundle: hash },
  ])
})

it.each(['undefined', '5'])(
  'a call whose first line names no version (%s) is told of, and those behind it are replayed all the same',
  async named => {
    const { cwd, gone } = await withOneVersionGone()
    const file = join(cwd, FILE)
    writeFileSync(file, readFileSync(file, 'utf8').replace(`"bundle":"${gone}",`, named === 'undefined' ? '' : `"bundle":${named},`))
    const { code, out } = await callwright(['replay'], { cwd })
    expect(out).toContain(`${FILE}:1, call c-one: The first line does not say which call this is, or on which version it ran.\n`)
    expect(out).toContain(`${FILE}, call c-other: 3 steps, each the same.\n2 calls; 1 went another way or cannot be read.\n`)
    expect(code).toBe(1)
  },
)

it('a version that is kept and cannot be read costs its own calls alone', async () => {
  const { cwd, gone } = await withOneVersionGone()
  cpSync(join(cwd, 'dist/shop'), join(cwd, '.callwright/serve/versions', gone), { recursive: true })
  writeFileSync(join(cwd, '.callwright/serve/versions', gone, 'machine.json'), '{}')
  const { code, out } = await callwright(['replay'], { cwd })
  expect(code).toBe(1)
  expect(out).toContain(`${FILE}, call c-one: .callwright/serve/versions/${gone}/machine.json: `)
  expect(out).toContain(`${FILE}, call c-other: 3 steps, each the same.\n`)
})

it('where a bundle is named, calls of other versions are passed over and counted; where there are no others, it refuses', async () => {
  const { cwd, hash, gone } = await withOneVersionGone()
  const bundle = ['--bundle', 'dist/shop']
  expect(await callwright(['replay', ...bundle], { cwd })).toEqual({
    code: 0,
    out: `${FILE}, call c-other: 3 steps, each the same.\n2 calls; 0 went another way or cannot be read; 1 of other versions passed over.\n`,
    err: '',
  })
  expect(linesOf((await callwright(['replay', ...bundle, '--json'], { cwd })).out)).toMatchObject([
    { call: 'c-one', kind: 'other version', bundle: gone },
    { call: 'c-other', kind: 'same' },
  ])
  expect(await callwright(['replay', ...bundle, '--call', 'c-one'], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining(`dist/shop is version ${hash.slice(0, 12)}, but the trace was written by ${gone.slice(0, 12)}.`),
  })
})

it('replays without the secrets of the node', async () => {
  const { cwd } = await withOneVersionGone()
  writeFileSync(
    join(cwd, 'callwright.config.json'),
    JSON.stringify({ serve: { lines: [{ bundle: 'dist/shop' }], traces: {}, token: { env: 'NOT_SET' } } }),
  )
  expect(await callwright(['replay', '--call', 'c-other'], { cwd })).toMatchObject({ code: 0, err: '' })
})
