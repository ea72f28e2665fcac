import { expect, it } from 'vitest'
import { lasting, partsOfLine, timesOf, writtenLine } from './given-text.ts'
import { quoted } from './setup.ts'
import { readGivenLine } from './call/bank.ts'

it('reads what a control shows of a line, and writes it again', () => {
  expect(partsOfLine('given bank.log_in answers accepted("C1", after) after 1500ms')).toEqual({
    answer: 'accepted("C1", after)',
    after: '1.5',
  })
  expect(partsOfLine('given bank.log_in fails after 2s')).toEqual({ answer: 'fails', after: '2' })
  expect(partsOfLine('given bank.log_in never answers')).toEqual({ answer: 'never answers', after: '' })
  expect(partsOfLine(null)).toBeNull()
  expect(writtenLine('bank.log_in', 'accepted("C1")', '1.5')).toBe('given bank.log_in answers accepted("C1") after 1500ms')
  expect(writtenLine('bank.log_in', 'fails', '')).toBe('given bank.log_in fails')
  expect(writtenLine('bank.log_in', 'never answers', '3')).toBe('given bank.log_in never answers')
})

it('writes lines that a script takes', () => {
  for (const line of [
    writtenLine('bank.pay', 'loses the answer', ''),
    writtenLine('bank.pay', 'fails', '0.5'),
    `given queue q answers${lasting('10', '60')}`,
  ])
    expect(readGivenLine(line, 'en-US').problem).toBeUndefined()
})

it('takes times in any of their units', () => {
  expect(timesOf('given queue q answers after 1min for 90s')).toEqual({ after: '60', talk: '90' })
  expect(timesOf('given queue q answers')).toEqual({ after: '', talk: '' })
})

it('takes hostile text for text', () => {
  const hostile = 'a"} given bank.pay fails\n{x} \\'
  const { read, problem } = readGivenLine(`given bank.log_in answers accepted(${quoted(hostile)})`, 'en-US')
  expect(problem).toBeUndefined()
  expect(read?.line).toMatchObject({ kind: 'given operation', operation: 'log_in', answers: [{ kind: 'outcome', name: 'accepted' }] })
  // A line break begins no other line.
  expect(readGivenLine('given bank.log_in fails\nhang up', 'en-US').problem).toBeDefined()
})
