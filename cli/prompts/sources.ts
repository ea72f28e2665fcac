// The texts of a program in its sources: what a translation is written back into.
import type { Program, ProgramFile } from '../../lang/compiler/program.ts'
import type { PromptDeclaration, Setting, TextLiteral, TextVariant, TypeDeclaration } from '../../lang/grammar/ast.ts'
import { walk } from '../../lang/grammar/index.ts'
import { choiceSlot, slotsOf } from '../../machine/fragments.ts'
import type { Machine } from '../../machine/format.ts'

export interface SourceText {
  readonly slot: string
  readonly kind: 'text' | 'choice' | 'setting'
  readonly file: ProgramFile
  readonly literal: TextLiteral
}

/** In the order of files and text. Texts of the standard prompts are not the program's; a text that is nothing but a value is no words. */
export function sourceTexts(program: Program, machine: Machine): readonly SourceText[] {
  const slotAt = new Map<string, string>()
  for (const { slot, prompt } of slotsOf(machine)) if (prompt.at) slotAt.set(`${prompt.at[0]} ${prompt.at[1]}`, slot)
  const found: SourceText[] = []
  program.files.forEach((file, index) => {
    if (file.standard) return
    const add = (slot: string | undefined, kind: SourceText['kind'], literal: TextLiteral): void => {
      if (slot !== undefined && saysWords(literal)) found.push({ slot, kind, file, literal })
    }
    walk(file.tree, (each, parent) => {
      const node = each as PromptDeclaration | TypeDeclaration | Setting | TextLiteral
      switch (node.kind) {
        case 'PromptDeclaration':
          add(slotAt.get(`${index} ${node.start}`), 'text', node.text)
          break
        case 'TypeDeclaration':
          if (node.type.kind !== 'TypeNode' || node.type.base.kind !== 'ChoiceType') break
          for (const value of node.type.base.values) {
            if (value.text) add(choiceSlot(node.name.text, value.name.text), 'choice', value.text)
          }
          break
        case 'Setting':
          if (node.value.kind === 'TextLiteral') add(`settings.${node.name.text}`, 'setting', node.value)
          break
        case 'TextLiteral':
          if (parent?.kind !== 'PromptDeclaration') add(slotAt.get(`${index} ${node.start}`), 'text', node)
      }
    })
  })
  return found
}

const saysWords = (literal: TextLiteral): boolean =>
  literal.variants.some(variant =>
    variant.parts.some(part => part.kind === 'PluralPart' || (part.kind === 'TextChars' && /[\p{L}\p{N}]/u.test(part.text))),
  )

/** The words of a text that are meant for a language: the longest tag that begins it wins, then the untagged. Not those of another. */
export function variantOf(literal: TextLiteral, language: string): TextVariant | undefined {
  const wanted = language.toLowerCase()
  const fits = literal.variants.filter(
    ({ tag }) => tag && (wanted === tag.text.toLowerCase() || wanted.startsWith(`${tag.text.toLowerCase()}-`)),
  )
  fits.sort((a, b) => b.tag!.text.length - a.tag!.text.length)
  return fits[0] ?? literal.variants.find(({ tag }) => tag === undefined)
}

/** The tag that the program writes for a language: the one it uses most, else the shortest that means no other language of the line. */
export function tagFor(program: Program, language: string): string {
  const uses = new Map<string, number>()
  const lower = language.toLowerCase()
  for (const file of program.files) {
    if (file.standard) continue
    walk(file.tree, node => {
      const tag = node.kind === 'TextVariant' ? (node as TextVariant).tag?.text : undefined
      if (tag === undefined) return
      if (lower === tag.toLowerCase() || lower.startsWith(`${tag.toLowerCase()}-`)) uses.set(tag, (uses.get(tag) ?? 0) + 1)
    })
  }
  const most = [...uses].sort((a, b) => b[1] - a[1])[0]
  if (most) return most[0]
  const primary = language.split('-')[0]!
  const others = program.languages.filter(tag => tag !== language)
  return others.some(tag => tag.split('-')[0]!.toLowerCase() === primary.toLowerCase()) ? language : primary
}
