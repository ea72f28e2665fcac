// What the page and `callwright playground` say to each other about a folder. All of it goes over HTTP, below `api/`, with the token as
// `Authorization: Bearer …`; hashes are SHA-256 in hexadecimal of the bytes on the disk.

/** A header by which a page is known among those that are open: it is not told of what it has written itself. */
export const PAGE = 'x-callwright-page'

/** `GET api/project` */
export interface FolderProject {
  readonly name: string
  readonly files: Readonly<Record<string, FolderFile>>
  /** What lies there and is no part of the project, and why (`PathProblem`). */
  readonly refused: readonly { readonly path: string; readonly problem: string }[]
}

export interface FolderFile {
  readonly text: string
  readonly hash: string
}

/** `PUT api/files/PATH`; `was`: what the page believes to be there, null for nothing. Answered by `Written`, or 409 and a `Conflict`. */
export interface WriteFile {
  readonly text: string
  readonly was: string | null
}

export interface Written {
  readonly hash: string
}

/** What is there instead; null where nothing is. */
export interface Conflict {
  readonly now: FolderFile | null
}

/** `GET api/changes`: server-sent events, each a `DiskChange`. */
export interface DiskChange {
  readonly path: string
  readonly now: FolderFile | null
}
