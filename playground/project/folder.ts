// A folder of this machine as the project, through `callwright playground`: what is written on the page is written there, what changes
// there is read here, and where both changed a person says which stays.
import { PAGE, type Conflict, type DiskChange, type FolderFile, type FolderProject, type Written } from '../../cli/playground/protocol.ts'
import { both, type Notices } from '../page/notices.ts'
import type { PathProblem } from './paths.ts'
import type { Project } from './project.ts'
import { WORDS } from './words.ts'

export interface FolderSurroundings {
  readonly project: Project
  readonly notices: Notices
  readonly token: string
  /** With a slash at its end. */
  readonly server: string
  readonly fetch: typeof fetch
  /** ms without a change after which it is written: 300. */
  readonly idle?: number
}

export interface Folder {
  /** Opens the project. False where nobody answers, or the token is another's. */
  readonly start: () => Promise<boolean>
  /** The server was started anew, with this token: goes on with what is here. False where it has another folder now. */
  readonly follow: (token: string) => Promise<boolean>
  /** What waits is written now. Resolves to what is not on the disk as it is here for all that: asked of, refused, or nobody answers. */
  readonly settle: () => Promise<readonly string[]>
  /** What waits is written now: the page is going away. */
  readonly flush: () => void
}

/** Letters: a browser lets 64 KB outlive their page. */
const MOST_KEPT_ALIVE = 16_000
/** ms between two tries to reach the server. */
const AGAIN = 2000

