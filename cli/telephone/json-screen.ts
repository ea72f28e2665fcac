// A call as JSON lines: one object for each thing that happens, in order. What is masked on the screen is masked here.
import type { Machine } from '../../machine/format.ts'
import type { CallLog, LogEntry, SpokenEntry } from '../../runtime/call/call-log.ts'
import type { Speaker } from '../../runtime/dtmf/speaker.ts'
import type { LoadedMachine } from '../loaded-machine.ts'
import { describeEntry } from './describe.ts'
import type { Screen } from './screen.ts'

export interface JsonScreenOptions {
  readonly loaded: LoadedMachine
  readonly log: CallLog
  readonly speaker: Speaker
  readonly write: (text: string) => void
}

/** Each object has `at` (ms of the call) and `kind`; `source` is FILE:LINE. Texts of ours are English: they are data. */
export function createJsonScreen(options: JsonScreenOptions): Screen {
  const { loaded, log, speaker } = options
  const { machine } = loaded
  let shown = 0
  let open: SpokenEntry | null = null
  const write = (event: object): void => options.write(`${JSON.stringify(event)}\n`)
  const cut = (now: number): void => {
    if (!open || open.until < 0 || open.until > now) return
    if (open.cut) write({ at: open.until, kind: 'cut', segment: open.segment.id })
    open = null
  }
  return {
    update: now => {
      for (; shown < log.entries.length; shown++) {
        const entry = log.entries[shown]!
        cut(entry.at)
        if (entry.kind === 'spoken') {
          open = entry
          const words = entry.segment.prompt < 0 ? '' : speaker.words(entry.segment)
          const { id, language, point } = entry.segment
          if (words !== '') write({ at: entry.at, kind: 'spoken', segment: id, language, words, source: sourceOf(loaded, point) })
          continue
        }
        const event = eventOf(entry, machine)
        if (event) write(event)
      }
      cut(now)
    },
    say: () => {},
    close: () => {},
  }
}

function sourceOf(loaded: LoadedMachine, point: number): string | null {
  const span = loaded.machine.points[point]?.at
  if (!span) return null
  const [file, start] = span
  const source = loaded.source(file)
  return source ? `${loaded.shownFile(file)}:${source.lineIndex.position(start).line + 1}` : null
}

function eventOf(entry: Exclude<LogEntry, SpokenEntry>, machine: Machine): object | null {
  const { at, kind } = entry
  switch (kind) {
    case 'began':
      return { at, kind, caller: entry.caller, called: entry.called }
    case 'key':
      return { at, kind, key: entry.shown, use: entry.use }
    case 'place':
      return { at, kind, place: machine.places[entry.place]!.name }
    case 'level':
      return { at, kind, level: machine.line.levels[entry.level] ?? String(entry.level) }
    case 'language':
      return { at, kind, language: entry.language }
    case 'hung up':
    case 'ended':
      return { at, kind, by: entry.by }
    default: {
      // The screen's own words, masked as there: “bank.log_in(6225…, ••••••) asked”.
      const note = describeEntry(entry, machine, 'en')
      return note && { at, kind, text: [note.margin.replace(/^◆ /, ''), note.text].filter(text => text !== '').join(' ') }
    }
  }
}
