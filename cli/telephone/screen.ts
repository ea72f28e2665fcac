// What a call looks like in a terminal: the time, beside it keys, places and milestones, and the words as they are heard. Lines are only ever
// added, so that it reads the same in a terminal, in a file and in a report.
import { textWidth } from '../../lang/diagnostics/render/width.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { Paint, Tone } from '../../lang/diagnostics/render/style.ts'
import type { Machine } from '../../machine/format.ts'
import type { CallLog, KeyEntry, SpokenEntry } from '../../runtime/call/call-log.ts'
import type { Speaker } from '../../runtime/dtmf/speaker.ts'
import { describeEntry } from './describe.ts'

export interface ScreenOptions {
  readonly machine: Machine
  readonly log: CallLog
  readonly speaker: Speaker
  readonly write: (text: string) => void
  readonly paint: Paint
  /** Of our own words; what is heard is in the caller's. */
  readonly language: MessageLanguage
  /** Columns of the terminal. */
  readonly width: () => number
}

export interface Screen {
  /** Shows all that has happened up to `now`, ms of the call: of what is being spoken as much as has been heard. */
  readonly update: (now: number) => void
  /** A line of ours in between: what the bank is to answer, how the keys work. */
  readonly say: (text: string, tone?: Tone) => void
  /** The row that is open is ended. */
  readonly close: () => void
}

const TIME = 9
const MARGIN = 24
/** Keys of one entry stand in one row. */
const KEY = '▸ '

const CUT = '✂'
/** Columns of what was not heard any more. */
const MOST_UNSAID = 60

function firstColumns(text: string, most: number): string {
  let length = 0
  let columns = 0
  for (const character of text) {
    columns += textWidth(character)
    if (columns > most) return `${text.slice(0, length).trimEnd()}…`
    length += character.length
  }
  return text
}

