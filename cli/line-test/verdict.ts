// A script whose call went another way on the line, as text that can be read cold.
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { ScriptRun } from '../../runtime/dtmf/index.ts'
import type { Said } from '../exit.ts'
import type { Io } from '../io.ts'
import type { ReadyScript } from '../scripts-run.ts'
import { paintFor } from '../terminal.ts'
import { titleOf } from '../test-report.ts'
import { differenceOf, type DifferentLine } from './difference.ts'
import type { LineCall } from './line-call.ts'

export interface LineScript {
  readonly run: ScriptRun
  readonly ready: ReadyScript
}

export type OtherWay =
  | { readonly why: Said }
  | { readonly simulator: string; readonly line: string; readonly live: Pick<LineCall, 'troubles' | 'stuck' | 'error'> }

export function otherWay(io: Io, { run, ready }: LineScript, language: MessageLanguage, what: OtherWay): string {
  const paint = paintFor(io, io.stdout)
  const { line } = ready.script.source.lineIndex.position(run.rowSpan.start)
  const rows = [paint('error', `✗ ${titleOf(run)}`), `  ${run.file.file}:${line + 1}`]
  if ('why' in what) return [...rows, `  ${what.why[language]}`].join('\n')
  const zh = language === 'zh'
  rows.push(
    zh
      ? '  线路上的通话与模拟器中的不同（- 仅模拟器，+ 仅线路）：'
      : '  On the line the call went another way (- in the simulator alone, + on the line alone):',
  )
  const shown = (one: DifferentLine): string => {
    switch (one.in) {
      case 'same':
        return `      ${one.text}`
      case 'gap':
        return paint('faint', zh ? `      …（相同 ${one.text} 行）` : `      … (${one.text} more)`)
      case 'simulator':
        return paint('error', `    - ${one.text}`)
      case 'line':
        return paint('good', `    + ${one.text}`)
    }
  }
  rows.push(...differenceOf(what.simulator, what.line).map(shown))
  const { troubles, stuck, error } = what.live
  const slugs = troubles.map(({ slug }) => slug)
  if (slugs.length > 0) rows.push(zh ? `  线路报告：${slugs.join('、')}` : `  The line said: ${slugs.join(', ')}`)
  // The call went where the simulated one did not: nothing is given there.
  if (error !== null) rows.push(`  ${error instanceof Error ? error.message : String(error)}`)
  if (stuck) rows.push(zh ? '  通话没有按时结束，已挂断。' : '  The call did not end in its time and was hung up.')
  return rows.join('\n')
}
