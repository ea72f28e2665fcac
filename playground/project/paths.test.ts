import fc from 'fast-check'
import { expect, it } from 'vitest'
import { admitBeside, admitFiles, MOST_BYTES, MOST_FILES, newPathProblem, pathProblem, type PathProblem } from './paths.ts'

const PROBLEMS: readonly (readonly [path: string, problem: PathProblem | null])[] = [
  ['main.ivr', null],
  ['信用卡/主菜单.ivr', null],
  ['scripts/a b.dtmf', null],
  ['MAIN.IVR', null],
  ['', 'empty'],
  ['a//b.ivr', 'empty'],
  ['a/', 'empty'],
  ['/etc/passwd.txt', 'absolute'],
  ['c:/x.ivr', 'absolute'],
  ['..', 'dots'],
  ['../main.ivr', 'dots'],
  ['a/../../main.ivr', 'dots'],
  ['./main.ivr', 'dots'],
  ['a\\..\\b.ivr', 'marks'],
  ['a\u0000.ivr', 'marks'],
  ['a\nb.ivr', 'marks'],
  ['main.ivr\u202erti.', 'marks'],
  ['a\u200bb.ivr', 'marks'],
  ['\ud800.ivr', 'marks'],
  ['<img src=x>.ivr', 'marks'],
  [' main.ivr', 'blanks'],
  ['a /main.ivr', 'blanks'],
  ['a./main.ivr', 'blanks'],
  ['__proto__', 'reserved'],
  ['__proto__/x.ivr', 'reserved'],
  ['constructor.json', 'reserved'],
  ['nul.txt', 'reserved'],
  ['main.html', 'kind'],
  ['main', 'kind'],
  ['.ivr', 'kind'],
  [`${'a'.repeat(101)}.ivr`, 'long'],
  [`${'a/'.repeat(120)}x.ivr`, 'long'],
  [`${'a/'.repeat(10)}x.ivr`, 'deep'],
]

it.each(PROBLEMS)('%j: %s', (path, problem) => expect(pathProblem(path)).toBe(problem))

it('no path that is taken leads out of a folder or into the nature of objects', () => {
  const part = fc.oneof(fc.constantFrom('..', '.', '', '__proto__', 'constructor', 'a', 'main.ivr', '/'), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), parts => {
      const path = parts.join('/')
      if (pathProblem(path) !== null) return
      expect(new URL(encodeURI(path), 'http://x/inside/').pathname.startsWith('/inside/')).toBe(true)
      const object: Record<string, string> = {}
      object[path] = 'text'
      expect(Object.keys(object)).toEqual([path])
    }),
  )
})

it('no two files are one on a disk that does not tell capitals apart, and no file is a folder', () => {
  const files = { 'Main.ivr': '', 'cards/menu.ivr': '' }
  expect(newPathProblem(files, 'main.ivr')).toBe('taken')
  expect(newPathProblem(files, 'main.ivr', 'Main.ivr')).toBe(null)
  expect(newPathProblem({ 'a.ivr/b.ivr': '' }, 'a.ivr')).toBe('taken')
  expect(newPathProblem({ 'a.ivr': '' }, 'A.ivr/b.ivr')).toBe('taken')
  expect(newPathProblem({ 'é.ivr': '' }, 'e\u0301.ivr')).toBe('taken')
  const { files: taken, refused } = admitFiles([
    ['a.ivr', '1'],
    ['A.ivr', '2'],
    ['b/c.ivr', '3'],
    ['b/c.ivr/d.ivr', '4'],
    ['x.ivr/y.ivr', '5'],
    ['x.ivr', '6'],
  ])
  expect(taken).toEqual({ 'a.ivr': '1', 'b/c.ivr': '3', 'x.ivr/y.ivr': '5' })
  expect(refused.map(({ problem }) => problem)).toEqual(['taken', 'taken', 'taken'])
})

it('takes so many files and so much text, and says what was left', () => {
  const many = admitFiles(Array.from({ length: MOST_FILES + 2 }, (_, index) => [`${index}.ivr`, ''] as const))
  expect(Object.keys(many.files)).toHaveLength(MOST_FILES)
  expect(many.refused.map(({ problem }) => problem)).toEqual(['many', 'many'])
  const much = admitFiles([
    ['a.ivr', '银'.repeat(MOST_BYTES / 3)],
    ['b.ivr', 'ab银'],
    ['c.ivr', ''],
  ])
  expect(Object.keys(much.files)).toEqual(['a.ivr', 'c.ivr'])
  expect(much.refused).toEqual([{ path: 'b.ivr', problem: 'much' }])
})

it('what joins a project stays within its bounds, and a file of the same path takes the place of the one that is there', () => {
  const half = 'x'.repeat(MOST_BYTES / 2)
  const files = { 'a.txt': half, 'b.txt': half, 'Main.ivr': '' }
  expect(admitBeside(files, { 'a.txt': 'other', 'main.ivr': '', 'c.txt': half, 'd.txt': 'd' })).toEqual({
    files: { 'a.txt': 'other', 'd.txt': 'd' },
    refused: [
      { path: 'main.ivr', problem: 'taken' },
      { path: 'c.txt', problem: 'much' },
    ],
  })
  // What is refused does not go away, so nothing comes into its place.
  expect(admitBeside(files, { 'a.txt': `${half}x`, 'd.txt': 'd' })).toEqual({
    files: {},
    refused: [
      { path: 'a.txt', problem: 'much' },
      { path: 'd.txt', problem: 'much' },
    ],
  })
})
