import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderWith, temporaryFolder } from '../testing/io.ts'
import { createFolder, FolderRefusal, hashOf } from './folder.ts'

const hash = (text: string): string => hashOf(Buffer.from(text))

it('reads what a project is made of, and says what it leaves', () => {
  const outside = folderWith({ 'secret.txt': 'secret' })
  const path = folderWith({
    'main.ivr': 'line a {}',
    'scripts/a.dtmf': '',
    'README.md': '# no',
    'node_modules/x/y.json': '{}',
    '.git/config.txt': 'x',
    'bad.txt': new Uint8Array([0xff, 0xfe]),
    'large.txt': 'x'.repeat(2_000_001),
  })
  symlinkSync(join(outside, 'secret.txt'), join(path, 'link.txt'))
  symlinkSync(outside, join(path, 'folder'))
  const { name, files, refused } = createFolder(path).read()
  expect(path.endsWith(name)).toBe(true)
  expect(files).toEqual({ 'main.ivr': { text: 'line a {}', hash: hash('line a {}') }, 'scripts/a.dtmf': { text: '', hash: hash('') } })
  expect(refused.toSorted((one, other) => (one.path < other.path ? -1 : 1))).toEqual([
    { path: 'bad.txt', problem: 'text' },
    { path: 'large.txt', problem: 'much' },
  ])
})

it('writes whole files, keeps who may read them, and leaves nothing beside them', () => {
  const path = folderWith({ 'main.ivr': 'one' })
  chmodSync(join(path, 'main.ivr'), 0o640)
  const folder = createFolder(path)
  expect(folder.write('main.ivr', '两', hash('one'))).toEqual({ hash: hash('两') })
  expect(readFileSync(join(path, 'main.ivr'), 'utf8')).toBe('两')
  expect(statSync(join(path, 'main.ivr')).mode & 0o777).toBe(0o640)
  expect(folder.write('new/deep/x.dtmf', 'x', null)).toEqual({ hash: hash('x') })
  expect(readdirSync(path, { recursive: true }).sort()).toEqual(['main.ivr', 'new', 'new/deep', 'new/deep/x.dtmf'])
  expect(folder.remove('new/deep/x.dtmf', hash('x'))).toBe(null)
  expect(folder.read().files['new/deep/x.dtmf']).toBe(undefined)
})

it('whoever did not know what is there writes nothing over it', () => {
  const path = folderWith({ 'main.ivr': 'one' })
  const folder = createFolder(path)
  expect(folder.write('main.ivr', 'mine', hash('older'))).toEqual({ now: { text: 'one', hash: hash('one') } })
  expect(folder.write('main.ivr', 'mine', null)).toEqual({ now: { text: 'one', hash: hash('one') } })
  expect(folder.write('gone.ivr', 'mine', hash('x'))).toEqual({ now: null })
  expect(folder.remove('main.ivr', hash('older'))).toEqual({ now: { text: 'one', hash: hash('one') } })
  expect(readFileSync(join(path, 'main.ivr'), 'utf8')).toBe('one')
})

it('nothing leads out of the folder', () => {
  const outside = folderWith({ 'secret.txt': 'secret' })
  const path = folderWith({ 'main.ivr': '', 'here/x.txt': '' })
  symlinkSync(outside, join(path, 'out'))
  symlinkSync(join(outside, 'secret.txt'), join(path, 'link.txt'))
  symlinkSync(join(outside, 'new.txt'), join(path, 'dangling.txt'))
  symlinkSync(join(path, 'here'), join(path, 'inside'))
  mkdirSync(join(path, 'folder.txt'))
  const folder = createFolder(path)
  folder.read()
  const names = [
    '../x.txt',
    '/etc/x.txt',
    'a/../../x.txt',
    'out/secret.txt',
    'out/new.txt',
    'link.txt',
    'dangling.txt',
    'inside/y.txt',
    'folder.txt',
    'x.sh',
    'a\0.txt',
    '',
  ]
  for (const name of names) {
    expect(() => folder.write(name, 'x', null), name).toThrow(FolderRefusal)
    expect(() => folder.remove(name, hash('secret')), name).toThrow(FolderRefusal)
  }
  expect(() => folder.write('MAIN.ivr', 'x', null)).toThrow('taken')
  expect(readdirSync(outside)).toEqual(['secret.txt'])
  expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('secret')
})

