// The browser's voice: what the line says, said aloud. A segment is said by the best voice for its language, cut at once where the call
// cuts it, and left to the screen where the browser has no voice for it.

export type VoiceLike = Pick<SpeechSynthesisVoice, 'name' | 'lang' | 'localService' | 'default' | 'voiceURI'>

interface SpokenAloud {
  /** Said to its end, or given up: true where it was heard. */
  readonly done: (heard: boolean) => void
  /** So many characters of it have been begun. */
  readonly reached?: (characters: number) => void
}

export interface Voice {
  /** Begins to say it; false where no voice can. What was being said before is cut. */
  readonly say: (words: string, language: string, volume: number, told: SpokenAloud) => boolean
  readonly stop: () => void
  readonly voices: () => readonly SpeechSynthesisVoice[]
  /** A person's choice for a language; null: the best again. */
  readonly choose: (language: string, voiceURI: string | null) => void
  readonly voiceFor: (language: string) => SpeechSynthesisVoice | null
  /** Voices come late in some browsers. */
  readonly onChange: (listener: () => void) => void
}

/** ms without a sign from the browser after which a text is taken as not spoken. */
const SILENT = 2500
/** ms without a sign once it speaks: more than the slowest voice needs for the whole text. */
const LONGEST = 10_000
const LONGEST_CHARACTER = 500
/** Chrome falls silent after 15 s of one text: going on by itself is what it has to be told. */
const NUDGE = 10_000

const normal = (tag: string): string => tag.replace(/_/g, '-').toLowerCase()

/** The best voice for a language: its region before its language alone, one on this machine before one from afar. Null where none speaks it. */
export function bestVoice<V extends VoiceLike>(voices: readonly V[], language: string): V | null {
  const wanted = normal(language)
  const base = wanted.split('-')[0]!
  let best: V | null = null
  let most = 0
  for (const voice of voices) {
    const has = normal(voice.lang)
    // Cantonese is no Mandarin, whatever its tag begins with.
    const near = has === wanted ? 4 : has.split('-')[0] === base && !(base === 'zh' && /hk|yue/.test(has) && !/hk|yue/.test(wanted)) ? 2 : 0
    if (near === 0) continue
    const points = near * 4 + (voice.localService ? 2 : 0) + (voice.default ? 1 : 0)
    if (points > most) {
      best = voice
      most = points
    }
  }
  return best
}

export function createVoice(synthesis: SpeechSynthesis | null): Voice {
  const chosen = new Map<string, string>()
  let current: { readonly end: (heard: boolean) => void } | null = null

  const voices = (): readonly SpeechSynthesisVoice[] => synthesis?.getVoices() ?? []
  const voiceFor = (language: string): SpeechSynthesisVoice | null => {
    const all = voices()
    const own = chosen.get(language)
    return all.find(voice => voice.voiceURI === own) ?? bestVoice(all, language)
  }
  const stop = (): void => {
    const cut = current
    current = null
    cut?.end(false)
    synthesis?.cancel()
  }

  return {
    voices,
    voiceFor,
    choose: (language, uri) => {
      if (uri === null) chosen.delete(language)
      else chosen.set(language, uri)
    },
    onChange: listener => synthesis?.addEventListener?.('voiceschanged', listener),
    stop,
    say: (words, language, volume, told) => {
      stop()
      const voice = synthesis ? voiceFor(language) : null
      if (!synthesis || !voice || words.trim() === '') return false
      const utterance = new SpeechSynthesisUtterance(words)
      utterance.voice = voice
      utterance.lang = voice.lang
      utterance.volume = volume
      let silent = setTimeout(() => end(false), SILENT)
      const nudge = setInterval(() => synthesis.resume(), NUDGE)
      let over = false
      const own = { end: (heard: boolean) => end(heard) }
      const end = (heard: boolean): void => {
        if (over) return
        over = true
        clearTimeout(silent)
        clearInterval(nudge)
        const mine = current === own
        if (mine) current = null
        // One that was cut by us tells nobody.
        if (mine) told.done(heard)
      }
      const live = (): void => {
        clearTimeout(silent)
        // Some begin a text and are never heard of again.
        if (!over) silent = setTimeout(() => end(false), LONGEST + words.length * LONGEST_CHARACTER)
      }
      utterance.onstart = live
      utterance.onboundary = event => {
        live()
        told.reached?.(event.charIndex)
      }
      utterance.onend = () => end(true)
      utterance.onerror = () => end(false)
      current = own
      synthesis.speak(utterance)
      return true
    },
  }
}