export function createFolder(surroundings: FolderSurroundings): Folder {
  const { project, notices, server, idle = 300 } = surroundings
  let { token } = surroundings
  /** The server that answered last is another than the one that the page came from. */
  let anew = false
  /** What is on the disk, as far as the page knows: path → hash and text. */
  const disk = new Map<string, FolderFile>()
  /** Paths that the page has changed and that are not written yet. */
  const unwritten = new Set<string>()
  /** Those that a person is asked about. */
  const asked = new Set<string>()
  let taking = false
  let timer: ReturnType<typeof setTimeout> | null = null
  let turn: Promise<unknown> = Promise.resolve()
  /** What was written out of turn, as the page went away. */
  let flushed: Promise<unknown> = Promise.resolve()

  /** What the page writes and what it reads of the disk, one after the other: what is answered late would be taken for news. */
  const inTurn = (act: () => Promise<void> | void): Promise<void> => {
    const done = turn.then(act)
    turn = done.catch(() => {})
    return done
  }

  const page = crypto.randomUUID()

  const request = async (path: string, init: RequestInit = {}, by = token): Promise<Response> => {
    anew = false
    const json = init.body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await surroundings.fetch(`${server}api/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${by}`, [PAGE]: page, ...json },
    })
    anew = response.status === 401
    return response
  }
  const know = (path: string, now: FolderFile | null): void => {
    if (now === null) disk.delete(path)
    else disk.set(path, now)
  }
  const take = (path: string, now: FolderFile | null): void => {
    know(path, now)
    // What was asked of it is answered.
    asked.delete(path)
    notices.closeKind(`conflict ${path}`)
    taking = true
    try {
      if (now === null) project.remove(path)
      else project.write(path, now.text)
    } finally {
      taking = false
    }
  }
  const ask = (path: string, now: FolderFile | null): void => {
    asked.add(path)
    unwritten.delete(path)
    const settle = (act: () => void) => () => {
      asked.delete(path)
      act()
    }
    notices.tell({
      kind: `conflict ${path}`,
      tone: 'warning',
      asks: true,
      text: both(language => WORDS[language].conflict(path)),
      actions: [
        {
          label: both(language => WORDS[language].mine),
          run: settle(() => {
            know(path, now)
            unwritten.add(path)
            later()
          }),
        },
        { label: both(language => WORDS[language].theirs), run: settle(() => take(path, now)) },
      ],
      // Put away is not decided: it is asked again with the next change.
      onClose: () => asked.delete(path),
    })
  }

  const writeOne = async (path: string, keepalive = false): Promise<void> => {
    const files = project.files.peek()
    const text = Object.hasOwn(files, path) ? files[path]! : null
    const was = disk.get(path)?.hash ?? null
    if (text === null && was === null) return
    const response = await request(`files/${path.split('/').map(encodeURIComponent).join('/')}`, {
      method: text === null ? 'DELETE' : 'PUT',
      body: JSON.stringify(text === null ? { was } : { text, was }),
      keepalive: keepalive && (text?.length ?? 0) < MOST_KEPT_ALIVE,
    })
    if (response.status === 401) throw new Error('the server was started anew')
    if (response.status === 409) {
      const { now } = (await response.json()) as Conflict
      // More may be typed by now: what is here stays.
      if ((now?.text ?? null) === text) know(path, now)
      else ask(path, now)
    } else if (response.ok) know(path, text === null ? null : { text, hash: ((await response.json()) as Written).hash })
    else {
      const { why } = (await response.json()) as { readonly why: string }
      notices.tell({
        kind: `unwritten ${path}`,
        tone: 'warning',
        text: both(language => WORDS[language].notWritten(path, reason(why, language))),
      })
    }
  }
  const writeAll = async (): Promise<void> => {
    for (const path of [...unwritten]) {
      if (!unwritten.has(path) || asked.has(path)) continue
      unwritten.delete(path)
      try {
        await writeOne(path)
      } catch {
        unwritten.add(path)
        return lost()
      }
    }
  }
  const later = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => {
      timer = null
      void inTurn(writeAll)
    }, idle)
  }
  const lost = (): void => {
    const word = anew ? 'folderAnew' : 'folderLost'
    notices.tell({ kind: 'folder', tone: 'warning', text: both(language => WORDS[language][word]) })
  }

  project.listen(changes => {
    if (taking || project.origin.peek().kind !== 'folder') return
    for (const path of Object.keys(changes)) unwritten.add(path)
    later()
  })

  const onDisk = ({ path, now }: DiskChange): void => {
    const files = project.files.peek()
    const here = Object.hasOwn(files, path) ? files[path]! : null
    const before = disk.get(path)
    // A question knows what stood there then.
    if (before?.hash === now?.hash && !asked.has(path)) return
    const untouched = here === (before?.text ?? null) && !unwritten.has(path)
    if (untouched || here === (now?.text ?? null)) take(path, now)
    else ask(path, now)
  }
  /** For as long as the page is there; again and again where the server is not. */
  const listen = async (): Promise<void> => {
    for (;;) {
      try {
        const response = await request('changes')
        if (!response.ok) throw new Error(`${response.status}`)
        await inTurn(catchUp)
        notices.closeKind('folder')
        for await (const change of eventsOf(response)) await inTurn(() => onDisk(change))
      } catch {
        // Told below.
      }
      lost()
      await new Promise(resolve => setTimeout(resolve, AGAIN))
    }
  }
  /** What has changed on either side while nobody listened. */
  const catchUp = async (): Promise<void> => {
    const before = flushed
    const { files } = (await (await request('project')).json()) as FolderProject
    await flushed
    // What was written meanwhile may be in it or not.
    if (flushed !== before) return catchUp()
    for (const path of new Set([...Object.keys(files), ...disk.keys()]))
      onDisk({ path, now: Object.hasOwn(files, path) ? files[path]! : null })
    if (unwritten.size > 0) later()
  }

  return {
    start: async () => {
      const response = await request('project').catch(() => null)
      if (response?.ok !== true) return false
      const { name, files, refused } = (await response.json()) as FolderProject
      for (const [path, file] of Object.entries(files)) disk.set(path, file)
      taking = true
      try {
        project.open({
          files: Object.fromEntries(Object.entries(files).map(([path, { text }]) => [path, text])),
          origin: { kind: 'folder', name },
        })
      } finally {
        taking = false
      }
      const [first] = refused
      if (first !== undefined)
        notices.tell({
          kind: 'refused',
          tone: 'warning',
          text: both(language => WORDS[language].leftOut(first.path, refused.length, reason(first.problem, language))),
        })
      void listen()
      return true
    },
    follow: async next => {
      const response = await request('project', {}, next).catch(() => null)
      const origin = project.origin.peek()
      if (response?.ok !== true || origin.kind !== 'folder' || ((await response.json()) as FolderProject).name !== origin.name) return false
      // Whoever listens for changes has it from here, and catches up.
      token = next
      return true
    },
    settle: async () => {
      await inTurn(writeAll)
      const files = project.files.peek()
      if (project.origin.peek().kind !== 'folder') return []
      return [...new Set([...Object.keys(files), ...disk.keys()])].filter(path => files[path] !== disk.get(path)?.text)
    },
    flush: () => {
      const written = [...unwritten]
        .filter(path => !asked.has(path))
        .map(async path => {
          unwritten.delete(path)
          try {
            await writeOne(path, true)
          } catch {
            // The page is there still.
            unwritten.add(path)
            later()
          }
        })
      flushed = Promise.all([flushed, ...written])
      turn = Promise.all([turn, flushed])
    },
  }
}

/** In words where there are any; the system's code where not. */
function reason(why: string, language: 'en' | 'zh'): string {
  const { problems, folderProblems } = WORDS[language]
  if (Object.hasOwn(problems, why)) return problems[why as PathProblem]
  return Object.hasOwn(folderProblems, why) ? folderProblems[why]! : `(${why})`
}

async function* eventsOf(response: Response): AsyncGenerator<DiskChange> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const parts = (rest + value).split('\n\n')
    rest = parts.pop()!
    for (const part of parts) if (part.startsWith('data: ')) yield JSON.parse(part.slice('data: '.length)) as DiskChange
  }
}
