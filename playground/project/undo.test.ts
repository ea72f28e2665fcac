import { expect, it } from 'vitest'
import { createNotices } from '../page/notices.ts'
import { MOST_FILES } from './paths.ts'
import { createProject, type Files } from './project.ts'
import { removeFile } from './undo.ts'

function open(files: Files) {
  const [project, notices] = [createProject(() => false), createNotices()]
  project.open({ files, origin: { kind: 'own', name: 'a' } })
  return { project, notices, undo: () => notices.shown.value[0]!.actions![0]!.run() }
}

it('a file that was deleted can be brought back, into a full project, too', () => {
  const { project, notices, undo } = open(Object.fromEntries(Array.from({ length: MOST_FILES }, (_, index) => [`${index}.ivr`, 'text'])))
  removeFile({ project, notices }, '7.ivr')
  expect(project.files.value['7.ivr']).toBeUndefined()
  project.write('new.ivr', '')
  undo()
  expect(project.files.value['7.ivr']).toBe('text')
  expect(project.current.value).toBe('7.ivr')
})

it.each(['a.ivr', 'A.ivr', 'a.ivr/b.ivr'])('where %s stands in the place of a deleted file it is not offered any more', path => {
  const { project, notices } = open({ 'a.ivr': 'old', 'b.ivr': 'text' })
  removeFile({ project, notices }, 'a.ivr')
  project.write('b.ivr', 'changed')
  expect(notices.shown.value).toHaveLength(1)
  project.write(path, 'new')
  expect([notices.shown.value, project.files.value]).toEqual([[], { 'b.ivr': 'changed', [path]: 'new' }])
})

it('where a file is called as the deleted one it is not offered any more', () => {
  const { project, notices } = open({ 'a.ivr': 'old', 'b.ivr': 'text' })
  removeFile({ project, notices }, 'a.ivr')
  project.rename('b.ivr', 'a.ivr')
  expect([notices.shown.value, project.files.value]).toEqual([[], { 'a.ivr': 'text' }])
})
