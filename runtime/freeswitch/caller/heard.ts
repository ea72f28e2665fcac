// What a caller hears, with the times at which it arrived: ms as of `performance.now()`.
import type { RtpPacket } from './rtp.ts'
import { fromMuLaw, loudness, shareOf, wavFile } from './sound.ts'

export interface HeardFrame {
  readonly at: number
  readonly sequence: number
  readonly timestamp: number
  readonly samples: Int16Array
  /** Root mean square, 0 to 32,767. */
  readonly loudness: number
}

/** Below this a frame is silence: comfort noise and the noise of μ-law are. */
const QUIET = 60

export interface Heard {
  readonly frames: readonly HeardFrame[]
  readonly add: (packet: RtpPacket, at: number) => void
  /** Packets that have not come, by their numbers. */
  readonly lost: () => number
  /** The first frame with sound from a time on, where there is one: at once or when it comes; null after `within` ms of waiting. */
  readonly sound: (from: number, within?: number, hertz?: number) => Promise<HeardFrame | null>
  /**
   * When the last frame of the sound arrived that is heard from a time on: `quiet` ms without any are its end. Of a tone where `hertz`
   * names one: another tone may follow at once. The time itself where nothing is heard; null where it is not over within `within` ms.
   */
  readonly silence: (
    from: number,
    options?: { readonly within?: number; readonly quiet?: number; readonly hertz?: number },
  ) => Promise<number | null>
  /** The tone of these that a time is full of; null where none is. */
  readonly toneOf: (from: number, to: number, hertz: readonly number[]) => number | null
  /** All of it from a time on in its own time, gaps as silence. */
  readonly wav: (from?: number) => Buffer
  /** Nothing comes any more: who waits gets what there is. */
  readonly end: () => void
}

export function createHeard(): Heard {
  const frames: HeardFrame[] = []
  const watching = new Set<() => void>()
  let over = false

  /** Looks again with each frame, and as time passes: silence comes without a frame. */
  const until = <T>(look: () => T | undefined, within: number): Promise<T | null> =>
    new Promise(resolve => {
      const end = performance.now() + within
      const check = (): void => {
        const late = over || performance.now() >= end
        const found = look()
        if (found === undefined && !late) return
        clearInterval(timer)
        watching.delete(check)
        resolve(found ?? null)
      }
      const timer = setInterval(check, 5)
      watching.add(check)
      check()
    })

  const sounds = (frame: HeardFrame, hertz?: number): boolean =>
    frame.loudness > QUIET && (hertz === undefined || shareOf(hertz, frame.samples) > 0.7)

  return {
    frames,
    add: (packet, at) => {
      const samples = fromMuLaw(packet.payload)
      frames.push({ at, sequence: packet.sequence, timestamp: packet.timestamp, samples, loudness: loudness(samples) })
      for (const check of watching) check()
    },
    lost: () => {
      let lost = 0
      for (let index = 1; index < frames.length; index++) {
        const step = (frames[index]!.sequence - frames[index - 1]!.sequence) & 0xffff
        if (step > 1 && step < 0x8000) lost += step - 1
      }
      return lost
    },
    sound: (from, within = 10_000, hertz) => {
      let index = frames.findIndex(frame => frame.at >= from)
      if (index === -1) index = frames.length
      return until(() => {
        for (; index < frames.length; index++) if (frames[index]!.at >= from && sounds(frames[index]!, hertz)) return frames[index]
        return undefined
      }, within)
    },
    silence: (from, { within = 10_000, quiet = 60, hertz } = {}) =>
      until(() => {
        let last = from
        for (const frame of frames) {
          if (frame.at < from || !sounds(frame, hertz)) continue
          if (frame.at - last > quiet) return last
          last = frame.at
        }
        return performance.now() - last > quiet ? last : undefined
      }, within),
    toneOf: (from, to, hertz) => {
      const samples = frames.filter(frame => frame.at >= from && frame.at < to).flatMap(frame => [...frame.samples])
      const all = Int16Array.from(samples)
      if (loudness(all) <= QUIET) return null
      return hertz.find(frequency => shareOf(frequency, all) > 0.7) ?? null
    },
    wav: (from = frames[0]?.at ?? 0) => {
      const wanted = frames.filter(frame => frame.at >= from)
      const start = wanted[0]?.at ?? 0
      const lines = new Int16Array(Math.ceil(((wanted.at(-1)?.at ?? start) - start + 40) * 8))
      // By arrival, and never before the end of the frame before: jitter does not tear holes.
      let free = 0
      for (const frame of wanted) {
        const due = Math.round((frame.at - start) * 8)
        const at = Math.abs(due - free) < 240 ? free : Math.max(due, free)
        if (at + frame.samples.length <= lines.length) lines.set(frame.samples, at)
        free = at + frame.samples.length
      }
      return wavFile(lines)
    },
    end: () => {
      over = true
      for (const check of watching) check()
    },
  }
}
