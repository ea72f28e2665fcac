import { expect, it } from 'vitest'
import { textsAfterRename } from './rename.ts'

const FILES = {
  'main.ivr': 'import { a } from "./cards/menu.ivr"\nimport { b } from "./bank.ivr"\nline x {}',
  'cards/menu.ivr': 'import { c } from "../bank.ivr"\nsay "../bank.ivr"',
  'scripts/a.dtmf': 'use "../main.ivr"\ngiven bank.x answers file "../answers.json"',
  'callwright.config.json': '{ "program": "main.ivr" }',
  'bank.ivr': '',
  'answers.json': '[]',
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
})

it('a file that moves still names what it named', () => {
  expect(textsAfterRename(FILES, 'cards/menu.ivr', 'menu.ivr')).toEqual({
    'main.ivr': FILES['main.ivr'].replace('./cards/menu.ivr', './menu.ivr'),
    'menu.ivr': 'import { c } from "./bank.ivr"\nsay "../bank.ivr"',
  })
})
