// Which run of a script file is meant by FILE:LINE.
import type { Machine } from '../machine/format.ts'
import type { ReadText } from '../machine/script-rows.ts'
import { expandScripts, type ScriptRun } from '../runtime/dtmf/script-instances.ts'
import { Refusal, refusalOf } from './exit.ts'
import type { LoadedScript } from './script-files.ts'

/** The first run of the script that the line lies in; of the file's first script where no line is said. */
export function runAt(
  script: LoadedScript,
  machine: Machine,
  readText: ReadText,
  line: number | null,
  shown: string,
  language?: string,
): ScriptRun {
  const { runs } = expandScripts(script.file, machine, readText)
  const { lineIndex } = script.source
  const lineOf = (offset: number): number => lineIndex.position(offset).line + 1
  const speaks = (run: ScriptRun): boolean =>
    language === undefined ||
    run.language.toLowerCase() === language.toLowerCase() ||
    run.language.toLowerCase().startsWith(`${language.toLowerCase()}-`)
  const inside = (run: ScriptRun): boolean => line === null || (lineOf(run.script.start) <= line && line <= lineOf(run.script.end))
  const here = runs.filter(inside)
  const found = here.filter(speaks)
  // A line of a table means its row.
  const row =
    line === null ? undefined : found.find(run => lineOf(run.rowSpan.start) <= line && line <= lineOf(run.rowSpan.end) && run.rowNumber > 0)
  const run = row ?? found[0]
  if (run) return run
  if (here.length > 0) {
    const languages = [...new Set(here.map(one => one.language))]
    throw refusalOf(shown, {
      en: `This script does not run in ${language}; it runs in ${languages.join(', ')}.`,
      zh: `这个脚本不以 ${language} 运行；它的语言为 ${languages.join('、')}。`,
    })
  }
  if (script.file.scripts.length === 0)
    throw new Refusal({ en: `${shown}: there is no script in this file.`, zh: `${shown}：文件里没有脚本。` })
  const places = script.file.scripts.map(one => lineOf(one.start))
  const some = `${places.slice(0, 8).join(', ')}${places.length > 8 ? ', …' : ''}`
  throw refusalOf(`${shown}:${line ?? ''}`, {
    en: `No script that can run lies at this line; scripts begin at ${some}.`,
    zh: `这一行没有可运行的脚本；脚本起始行为 ${some}。`,
  })
}
