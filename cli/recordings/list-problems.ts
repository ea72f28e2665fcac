// What is wrong with the list of recordings, for commands that have no findings to tell.
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import { diagnose } from '../../lang/diagnostics/report.ts'
import type { Io } from '../io.ts'
import { shownPath } from '../paths.ts'
import type { ReadList } from './list.ts'

/** A sentence each, with the path. */
export function describeList(io: Pick<Io, 'cwd'>, list: ReadList): Readonly<Record<MessageLanguage, string>>[] {
  const shown = shownPath(io.cwd, list.path)
  return list.problems.map(({ slot, problem, at }) => {
    const { en, zh } = diagnose('recordings-list', { slot, problem }, { file: list.path, start: at, end: at }).message
    return { en: `${shown}: ${en}`, zh: `${shown}：${zh}` }
  })
}

/** What it lists is spoken as texts without a recording: somebody should know why. */
export function warnOfList(io: Io, list: ReadList, language: MessageLanguage): void {
  for (const said of describeList(io, list)) io.stderr.write(`${language === 'zh' ? '警告：' : 'warning: '}${said[language]}\n`)
}
