import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { disk } from './io.ts'
import { callwright } from './testing/io.ts'
import { firstProject } from './testing/project.ts'

function change(path: string, from: string, to: string): void {
  const before = readFileSync(path, 'utf8')
  expect(before).toContain(from)
  disk.write(path, before.replace(from, to))
}

it('a program that does not compile is told by build, dial, play and prompts with --json as check tells it', async () => {
  const cwd = await firstProject()
  change(`${cwd}/main.ivr`, '-> goodbye', '-> nowhere')
  for (const lang of ['en', 'zh']) {
    const checked = await callwright(['check', 'main.ivr', '--json', '--lang', lang], { cwd })
    expect(checked.code).toBe(1)
    expect(JSON.parse(checked.out)).toMatchObject({ errors: 1, programs: [{ path: 'main.ivr', textsWithoutRecording: null }] })
    for (const args of [
      ['build', '-o', 'out'],
      ['dial'],
      ['dial', '--script', 'scripts/first-line.dtmf:4'],
      ['play', 'scripts/first-line.dtmf'],
      ['check', 'scripts/first-line.dtmf'],
      ['prompts'],
      ['prompts', 'import', 'none.wav'],
    ]) {
      const ran = await callwright([...args, '--json', '--lang', lang], { cwd, input: ['1'] })
      expect([args, ran]).toEqual([args, checked])
      const text = await callwright([...args, '--lang', lang], { cwd, input: ['1'] })
      expect([args, text.code, text.out]).toEqual([args, 1, ''])
      expect(text.err).toMatch(lang === 'zh' ? /^错误 CW2[^]*\nmain\.ivr: 1 个错误/ : /^error CW2[^]*\nmain\.ivr: 1 error, /)
    }
  }
  expect(disk.status(`${cwd}/out`)).toBeNull()
})

it('so is a script that has errors, by dial and play', async () => {
  const cwd = await firstProject()
  const path = 'scripts/first-line.dtmf'
  const scripts = readFileSync(`${cwd}/${path}`, 'utf8')
  // What cannot be read, and what does not fit the program, which only `play` and `check` hold it against.
  for (const [to, commands] of [
    [
      'heer menu main',
      [
        ['play', path],
        ['dial', '--script', `${path}:4`],
        ['dial', '--at', `${path}:4`],
        ['dial', '--answers', path],
      ],
    ],
    ['hear menu mian', [['play', path]]],
  ] as const) {
    disk.write(`${cwd}/${path}`, scripts)
    change(`${cwd}/${path}`, 'hear menu main', to)
    const checked = await callwright(['check', path, '--json'], { cwd })
    expect(checked.code).toBe(1)
    for (const args of commands) {
      expect([args, await callwright([...args, '--json'], { cwd })]).toEqual([args, checked])
      const text = await callwright([...args], { cwd })
      expect([args, text.code, text.out]).toEqual([args, 1, ''])
      expect(text.err).toMatch(/^error CW[17]\d{3}: [^]*\nscripts\/first-line\.dtmf: 1 error, 0 warnings\n$/)
    }
  }
})

it('test --json keeps its own report, which names the scripts whose program does not compile', async () => {
  const cwd = await firstProject()
  change(`${cwd}/main.ivr`, '-> goodbye', '-> nowhere')
  const { code, out, err } = await callwright(['test', 'scripts', '--json'], { cwd })
  expect(code).toBe(1)
  expect(JSON.parse(out)).toHaveProperty('runs')
  expect(err).toMatch(/^error CW2/)
})