/** `1:02.4` */
export function shownTime(ms: number): string {
  const tenths = Math.floor(ms / 100)
  const seconds = Math.floor(tenths / 10)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${tenths % 10}`
}

/** How many characters of the words have been heard: whole words, where words are parted by blanks. */
function heardLength(words: string, share: number): number {
  if (share >= 1) return words.length
  let length = Math.floor(words.length * Math.max(0, share))
  while (length > 0 && length < words.length && /[\p{L}\p{N}]/u.test(words.charAt(length)) && /[a-z0-9]/i.test(words.charAt(length - 1)))
    length--
  if (/[\udc00-\udfff]/.test(words.charAt(length))) length--
  return length
}

interface Margin {
  readonly at: number
  readonly text: string
  readonly tone: Tone
}

export function createScreen(options: ScreenOptions): Screen {
  const { machine, log, speaker, write, paint } = options
  let shown = 0
  let open: { readonly entry: SpokenEntry; readonly words: string; readonly duration: number; printed: number } | null = null
  /** The row that is open: columns of its margin, and of its words (−1 while there are none). */
  let row: { margin: number; words: number; blank: boolean } | null = null
  /** The keys of the row that is open, and who listens to them. */
  let keys: { at: number; readonly listener: number } | null = null
  /** What is to stand beside the next words, where they begin at the same moment. */
  let waiting: Margin | null = null

  const room = (): number => Math.max(20, options.width() - TIME - MARGIN - 2)
  const indent = ' '.repeat(TIME + MARGIN + 2)

  function beginRow(at: number | null, margin: string, tone: Tone): void {
    endRow()
    const time = at === null ? ' '.repeat(TIME) : paint('faint', shownTime(at).padStart(TIME))
    write(margin === '' ? time : `${time}  ${paint(tone, margin)}`)
    row = { margin: margin === '' ? -2 : textWidth(margin), words: -1, blank: false }
  }
  function endRow(): void {
    keys = null
    if (row) write('\n')
    row = null
  }
  function flush(): void {
    if (!waiting) return
    const { at, text, tone } = waiting
    waiting = null
    beginRow(at, text, tone)
    endRow()
  }

  /** Adds words to the open row and goes on in the next where they do not fit. */
  function addWords(text: string, tone?: Tone): void {
    if (!row) return
    for (const piece of text.match(/[!-~]+|\s+|[^!-~\s]/gu) ?? []) {
      if (piece.trim() === '') {
        // A blank is written with the word behind it: none hangs at the end of a row.
        row.blank ||= row.words > 0
        continue
      }
      const width = textWidth(piece)
      if (row.words > 0 && row.words + (row.blank ? 1 : 0) + width > room()) {
        write(`\n${indent}`)
        row.words = 0
        row.blank = false
      }
      if (row.words < 0) {
        write(' '.repeat(Math.max(1, MARGIN + (row.margin < 0 ? 2 : 0) - Math.max(0, row.margin))))
        row.words = 0
      }
      const written = `${row.blank ? ' ' : ''}${piece}`
      write(tone ? paint(tone, written) : written)
      row.words += width + (row.blank ? 1 : 0)
      row.blank = false
    }
  }

  /** Beside the words: several things of one moment stand in one row, as far as they fit. */
  function addMargin(at: number, text: string, tone: Tone): void {
    if (waiting && waiting.at === at && textWidth(waiting.text) + 3 + textWidth(text) < MARGIN) {
      waiting = { at, text: `${waiting.text} → ${text}`, tone }
      return
    }
    flush()
    if (keys?.at === at && row && row.words < 0 && row.margin + 3 + textWidth(text) < MARGIN) {
      write(paint(tone, ` → ${text}`))
      row.margin += 3 + textWidth(text)
      return
    }
    endRow()
    waiting = { at, text, tone }
  }

  function addKey(entry: KeyEntry): void {
    if (entry.why === 'tail') {
      // An end key behind an entry that was complete without it: it belongs to that entry, and means nothing by itself.
      if (keys && row && row.words < 0) {
        write(paint('advice', entry.shown))
        row.margin += textWidth(entry.shown)
      }
      return
    }
    flush()
    if (keys && row && keys.listener === entry.listener && row.words < 0) {
      write(paint('advice', entry.shown))
      row.margin += textWidth(entry.shown)
      keys.at = entry.at
    } else {
      beginRow(entry.at, `${KEY}${entry.shown}`, 'advice')
      keys = { at: entry.at, listener: entry.listener }
    }
    if (entry.use !== 'dropped') return
    addWords(options.language === 'zh' ? '（未采用）' : '(not taken)', 'faint')
    endRow()
  }

  function speakOn(now: number): void {
    if (!open) return
    const { entry, words, duration } = open
    const until = entry.until >= 0 ? Math.min(entry.until, now) : now
    const over = entry.until >= 0 && now >= entry.until
    const share = (over && !entry.cut) || duration === 0 ? 1 : (until - entry.at) / duration
    const length = Math.max(open.printed, heardLength(words, share))
    if (length > open.printed) {
      if (!row) beginRow(open.printed === 0 ? entry.at : null, '', 'faint')
      addWords(words.slice(open.printed, length))
      open.printed = length
    }
    if (!over) return
    if (entry.cut) {
      if (!row) beginRow(null, '', 'faint')
      row!.blank ||= open.printed > 0
      // What had begun can be matched by a script: its words are there to be read, behind the cut.
      addWords(CUT, 'faint')
      row!.blank = true
      addWords(firstColumns(words.slice(open.printed).trim(), MOST_UNSAID), 'faint')
    }
    endRow()
    open = null
  }

  function beginSpeech(entry: SpokenEntry): void {
    const words = entry.segment.prompt < 0 ? '' : speaker.words(entry.segment)
    if (words === '') return
    open = { entry, words, duration: speaker.duration(entry.segment), printed: 0 }
    // Beside what led to it, where that is of the same moment.
    if (keys?.at === entry.at && row && row.words < 0 && !waiting) {
      keys = null
      return
    }
    const margin = waiting?.at === entry.at ? waiting : null
    if (margin) waiting = null
    flush()
    beginRow(entry.at, margin?.text ?? '', margin?.tone ?? 'faint')
  }

  return {
    update: now => {
      for (; shown < log.entries.length; shown++) {
        const entry = log.entries[shown]!
        speakOn(entry.at)
        if (entry.kind === 'spoken') {
          beginSpeech(entry)
          continue
        }
        if (entry.kind === 'key') {
          addKey(entry)
          continue
        }
        const note = describeEntry(entry, machine, options.language)
        if (!note) continue
        if (note.text === '') {
          addMargin(entry.at, note.margin, note.tone)
          continue
        }
        flush()
        beginRow(entry.at, note.margin, note.tone)
        addWords(note.text, note.tone)
        endRow()
      }
      speakOn(now)
      if (waiting && now > waiting.at) flush()
    },
    say: (text, tone = 'faint') => {
      flush()
      endRow()
      write(`${paint(tone, text)}\n`)
    },
    close: () => {
      flush()
      endRow()
    },
  }
}
