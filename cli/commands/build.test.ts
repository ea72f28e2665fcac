import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Manifest } from '../../lang/compiler/emit/index.ts'
import { textHash } from '../../machine/fragments.ts'
import { writeWav } from '../../runtime/speech/wav.ts'
import { disk } from '../io.ts'
import { filesBelow } from '../project.ts'
import { callwright, temporaryFolder } from '../testing/io.ts'
import { firstProject } from '../testing/project.ts'

const bytes = (folder: string): Record<string, string> =>
  Object.fromEntries(filesBelow(disk, folder, '').map(path => [path.slice(folder.length + 1), readFileSync(path, 'base64')]))

it('writes the same bytes for the same input, wherever it lies', async () => {
  const one = await firstProject()
  const other = await firstProject()
  expect((await callwright(['build', 'main.ivr', '-o', 'out/'], { cwd: one })).code).toBe(0)
  expect((await callwright(['build', `${other}/main.ivr`, '-o', `${other}/out`], { cwd: temporaryFolder() })).code).toBe(0)
  expect(bytes(`${other}/out`)).toEqual(bytes(`${one}/out`))
  expect(Object.keys(bytes(`${one}/out`))).toEqual(
    expect.arrayContaining(['machine.json', 'manifest.json', 'sources/bank.ivr', 'sources/main.ivr']),
  )
})

it('prints the hash of the manifest, which has the hash of every file', async () => {
  const cwd = await firstProject()
  const { out } = await callwright(['build', '-o', 'out'], { cwd })
  const sha256 = (path: string): string =>
    createHash('sha256')
      .update(readFileSync(`${cwd}/out/${path}`))
      .digest('hex')
  expect(out).toContain(`sha256 ${sha256('manifest.json')}\n`)
  const { files } = JSON.parse(readFileSync(`${cwd}/out/manifest.json`, 'utf8')) as { files: Record<string, { sha256: string }> }
  for (const [path, file] of Object.entries(files)) expect(file.sha256).toBe(sha256(path))
})

it('takes the recordings that there are, and check counts those that there are not', async () => {
  const cwd = await firstProject()
  const line = (await callwright(['check'], { cwd })).out
  const wav = writeWav(new Int16Array(8000), 8000)
  disk.write(`${cwd}/audio/zh/greeting.wav`, wav)
  disk.write(`${cwd}/audio/en/greeting.wav`, wav)
  const recorded = (text: string, file: string): object => ({ text: textHash(text), file })
  const list = {
    greeting: {
      'zh-CN': recorded('欢迎致电。', 'zh/greeting.wav'),
      'en-US': recorded('Welcome.', 'en/greeting.wav'),
    },
  }
  disk.write(`${cwd}/audio/prompts.json`, JSON.stringify(list))
  expect((await callwright(['check'], { cwd })).out).toBe(line.replace(/(\d+) texts/, (_, count: string) => `${Number(count) - 1} texts`))
  const built = await callwright(['build', '-o', 'out'], { cwd })
  expect(built).toMatchObject({ code: 0, err: '' })
  expect(built.out).toContain('1 text with a recording')
  expect(new Uint8Array(readFileSync(`${cwd}/out/audio/zh/greeting.wav`))).toEqual(wav)
  const { recordings } = JSON.parse(readFileSync(`${cwd}/out/manifest.json`, 'utf8')) as Manifest
  expect(recordings['greeting']!['zh-CN']).toEqual({
    file: 'audio/zh/greeting.wav',
    text: textHash('欢迎致电。'),
    ms: 1000,
  })
})

it('says of a recording that is not there, or is none, what it is, and builds with the rest', async () => {
  const cwd = await firstProject()
  const list = { greeting: { 'zh-CN': { text: '', file: 'zh/greeting.wav' }, 'en-US': { text: '', file: 'en/greeting.wav' } } }
  disk.write(`${cwd}/audio/prompts.json`, JSON.stringify(list))
  disk.write(`${cwd}/audio/en/greeting.wav`, 'no sound')
  const { code, err, out } = await callwright(['build', '-o', 'out'], { cwd })
  expect(code).toBe(0)
  expect(err).toBe(
    'warning: The zh-CN recording of “greeting”, zh/greeting.wav, cannot be played: there is no such file.\n' +
      'warning: The en-US recording of “greeting”, en/greeting.wav, cannot be played: it is not a WAV file: it does not begin with RIFF and WAVE.\n',
  )
  expect(out).toContain('0 texts with a recording')
})

