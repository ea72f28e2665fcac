// WAV files (RIFF/WAVE: Microsoft and IBM, Multimedia Programming Interface 1.0, §3) as telephone recordings have them: one channel,
// 16- or 8-bit PCM, µ-law or A-law. What cannot be used is told as data; nothing here throws.
import { A_LAW, expandG711, MU_LAW } from './g711.ts'

export type WavCoding = 'pcm16' | 'pcm8' | 'mu-law' | 'a-law'

export interface WavSound {
  readonly problem?: undefined
  /** Hz, as the file says: whether it is one that the caller wants, the caller asks. */
  readonly sampleRate: number
  readonly coding: WavCoding
  /** 16-bit, one channel, never none. */
  readonly samples: Int16Array
  /** Length, ms, rounded. */
  readonly ms: number
}

export interface WavProblem {
  readonly problem: 'not a wav' | 'empty' | 'cut' | 'broken' | 'stereo' | 'unknown coding'
  /** A whole sentence about “it”. */
  readonly detail: { readonly en: string; readonly zh: string }
}

const PCM = 1
const FLOAT = 3
const A_LAW_FORMAT = 6
const MU_LAW_FORMAT = 7
const EXTENSIBLE = 0xfffe
/** Who writes into a pipe does not know the length yet: such a length means “to the end” (espeak-ng, SoX, FFmpeg). */
const ENDLESS = 0x7fff_f000
const LARGEST_RATE = 768_000

interface Format {
  readonly coding: WavCoding
  readonly sampleRate: number
  readonly bytesPerSample: number
}

export function readWav(bytes: Uint8Array): WavSound | WavProblem {
  if (bytes.length === 0) return problem('empty', 'It is an empty file.', '文件为空。')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 && 'RIFF'.startsWith(nameAt(bytes, 0))) return cut(bytes.length)
  if (nameAt(bytes, 0) !== 'RIFF' || nameAt(bytes, 8) !== 'WAVE') {
    return problem('not a wav', 'It is not a WAV file: it does not begin with RIFF and WAVE.', '不是 WAV 文件：开头没有 RIFF 和 WAVE。')
  }
  let format: Format | null = null
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = nameAt(bytes, at)
    const size = view.getUint32(at + 4, true)
    const from = at + 8
    if (name === 'fmt ') {
      if (size < 16) return problem('broken', 'Its format chunk is too short.', '格式块过短。')
      if (from + size > bytes.length) return cut(bytes.length)
      const found = readFormat(view, from, size)
      if ('problem' in found) return found
      format = found
    } else if (name === 'data') {
      if (!format) return problem('broken', 'Its sound comes before its format.', '声音数据位于格式块之前。')
      return readSound(bytes, from, size, format)
    }
    // Chunks begin on even bytes.
    at = from + size + (size & 1)
  }
  return problem(
    'cut',
    'It ends before any sound: it was cut, or its recording never finished.',
    '文件在声音数据之前结束：被截断或录音未完成。',
  )
}

function readFormat(view: DataView, from: number, size: number): Format | WavProblem {
  const tag = view.getUint16(from, true)
  const channels = view.getUint16(from + 2, true)
  const sampleRate = view.getUint32(from + 4, true)
  const bits = view.getUint16(from + 14, true)
  if (channels === 0 || sampleRate === 0 || sampleRate > LARGEST_RATE) {
    const what = `${channels} channels at ${sampleRate} Hz`
    return problem('broken', `Its format cannot be: ${what}.`, `格式不可能成立：${channels} 声道，${sampleRate} Hz。`)
  }
  if (channels > 1) {
    const en = channels === 2 ? 'It is stereo' : `It has ${channels} channels`
    return problem('stereo', `${en}; a telephone has one channel.`, `有 ${channels} 个声道；电话只有一个声道。`)
  }
  // The true tag of an extensible format is the first two bytes of its GUID.
  const coding = codingOf(tag === EXTENSIBLE && size >= 26 ? view.getUint16(from + 24, true) : tag, bits)
  if (typeof coding === 'string') return { coding, sampleRate, bytesPerSample: coding === 'pcm16' ? 2 : 1 }
  return problem(
    'unknown coding',
    `It holds ${coding.en}; 16- or 8-bit PCM, µ-law and A-law can be read.`,
    `编码为${coding.zh}；可读取 16 位或 8 位 PCM、µ-law 和 A-law。`,
  )
}

