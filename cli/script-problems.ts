// Why a script has fewer runs than it should: its table, or a language that the line does not speak.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { diagnose } from '../lang/diagnostics/report.ts'
import type { InstanceProblem } from '../runtime/dtmf/script-instances.ts'
import type { LoadedScript } from './script-files.ts'

export function renderProblem(script: LoadedScript, problem: InstanceProblem, language: MessageLanguage): string {
  const { lineIndex } = script.source
  if (problem.kind === 'row') {
    const { span } = problem.problem
    const found = diagnose('script-rows', { problem: problem.problem }, { file: script.shown, ...span })
    return `${script.shown}:${lineIndex.position(span.start).line + 1}: ${found.message[language]}`
  }
  const where = `${script.shown}:${lineIndex.position(problem.script.start).line + 1}`
  const known = problem.known.join(', ')
  return language === 'zh'
    ? `${where}：线路不支持 ${problem.language}；支持的语言：${known}。`
    : `${where}: the line does not speak ${problem.language}; it speaks ${known}.`
}
