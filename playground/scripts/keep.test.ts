import { expect, it } from 'vitest'
import { appended, freePath, isScriptPath, programOf } from './keep.ts'

const SCRIPT = 'use "../main.ivr"\n\nscript "a call" in en-US {\n  hang up\n}\n'

it('a kept call is a file of its own, or stands behind what a file has', () => {
  expect(appended(undefined, SCRIPT)).toBe(SCRIPT)
  expect(appended('use "../main.ivr"\nscript "x" {\n}\n\n\n', SCRIPT)).toBe(
    'use "../main.ivr"\nscript "x" {\n}\n\nscript "a call" in en-US {\n  hang up\n}\n',
  )
})

it('a free name is made of the words, beside the other scripts', () => {
  expect(freePath({}, 'Asks for the balance!')).toBe('asks-for-the-balance.dtmf')
  expect(freePath({ 'scripts/a.dtmf': '' }, '查询余额')).toBe('scripts/查询余额.dtmf')
  expect(freePath({ 'scripts/call.dtmf': '' }, '!?')).toBe('scripts/call-2.dtmf')
})

it('a file of scripts is for one program, seen from its folder', () => {
  expect(programOf('scripts/a.dtmf', SCRIPT)).toBe('main.ivr')
  expect(programOf('gold/scripts/a.dtmf', `// of the gold line\n${SCRIPT}`)).toBe('gold/main.ivr')
  expect(programOf('a.dtmf', 'script "x" {\n}\n')).toBeNull()
})

it('names that lead elsewhere are refused', () => {
  expect(['a.dtmf', 'scripts/查询.dtmf'].every(isScriptPath)).toBe(true)
  expect(['.dtmf', '../a.dtmf', '/a.dtmf', 'a//b.dtmf', 'a.ivr', 'a\n.dtmf', '<img>.dtmf', ' /a.dtmf'].some(isScriptPath)).toBe(false)
})
