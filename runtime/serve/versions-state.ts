// `versions.json`: which version of each line is in force, and what each folder was when it was looked at last.
import { renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isObject } from '../../machine/json-values.ts'
import { makeFolder } from './folders.ts'
import { readJson, readOwnFile, UnreadableFile } from './own-files.ts'

/** What is kept on the disk beside the copies. */
export interface State {
  readonly lines: Readonly<Record<string, LineState>>
  /** Each folder that was deployed: whose line it was, and which version, when it was looked at last. */
  readonly folders: Readonly<Record<string, { readonly line: string; readonly hash: string }>>
  /** Copies that no line keeps any more, and that calls were on when they should have gone. */
  readonly gone: readonly string[]
}

interface LineState {
  readonly current: string
  /** The newest first, the current one among them. */
  readonly history: readonly { readonly hash: string; readonly since: number }[]
  /** Also one of another line, which took the place of this one in its folder. */
  readonly takenBack: readonly string[]
  /** The folder that it had until that became another line. */
  readonly folder?: string
}

/** Throws where it cannot be written; the one before is there still. */
export function writeState(path: string, state: State): void {
  makeFolder(dirname(path))
  // A rename is whole or not at all: a node that dies while it writes has the old state.
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { flush: true })
  renameSync(`${path}.new`, path)
}

/** Nothing where there is no such file. Throws UnreadableFile. */
export function readState(path: string): State {
  const text = readOwnFile(path)
  if (text === null) return { lines: {}, folders: {}, gone: [] }
  const state = readJson(text, isState)
  if (state !== null) return { lines: state.lines, folders: state.folders ?? {}, gone: state.gone ?? [] }
  throw new UnreadableFile({
    en: `${path} is not what the node wrote: put back the file as it was, or move it away; then the configured bundles are put in force, also one that was rolled back.`,
    zh: `${path} 不是节点写下的内容：请恢复原来的文件，或将其移走；移走后将启用所配置的产物包，包括已回退的版本。`,
  })
}

/** `folders` and `gone` came later than `lines`. */
const isState = (read: unknown): read is Pick<State, 'lines'> & Partial<State> =>
  isObject(read) &&
  isObject(read['lines']) &&
  Object.values(read['lines']).every(isLineState) &&
  (read['folders'] === undefined || (isObject(read['folders']) && Object.values(read['folders']).every(isOfFolder))) &&
  (read['gone'] === undefined || (Array.isArray(read['gone']) && read['gone'].every(isHash)))

const isLineState = (read: unknown): boolean =>
  isObject(read) &&
  isHash(read['current']) &&
  Array.isArray(read['history']) &&
  read['history'].every(each => isObject(each) && isHash(each['hash']) && typeof each['since'] === 'number') &&
  Array.isArray(read['takenBack']) &&
  read['takenBack'].every(isHash) &&
  (read['folder'] === undefined || typeof read['folder'] === 'string')

const isOfFolder = (read: unknown): boolean => isObject(read) && typeof read['line'] === 'string' && isHash(read['hash'])

/** It is the name of a folder as well, which may be removed: no way out of ours. */
const isHash = (read: unknown): boolean => typeof read === 'string' && /^\w+$/.test(read)
