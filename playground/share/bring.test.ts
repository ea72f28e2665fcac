import { expect, it } from 'vitest'
import { createNotices } from '../page/notices.ts'
import { MOST_BYTES } from '../project/paths.ts'
import { createProject } from '../project/project.ts'
import type { Shelf } from '../project/shelf-contract.ts'
import { bringIn } from './bring.ts'

function open(files: Readonly<Record<string, string>>) {
  const [project, notices] = [createProject(() => false), createNotices()]
  project.open({ files, origin: { kind: 'own', name: 'a' } })
  const bring = (brought: Readonly<Record<string, string>>): Promise<void> =>
    bringIn(
      { project, notices, shelf: {} as Shelf },
      Object.entries(brought).map(([path, text]) => ({ path, size: text.length, bytes: async () => new TextEncoder().encode(text) })),
    )
  const said = (): readonly string[] => notices.shown.value.map(({ text }) => text.en)
  const undo = (kind: string): void => notices.shown.value.find(one => one.kind === kind)!.actions![0]!.run()
  return { project, notices, bring, said, undo }
}

it('what is more than a project may have, or differs from a file in capitals alone, is refused with the reason', async () => {
  const { project, bring, said } = open({ 'main.ivr': 'x'.repeat(MOST_BYTES - 10) })
  await bring({ 'Main.ivr': 'a', 'b.txt': 'bb', 'large.txt': 'x'.repeat(20) })
  expect(Object.keys(project.files.value).sort()).toEqual(['b.txt', 'main.ivr'])
  expect(said()).toEqual(['Main.ivr and 1 more were left out. There is one of this name already.', 'b.txt: brought into this project.'])
  await bring({ 'c.txt': 'x'.repeat(20) })
  expect(said()).toEqual(['b.txt: brought into this project.', 'c.txt was left out. A project has at most 2 MB of text.'])
})

it('what was brought in can be undone for as long as its project is open', async () => {
  const { project, notices, bring, undo } = open({ 'a.txt': 'old' })
  await bring({ 'a.txt': 'new', 'b.txt': 'new' })
  undo('brought')
  expect(project.files.value).toEqual({ 'a.txt': 'old' })
  await bring({ 'a.txt': 'new' })
  project.open({ files: { 'a.txt': 'another project’s' }, origin: { kind: 'link' } })
  expect(notices.shown.value).toEqual([])
})

it('what was brought in is not offered to be undone once something was written into it', async () => {
  const { project, notices, bring } = open({ 'a.txt': 'old' })
  await bring({ 'a.txt': 'new', 'b.txt': 'new' })
  project.write('c.txt', 'another')
  expect(notices.shown.value.map(({ kind }) => kind)).toEqual(['brought'])
  project.write('b.txt', 'an hour of work')
  expect(notices.shown.value).toEqual([])
})