it('tells what others change, and not what was written through it', () => {
  const path = folderWith({ 'a.ivr': '1', 'b.ivr': '2' })
  const folder = createFolder(path)
  folder.read()
  expect(folder.look()).toEqual([])
  folder.write('a.ivr', 'mine', hash('1'))
  expect(folder.look()).toEqual([])
  writeFileSync(join(path, 'a.ivr'), 'theirs')
  writeFileSync(join(path, 'c.ivr'), 'new')
  unlinkSync(join(path, 'b.ivr'))
  expect(folder.look()).toEqual([
    { path: 'a.ivr', now: { text: 'theirs', hash: hash('theirs') } },
    { path: 'c.ivr', now: { text: 'new', hash: hash('new') } },
    { path: 'b.ivr', now: null },
  ])
  expect(folder.look()).toEqual([])
})

it('what the page could not read is not written over', () => {
  const path = folderWith({ 'payees.csv': new Uint8Array([0xc0, 0xee, 0xc0, 0xd7, 0x0a]), 'large.txt': 'x'.repeat(2_000_001) })
  const folder = createFolder(path)
  folder.read()
  for (const name of ['payees.csv', 'large.txt']) {
    expect(() => folder.write(name, 'new', null), name).toThrow('unread')
    expect(() => folder.remove(name, null), name).toThrow('unread')
  }
  expect(readFileSync(join(path, 'payees.csv'))).toEqual(Buffer.from([0xc0, 0xee, 0xc0, 0xd7, 0x0a]))
  expect(statSync(join(path, 'large.txt')).size).toBe(2_000_001)
})

it('a file that a group may write stays one, whatever this process is to take from new ones', () => {
  const path = folderWith({ 'main.ivr': 'one' })
  chmodSync(join(path, 'main.ivr'), 0o664)
  createFolder(path).write('main.ivr', 'two', hash('one'))
  expect(statSync(join(path, 'main.ivr')).mode & 0o777).toBe(0o664)
})

it('a disk that fills up while it is written leaves the file that was there', () => {
  if (process.platform === 'win32') return
  const path = folderWith({ 'main.ivr': 'one' })
  // No file may have more than 4 KB here: a write gets as far as that, and the next one fails.
  const write = `
    process.on('SIGXFSZ', () => {})
    const { createFolder, hashOf } = await import(${JSON.stringify(join(import.meta.dirname, 'folder.ts'))})
    const folder = createFolder(${JSON.stringify(path)})
    try { folder.write('main.ivr', 'x'.repeat(60000), hashOf(Buffer.from('one'))); console.log('written') }
    catch (error) { console.log(error.code) }`
  const { stdout } = spawnSync('sh', ['-c', 'ulimit -f 8; exec "$0" --input-type=module -e "$1"', process.execPath, write], {
    encoding: 'utf8',
  })
  expect(stdout.trim()).toBe('EFBIG')
  expect(readFileSync(join(path, 'main.ivr'), 'utf8')).toBe('one')
  expect(readdirSync(path)).toEqual(['main.ivr'])
})

it('a write that fails changes nothing', () => {
  if (process.getuid?.() === 0) return
  const path = temporaryFolder()
  writeFileSync(join(path, 'a.ivr'), 'one')
  chmodSync(path, 0o500)
  const folder = createFolder(path)
  expect(() => folder.write('a.ivr', 'two', hash('one'))).toThrow('EACCES')
  chmodSync(path, 0o700)
  expect(readdirSync(path)).toEqual(['a.ivr'])
  expect(readFileSync(join(path, 'a.ivr'), 'utf8')).toBe('one')
})
