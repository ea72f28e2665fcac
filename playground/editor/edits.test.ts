import { expect, it } from 'vitest'
import { createProject } from '../project/project.ts'
import { applyEdit, edited } from './edits.ts'
import { pathOf, uriOf } from './language/uris.ts'
import { readMarkdown } from './markdown.ts'

const at = (
  line: number,
  from: number,
  to = from,
): { start: { line: number; character: number }; end: { line: number; character: number } } => ({
  start: { line, character: from },
  end: { line, character: to },
})

it('edits are made in any order, those of one place in theirs', () => {
  const edits = [
    { range: at(1, 0, 3), newText: 'TWO' },
    { range: at(0, 3), newText: ' and' },
    { range: at(0, 3), newText: ' more' },
  ]
  expect(edited('one\r\ntwo\r\n', edits)).toBe('one and more\r\nTWO\r\n')
})

it('an edit of several files is made in each that is there', () => {
  const project = createProject(() => true)
  project.open({ files: { 'a b.ivr': 'x', 'c.ivr': 'y' }, origin: { kind: 'link' } })
  const changes = { [uriOf('a b.ivr')]: [{ range: at(0, 1), newText: '!' }], [uriOf('gone.ivr')]: [{ range: at(0, 0), newText: '?' }] }
  applyEdit(project, { changes })
  expect(project.files.value).toEqual({ 'a b.ivr': 'x!', 'c.ivr': 'y' })
})

it.each(['main.ivr', 'a b/50% #1?.ivr', '账户/📞.ivr', 'Main.IVR', 'half \ud800.ivr', '%41.ivr'])('%s is found again by its URI', path => {
  expect(pathOf(uriOf(path), ['other.ivr', path])).toBe(path)
  expect(pathOf(uriOf(path), ['other.ivr'])).toBe(null)
})

it('a page about a code is read into parts', () => {
  expect(readMarkdown('# CW1: a `b`\n\nOne\n[two](x.md).\n\n```ivr\nflow <a>\n```\n\n- x\n- y')).toEqual([
    {
      kind: 'heading',
      level: 1,
      parts: [
        { kind: 'words', text: 'CW1: a ' },
        { kind: 'code', text: 'b' },
      ],
    },
    { kind: 'paragraph', parts: [{ kind: 'words', text: 'One two.' }] },
    { kind: 'code', text: 'flow <a>' },
    { kind: 'list', items: [[{ kind: 'words', text: 'x' }], [{ kind: 'words', text: 'y' }]] },
  ])
})
