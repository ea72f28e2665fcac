// What there is to say of a line's recordings.
import type { Program } from '../../lang/compiler/program.ts'
import type { Diagnostic } from '../../lang/diagnostics/diagnostic.ts'
import { frameSource, type RenderOptions } from '../../lang/diagnostics/render/index.ts'
import { diagnose } from '../../lang/diagnostics/report.ts'
import { nearMiss } from '../../lang/text/near-miss.ts'
import type { Location } from '../../lang/text/span.ts'
import { placeOf, type ReadList } from './list.ts'
import type { RecordingState, SlotState } from './slots.ts'

/** Findings that stand in the list of recordings are shown there. */
export function renderingWithList(rendering: RenderOptions, list: ReadList): RenderOptions {
  const source = frameSource(list.text)
  return { ...rendering, source: file => (file === list.path ? source : rendering.source(file)) }
}

export interface FindingOptions {
  /** Each text without a recording, too. */
  readonly missing: boolean
}

/** `program`: of which the machine was made; the machine numbers its files. */
export function recordingFindings(program: Program, state: RecordingState, options: FindingOptions): readonly Diagnostic[] {
  const findings: Diagnostic[] = []
  const placed = (slot: SlotState): Location => {
    const setting = slot.kind === 'setting' ? program.settings.find(({ name }) => `settings.${name}` === slot.slot) : undefined
    if (setting) return { file: setting.file.path, start: setting.node.value.start, end: setting.node.value.end }
    const span = slot.prompt?.at
    const file = span && program.files[span[0]]
    // A standard prompt has no file that anybody could open.
    return span && file && !file.standard ? { file: file.path, start: span[1], end: span[2] } : placeOf(state.list, slot.slot)
  }
  for (const slot of state.slots) {
    const { slot: name, language, words } = slot
    switch (slot.state) {
      case 'stale':
        findings.push(diagnose('recording-stale', { slot: name, language, words }, placed(slot)))
        break
      case 'unusable':
        findings.push(
          diagnose('recording-unusable', { slot: name, language, file: slot.file!, problem: slot.problem! }, placeOf(state.list, name)),
        )
        break
      case 'missing':
        if (options.missing && slot.kind !== 'value' && !isStandard(program, slot)) {
          findings.push(diagnose('recording-missing', { slot: name, language, words }, placed(slot)))
        }
        break
      case 'recorded':
    }
  }
  for (const { slot, problem, at } of state.list.problems) {
    const place = slot === null ? { file: state.list.path, start: at, end: at } : placeOf(state.list, slot)
    findings.push(diagnose('recordings-list', { slot, problem }, place))
  }
  const known = [...new Set(state.slots.map(slot => slot.slot))]
  for (const { slot, language } of state.gone) {
    const meant = language === null ? nearMiss(slot, known) : undefined
    findings.push(diagnose('recording-gone', { slot, language, ...(meant === undefined ? {} : { meant }) }, placeOf(state.list, slot)))
  }
  return findings
}

const isStandard = (program: Program, { prompt }: SlotState): boolean =>
  prompt !== undefined && (prompt.at === undefined || program.files[prompt.at[0]]?.standard === true)
