// How it stands with a line's recordings, language by language.
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { Machine } from '../../machine/format.ts'
import { estimateDuration } from '../../runtime/speech/reading/index.ts'
import type { RecordingState, SlotState } from '../recordings/state.ts'
import type { WantedKind } from '../recordings/wanted.ts'

export interface Counts {
  readonly recorded: number
  readonly stale: number
  /** Without a recording that can be played. */
  readonly missing: number
}
export interface LanguageStatus {
  readonly language: string
  readonly kinds: Readonly<Record<WantedKind, Counts>>
  /** What is still to be recorded, and its length by estimate, ms. */
  readonly left: number
  readonly leftMs: number
}

const KINDS: readonly WantedKind[] = ['text', 'fragment', 'choice', 'setting', 'value']

export function statusOf(machine: Machine, state: RecordingState): readonly LanguageStatus[] {
  return machine.line.languages.map(language => {
    const own = state.slots.filter(slot => slot.language === language)
    const count = (kind: WantedKind, ...states: readonly SlotState['state'][]): number =>
      own.filter(slot => slot.kind === kind && states.includes(slot.state)).length
    const left = own.filter(slot => slot.state !== 'recorded')
    const kinds = Object.fromEntries(
      KINDS.map(kind => [
        kind,
        { recorded: count(kind, 'recorded'), stale: count(kind, 'stale'), missing: count(kind, 'missing', 'unusable') },
      ]),
    )
    return {
      language,
      kinds: kinds as LanguageStatus['kinds'],
      left: left.length,
      leftMs: left.reduce((sum, { words }) => sum + estimateDuration(words, language), 0),
    }
  })
}

const WORDS = {
  en: {
    heads: ['', 'recorded', 'stale', 'missing'],
    kinds: {
      text: 'texts',
      fragment: 'fragments of texts',
      choice: 'words of choices',
      setting: 'texts of settings',
      value: 'fragments of values',
    },
    left: (n: number, time: string) => (n === 0 ? 'all is recorded' : `${n} to be recorded, about ${time}`),
  },
  zh: {
    heads: ['', '已录', '过时', '缺少'],
    kinds: { text: '文本', fragment: '文本片段', choice: '选项词语', setting: '设置项文本', value: '数值片段' },
    left: (n: number, time: string) => (n === 0 ? '全部已录' : `还需录制 ${n} 条，约 ${time}`),
  },
} as const

/** `3:05` */
const minutes = (ms: number): string => `${Math.floor(ms / 60_000)}:${String(Math.ceil((ms % 60_000) / 1000) % 60).padStart(2, '0')}`

export function renderStatus(name: string, statuses: readonly LanguageStatus[], language: MessageLanguage): string {
  const words = WORDS[language]
  const lines: string[] = []
  for (const status of statuses) {
    lines.push(`${name} ${status.language}: ${words.left(status.left, minutes(status.leftMs))}`)
    const rows = KINDS.filter(kind => Object.values(status.kinds[kind]).some(count => count > 0))
    if (rows.length === 0) continue
    const table = [words.heads, ...rows.map(kind => [words.kinds[kind], ...Object.values(status.kinds[kind]).map(String)])]
    const width = (text: string): number => Array.from(text).reduce((sum, c) => sum + (c > '\u2e7f' ? 2 : 1), 0)
    const widths = [0, 1, 2, 3].map(column => Math.max(...table.map(row => width(row[column] ?? ''))))
    for (const row of table) {
      const cells = row.map((cell, column) => {
        const blanks = ' '.repeat(Math.max(0, widths[column]! - width(cell)))
        return column === 0 ? cell + blanks : blanks + cell
      })
      lines.push(`  ${cells.join('  ')}`.trimEnd())
    }
  }
  return `${lines.join('\n')}\n`
}
