// Mutants of a program, each against its scripts, and what is told of those that nobody noticed.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { prepare } from '../runtime/core/index.ts'
import { createMutants, huntMutant, orderWitnesses, type MutantResult, type Witness } from '../runtime/dtmf/mutants/index.ts'
import type { ScriptRun } from '../runtime/dtmf/script-instances.ts'
import type { ScriptOptions } from '../runtime/dtmf/script-play.ts'
import { Stopped } from './exit.ts'
import type { Io } from './io.ts'
import { locateIn } from './loaded-machine.ts'
import { shownPath } from './paths.ts'
import { optionsOf, type ReadyProgram, type ReadyScript } from './scripts-run.ts'
import { readSurvivors, type Survivors } from './survivors.ts'
import { titleOf } from './test-report.ts'

/** A script that passed, and where it came. */
export interface Seen {
  readonly ready: ReadyScript
  readonly run: ScriptRun
  readonly touched: Uint8Array
  readonly size: number
}

export interface HuntReport {
  readonly all: number
  readonly noticed: number
  readonly accepted: number
  readonly lines: readonly string[]
  readonly json: unknown
}

export async function huntProgram(
  io: Io,
  { loaded, collector, speaker }: ReadyProgram,
  seen: readonly Seen[],
  json: boolean,
  language: MessageLanguage,
): Promise<HuntReport> {
  const survivors = readSurvivors(io, loaded)
  const mutants = createMutants(collector!.universe)
  const prepared = prepare(loaded.machine, { trace: true })
  const witnesses = orderWitnesses(seen.map(one => witnessOf(io, one, speaker)))
  const progress = io.stderr.isTTY && !json
  const results: MutantResult[] = []
  let breath = io.now()
  for (const mutant of mutants) {
    // Ctrl-C is heard between two mutants.
    if (io.now() - breath > 50) {
      await io.sleep(0)
      breath = io.now()
      if (progress) io.stderr.write(`\r\u001b[K${results.length}/${mutants.length}`)
    }
    if (io.stop.aborted) throw new Stopped()
    results.push(huntMutant(prepared, mutant, witnesses))
  }
  if (progress) io.stderr.write('\r\u001b[K')
  return reportOf(io, loaded, results, survivors, language)
}

function witnessOf(io: Io, { ready, run, touched, size }: Seen, speaker: ScriptOptions['speaker']): Witness {
  const { readText, keySound: _sound, ...options } = optionsOf(io, ready)
  // Files beside a script are read once, not for each mutant.
  const read = new Map<string, ReturnType<typeof readText>>()
  const once: typeof readText = path => {
    const found = read.get(path) ?? readText(path)
    read.set(path, found)
    return found
  }
  return { run, options: { ...options, speaker, readText: once }, touched, size }
}

function reportOf(
  io: Io,
  loaded: ReadyProgram['loaded'],
  results: readonly MutantResult[],
  survivors: Survivors,
  language: MessageLanguage,
): HuntReport {
  const zh = language === 'zh'
  const locate = locateIn(loaded)
  const alive = results.filter(one => one.noticedBy === null)
  const open = alive.filter(one => !survivors.reasons.has(one.mutant.id))
  const accepted = alive.filter(one => survivors.reasons.has(one.mutant.id))
  const known = new Map(results.map(one => [one.mutant.id, one]))
  const stale = [...survivors.reasons.keys()].filter(id => known.get(id)?.noticedBy !== null)
  const name = shownPath(io.cwd, loaded.path)
  const lines: string[] = []
  if (open.length > 0) lines.push('', zh ? `${name} 中无脚本发现的改动：` : `nobody noticed in ${name}:`)
  for (const { mutant, passedOver } of open) {
    const { file, line } = locate(mutant.at)
    lines.push(`  ${file}:${line}  ${mutant.change[language]}`, `      ${mutant.id}  ${describePassed(passedOver, zh)}`)
  }
  if (accepted.length > 0) lines.push('', zh ? '已说明：' : 'accepted:')
  for (const { mutant } of accepted) {
    const { file, line } = locate(mutant.at)
    lines.push(`  ${file}:${line}  ${mutant.change[language]}`, `      ${mutant.id}: ${survivors.reasons.get(mutant.id)!}`)
  }
  for (const id of stale) {
    const found = known.has(id)
    const words = zh
      ? `${survivors.file}：“${id}”${found ? '已能被脚本发现' : '已不存在'}，应删除。`
      : `${survivors.file}: “${id}” ${found ? 'is noticed now' : 'is no change that is made'}; take it out.`
    lines.push('', words)
  }
  return {
    all: results.length,
    noticed: results.length - alive.length,
    accepted: accepted.length,
    lines,
    json: {
      program: name,
      stale,
      list: results.map(({ mutant, noticedBy, passedOver }) => {
        const reason = survivors.reasons.get(mutant.id)
        return {
          id: mutant.id,
          kind: mutant.kind,
          ...locate(mutant.at),
          change: mutant.change[language],
          status: noticedBy ? 'noticed' : reason === undefined ? (passedOver.length === 0 ? 'unreached' : 'unnoticed') : 'accepted',
          ...(noticedBy ? { noticedBy: noticedBy.id } : { passedOver: passedOver.map(run => run.id) }),
          ...(noticedBy || reason === undefined ? {} : { reason }),
        }
      }),
    },
  }
}

/** Names told before “and n more”. */
const TOLD = 3

function describePassed(runs: readonly ScriptRun[], zh: boolean): string {
  if (runs.length === 0) return zh ? '（没有脚本到达此处）' : '(no script comes here)'
  const names = runs
    .slice(0, TOLD)
    .map(titleOf)
    .join(zh ? '、' : ', ')
  const more = runs.length - TOLD
  const rest = more <= 0 ? '' : zh ? ` 等 ${runs.length} 个` : ` and ${more} more`
  return zh ? `（经过的脚本：${names}${rest}）` : `(passed over by ${names}${rest})`
}
