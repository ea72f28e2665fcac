// A segment of the queue as it is heard: words, pauses and recordings in order.
import type { Machine, PromptPart, Hole } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import type { RecordingValue, SpeechValue, Value } from '../../../machine/values.ts'
import { maskValue } from '../../../machine/mask.ts'
import { offsetAt } from '../../core/clock.ts'
import { amountOf } from './amounts.ts'
import type { Recorded, RecordedFile } from './recorded.ts'
import { longestMatch } from './longest-match.ts'
import { readingOf } from './registry.ts'
import { estimateDuration } from './duration.ts'
import type { OffsetAt } from './value.ts'
import { readValue } from './value.ts'

/** What of a machine is needed to speak. */
export interface Speaker {
  readonly prompts: Machine['prompts']
  readonly zones: Machine['zones']
  readonly line: Pick<Machine['line'], 'zone' | 'languages'>
}

/** What of a segment is needed (`Segment` of runtime/core has it). */
export interface Spoken {
  /** Index into prompts; −1 is silence. */
  readonly prompt: number
  readonly values: readonly Value[]
  readonly language: string
  /** ms, where it is silence. */
  readonly pause?: number
}

export type RenderedPart =
  /** `private`: a private value is among them. */
  | { readonly kind: 'words'; readonly words: string; readonly private?: true }
  /** Words that are recorded: files and ms of silence, one after the other, and how long they last together. */
  | {
      readonly kind: 'recorded'
      readonly words: string
      readonly sounds: readonly (string | number)[]
      readonly ms: number
      readonly private?: true
    }
  | { readonly kind: 'pause'; readonly ms: number }
  | { readonly kind: 'recording'; readonly recording: string; readonly ms: number }

export interface RenderOptions {
  /** Private values as their mask: for logs, traces and reports. `as last4` shows no more than a mask does. */
  readonly masked?: boolean
  /** The recordings that there are; without them all is words. */
  readonly recorded?: Recorded
}

/** Parts still to be rendered, with the values of their holes. */
interface Frame {
  readonly parts: readonly PromptPart[]
  readonly holes: readonly Hole[]
  readonly values: readonly Value[]
  /** The text was a private value itself, so whatever it says is. */
  readonly private: boolean
  readonly recorded: readonly (RecordedFile | null)[] | null
  at: number
}

/** Values that speak each other are refused beyond this depth; the compiler makes none so deep. */
const DEEPEST = 64

/** Neighbouring words are one part; empty ones are none. */
export function renderPrompt(speaker: Speaker, spoken: Spoken, options: RenderOptions = {}): RenderedPart[] {
  if (spoken.prompt < 0) return spoken.pause === undefined ? [] : [{ kind: 'pause', ms: spoken.pause }]
  const parts: RenderedPart[] = []
  const frames: Frame[] = []
  const zone = offsetsOf(speaker)
  const words = (written: string, hidden = false): void => {
    const last = parts.at(-1)
    const text = last && 'words' in last && endsAlready(last.words, written) ? written.slice(1) : written
    if (text === '') return
    if (last?.kind === 'words') {
      const mark = hidden || last.private === true ? { private: true as const } : {}
      parts[parts.length - 1] = { kind: 'words', words: last.words + text, ...mark }
    } else parts.push(hidden ? { kind: 'words', words: text, private: true } : { kind: 'words', words: text })
  }
  const play = (text: string, found: readonly (RecordedFile | number)[], hidden: boolean): void => {
    const sounds = found.map(each => (typeof each === 'number' ? each : each.file))
    parts.push({
      kind: 'recorded',
      words: text,
      sounds,
      ms: found.reduce<number>((sum, each) => sum + (typeof each === 'number' ? each : each.ms), 0),
      ...(hidden ? { private: true } : {}),
    })
  }
  const open = (prompt: number, values: readonly Value[], hidden: boolean): void => {
    const found = speaker.prompts[prompt]
    if (found === undefined) throw new Error(`prompt ${prompt} does not exist`)
    // A text that is missing in a language is spoken in the line's first (semantics §7).
    const first = speaker.line.languages[0] ?? ''
    const text = longestMatch(found.texts, spoken.language) ?? longestMatch(found.texts, first) ?? []
    const recorded = options.recorded?.text(text)
    if (recorded && 'file' in recorded) play(text.map(part => (typeof part === 'string' ? part : ' ')).join(''), [recorded], hidden)
    else push(text, found.holes, values, hidden, recorded ?? null)
  }
  const push = (
    list: readonly PromptPart[],
    holes: readonly Hole[],
    values: readonly Value[],
    hidden: boolean,
    recorded: Frame['recorded'],
  ): void => {
    if (frames.length >= DEEPEST) throw new Error('a text speaks texts more than 64 deep')
    frames.push({ parts: list, holes, values, private: hidden, recorded, at: 0 })
  }
  const speak = (value: SpeechValue, hidden: boolean): void => {
    if ('recording' in value) parts.push(recordingPart(value))
    else if ('texts' in value) {
      const text = longestMatch(value.texts, spoken.language) ?? Object.values(value.texts)[0] ?? ''
      const file = options.recorded?.words(text, spoken.language)
      if (file) play(text, [file], hidden)
      else words(text, hidden)
    } else open(value.prompt, value.values, hidden)
  }
  const hole = (frame: Frame, index: number, form: string | undefined): void => {
    const type = opened(frame.holes[index]?.type)
    const value = frame.values[index] ?? null
    if (type === undefined || value === null) return
    const hidden = frame.private || hasPrivate(type)
    if (options.masked === true && hasPrivate(type) && form !== 'last4') words(maskValue(value, type))
    else if (type.kind === 'speech') speak(value as SpeechValue, hidden)
    else if (type.kind === 'recording') parts.push(recordingPart(value as RecordingValue))
    else {
      const files = options.recorded?.value(value, type, form, spoken.language, zone)
      const text = readValue(value, type, form, spoken.language, zone)
      if (files) play(text, files, hidden)
      else words(text, hidden)
    }
  }

  open(spoken.prompt, spoken.values, false)
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const part = frame.parts[frame.at]
    const recorded = frame.recorded?.[frame.at]
    frame.at += 1
    if (part === undefined) frames.pop()
    else if (typeof part === 'string') {
      if (recorded) play(part, [recorded], frame.private)
      else words(part, frame.private)
    } else if ('pause' in part) parts.push({ kind: 'pause', ms: part.pause })
    else if ('hole' in part) hole(frame, part.hole, part.form)
    else {
      const value = frame.values[part.plural] ?? null
      const type = frame.holes[part.plural]?.type
      // Which of them it is tells of the value.
      const hidden = type !== undefined && hasPrivate(type)
      if (hidden && options.masked === true) {
        words(maskValue(value, type))
        continue
      }
      const form = part.forms[pluralForm(value, type, spoken.language)] ?? part.forms['other'] ?? []
      const own = options.recorded?.text(form)
      push(form, frame.holes, frame.values, frame.private || hidden, own && !('file' in own) ? own : null)
    }
  }
  return parts
}

