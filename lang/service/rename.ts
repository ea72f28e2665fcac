// Renaming across files: the edits, and the proof by a check of the program as it would be that nothing else is meant by any of them.
import type { Edit, Message } from '../diagnostics/diagnostic.ts'
import type { Span } from '../text/span.ts'
import { standardNames } from '../compiler/standard-prompts.ts'
import { occurrencesOf, type Occurrence } from './occurrences.ts'
import type { View } from './programs.ts'
import type { Renamed, SymbolKind } from './types.ts'

const renamable: ReadonlySet<SymbolKind> = new Set([
  ...([
    'menu',
    'flow',
    'prompt',
    'type',
    'service',
    'operation',
    'outcome',
    'hours',
    'queue',
    'setting',
    'remember',
    'local',
    'level',
    'parameter',
    'field',
    'choice',
  ] as const),
])

const both = (en: string, zh: string): { readonly problem: Message } => ({ problem: { en, zh } })

const isStandard = (name: string): boolean => (standardNames as readonly string[]).includes(name)

/** The name that would be renamed at an offset, or why it may not be. */
export function renamableAt(view: View, offset: number): (Occurrence & { readonly problem?: never }) | { readonly problem: Message } {
  const { program, file } = view
  const at = occurrencesOf(program).at(file.path, offset)[0]
  if (!at) return both('There is no name here that could be renamed.', '此处没有可以重命名的名称。')
  if (!renamable.has(at.kind)) return both(`“${at.name}” is not renamed from here.`, `“${at.name}”不能在此重命名。`)
  if (at.kind === 'choice' && at.name === OTHER) return isOther
  if (at.kind === 'prompt' && isStandard(at.name)) {
    return both(`“${at.name}” is one of the standard prompts: its name says what it tells.`, `“${at.name}”是标准提示语，名称不能更改。`)
  }
  if (
    !occurrencesOf(program)
      .of(at.id)
      .some(one => one.declares)
  ) {
    return both(`“${at.name}” is declared nowhere.`, `“${at.name}”未声明。`)
  }
  return at
}

/** As the tokenizer reads names. */
export const isName = (name: string): boolean => /^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(name)

/** The edits of one occurrence's new name: bare arguments are written out, and written-out ones that need not be are bare again. */
function editOf(one: Occurrence, name: string): Edit {
  const { file, start, end, shorthand, argument } = one
  if (shorthand) return { file, start, end, text: shorthand === 'value' ? `${one.name}: ${name}` : `${name}: ${one.name}` }
  if (argument?.mayBeBare && argument.name === name) return { file, start: argument.start, end: argument.end, text: name }
  return { file, start, end, text: name }
}

/** Edits of the programs' own files; scripts are edited beside them. */
export function renameEdits(views: readonly Pick<View, 'program'>[], ids: ReadonlySet<string>, name: string): readonly Edit[] {
  const seen = new Set<string>()
  const edits: Edit[] = []
  for (const { program } of views) {
    for (const one of [...ids].flatMap(occurrencesOf(program).of)) {
      const key = `${one.file} ${one.start}`
      if (one.standard || seen.has(key)) continue
      seen.add(key)
      edits.push(editOf(one, name))
    }
  }
  return edits
}

/** The value of a choice that stands for all others. */
const OTHER = 'other'
const isOther = both(
  '“other” stands for all that a back end says and we do not know: it is no name like any.',
  '“other”代表后台返回的所有未知值，不是普通名称。',
)

/** Why a word is no name, or is the name already. */
export function nameProblem(old: Span & { readonly name: string; readonly kind: SymbolKind }, name: string): Renamed | undefined {
  if (!isName(name)) {
    return both(
      `“${name}” is no name: a name is a letter or “_”, then letters, digits and “_”.`,
      `“${name}”不是合法名称：名称以字母或“_”开头，后面为字母、数字和“_”。`,
    )
  }
  if (name === old.name) return { edits: [] }
  if (old.kind === 'choice' && name === OTHER) return isOther
  // No check would find it: the program would be another, and as right.
  if (old.kind === 'prompt' && isStandard(name)) {
    return both(
      `“${name}” is one of the standard prompts: the line would tell this prompt in its place.`,
      `“${name}”是标准提示语：改名后，线路会改播这条提示语。`,
    )
  }
  return undefined
}
