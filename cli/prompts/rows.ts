// The list for a studio and for translators: one row for each text, each fragment of it, each choice, and each fragment of the readings.
import type { Program } from '../../lang/compiler/program.ts'
import { canonicalJson } from '../../machine/canonical.ts'
import { sha256Hex } from '../../machine/hash.ts'
import type { Hole, Machine, PromptPart } from '../../machine/format.ts'
import { cutText, slotsOf } from '../../machine/fragments.ts'
import { absolutePath, shownPath } from '../paths.ts'
import type { RecordingState, SlotState } from '../recordings/state.ts'
import { recordingName } from './names.ts'
import { sourceTexts, variantOf, type SourceText } from './sources.ts'
import { tellingsOf } from '../recordings/tellings.ts'
import { writtenText } from './written-text.ts'

/**
 * `text`: recorded whole · `cut`: translated whole, recorded in the `fragment`s below it · `choice`: what a value of a choice is called ·
 * `value`: what the readings are made of · `setting`: a text that an operator may change, recorded as it is written here.
 */
export type RowKind = 'text' | 'cut' | 'fragment' | 'choice' | 'value' | 'setting'

export interface Row {
  readonly slot: string
  readonly kind: RowKind
  /** Language → what it says, as written; '' where it has none. */
  readonly texts: Readonly<Record<string, string>>
  /** Language → file that the recording is to be called, below the folder that is given to `import`. */
  readonly files: Readonly<Record<string, string>>
  readonly states: Readonly<Record<string, SlotState['state']>>
  /** `main.ivr:12`; '' where no source has it. */
  readonly where: string
  /** Places that tell it. */
  readonly saidIn: readonly string[]
  readonly before: string
  readonly after: string
  /** Can be translated: its words are the program's. */
  readonly translatable: boolean
}

export interface RowOptions {
  /** Languages to be shown, in order; those of the line and others that are to be translated into. */
  readonly languages: readonly string[]
  /** Only rows with something left to record. */
  readonly missing: boolean
}

/** What a row's texts were when it was written: a translation of other texts is not taken. */
export const versionOf = (texts: Readonly<Record<string, string>>): string => sha256Hex(canonicalJson(texts)).slice(0, 12)

export function rowsOf(program: Program, machine: Machine, state: RecordingState, entry: string, options: RowOptions): readonly Row[] {
  const { languages } = options
  const byLanguage = <T>(of: (language: string) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      languages.flatMap(language => {
        const found = of(language)
        return found === undefined ? [] : [[language, found]]
      }),
    )
  const sources = sourceTexts(program, machine)
  const sourceBySlot = new Map(sources.map(source => [source.slot, source]))
  const folder = absolutePath(entry, '..')
  const whereIs = ({ file, literal }: SourceText): string =>
    `${shownPath(folder, file.path)}:${file.lineIndex.position(literal.start).line + 1}`
  const textsOf = ({ file, literal }: SourceText): Record<string, string> =>
    byLanguage(language => {
      const variant = variantOf(literal, language)
      return variant ? writtenText(file.text, variant.parts) : ''
    })
  const context = contextOf(machine)
  const spoken = new Set(state.slots.flatMap(slot => slot.prompt ?? []))
  const bySlot = new Map<string, Map<string, SlotState>>()
  for (const slot of state.slots) bySlot.set(slot.slot, (bySlot.get(slot.slot) ?? new Map<string, SlotState>()).set(slot.language, slot))
  const recorded = (slot: string): Pick<Row, 'files' | 'states'> => ({
    files: byLanguage(language => bySlot.get(slot)?.get(language) && recordingName(slot, language)),
    states: byLanguage(language => bySlot.get(slot)?.get(language)?.state),
  })
  const nowhere = { where: '', saidIn: [], before: '', after: '' }

  const rows: Row[] = []
  for (const { slot, prompt } of slotsOf(machine)) {
    const source = sourceBySlot.get(slot)
    const own = {
      ...(context.get(machine.prompts.indexOf(prompt)) ?? { saidIn: [], before: '', after: '' }),
      where: source ? whereIs(source) : '',
    }
    const texts = source
      ? textsOf(source)
      : byLanguage(language => (prompt.texts[language] ? shownText(prompt.texts[language], prompt.holes) : ''))
    const cuts = Object.entries(prompt.texts).map(([language, parts]) => ({ language, parts, cut: cutText(slot, parts) }))
    // Nor what is never told: a standard prompt of a queue where there is none.
    if (cuts.every(({ cut }) => cut.kind === 'none') || (!source && !spoken.has(prompt))) continue
    const isCut = cuts.some(({ cut }) => cut.kind === 'cut')
    const translatable = source !== undefined
    rows.push({ slot, kind: isCut ? 'cut' : 'text', texts, ...recorded(slot), ...own, translatable })
    if (!isCut) continue
    const names = new Set(cuts.flatMap(({ cut }) => (cut.kind === 'cut' ? cut.fragments.map(fragment => fragment.slot) : [])))
    for (const name of [...names].sort((a, b) => Number(a.slice(slot.length + 1)) - Number(b.slice(slot.length + 1)))) {
      const words = byLanguage(language => bySlot.get(name)?.get(language)?.words ?? '')
      const beside = cuts
        .map(({ parts, cut }) => (cut.kind === 'cut' ? neighbours(cut.lists, name, prompt.holes, parts) : null))
        .find(each => each !== null)
      const { before, after } = beside ?? own
      rows.push({
        slot: name,
        kind: 'fragment',
        texts: words,
        ...recorded(name),
        where: own.where,
        saidIn: own.saidIn,
        before,
        after,
        translatable: false,
      })
    }
  }
  const choices = new Set(state.slots.filter(slot => slot.kind === 'choice').map(slot => slot.slot))
  for (const source of sources) {
    if (source.kind === 'text') continue
    const spoken = source.kind === 'setting' || choices.delete(source.slot)
    rows.push({
      slot: source.slot,
      kind: source.kind,
      texts: textsOf(source),
      ...(spoken ? recorded(source.slot) : { files: {}, states: {} }),
      ...nowhere,
      where: whereIs(source),
      translatable: true,
    })
  }
  const listed = (slot: string, kind: RowKind): Row => ({
    slot,
    kind,
    texts: byLanguage(language => bySlot.get(slot)?.get(language)?.words ?? ''),
    ...recorded(slot),
    ...nowhere,
    translatable: false,
  })
  for (const slot of choices) rows.push(listed(slot, 'choice'))
  for (const slot of new Set(state.slots.filter(one => one.kind === 'value').map(one => one.slot))) rows.push(listed(slot, 'value'))
  return options.missing ? rows.filter(row => Object.values(row.states).some(each => each !== 'recorded')) : rows
}

