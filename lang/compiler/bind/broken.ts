// Where the parser has found a mistake, what seems to be missing may only be unread: one fault gives one error.
import type { Slug } from '../../diagnostics/catalogue/index.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Unit } from './unit.ts'

export const isSyntaxError = ({ code, severity }: Diagnostic): boolean => code.startsWith('CW1') && severity === 'error'

/** Notes what the findings of the parser have broken. */
export function noteBroken(unit: Unit): void {
  for (const diagnostic of unit.diagnostics) {
    if (!isSyntaxError(diagnostic)) continue
    const file = unit.filesByPath.get(diagnostic.file)
    if (!file) continue
    unit.brokenFiles.add(file)
    const { start } = diagnostic
    const around = file.tree.declarations.find(each => each.start <= start && start <= each.end + 1)
    if (around) unit.broken.add(around)
    const nameless = around !== undefined && 'name' in around && around.name.text === ''
    const names =
      nameless ||
      !around ||
      around.kind === 'ImportDeclaration' ||
      around.kind === 'PromptsDeclaration' ||
      around.kind === 'SettingsDeclaration'
    if (names) unit.lossyFiles.add(file)
  }
}

/** What is missing or looks odd: where a part of the declaration is lost, it may have been that. */
const absences: ReadonlySet<string> = new Set<Slug>([
  ...(['unknown-name', 'unknown-level', 'argument-missing', 'line-item-missing', 'line-missing', 'match-missing', 'needs-type'] as const),
  ...(['outcomes-missing', 'operation-without-answer', 'needs-time', 'query-needs-else', 'nothing-returned', 'name-not-yet'] as const),
  ...(['must-leave', 'end-without-return', 'unreachable-step', 'go-to-part', 'transfer-needs-else', 'return-value-missing'] as const),
  ...(['item-missing', 'key-untold', 'told-key-unhandled', 'record-unannounced', 'record-needs-nothing', 'item-not-here'] as const),
  ...(['language-missing', 'values-differ', 'words-without-language', 'plural-form-missing', 'choice-without-words'] as const),
  ...([
    'unknown-field',
    'unknown-argument',
    'not-in-choice',
    'unknown-outcome',
    'again-outside',
    'loop-word-outside',
    'never-nothing',
  ] as const),
  ...(['may-be-nothing', 'no-fields', 'item-twice', 'let-of-outcomes', 'block-of-result', 'wrong-kind', 'wrong-type'] as const),
  ...([
    'repeat-bounds',
    'listen-time',
    'listen-tries',
    'queue-time',
    'counter-out-of-tries',
    'bad-keys',
    'bad-key-range',
    'same-key',
  ] as const),
  ...(['argument-needs-name', 'too-many-arguments', 'unknown-operation', 'unknown-setting', 'unknown-language', 'duplicate-name'] as const),
  ...([
    'result-not-query',
    'result-and-outcomes',
    'secret-kept',
    'different-types',
    'literal-does-not-fit',
    'unless-not-granted',
    'end-key-wrong',
  ] as const),
  ...(['wrong-verb', 'type-of-itself', 'notice-with-outcomes', 'bad-list-bound', 'bad-pattern', 'value-needs-name'] as const),
])

/** Leaves out what only echoes a syntax error in the same declaration. */
export function withoutEchoes(unit: Unit, found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (unit.broken.size === 0) return found
  const spans = new Map<string, { readonly start: number; readonly end: number }[]>()
  for (const file of unit.brokenFiles) {
    spans.set(
      file.path,
      file.tree.declarations.filter(each => unit.broken.has(each)),
    )
  }
  return found.filter(
    ({ slug, file, start }) => !absences.has(slug) || !spans.get(file)?.some(each => each.start <= start && start <= each.end),
  )
}
