// The project's files: a tree for pointer and keys, and what can be done with the file that is open.
import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { shortcuts } from '../keys/table.ts'
import type { App } from '../page/app.ts'
import { Icon, type IconName } from '../page/icon.tsx'
import { NameForm } from './name-form.tsx'
import { newPathProblem } from './paths.ts'
import { textsAfterRename } from './rename.ts'
import { folderOf, foldersOver, rowsOf, type TreeRow } from './tree.ts'
import { removeFile } from './undo.ts'
import { WORDS } from './words.ts'
import './files-pane.css'

export function FilesPane({ app }: { readonly app: App }) {
  const { project } = app
  const words = WORDS[app.preferences.language.value]
  const files = project.files.value
  const current = project.current.value
  const opened = useSignal<ReadonlySet<string>>(new Set())
  const at = useSignal(current)
  const form = useSignal<'new' | 'rename' | null>(null)
  const tree = useRef<HTMLDivElement>(null)

  /** What had the focus goes away: it is to go back into the tree. */
  const returning = useRef(false)

  // The file that is open is seen, whoever opened it.
  useLayoutEffect(() => {
    at.value = current
    opened.value = new Set([...opened.value, ...foldersOver(current)])
  }, [current])

  const paths = Object.keys(files)
  const rows = rowsOf(paths, new Set(paths.flatMap(foldersOver).filter(folder => !opened.value.has(folder))))
  const index = Math.max(
    0,
    rows.findIndex(row => row.path === at.value),
  )
  const drawn = at.value
  useEffect(() => {
    // Not before the row is drawn that the keys stand on.
    if (!returning.current || form.value !== null || drawn !== at.peek()) return
    returning.current = false
    if (document.activeElement === document.body) tree.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus()
  })
  const focusRow = (row: TreeRow | undefined): void => {
    if (row === undefined) return
    at.value = row.path
    tree.current?.querySelector<HTMLElement>(`[data-row="${rows.indexOf(row)}"]`)?.focus()
  }
  const toggle = (path: string, open: boolean): void => {
    const next = new Set(opened.value)
    if (open) next.add(path)
    else next.delete(path)
    opened.value = next
  }
  const act = (row: TreeRow): void => {
    at.value = row.path
    if (row.kind === 'folder') return toggle(row.path, !row.open)
    project.current.value = row.path
    app.arrangement.filesShown.value = false
  }

  const create = (path: string): void => {
    project.write(path, textOfNew(path, project.entry.value))
    project.current.value = path
    form.value = null
  }
  const rename = (to: string): void => {
    const changed = textsAfterRename(files, current, to)
    if (current !== to && project.rename(current, to)) for (const [path, text] of Object.entries(changed)) project.write(path, text)
    form.value = null
  }
  const remove = (path: string): void => {
    if (!Object.hasOwn(files, path)) return
    returning.current = true
    if (at.value === path) at.value = (rows[index + 1] ?? rows[index - 1])?.path ?? ''
    removeFile(app, path)
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[index]
    const keys: Record<string, () => void> = {
      ArrowDown: () => focusRow(rows[index + 1]),
      ArrowUp: () => focusRow(rows[index - 1]),
      Home: () => focusRow(rows[0]),
      End: () => focusRow(rows.at(-1)),
      ArrowRight: () => {
        if (row?.kind !== 'folder') return
        if (row.open) focusRow(rows[index + 1])
        else toggle(row.path, true)
      },
      ArrowLeft: () => {
        if (row?.kind === 'folder' && row.open) toggle(row.path, false)
        else if (row !== undefined) focusRow(rows.find(({ path }) => path === folderOf(row.path)))
      },
      Enter: () => row && act(row),
      ' ': () => row && act(row),
      F2: () => {
        if (row?.kind !== 'file') return
        project.current.value = row.path
        form.value = 'rename'
      },
      Delete: () => row?.kind === 'file' && remove(row.path),
    }
    const run = keys[event.key]
    if (run === undefined) return
    event.preventDefault()
    run()
  }

  const folder = rows[index]?.kind === 'folder' ? rows[index].path : folderOf(at.value)
  return (
    <section class="files" aria-label={words.files}>
      <div class="frame-title">
        <h2 class="name">{words.files}</h2>
        <Tool icon="add" label={words.newFile} run={() => (form.value = 'new')} />
        <Tool
          icon="rename"
          label={`${words.rename} (F2)`}
          keys={shortcuts('renameFile')}
          off={current === ''}
          run={() => (form.value = 'rename')}
        />
        <Tool icon="remove" label={words.remove} keys={shortcuts('deleteFile')} off={current === ''} run={() => remove(current)} />
      </div>
      {form.value !== null && (
        <NameForm
          key={`${form.value} ${current}`}
          label={form.value === 'new' ? words.nameOfNew : words.newName(current)}
          value={form.value === 'new' ? (folder === '' ? '' : `${folder}/`) : current}
          problem={path => newPathProblem(files, path, form.value === 'rename' ? current : undefined)}
          words={words}
          onDone={path => {
            returning.current = true
            if (form.value === 'new') create(path)
            else rename(path)
          }}
          onCancel={() => {
            returning.current = true
            form.value = null
          }}
        />
      )}
      {rows.length === 0 && <p class="files-none">{words.noFiles}</p>}
      <div class="files-tree" role="tree" aria-label={words.files} ref={tree} onKeyDown={onKeyDown} hidden={rows.length === 0}>
        {rows.map((row, n) => (
          <div
            key={row.path}
            class={`files-row ${row.kind}`}
            role="treeitem"
            data-row={n}
            aria-level={row.level}
            aria-posinset={row.position}
            aria-setsize={row.siblings}
            aria-expanded={row.kind === 'folder' ? row.open : undefined}
            aria-selected={row.path === current}
            tabIndex={n === index ? 0 : -1}
            style={{ '--level': `${row.level - 1}` }}
            onFocus={() => (at.value = row.path)}
            onClick={() => act(row)}
          >
            <Icon name={iconOf(row, row.path === project.entry.value)} />
            <span>{row.name}</span>
          </div>
        ))}
      </div>
    </section>
  )
}

interface ToolProps {
  readonly icon: IconName
  readonly label: string
  readonly keys?: string
  readonly off?: boolean
  readonly run: () => void
}

const Tool = ({ icon, label, keys, off = false, run }: ToolProps) => (
  <button type="button" class="plain square" aria-label={label} title={label} aria-keyshortcuts={keys} disabled={off} onClick={run}>
    <Icon name={icon} />
  </button>
)

function iconOf({ kind, open, path }: TreeRow, entry: boolean): IconName {
  if (kind === 'folder') return open ? 'down' : 'right'
  return entry ? 'line' : path.endsWith('.ivr') ? 'file' : path.endsWith('.dtmf') ? 'script' : 'data'
}

/** A script begins with the program that it is of. */
function textOfNew(path: string, entry: string | null): string {
  if (!path.endsWith('.dtmf') || entry === null) return ''
  const up = path
    .split('/')
    .slice(1)
    .map(() => '..')
    .join('/')
  return `use "${up === '' ? './' : `${up}/`}${entry}"\n\n`
}
