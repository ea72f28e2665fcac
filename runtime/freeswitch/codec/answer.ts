// What the frames that are no events say.
import { isChannelData } from './event.ts'
import { bodyOf, type Frame } from './frames.ts'
import { readHeader } from './headers.ts'
import { toText } from './text.ts'

/** A header of a frame itself, not of the event in it. Only the reply to `connect` is encoded. */
export const frameHeader = (frame: Frame, name: string): string | undefined =>
  readHeader(frame.bytes, 0, frame.headLength, name, isChannelData(frame))

export interface Answer {
  /** Whether FreeSWITCH did not say that it failed. */
  readonly ok: boolean
  /** `+OK accepted`, `-ERR no such channel`, or the output of an API command. The line end that some have is left out. */
  readonly text: string
}

/** `-ERR no reply` is how an API command that put out nothing is told: no failure. */
export function answerOf(frame: Frame): Answer {
  const text = (frame.kind === 'reply' ? (frameHeader(frame, 'Reply-Text') ?? '') : toText(bodyOf(frame))).replace(/\n$/, '')
  if (frame.kind === 'response' && text === '-ERR no reply') return { ok: true, text: '' }
  return { ok: !/^-(?:ERR|USAGE)/.test(text), text }
}

export interface Notice {
  /** The channel is gone and the connection stays: the last events may still come. */
  readonly lingers: boolean
  /** Seconds; −1 means until the client goes. */
  readonly seconds: number | null
  readonly channel: string | null
  readonly text: string
}

/** A disconnect notice. That which says that the socket lingers is not the end, and may come before the last events. */
export function noticeOf(frame: Frame): Notice {
  const seconds = Number(frameHeader(frame, 'Linger-Time') ?? 'none')
  return {
    lingers: frameHeader(frame, 'Content-Disposition') === 'linger',
    seconds: Number.isInteger(seconds) ? seconds : null,
    channel: frameHeader(frame, 'Controlled-Session-UUID') ?? null,
    text: toText(bodyOf(frame)),
  }
}

export interface LogLine {
  /** 0 (console) to 7 (debug). */
  readonly level: number
  readonly file: string
  readonly line: number
  readonly channel: string
  readonly text: string
}

export const logLineOf = (frame: Frame): LogLine => ({
  level: Number(frameHeader(frame, 'Log-Level') ?? 7),
  file: frameHeader(frame, 'Log-File') ?? '',
  line: Number(frameHeader(frame, 'Log-Line') ?? 0),
  channel: frameHeader(frame, 'User-Data') ?? '',
  text: toText(bodyOf(frame)),
})
