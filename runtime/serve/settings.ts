// What an operator changed while calls run: a value for one setting of a line, or of one number of it, until it is taken back or its
// time is over. Each change is written down, with who and why, before it is in force.
//
// There is one file, `settings.jsonl`: the changes in their order. What is in force is what they come to, so the record and the state
// cannot differ.
import { appendFileSync, statSync, truncateSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onMachine, type Clock } from '../call/clock.ts'
import { isObject } from '../../machine/json-values.ts'
import type { Value } from '../../machine/values.ts'
import { makeFolder } from './folders.ts'
import { readJson, readOwnFile, UnreadableFile } from './own-files.ts'

/** A setting that is changed. */
export interface Change {
  readonly line: string
  /** Only calls to this number; null = all of the line. */
  readonly number: string | null
  readonly name: string
  readonly value: Value
  /** ms since 1970; null = until it is taken back. */
  readonly until: number | null
  readonly why: string
  readonly who: string
  /** ms since 1970 */
  readonly at: number
}

/** Which setting, of what. */
export type Scope = Pick<Change, 'line' | 'number' | 'name'>

/** A line of `settings.jsonl`. */
export type SettingsEntry =
  ({ readonly kind: 'set' } & Change) | ({ readonly kind: 'unset' | 'expired' } & Scope & Pick<Change, 'why' | 'who' | 'at'>)

export interface Settings {
  /** What a call to this number begins with. The same object as long as nothing has changed, so that calls share it. */
  readonly inForce: (line: string, number: string) => Readonly<Record<string, Value>>
  /** The change as it was made; its time may be over by the time that it is written down. Throws where it cannot be. */
  readonly set: (change: Omit<Change, 'at'>) => Change
  /** False where nothing was changed. Throws where it cannot be written down. */
  readonly unset: (what: Scope & Pick<Change, 'why' | 'who'>) => boolean
  /** Changes in force, the oldest first. */
  readonly list: () => readonly Change[]
  /** Ends what is over now; when the next one ends, ms since 1970, null where none does. */
  readonly expire: () => number | null
}

export interface SettingsOptions {
  /** `settings.jsonl` lies here. */
  readonly folder: string
  /** Operators name times by the machine's clock: where this one is ahead of it, it is not taken. */
  readonly clock: Pick<Clock, 'now' | 'ahead'>
}

/** Throws UnreadableFile where `settings.jsonl` is there and is not what it was: a line must not answer as if nobody had ever changed anything. */
export function createSettings({ folder, clock }: SettingsOptions): Settings {
  const now = (): number => onMachine(clock)
  const file = join(folder, 'settings.jsonl')
  let changes: readonly Change[] = readEntries(file).reduce(apply, [])
  const known = new Map<string, Readonly<Record<string, Value>>>()

  /** Null where it is not there, or is no file. */
  function sizeOf(): number | null {
    const found = statSync(file, { throwIfNoEntry: false })
    return found?.isFile() === true ? found.size : null
  }

  /** Throws where it cannot be written down: then it is not in force either. */
  function keep(entry: SettingsEntry): void {
    makeFolder(dirname(file))
    const before = sizeOf()
    try {
      appendFileSync(file, `${JSON.stringify(entry)}\n`, { flush: true })
    } catch (error) {
      // A disk that is full takes a part of it: nothing may be written behind half a line.
      if (sizeOf() !== null) truncateSync(file, before ?? 0)
      throw error
    }
    take(entry)
  }

  function take(entry: SettingsEntry): void {
    changes = apply(changes, entry)
    known.clear()
  }

  /** Its time is over, written down or not: whoever reads the file sees that, too. No call may fail for it. */
  function end(entry: SettingsEntry): void {
    try {
      keep(entry)
    } catch {
      take(entry)
    }
  }

  const settings: Settings = {
    inForce(line, number) {
      settings.expire()
      const key = `${line}\n${number}`
      let found = known.get(key)
      if (!found) {
        const values: Record<string, Value> = {}
        // What is said of one number goes before what is said of the line.
        for (const each of changes) if (each.line === line && each.number === null) values[each.name] = each.value
        for (const each of changes) if (each.line === line && each.number === number) values[each.name] = each.value
        known.set(key, (found = values))
      }
      return found
    },
    set(change) {
      const made = { ...change, at: now() }
      keep({ kind: 'set', ...made })
      return made
    },
    unset(what) {
      if (!changes.some(one => isSame(one, what))) return false
      keep({ kind: 'unset', ...what, at: now() })
      return true
    },
    list: () => {
      settings.expire()
      return changes
    },
    expire() {
      const at = now()
      for (const { line, number, name, why, who } of changes.filter(one => one.until !== null && one.until <= at))
        end({ kind: 'expired', line, number, name, why, who, at })
      return changes.reduce<number | null>(
        (soonest, { until }) => (until === null || (soonest !== null && soonest <= until) ? soonest : until),
        null,
      )
    },
  }
  return settings
}

/** They are changes of one thing: the later one holds. */
export const isSame = (one: Scope, { line, number, name }: Scope): boolean =>
  one.line === line && one.number === number && one.name === name

function apply(changes: readonly Change[], entry: SettingsEntry): readonly Change[] {
  const others = changes.filter(one => !isSame(one, entry))
  if (entry.kind !== 'set') return others
  const { kind: _, ...change } = entry
  return [...others, change]
}

function readEntries(file: string): readonly SettingsEntry[] {
  const text = readOwnFile(file)
  if (text === null) return []
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const last = text.slice(whole.length)
  const wasEdited = last !== '' && readJson(withoutMark(last), isEntry) !== null
  // An editor may have left out the last line end: the next must not be written into the same line.
  if (wasEdited) appendFileSync(file, '\n')
  // The machine went down while it was written: it was never in force.
  else if (last !== '') truncateSync(file, Buffer.byteLength(whole))
  return withoutMark(wasEdited ? text : whole)
    .split('\n')
    .flatMap((line, index): readonly SettingsEntry[] => {
      if (line === '') return []
      const entry = readJson(line, isEntry)
      if (entry !== null) return [entry]
      const at = `${file}:${index + 1}`
      throw new UnreadableFile({
        en: `${at} is no change of a setting: take the line out, then look with “callwright status” at what is in force.`,
        zh: `${at} 不是设置的更改记录：请删去这一行，再用 “callwright status” 查看当前生效的设置。`,
      })
    })
}

/** Some editors put a byte order mark in front. */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text)

function isEntry(read: unknown): read is SettingsEntry {
  if (!isObject(read)) return false
  const { kind, line, number, name, why, who, at, until } = read
  const isScope = typeof line === 'string' && (number === null || typeof number === 'string') && typeof name === 'string'
  if (!isScope || typeof why !== 'string' || typeof who !== 'string' || typeof at !== 'number') return false
  if (kind !== 'set') return kind === 'unset' || kind === 'expired'
  return 'value' in read && (until === null || typeof until === 'number')
}
