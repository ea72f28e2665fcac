import { expect, it } from 'vitest'
import { disk } from './io.ts'
import { filesBelow, findEntries, findProject, looksLikeProgram } from './project.ts'
import { folderWith } from './testing/io.ts'

const line = 'line a "A" { }\n'

it('takes the project of the nearest configuration', () => {
  const cwd = folderWith({
    'callwright.config.json': '{ "program": "outer.ivr" }',
    'inner/callwright.config.json': '{ "programs": ["one.ivr", "two.ivr"], "scripts": "tests" }',
    'inner/deep/down/note.txt': '',
  })
  const project = findProject({ fs: disk, cwd: `${cwd}/inner/deep/down` })
  expect(project).toEqual({
    folder: `${cwd}/inner`,
    programs: [`${cwd}/inner/one.ivr`, `${cwd}/inner/two.ivr`],
    scripts: [`${cwd}/inner/tests`],
    play: null,
  })
})

it('takes every line below where there is no configuration, and neither libraries nor what was installed or built', () => {
  const cwd = folderWith({
    'a/main.ivr': line,
    'b/x.ivr': 'menu m { }',
    'b/y.ivr': `// a line of its own\n${line}`,
    'node_modules/z/main.ivr': line,
    'dist/main.ivr': line,
    '.hidden/main.ivr': line,
  })
  expect(findEntries({ fs: disk, cwd }, []).entries.map(entry => entry.path)).toEqual([`${cwd}/a/main.ivr`, `${cwd}/b/y.ivr`])
})

it('takes no sources of a bundle beside those that it was built from, but where it is named', () => {
  const bundle = { 'b/manifest.json': '{}', 'b/machine.json': '{}', 'b/sources/main.ivr': line }
  const cwd = folderWith({ 'main.ivr': line, ...bundle })
  expect(findEntries({ fs: disk, cwd }, []).entries.map(entry => entry.path)).toEqual([`${cwd}/main.ivr`])
  expect(findEntries({ fs: disk, cwd }, ['b']).entries.map(entry => entry.path)).toEqual([`${cwd}/b/sources/main.ivr`])
})

it('refuses a file that is no source', () => {
  const cwd = folderWith({ 'b/machine.json': '{}' })
  expect(() => findEntries({ fs: disk, cwd }, ['b/machine.json'])).toThrow('b/machine.json: it is no .ivr file')
})

it('takes the lines of a folder that is named, and a file as it is', () => {
  const cwd = folderWith({ 'a/main.ivr': line, 'b/main.ivr': line, 'empty/x.txt': '' })
  expect(findEntries({ fs: disk, cwd }, ['b']).entries).toEqual([{ path: `${cwd}/b/main.ivr`, named: false }])
  expect(findEntries({ fs: disk, cwd }, ['a/main.ivr']).entries).toEqual([{ path: `${cwd}/a/main.ivr`, named: true }])
  expect(findEntries({ fs: disk, cwd }, ['gone.ivr']).entries).toEqual([{ path: `${cwd}/gone.ivr`, named: true }])
  expect(() => findEntries({ fs: disk, cwd }, ['empty'])).toThrow('empty: there is no program in this folder')
})

it('puts the programs near a library in its place', () => {
  const cwd = folderWith({ 'main.ivr': line, 'bank.ivr': 'service bank { }' })
  const found = findEntries({ fs: disk, cwd }, ['bank.ivr'])
  expect(found).toEqual({ entries: [{ path: `${cwd}/main.ivr`, named: false }], libraries: [`${cwd}/bank.ivr`] })
})

it('says what is wrong with a configuration', () => {
  for (const [text, problem] of [
    ['{', /it is not JSON/],
    ['[]', /must be an object/],
    ['{ "programme": "x" }', /“programme” is not known here/],
    ['{ "program": 3 }', /“program” must be a path/],
  ] as const) {
    const cwd = folderWith({ 'callwright.config.json': text })
    expect(() => findProject({ fs: disk, cwd })).toThrow(problem)
  }
})

it('knows a program by its line', () => {
  expect(looksLikeProgram('/// x\nline harbour "H" {')).toBe(true)
  expect(looksLikeProgram('line\n  挂失 "H" {')).toBe(true)
  expect(looksLikeProgram('menu line_up { }')).toBe(false)
  expect(looksLikeProgram('')).toBe(false)
})

it('lists files in one order however deep they lie', () => {
  const cwd = folderWith({ 'b/a.dtmf': '', 'a.dtmf': '', 'b/c/d.dtmf': '', 'x.txt': '' })
  expect(filesBelow(disk, cwd, '.dtmf')).toEqual([`${cwd}/a.dtmf`, `${cwd}/b/a.dtmf`, `${cwd}/b/c/d.dtmf`])
})
