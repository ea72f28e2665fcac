import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const printed = (language: string): string => {
  const block = new RegExp('^```' + language + '\n([^]*?)^```', 'm').exec(read('../../docs/language.md'))
  return block?.[1] ?? '(the language reference has no such block)'
}

it('[L.program.1] the program of the language reference stands at the head of the example', () => {
  const program = printed('ivr')
  expect(read('main.ivr').slice(0, program.length)).toBe(program)
})

it('[L.scripts.4] so does its script', () => {
  expect(read('transfer-declined.dtmf')).toBe(printed('dtmf'))
})