function codingOf(tag: number, bits: number): WavCoding | { readonly en: string; readonly zh: string } {
  if (tag === PCM && bits === 16) return 'pcm16'
  if (tag === PCM && bits === 8) return 'pcm8'
  if (tag === MU_LAW_FORMAT && bits === 8) return 'mu-law'
  if (tag === A_LAW_FORMAT && bits === 8) return 'a-law'
  if (tag === PCM) return { en: `${bits}-bit PCM`, zh: ` ${bits} 位 PCM` }
  if (tag === FLOAT) return { en: `${bits}-bit floating point`, zh: ` ${bits} 位浮点` }
  return { en: `coding ${tag}`, zh: ` ${tag}` }
}

function readSound(bytes: Uint8Array, from: number, size: number, { coding, sampleRate, bytesPerSample }: Format): WavSound | WavProblem {
  const there = bytes.length - from
  const endless = size >= ENDLESS
  const length = endless ? there - (there % bytesPerSample) : size
  if (length === 0) return problem('empty', 'It holds no sound.', '不含任何声音。')
  if (length > there || length % bytesPerSample !== 0) {
    const en = `It is cut: ${length} bytes of sound were meant to be there, ${there} are.`
    return problem('cut', en, `文件被截断：应有 ${length} 字节的声音，实际 ${there} 字节。`)
  }
  const sound = bytes.subarray(from, from + length)
  const samples = samplesOf(sound, coding)
  return { sampleRate, coding, samples, ms: Math.round((samples.length * 1000) / sampleRate) }
}

function samplesOf(sound: Uint8Array, coding: WavCoding): Int16Array {
  switch (coding) {
    case 'pcm16': {
      const view = new DataView(sound.buffer, sound.byteOffset, sound.byteLength)
      const samples = new Int16Array(sound.length / 2)
      for (let index = 0; index < samples.length; index++) samples[index] = view.getInt16(index * 2, true)
      return samples
    }
    case 'pcm8': {
      const samples = new Int16Array(sound.length)
      for (let index = 0; index < samples.length; index++) samples[index] = (sound[index]! - 128) << 8
      return samples
    }
    case 'mu-law':
      return expandG711(sound, MU_LAW)
    case 'a-law':
      return expandG711(sound, A_LAW)
    default:
      return assertNever(coding)
  }
}

/** One channel of 16-bit PCM. */
export function writeWav(samples: Int16Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const [header, sound] = wavPieces([samples], sampleRate)
  const bytes = new Uint8Array(header!.length + sound!.length)
  bytes.set(header!)
  bytes.set(sound!, header!.length)
  return bytes
}

/** The same of sounds in a row, as the bytes that follow each other in the file. No sample is copied: they are views of what is given. */
export function wavPieces(sounds: readonly Int16Array[], sampleRate: number): readonly Uint8Array[] {
  const size = sounds.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const header = new Uint8Array(44)
  const view = new DataView(header.buffer)
  const name = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index++) header[at + index] = text.charCodeAt(index)
  }
  name(0, 'RIFF')
  view.setUint32(4, header.length + size - 8, true)
  name(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, PCM, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  name(36, 'data')
  view.setUint32(40, size, true)
  return [header, ...sounds.map(littleEndian)]
}

/** As this processor has them, or on one of the other kind turned round. */
function littleEndian(samples: Int16Array): Uint8Array {
  if (new Uint8Array(Int16Array.of(1).buffer)[0] === 1) return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  const view = new DataView(new ArrayBuffer(samples.byteLength))
  for (let index = 0; index < samples.length; index++) view.setInt16(index * 2, samples[index]!, true)
  return new Uint8Array(view.buffer)
}

const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

const cut = (length: number): WavProblem => problem('cut', `It is cut: it ends after ${length} bytes.`, `文件被截断：仅有 ${length} 字节。`)

const problem = (kind: WavProblem['problem'], en: string, zh: string): WavProblem => ({ problem: kind, detail: { en, zh } })

function assertNever(what: never): never {
  throw new Error(`unknown coding ${String(what)}`)
}
