// What a call looks like in a terminal: the time, beside it keys, places and milestones, and the words as they are heard. Lines are only ever
// added, so that it reads the same in a terminal, in a file and in a report.
import { characterWidth, textWidth } from '../../lang/diagnostics/render/width.ts'
import type { Paint, Tone } from '../../lang/diagnostics/render/style.ts'
import type { Machine } from '../../machine/format.ts'
import type { CallLog, SpokenEntry } from '../../runtime/dtmf/call-log.ts'
import type { Speaker } from '../../runtime/dtmf/speaker.ts'
import { describeEntry } from './describe.ts'

export interface ScreenOptions {
  readonly machine: Machine
  readonly log: CallLog
  readonly speaker: Speaker
  readonly write: (text: string) => void
  readonly paint: Paint
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
const MARGIN = 20

/** `1:02.4` */
export function shownTime(ms: number): string {
  const tenths = Math.floor(ms / 100)
  const seconds = Math.floor(tenths / 10)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${tenths % 10}`
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - textWidth(text)))

/** How many characters of the words have been heard: whole words, where words are parted by blanks. */
function heardLength(words: string, share: number): number {
  if (share >= 1) return words.length
  let length = Math.floor(words.length * Math.max(0, share))
  while (length > 0 && length < words.length && /[\p{L}\p{N}]/u.test(words.charAt(length)) && /[a-z0-9]/i.test(words.charAt(length - 1)))
    length--
  if (/[\udc00-\udfff]/.test(words.charAt(length))) length--
  return length
}

export function createScreen(options: ScreenOptions): Screen {
  const { machine, log, speaker, write, paint } = options
  let shown = 0
  let open: { readonly entry: SpokenEntry; readonly words: string; readonly duration: number; printed: number } | null = null
  /** Columns of words in the row that is open; −1 = none is. */
  let column = -1
  let waiting: { readonly at: number; readonly margin: string; readonly tone: Tone } | null = null

  const room = (): number => Math.max(20, options.width() - TIME - MARGIN - 2)
  const indent = ' '.repeat(TIME + MARGIN + 2)

  function beginRow(at: number | null, margin: string, tone: Tone): void {
    endRow()
    const time = at === null ? ' '.repeat(TIME) : paint('faint', shownTime(at).padStart(TIME))
    write(`${time}  ${paint(tone, padded(margin, MARGIN))}`)
    column = 0
  }
  function endRow(): void {
    if (column < 0) return
    write('\n')
    column = -1
  }
  function flush(): void {
    if (!waiting) return
    const { at, margin, tone } = waiting
    waiting = null
    beginRow(at, margin, tone)
    endRow()
  }

  /** Adds words to the open row and goes on in the next where they do not fit. */
  function addWords(text: string, tone?: Tone): void {
    for (const piece of text.match(/[!-~]+ ?|\s|[^!-~\s]/gu) ?? []) {
      const width = textWidth(piece.trimEnd())
      if (column > 0 && column + width > room()) {
        write(`\n${indent}`)
        column = 0
      }
      if (column === 0 && piece.trim() === '') continue
      const clean = piece.replace(/\s/g, ' ')
      write(tone ? paint(tone, clean) : clean)
      for (const character of clean) column += characterWidth(character)
    }
  }

  function speakOn(now: number): void {
    if (!open) return
    const { entry, words, duration } = open
    const until = entry.until >= 0 ? Math.min(entry.until, now) : now
    const over = entry.until >= 0 && now >= entry.until
    const share = over && !entry.cut ? 1 : duration === 0 ? 1 : (until - entry.at) / duration
    const length = Math.max(open.printed, heardLength(words, share))
    if (length > open.printed) {
      if (column < 0) beginRow(null, '', 'faint')
      addWords(words.slice(open.printed, length))
      open.printed = length
    }
    if (!over) return
    if (entry.cut) {
      if (column < 0) beginRow(null, '', 'faint')
      addWords(' —', 'faint')
    }
    endRow()
    open = null
  }

  function beginSpeech(entry: SpokenEntry): void {
    const words = entry.segment.prompt < 0 ? '' : speaker.shown(entry.segment)
    if (words === '') return
    const margin = waiting?.at === entry.at ? waiting : null
    if (margin) waiting = null
    flush()
    beginRow(entry.at, margin?.margin ?? '', margin?.tone ?? 'faint')
    open = { entry, words, duration: speaker.duration(entry.segment), printed: 0 }
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
        const note = describeEntry(entry, machine)
        if (!note) continue
        flush()
        if (note.text === '') {
          waiting = { at: entry.at, margin: note.margin, tone: note.tone }
          continue
        }
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
