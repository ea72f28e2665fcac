// Files, their scripts and the runs of each, as the rows of a list that can be folded.
import type { RunResult, RunState, ScriptFileState, ScriptState } from '../desk/contract.ts'

export type Stand = 'never' | 'running' | 'passed' | 'failed' | 'skipped' | 'broken'

export interface Standing {
  readonly stand: Stand
  /** Of an earlier text. */
  readonly earlier: boolean
}

export interface Known {
  readonly result: RunResult
  readonly now: boolean
}

export type TreeRow = { readonly key: string; readonly level: 1 | 2 | 3; readonly open: boolean | null } & Standing &
  (
    | { readonly kind: 'file'; readonly file: ScriptFileState }
    | { readonly kind: 'script'; readonly file: ScriptFileState; readonly script: ScriptState; readonly only: RunState | null }
    | { readonly kind: 'run'; readonly file: ScriptFileState; readonly script: ScriptState; readonly only: RunState }
  )

export interface TreeQuestion {
  readonly files: readonly ScriptFileState[]
  readonly known: ReadonlyMap<string, Known>
  readonly running: ReadonlySet<string>
  /** Keys of rows that are folded against their custom: files are open, scripts with many runs are not. */
  readonly turned: ReadonlySet<string>
  readonly filter: string
  /** Those alone that fail, or cannot be run. */
  readonly failing: boolean
}

export function treeRows({ files, known, running, turned, filter, failing }: TreeQuestion): readonly TreeRow[] {
  const wanted = filter.normalize('NFKC').toLowerCase().trim()
  const fits = (text: string): boolean => wanted === '' || text.normalize('NFKC').toLowerCase().includes(wanted)
  const rows: TreeRow[] = []
  const many = files.reduce((sum, file) => sum + file.scripts.length, 0) > MANY
  for (const file of files) {
    const whole = fits(file.path)
    // What fails and runs again stays where it is.
    const fails = (script: ScriptState): boolean => script.runs.some(({ id }) => known.get(id)?.result.passed === false)
    const scripts = file.scripts.filter(
      script => (whole || fits(script.name) || script.tags.some(fits)) && (!failing || file.trouble !== null || fails(script)),
    )
    if (scripts.length === 0 && (!whole || (failing && file.trouble === null))) continue
    const runs = file.scripts.flatMap(script => script.runs)
    const skips = new Set(file.scripts.flatMap(script => (script.skip === null ? [] : script.runs)))
    const fileKey = file.path
    // Of very many the files alone are seen at first; whoever looks for something sees what fits.
    const fileOpen = turned.has(fileKey) === (many && wanted === '' && !failing)
    rows.push({
      key: fileKey,
      level: 1,
      open: file.scripts.length === 0 ? null : fileOpen,
      kind: 'file',
      file,
      ...(file.trouble === null
        ? standOf(
            runs.filter(run => !skips.has(run)),
            known,
            running,
          )
        : BROKEN),
    })
    if (!fileOpen) continue
    for (const script of scripts) {
      const key = `${file.path} ${script.source.start}`
      const only = script.runs.length === 1 ? script.runs[0]! : null
      const open = script.runs.length > 1 ? turned.has(key) : null
      const standing = file.trouble !== null ? BROKEN : standOf(script.runs, known, running)
      const skipped = script.skip !== null && standing.stand === 'never' ? { stand: 'skipped' as const, earlier: false } : standing
      rows.push({ key, level: 2, open, kind: 'script', file, script, only, ...skipped })
      if (open)
        for (const run of script.runs)
          rows.push({ key: run.id, level: 3, open: null, kind: 'run', file, script, only: run, ...standOf([run], known, running) })
    }
  }
  return rows
}

/** Scripts, beyond which files are folded at first. */
const MANY = 400
const BROKEN: Standing = { stand: 'broken', earlier: false }

/** What fails is seen first, then what runs, then what was never run. */
export function standOf(runs: readonly RunState[], known: ReadonlyMap<string, Known>, running: ReadonlySet<string>): Standing {
  let [failed, passed, goes, never, earlier] = [0, 0, 0, 0, false]
  for (const { id } of runs) {
    const one = known.get(id)
    if (running.has(id)) goes++
    else if (one === undefined) never++
    else {
      if (one.result.passed) passed++
      else failed++
      if (!one.now) earlier = true
    }
  }
  if (failed > 0) return { stand: 'failed', earlier }
  if (goes > 0) return { stand: 'running', earlier: false }
  return passed > 0 && never === 0 ? { stand: 'passed', earlier } : { stand: 'never', earlier: false }
}

/** The part of a list of equal rows that is seen, with some more on both sides. */
export function seenRows(count: number, top: number, height: number, row: number): { readonly from: number; readonly to: number } {
  const more = 8
  const from = Math.max(0, Math.floor(top / row) - more)
  return { from, to: Math.min(count, Math.ceil((top + height) / row) + more) }
}
