// Which version of each line answers: bundles by their hash. New calls get the current one, calls in progress end on theirs, and the
// one before can be put back. Every version that was in force is kept as a copy, so that nothing that happens to the folder
// it came from can reach a call.
import { copyFileSync, existsSync, lstatSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { prepare, type Prepared } from '../core/index.ts'
import type { Machine } from '../../machine/format.ts'
import type { RecordingList } from '../speech/reading/index.ts'
import { makeFolder } from './folders.ts'
import type { Said } from './said.ts'
import { readState, writeState, type State } from './versions-state.ts'

/** A bundle that was read whole and is what its manifest says. */
export interface ReadBundle {
  readonly hash: string
  readonly machine: Machine
  /** Files by absolute path. */
  readonly recordings: RecordingList
  /** Paths from its folder, the manifest's among them. */
  readonly files: readonly string[]
}

/** Reads a bundle from a folder; what is said where it cannot be run. */
export type BundleReader = (folder: string) => ReadBundle | { readonly problem: Said }

export interface Version {
  readonly line: string
  readonly hash: string
  /** The copy that is kept. */
  readonly folder: string
  readonly prepared: Prepared
  readonly recordings: RecordingList
  /** ms since 1970 */
  readonly since: number
}

export type Deployed =
  | { readonly kind: 'new'; readonly version: Version; readonly before: Version | null }
  /** It answers already. */
  | { readonly kind: 'same'; readonly version: Version }
  /** An operator took this one back: it is not put in force again by itself. */
  | { readonly kind: 'taken back'; readonly version: Version; readonly hash: string }
  | { readonly kind: 'refused'; readonly problem: Said }

/** At a start there is one more: what was in force goes on in the place of the bundle that is configured. */
export type Started =
  | Deployed
  | {
      readonly kind: 'kept'
      readonly version: Version
      /** Why the bundle cannot be run; null: it is what it was when another version was put in force. */
      readonly problem: Said | null
    }

interface InUse {
  /** Hashes of versions that calls are on: their copies stay. */
  readonly playing?: ReadonlySet<string>
}

export interface Versions {
  /** Reads a bundle and changes nothing: for who has to know what several of them are before one is put in force. */
  readonly read: BundleReader
  /** Whose line a folder was when it was looked at last; null where nothing is known of it. */
  readonly lineOf: (folder: string) => string | null
  /** Whose line a folder is with what was found there: still the one before where an operator took that back. */
  readonly lineWith: (folder: string, found: ReadBundle) => string
  /**
   * What answers for a configured folder when the node starts: its bundle, if it has changed since it was looked at last, else what was in
   * force. So a deployment of another folder outlives a start, and a bundle that is refused does not take a line down of which a copy is kept.
   */
  readonly start: (folder: string, found?: ReturnType<BundleReader>) => Started
  /**
   * Puts a bundle in force for its line. `again`: also where it was taken back; `found`: what `read` has found there. A bundle that is
   * refused changes nothing.
   */
  readonly deploy: (folder: string, options?: { readonly again?: boolean; readonly found?: ReturnType<BundleReader> } & InUse) => Deployed
  /**
   * The version before the current one that was not taken back itself, or one that is named by the beginning of its hash. `folder`: the one
   * that a retired line had and has again; the version that was its last is put back, and what lies in the folder is taken back.
   */
  readonly rollback: (line: string, hash?: string, options?: { readonly folder?: string } & InUse) => Deployed
  /**
   * The line is of this folder from now on, at a start too, with the version in force, which it gives; null where the copy cannot be run.
   * What lies in the folder has not been looked at.
   */
  readonly hold: (line: string, folder: string) => Version | null
  /** Takes no more calls for it, as its folder is another line; what is kept of it stays, for a rollback. */
  readonly retire: (line: string, folder: string) => void
  /** The folder that a line had until that became another line; null where it answers, or nobody knows of it. */
  readonly retiredFrom: (line: string) => string | null
  readonly current: (line: string) => Version | null
  readonly lines: () => readonly Version[]
  /** What was in force and is kept, the newest first. */
  readonly history: (line: string) => readonly { readonly hash: string; readonly since: number }[]
}

/** So many versions of a line are kept beside the current one. */
const KEPT = 5

const NONE: ReadonlySet<string> = new Set()

export interface VersionsOptions {
  /** Copies and `versions.json` lie here. */
  readonly folder: string
  readonly read: BundleReader
  readonly now: () => number
  /** What its calls ask of each machine: traces, checkpoints. */
  readonly prepare?: (machine: Machine) => Prepared
}

/** Throws UnreadableFile where `versions.json` is there and is not what it was: what was rolled back must not come back by itself. */
export function createVersions({
  folder,
  read,
  now,
  prepare: make = machine => prepare(machine, { trace: true }),
}: VersionsOptions): Versions {
  const stateFile = join(folder, 'versions.json')
  let state = readState(stateFile)
  const loaded = new Map<string, Version>()

  /** Throws where it cannot be written: then nothing has changed, for what a start would not put in force is not in force. */
  function keep(next: State): void {
    writeState(stateFile, next)
    state = next
  }

  const copyOf = (hash: string): string => join(folder, hash)

  /**
   * Of what lies in the folder, the bundle's files: what links lead to, in the place of the links, as they may lead elsewhere tomorrow.
   * Throws where there is no room. A link that lies in the copy's place is no copy.
   */
  function copy(from: string, { hash, files }: ReadBundle): void {
    const to = copyOf(hash)
    if (lstatSync(to, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(to)
    if (existsSync(join(to, 'manifest.json'))) return
    const half = `${to}.half`
    rmSync(half, { recursive: true, force: true })
    makeFolder(folder)
    try {
      const source = realpathSync(from)
      // One that is gone by now is missed when the copy is read.
      for (const file of files.filter(each => existsSync(join(source, each)))) {
        makeFolder(dirname(join(half, file)))
        copyFileSync(join(source, file), join(half, file))
      }
      renameSync(half, to)
    } catch (error) {
      rmSync(half, { recursive: true, force: true })
      throw error
    }
  }

  const withFolder = (from: string, line: string, hash: string): State['folders'] => ({ ...state.folders, [from]: { line, hash } })

  /** For the next start. Nothing else changes, so nothing is refused where it cannot be written. */
  function note(from: string, line: string, hash: string): void {
    const last = state.folders[from]
    if (last?.line === line && last.hash === hash) return
    try {
      keep({ ...state, folders: withFolder(from, line, hash) })
    } catch {
      // The next start takes the bundle for a new one.
    }
  }

  function put(version: Version, folders: State['folders'], takenBack: string | null, playing: ReadonlySet<string>): Version | null {
    const { line, hash, since } = version
    const before = loaded.get(line) ?? null
    const known = state.lines[line]
    const history = [{ hash, since }, ...(known?.history.filter(each => each.hash !== hash) ?? [])]
    const others = known?.takenBack.filter(each => each !== hash && each !== takenBack) ?? []
    keep({
      lines: {
        ...state.lines,
        [line]: { current: hash, history: history.slice(0, KEPT + 1), takenBack: takenBack === null ? others : [...others, takenBack] },
      },
      folders,
      gone: [...state.gone, ...history.slice(KEPT + 1).map(each => each.hash)],
    })
    loaded.set(line, version)
    removeGone(playing)
    return before
  }

  /** A call that is in a queue for an hour must not go silent: its copy goes with a later version, when it is over. */
  function removeGone(playing: ReadonlySet<string>): void {
    const stays = (hash: string): boolean => {
      if (playing.has(hash)) return true
      try {
        rmSync(copyOf(hash), { recursive: true, force: true })
        return false
      } catch {
        // The new version is in force all the same.
        return true
      }
    }
    // Those that have gone are written down as such with the next change; until then they are only looked for in vain.
    state = { ...state, gone: state.gone.filter(hash => !isUsed(hash) && stays(hash)) }
  }

  const isUsed = (hash: string): boolean => Object.values(state.lines).some(line => line.history.some(each => each.hash === hash))

  /** Its folder may have been another line, and that is what the operator wants back. */
  function nothingBefore(line: string): Deployed {
    const [was] = Object.entries(state.lines).flatMap(([other, { folder: from }]) =>
      !loaded.has(other) && from !== undefined && state.folders[from]?.line === line ? [other] : [],
    )
    const [en, zh] =
      was === undefined
        ? ['', '']
        : [
            ` Its bundle was the line ${was} before: “callwright rollback ${was}” puts that back.`,
            `其产物包之前是线路 ${was}：用“callwright rollback ${was}”恢复。`,
          ]
    return refused(`${line} has no version before the one in force.${en}`, `线路 ${line} 在当前版本之前没有别的版本。${zh}`)
  }

  /** Reads the copy itself: what answers is what lies there. */
  function load(hash: string): Version | { readonly problem: Said } {
    const found = read(copyOf(hash))
    if ('problem' in found) return found
    if (found.hash !== hash) return { problem: anotherVersion(copyOf(hash)) }
    const { machine, recordings } = found
    return { line: machine.name, hash, folder: copyOf(hash), prepared: make(machine), recordings, since: now() }
  }

  /** The version in force as it was written down; null where its copy cannot be run. */
  function keptOf(line: string): Version | null {
    const known = state.lines[line]
    const version = loaded.get(line) ?? (known === undefined ? null : load(known.current))
    if (version === null || 'problem' in version) return null
    loaded.set(line, version)
    return version
  }

  /** Throws where there is no room for a copy. */
  function copied(from: string, found: ReadBundle): ReturnType<typeof load> {
    const { hash } = found
    copy(from, found)
    const version = load(hash)
    if (!('problem' in version)) return version
    // The copy that was there is not what it was: the power may have failed while it was written.
    rmSync(copyOf(hash), { recursive: true, force: true })
    copy(from, found)
    return load(hash)
  }

  /** The line that had a bundle taken back: its own, or the one whose folder it is in. */
  const takenBackBy = (from: string, { hash, machine }: ReadBundle): string | null =>
    [state.folders[from]?.line ?? machine.name, machine.name].find(line => state.lines[line]?.takenBack.includes(hash)) ?? null

  function take(from: string, found: ReturnType<BundleReader>, again: boolean, playing: ReadonlySet<string>): Deployed {
    if ('problem' in found) return { kind: 'refused', problem: found.problem }
    const { hash } = found
    const line = found.machine.name
    const back = again ? null : takenBackBy(from, found)
    const instead = back === null ? null : keptOf(back)
    if (instead !== null) {
      note(from, instead.line, hash)
      return { kind: 'taken back', version: instead, hash }
    }
    const current = loaded.get(line)
    if (current?.hash === hash) {
      note(from, line, hash)
      return { kind: 'same', version: current }
    }
    const known = state.lines[line]
    try {
      const version = copied(from, found)
      if ('problem' in version) return { kind: 'refused', problem: version.problem }
      if (current === undefined && known?.current === hash) {
        // A start: nothing changes, and a full disk must not take the line down.
        note(from, line, hash)
        loaded.set(line, version)
        return { kind: 'new', version, before: null }
      }
      return { kind: 'new', version, before: put(version, withFolder(from, line, hash), null, playing) }
    } catch (error) {
      return notKept(folder, error)
    }
  }

  return {
    read,
    lineOf: from => state.folders[from]?.line ?? null,
    lineWith: (from, found) => takenBackBy(from, found) ?? found.machine.name,
    start(from, found = read(from)) {
      const last = state.folders[from]
      if (last === undefined) return take(from, found, false, NONE)
      const known = state.lines[last.line]
      const isPassedOver =
        'hash' in found && found.hash === last.hash && known?.current !== found.hash && known?.takenBack.includes(found.hash) !== true
      if (isPassedOver) {
        const version = keptOf(last.line)
        if (version !== null) return { kind: 'kept', version, problem: null }
      }
      const deployed = take(from, found, false, NONE)
      const version = deployed.kind === 'refused' ? keptOf(last.line) : null
      return deployed.kind === 'refused' && version !== null ? { kind: 'kept', version, problem: deployed.problem } : deployed
    },
    deploy: (from, { again = false, found = read(from), playing = NONE } = {}) => take(from, found, again, playing),
    rollback(line, wanted, { folder: from, playing = NONE } = {}) {
      const known = state.lines[line]
      const current = loaded.get(line)
      if (!known || (!current && from === undefined)) {
        const there = [...loaded.keys()].join(', ')
        return refused(`there is no line “${line}” here; there is: ${there}.`, `这里没有名为“${line}”的线路；有：${there}。`)
      }
      const others = known.history.filter(each => each.hash !== current?.hash)
      // A second rollback goes further back: the newest of the others is the one that the first took back.
      const isBefore = (hash: string): boolean => (current ? !known.takenBack.includes(hash) : hash === known.current)
      const older = others.filter(each => (wanted === undefined ? isBefore(each.hash) : each.hash.startsWith(wanted)))
      const [target] = older
      if (!target && wanted !== undefined) return refused(`${line} has no kept version ${wanted}.`, `线路 ${line} 没有保留版本 ${wanted}。`)
      if (!target) return others.length === 0 ? nothingBefore(line) : allTakenBack(line)
      if (wanted !== undefined && older.length > 1)
        return refused(`“${wanted}” begins more than one version of ${line}.`, `以“${wanted}”开头的 ${line} 版本不止一个。`)
      const version = load(target.hash)
      if ('problem' in version) return { kind: 'refused', problem: version.problem }
      // What answers in its place: a start is not to put it in force again.
      const now = current?.hash ?? state.folders[from!]?.hash ?? null
      // To put back what had been taken back finds no fault with the one that stood in for it.
      const takenBack = now === target.hash || known.takenBack.includes(target.hash) ? null : now
      const folders = current || now === null ? state.folders : withFolder(from!, line, now)
      try {
        return { kind: 'new', version, before: put(version, folders, takenBack, playing) }
      } catch (error) {
        return notKept(folder, error)
      }
    },
    hold(line, from) {
      const version = keptOf(line)
      if (version !== null) note(from, line, version.hash)
      return version
    },
    retire(line, from) {
      loaded.delete(line)
      const known = state.lines[line]
      if (known === undefined) return
      const next: State = { ...state, lines: { ...state.lines, [line]: { ...known, folder: from } } }
      try {
        keep(next)
      } catch {
        // After a start nobody knows where it was; until then we do.
        state = next
      }
    },
    retiredFrom: line => (loaded.has(line) ? null : (state.lines[line]?.folder ?? null)),
    current: line => loaded.get(line) ?? null,
    lines: () => [...loaded.values()],
    history: line => state.lines[line]?.history ?? [],
  }
}

const allTakenBack = (line: string): Deployed =>
  refused(
    `${line} has no version before the one in force that was not taken back; one that was is put in force with --to.`,
    `线路 ${line} 在当前版本之前没有未被回退的版本；要启用已回退的版本，请用 --to 指明。`,
  )

const anotherVersion = (copy: string): Said => ({
  en: `what is kept in ${copy} is another version now: deploy its bundle again.`,
  zh: `${copy} 中保存的已是另一个版本：请重新部署其产物包。`,
})

const refused = (en: string, zh: string): Deployed => ({ kind: 'refused', problem: { en, zh } })

function notKept(folder: string, error: unknown): Deployed {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  return refused(
    `versions cannot be kept in ${folder} (${code}): make room there, and give the node the right to write.`,
    `无法在 ${folder} 保存版本（${code}）：请腾出空间，并让节点有写入权限。`,
  )
}
