// The list of scripts as a tree of which only what is seen stands in the page.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import type { ScriptFileState } from '../desk/contract.ts'
import type { App } from '../page/app.ts'
import { seenRows, treeRows, type Standing, type TreeRow } from './tree.ts'
import type { ScriptsWords } from './words.ts'

const ROW = 28
const NOBODY: ReadonlySet<string> = new Set()

export interface TreeProps {
  readonly app: App
  readonly files: readonly ScriptFileState[]
  readonly filter: string
  readonly failing: boolean
}

export function Tree({ app, files, filter, failing }: TreeProps) {
  const { scripts: room, lights } = app
  const words = room.words.value
  const known = room.known.value
  const running = room.running.value?.waiting ?? NOBODY
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState<string | null>(null)
  const [seen, setSeen] = useState({ top: 0, height: 400 })
  const list = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => treeRows({ files, known, running, turned, filter, failing }), [files, known, running, turned, filter, failing])
  const index = Math.max(
    0,
    rows.findIndex(row => row.key === at),
  )
  const { from, to } = seenRows(rows.length, seen.top, seen.height, ROW)

  useEffect(() => {
    const element = list.current!
    const look = (): void => setSeen({ top: element.scrollTop, height: element.clientHeight })
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])

  const fold = (row: TreeRow, open: boolean): void => {
    if (row.open === null || row.open === open) return
    setTurned(before => before.symmetricDifference(new Set([row.key])))
  }
  /** What was chosen here, or has been found here. */
  const found = useRef(room.chosen.peek())
  const choose = (row: TreeRow): void => {
    setAt(row.key)
    if (row.kind === 'file') return
    room.chosen.value = found.current =
      (row.only ?? row.script.runs.find(one => known.get(one.id)?.result.passed === false) ?? row.script.runs[0])?.id ?? null
  }
  const bringToSight = (index: number): void => {
    const top = index * ROW
    const element = list.current!
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + ROW > element.scrollTop + element.clientHeight) element.scrollTop = top + ROW - element.clientHeight
  }
  const goTo = (next: number): void => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, next))]
    if (row === undefined) return
    choose(row)
    bringToSight(rows.indexOf(row))
  }
  const chosen = room.chosen.value
  useEffect(() => {
    if (chosen === null || chosen === found.current) return
    // A script that was chosen elsewhere is shown here, where nothing is looked for that it does not fit.
    const has = (row: TreeRow): boolean =>
      row.kind !== 'file' && (row.only === null ? row.script.runs.some(one => one.id === chosen) : row.only.id === chosen)
    const where = rows.findIndex(has)
    const folded = rows.find(row => row.kind === 'file' && row.file.scripts.some(script => script.runs.some(one => one.id === chosen)))
    if (where === -1 && folded?.open === false) return fold(folded, true)
    found.current = chosen
    if (where === -1) return
    setAt(rows[where]!.key)
    bringToSight(where)
  }, [chosen, rows])
  const idsOf = (row: TreeRow): readonly string[] =>
    row.kind === 'file'
      ? row.file.scripts.flatMap(script => (script.skip === null ? script.runs.map(one => one.id) : []))
      : (row.only ? [row.only] : row.script.runs).map(one => one.id)
  const showText = (row: TreeRow): void => {
    const source = row.kind === 'file' ? { path: row.file.path, start: 0, end: 0 } : row.script.source
    lights.wanted.value = { range: { ...source, end: source.start }, focus: true }
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[index]
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowDown') goTo(index + 1)
    else if (event.key === 'ArrowUp') goTo(index - 1)
    else if (event.key === 'Home') goTo(0)
    else if (event.key === 'End') goTo(rows.length - 1)
    else if (event.key === 'ArrowRight' && row.open === false) fold(row, true)
    else if (event.key === 'ArrowRight') goTo(index + 1)
    else if (event.key === 'ArrowLeft') {
      if (row.open === true) fold(row, false)
      else goTo(rows.findLastIndex((one, before) => before < index && one.level < row.level))
    } else if (event.key === 'Enter') showText(row)
    else if (event.key === ' ') void room.run(idsOf(row))
    else return
    event.preventDefault()
  }

  return (
    <div
      class="scripts-tree"
      ref={list}
      role="tree"
      tabIndex={0}
      aria-label={words.list}
      aria-activedescendant={rows[index] ? `scripts-row-${index}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => at === null && rows[0] && setAt(rows[0].key)}
    >
      {rows.length === 0 && <p class="scripts-none">{words.nothingFits}</p>}
      <div class="all" role="presentation" style={{ height: `${rows.length * ROW}px` }}>
        {rows.slice(from, to).map((row, offset) => (
          <Row
            key={row.key}
            row={row}
            index={from + offset}
            count={rows.length}
            marked={from + offset === index && at !== null}
            words={words}
            onChoose={() => choose(row)}
            onFold={() => fold(row, row.open === false)}
            onRun={() => void room.run(idsOf(row))}
            onShow={() => showText(row)}
          />
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  readonly row: TreeRow
  readonly index: number
  readonly count: number
  readonly marked: boolean
  readonly words: ScriptsWords
  readonly onChoose: () => void
  readonly onFold: () => void
  readonly onRun: () => void
  readonly onShow: () => void
}

function Row({ row, index, count, marked, words, onChoose, onFold, onRun, onShow }: RowProps) {
  const name = printable(
    row.kind === 'file' ? row.file.path : row.kind === 'script' && row.only === null ? row.script.name : row.only!.name,
  )
  const extra =
    row.kind === 'file' || row.only === null
      ? row.kind === 'script'
        ? words.runs(row.script.runs.length)
        : ''
      : `${row.only.language}${row.only.row > 0 ? `, ${words.row(row.only.row)}` : ''}`
  const state = `${words.states[row.stand]}${row.earlier ? `, ${words.states.earlier}` : ''}`
  return (
    <div
      id={`scripts-row-${index}`}
      class={`row level-${row.level} ${marked ? 'marked' : ''} ${row.earlier ? 'earlier' : ''}`}
      style={{ top: `${index * ROW}px` }}
      role="treeitem"
      aria-level={row.level}
      aria-selected={marked}
      aria-expanded={row.open ?? undefined}
      aria-setsize={count}
      aria-posinset={index + 1}
      aria-label={`${name}, ${extra === '' ? '' : `${extra}, `}${state}`}
      onClick={onChoose}
      onDblClick={onShow}
    >
      {row.open === null ? (
        <span class="fold" />
      ) : (
        <button type="button" class="plain fold" tabIndex={-1} aria-hidden="true" onClick={event => (event.stopPropagation(), onFold())}>
          {row.open ? '▾' : '▸'}
        </button>
      )}
      <StandIcon stand={row.stand} earlier={row.earlier} />
      <span class="name" title={name}>
        {name}
      </span>{' '}
      <span class="extra">{extra}</span>{' '}
      {row.stand !== 'broken' && (
        <button
          type="button"
          class="plain run"
          tabIndex={-1}
          aria-hidden="true"
          title={row.kind === 'file' ? words.runFile : words.runOne}
          onClick={event => (event.stopPropagation(), onRun())}
        >
          ▷
        </button>
      )}
    </div>
  )
}

const SHAPES = {
  never: <circle cx="8" cy="8" r="5" fill="none" />,
  running: <path d="M8 3a5 5 0 1 1-5 5" fill="none" />,
  passed: <path d="M3.5 8.5l3 3 6-7" fill="none" />,
  failed: <path d="M4 4l8 8M12 4l-8 8" fill="none" />,
  skipped: <path d="M4 8h8" fill="none" />,
  broken: <path d="M8 3v6M8 12v.6" fill="none" />,
} as const

/** Told apart by form, not by colour alone. */
export const StandIcon = ({ stand, earlier }: Standing) => (
  <svg class={`scripts-stand ${stand} ${earlier ? 'earlier' : ''}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    {SHAPES[stand]}
  </svg>
)
