import { expect, it } from 'vitest'
import { textsAfterRename } from './rename.ts'

const FILES = {
  'main.ivr': 'import { a } from "./cards/menu.ivr"\nimport { b } from "./bank.ivr"\nline x {}',
  'cards/menu.ivr': 'import { c } from "../bank.ivr"\nsay "../bank.ivr"',
  'scripts/a.dtmf': 'use "../main.ivr"\ngiven bank.x answers file "../answers.json"',
  'scripts/b.dtmf': 'each row of "./rows.csv"\nexpect transcript same as "../whole-call.txt"',
  'callwright.config.json': '{ "program": "main.ivr" }',
  'bank.ivr': '',
  'answers.json': '[]',
  'scripts/rows.csv': '',
  'whole-call.txt': '',
}

it('what names the file names it as it is called now', () => {
  expect(textsAfterRename(FILES, 'bank.ivr', 'services/the bank.ivr')).toEqual({
    'main.ivr': FILES['main.ivr'].replace('./bank.ivr', './services/the bank.ivr'),
    'cards/menu.ivr': 'import { c } from "../services/the bank.ivr"\nsay "../bank.ivr"',
  })
  expect(textsAfterRename(FILES, 'main.ivr', 'line.ivr')).toEqual({
    'scripts/a.dtmf': FILES['scripts/a.dtmf'].replace('main', 'line'),
    'callwright.config.json': '{ "program": "line.ivr" }',
  })
  expect(textsAfterRename(FILES, 'answers.json', 'answers/all.json')).toEqual({
    'scripts/a.dtmf': FILES['scripts/a.dtmf'].replace('../answers.json', '../answers/all.json'),
  })
  expect(textsAfterRename(FILES, 'scripts/rows.csv', 'rows/all.csv')).toEqual({
    'scripts/b.dtmf': FILES['scripts/b.dtmf'].replace('./rows.csv', '../rows/all.csv'),
  })
  expect(textsAfterRename(FILES, 'whole-call.txt', 'scripts/call.txt')).toEqual({
    'scripts/b.dtmf': FILES['scripts/b.dtmf'].replace('../whole-call.txt', './call.txt'),
  })
})

it('a file that moves still names what it named', () => {
  expect(textsAfterRename(FILES, 'cards/menu.ivr', 'menu.ivr')).toEqual({
    'main.ivr': FILES['main.ivr'].replace('./cards/menu.ivr', './menu.ivr'),
    'menu.ivr': 'import { c } from "./bank.ivr"\nsay "../bank.ivr"',
  })
})
