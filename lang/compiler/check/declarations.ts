// Everything that is declared, but the bodies of menus and flows.
import type * as ast from '../../grammar/ast.ts'
import type { Unit } from '../bind/unit.ts'
import type { ProgramFile } from '../program.ts'
import { buildType } from '../typing/build.ts'
import { checkRemember, checkSetting } from './constants.ts'
import { createContext, type Context } from './context.ts'
import { noControl } from './control.ts'
import { checkLanguages } from './languages.ts'
import { checkPromptRings, checkPrompts, checkStandardPrompts } from './prompts.ts'
import { checkHours, checkQueue, checkService } from './services.ts'

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
      buildType(unit, context.names, node.type)
      return choiceTexts(context, node.type)
    case 'ServiceDeclaration':
      for (const operation of node.operations) {
        for (const { type } of [...operation.parameters, ...operation.outcomes.flatMap(outcome => outcome.parameters)])
          choiceTexts(context, type)
      }
      return checkService(context, node)
    case 'HoursDeclaration':
      return checkHours(context, node)
    case 'QueueDeclaration':
      return checkQueue(context, node)
    default:
      return
  }
}

/** A choice's words are spoken: they have every language of the line. */
function choiceTexts(context: Context, root: ast.TypeExpression): void {
  const work: ast.TypeExpression[] = [root]
  for (let node = work.pop(); node; node = work.pop()) {
    if (node.kind === 'Missing') continue
    const { base } = node
    if (base.kind === 'ListType') work.push(base.of)
    else if (base.kind === 'RecordType') work.push(...base.fields.map(field => field.type))
    else if (base.kind === 'ChoiceType') for (const { text } of base.values) if (text) checkLanguages(context, text, true)
  }
}
