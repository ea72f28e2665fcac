// A caller's voice while `record` runs: when the recording ends, and how long it is.

export interface RunningRecording {
  readonly task: number
  /** ms since 1970: behind the tone. */
  readonly from: number
  /** ms since 1970 */
  readonly upTo: number
  /** ms of silence that end it; Infinity where none does. */
  readonly endSilence: number
  /** ms since 1970: the caller's last word; `from` before the first. */
  voiceUntil: number
  spoke: boolean
  stopped: boolean
}

/** How long the tone before a recording lasts, ms. */
export const TONE = 500

export function beginRecording(task: number, upTo: number, tone: boolean, endSilence: number | null, now: number): RunningRecording {
  const from = now + (tone ? TONE : 0)
  return { task, from, upTo: from + upTo, endSilence: endSilence ?? Infinity, voiceUntil: from, spoke: false, stopped: false }
}

/** ms since 1970 */
export const endOfRecording = (recording: RunningRecording, now: number): number =>
  recording.stopped ? now : Math.min(recording.upTo, recording.voiceUntil + recording.endSilence)

export function speakInto(recording: RunningRecording, ms: number, now: number): void {
  recording.spoke = true
  recording.voiceUntil = Math.max(recording.from, now) + ms
}

/** ms from the tone to the end; null where not a word was said. */
export const lengthOfRecording = (recording: RunningRecording, now: number): number | null =>
  recording.spoke ? Math.max(0, Math.min(now, recording.upTo) - recording.from) : null