/** A value that ends in a full stop (“p.m.”) ends the sentence: the sentence's own is not another one. */
const endsAlready = (before: string, text: string): boolean => before.endsWith('.') && /^\.(?!\.)/.test(text)

/** The words alone, as a transcript has them; pauses and recordings leave a blank between words. */
export function renderText(speaker: Speaker, spoken: Spoken, options: RenderOptions = {}): string {
  return wordsOf(renderPrompt(speaker, spoken, options))
}

export function wordsOf(parts: readonly RenderedPart[]): string {
  return parts
    .map(part => (part.kind === 'words' || part.kind === 'recorded' ? part.words : ' '))
    .join('')
    .trim()
}

/** ms: words by estimate, pauses and recordings by their length. */
export function durationOf(parts: readonly RenderedPart[], language: string): number {
  let ms = 0
  for (const part of parts) ms += part.kind === 'words' ? estimateDuration(part.words, language) : part.ms
  return ms
}

function recordingPart(value: RecordingValue): RenderedPart {
  return { kind: 'recording', recording: value.recording, ms: value.ms }
}

/** Whether a private value is in it. As deep as the type, which the compiler bounds. */
function hasPrivate(type: Type): boolean {
  if (type.class !== undefined) return true
  if (type.kind === 'optional' || type.kind === 'list') return hasPrivate(type.of)
  return type.kind === 'record' && Object.values(type.fields).some(hasPrivate)
}

export const speaksPrivate = ({ prompts }: Pick<Machine, 'prompts'>): boolean =>
  prompts.some(({ holes }) => holes.some(({ type }) => hasPrivate(type)))

function opened(type: Type | undefined): Type | undefined {
  if (type?.kind !== 'optional') return type
  // What is private of the whole is private of the value in it.
  return type.class === undefined ? type.of : { ...type.of, class: type.class, ...(type.mask === undefined ? {} : { mask: type.mask }) }
}

/** The form that a value chooses: a plural category, a choice's value, `true` or `false`. */
function pluralForm(value: Value, type: Type | undefined, language: string): string {
  const of = opened(type)
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') return 'other'
  const decimals = of?.kind === 'number' || of?.kind === 'money' ? of.decimals : 0
  return readingOf(language).plural(amountOf(value, decimals))
}

/** The line's zone, by the table that the machine carries (semantics §7). */
function offsetsOf(speaker: Speaker): OffsetAt {
  const table = speaker.zones[speaker.line.zone] ?? []
  return at => offsetAt(table, at)
}