it('gives as JSON what was written, and what is wrong with it', async () => {
  const cwd = await firstProject()
  const whole = await callwright(['build', '-o', 'out', '--json'], { cwd })
  expect(whole).toMatchObject({ code: 0, err: '' })
  const written = JSON.parse(whole.out) as { hash: string; files: string[] }
  expect(written).toMatchObject({
    out: 'out',
    warnings: [],
    manifest: JSON.parse(readFileSync(`${cwd}/out/manifest.json`, 'utf8')) as unknown,
  })
  expect(written).not.toHaveProperty('unspoken')
  expect(written.hash).toBe(
    createHash('sha256')
      .update(readFileSync(`${cwd}/out/manifest.json`))
      .digest('hex'),
  )
  expect(written.files).toEqual(
    Object.keys(bytes(`${cwd}/out`))
      .map(path => `out/${path}`)
      .toSorted(),
  )
  disk.write(`${cwd}/audio/prompts.json`, JSON.stringify({ greeting: { 'zh-CN': { text: '', file: 'zh/greeting.wav' } } }))
  const { code, err, out } = await callwright(['build', '-o', 'out', '--json', '--lang', 'zh'], { cwd })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const { warnings } = JSON.parse(out) as { warnings: unknown[] }
  const checked = JSON.parse((await callwright(['check', '--json', '--lang', 'zh'], { cwd })).out) as {
    programs: { diagnostics: unknown[] }[]
  }
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatchObject({ slug: 'recording-unusable', severity: 'warning', file: 'audio/prompts.json', start: { line: 1 } })
  expect(checked.programs[0]!.diagnostics).toContainEqual(warnings[0])
})

it('writes nothing where the program has an error', async () => {
  const cwd = await firstProject()
  disk.write(`${cwd}/main.ivr`, readFileSync(`${cwd}/main.ivr`, 'utf8').replace('-> goodbye', '-> nowhere'))
  const { code, out, err } = await callwright(['build', '-o', 'out'], { cwd })
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(/error CW2\d\d\d/)
  expect(disk.status(`${cwd}/out`)).toBeNull()
})

it('leaves no file of the bundle before, and does not write over the program', async () => {
  const cwd = await firstProject()
  await callwright(['build', '-o', 'out'], { cwd })
  const main = readFileSync(`${cwd}/main.ivr`, 'utf8')
  disk.write(`${cwd}/main.ivr`, main.replace('import { bank, CardNumber } from "./bank.ivr"', readFileSync(`${cwd}/bank.ivr`, 'utf8')))
  await callwright(['build', '-o', 'out'], { cwd })
  expect(disk.status(`${cwd}/out/sources/bank.ivr`)).toBeNull()
  expect((await callwright(['build', '-o', '.'], { cwd })).err).toContain('the program itself lies there')
})

it('is a bundle that dial and test take in place of the source', async () => {
  const cwd = await firstProject()
  await callwright(['build', '-o', 'out'], { cwd })
  expect((await callwright(['test', 'out', 'scripts'], { cwd })).out).toMatch(/^4 scripts: 4 passed/)
  const { code, out } = await callwright(['dial', 'out'], { cwd, input: ['2'] })
  expect(code).toBe(0)
  expect(out).toContain('For a balance, press 1.')
})

it('refuses a bundle with a changed byte, another version, a missing file, and what is none', async () => {
  const cwd = await firstProject()
  await callwright(['build', '-o', 'out'], { cwd })
  const damaged = (name: string, damage: (folder: string) => void): string => {
    cpSync(`${cwd}/out`, `${cwd}/${name}`, { recursive: true })
    damage(`${cwd}/${name}`)
    return name
  }
  const change = (path: string, from: string, to: string): void => {
    const before = readFileSync(path, 'utf8')
    expect(before).toContain(from)
    writeFileSync(path, before.replace(from, to))
  }
  for (const [name, problem] of [
    [damaged('byte', folder => change(`${folder}/sources/main.ivr`, 'A first', 'A worst')), /byte\/sources\/main\.ivr: /],
    [damaged('version', folder => change(`${folder}/manifest.json`, '"version":1', '"version":9')), /version\/manifest\.json: .*9/],
    [damaged('missing', folder => disk.remove(`${folder}/machine.json`)), /missing\/machine\.json: /],
    [damaged('none', folder => disk.write(`${folder}/manifest.json`, '{}')), /none\/manifest\.json: /],
  ] as const) {
    for (const command of [
      ['dial', name],
      ['test', name, 'scripts'],
    ]) {
      const { code, err, out } = await callwright(command, { cwd })
      expect([command, code, out]).toEqual([command, 2, ''])
      expect(err).toMatch(problem)
      expect(err).not.toContain('    at ')
    }
  }
})

it('meets any byte that was changed with a refusal, never with a fault', async () => {
  const cwd = await firstProject()
  await callwright(['build', '-o', 'out'], { cwd })
  const files = filesBelow(disk, `${cwd}/out`, '')
  let seed = 11
  const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below
  for (let round = 0; round < 80; round++) {
    const path = files[random(files.length)]!
    const before = readFileSync(path)
    const after = Buffer.from(before)
    const at = random(after.length)
    after[at] = after[at]! ^ (1 + random(255))
    writeFileSync(path, after)
    const { code, err } = await callwright(['dial', 'out'], { cwd, input: ['1'] })
    // The manifest's own hash is the bundle's name: a word changed there is another bundle, and may be a whole one.
    expect([path, at, path.endsWith('manifest.json') && code === 0 ? 2 : code]).toEqual([path, at, 2])
    expect(err).not.toContain('fault')
    writeFileSync(path, before)
  }
})