interface Context {
  readonly saidIn: readonly string[]
  readonly before: string
  readonly after: string
}

/** By prompt: the places that tell it, and what is told around it where it is first told. */
function contextOf(machine: Machine): ReadonlyMap<number, Context> {
  // What tells an option is not what is told: its label is.
  const tellings = tellingsOf(machine).filter(({ prompt }) => machine.prompts[prompt]?.slot !== undefined)
  const found = new Map<number, Context>()
  const first = machine.line.languages[0] ?? ''
  const words = (index: number): string => {
    const prompt = machine.prompts[index]
    return prompt?.texts[first] ? shownText(prompt.texts[first], prompt.holes) : ''
  }
  tellings.forEach(({ prompt, place }, at) => {
    const [before, after] = [tellings[at - 1], tellings[at + 1]]
    const known = found.get(prompt)
    found.set(prompt, {
      saidIn: [...new Set([...(known?.saidIn ?? []), ...(place === '' ? [] : [place])])],
      before: known?.before ?? (before?.place === place ? words(before.prompt) : ''),
      after: known?.after ?? (after?.place === place ? words(after.prompt) : ''),
    })
  })
  return found
}

/** A machine's text with its values in braces. */
function shownText(parts: readonly PromptPart[], holes: readonly Hole[]): string {
  return parts
    .map(part => {
      if (typeof part === 'string') return part
      if ('pause' in part) return `{pause ${part.pause}ms}`
      if ('hole' in part) return `{${holes[part.hole]?.name ?? '?'}${part.form === undefined ? '' : ` as ${part.form}`}}`
      return `{${holes[part.plural]?.name ?? '?'}: …}`
    })
    .join('')
}

/** What stands on both sides of a fragment. */
function neighbours(
  lists: Extract<ReturnType<typeof cutText>, { kind: 'cut' }>['lists'],
  slot: string,
  holes: readonly Hole[],
  whole: readonly PromptPart[],
): { readonly before: string; readonly after: string } | null {
  for (const { parts, fragments } of lists) {
    const at = fragments.findIndex(fragment => fragment?.slot === slot)
    if (at < 0) continue
    // A form of a plural stands in a text of its own.
    const around = parts === whole ? '' : '…'
    return { before: at === 0 ? around : shownText(parts.slice(0, at), holes), after: shownText(parts.slice(at + 1), holes) || around }
  }
  return null
}
