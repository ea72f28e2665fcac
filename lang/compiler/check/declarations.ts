// Everything that is declared, but the bodies of menus and flows.
import type * as ast from '../../grammar/ast.ts'
import type { Unit } from '../bind/unit.ts'
import type { ProgramFile } from '../program.ts'
import { checkRemember, checkSetting } from './constants.ts'
import { createContext } from './context.ts'
import { noControl } from './control.ts'
import { checkPromptRings, checkPrompts, checkStandardPrompts } from './prompts.ts'
import { checkHours, checkQueue, checkService } from './services.ts'
import { writtenType } from './written-types.ts'

export function checkDeclarations(unit: Unit): void {
  for (const file of unit.files) {
    for (const declaration of file.tree.declarations) checkDeclaration(unit, file, declaration)
  }
  checkPrompts(unit)
  checkStandardPrompts(unit)
  checkPromptRings(unit)
}

function checkDeclaration(unit: Unit, file: ProgramFile, node: ast.Declaration): void {
  const context = createContext(unit, file, noControl, null)
  switch (node.kind) {
    case 'SettingsDeclaration':
      for (const setting of node.settings) checkSetting(context, setting)
      return
    case 'RememberDeclaration':
      return checkRemember(context, node)
    case 'TypeDeclaration':
      return void writtenType(context, node.type)
    case 'ServiceDeclaration':
      return checkService(context, node)
    case 'HoursDeclaration':
      return checkHours(context, node)
    case 'QueueDeclaration':
      return checkQueue(context, node)
    default:
      return
  }
}
