// The voices of a desktop: macOS `say` and Windows' System.Speech. Both are started directly, with the text on their standard input.
//
// npm's `say` is not used: on Linux it builds Scheme from the text, so that a quote ends the text and begins a program, it ends the process
// where festival is missing, and it gives no sound back there. A Linux desktop has espeak-ng, which is an engine of its own.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChild } from './child.ts'
import { LONGEST_TEXT, plainSpeech, speechProblem, type SpeechEngine, type SpeechRequest, type Spoken } from './engine.ts'
import { soundOf } from './sound.ts'

export interface SayOptions {
  readonly platform?: NodeJS.Platform
  readonly command?: string
  /** The system's own for the language where not said. */
  readonly voice?: string
  /** ms */
  readonly timeout?: number
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Always the same, whatever is said: file, culture and text come in line by line, and nothing of them is evaluated. */
const POWERSHELL = `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Speech
$in = New-Object System.IO.StreamReader([Console]::OpenStandardInput(), [System.Text.Encoding]::UTF8)
$file = $in.ReadLine()
$culture = New-Object System.Globalization.CultureInfo($in.ReadLine())
$rate = [int]$in.ReadLine()
$text = $in.ReadToEnd()
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
$voice.SelectVoiceByHints([System.Speech.Synthesis.VoiceGender]::NotSet, [System.Speech.Synthesis.VoiceAge]::NotSet, 0, $culture)
$format = New-Object System.Speech.AudioFormat.SpeechAudioFormatInfo($rate, [System.Speech.AudioFormat.AudioBitsPerSample]::Sixteen, [System.Speech.AudioFormat.AudioChannel]::Mono)
$voice.SetOutputToWaveFile($file, $format)
$voice.Speak($text)
$voice.Dispose()
`

/** Voices that macOS has brought along for long. */
const MAC_VOICES: readonly (readonly [RegExp, string])[] = [
  [/^zh-(?:hk|mo)\b|^yue\b/i, 'Sinji'],
  [/^zh-tw\b/i, 'Meijia'],
  [/^(?:zh|cmn)\b/i, 'Tingting'],
  [/^en-(?:gb|ie|hk|sg|in)\b/i, 'Daniel'],
  [/^en\b/i, 'Samantha'],
]

export function createSay(options: SayOptions = {}): SpeechEngine {
  const { platform = process.platform, timeout = 20_000 } = options
  const given = { timeout, ...(options.env ? { env: options.env } : {}) }
  const name = 'say'
  const speak = async (text: string, request: SpeechRequest, file: string): Promise<Spoken> => {
    const common = { ...given, private: request.private === true, ...(request.signal ? { signal: request.signal } : {}) }
    if (platform === 'win32') {
      const command = options.command ?? 'powershell.exe'
      const encoded = Buffer.from(POWERSHELL, 'utf16le').toString('base64')
      const args = ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded]
      const input = `${file}\n${request.language.replace(/[^\w-]/g, '')}\n${request.sampleRate}\n${text}`
      const run = await runChild({ ...common, command, args, input })
      return run.problem ? { problem: run.problem } : fileSound(name, file, request)
    }
    const command = options.command ?? 'say'
    const voice = options.voice ?? MAC_VOICES.find(([tag]) => tag.test(request.language))?.[1]
    if (voice === undefined)
      return speechProblem('language', `say has no voice for ${request.language}.`, `say 没有 ${request.language} 的语音。`)
    const args = ['-v', voice, '-o', file, '--file-format=WAVE', `--data-format=LEI16@${request.sampleRate}`, '-f', '-']
    const run = await runChild({ ...common, command, args, input: text })
    return run.problem ? { problem: run.problem } : fileSound(name, file, request)
  }
  return {
    name,
    voice: `${platform} ${options.voice ?? 'system'}`,
    speak: async (text, request) => {
      if (platform !== 'darwin' && platform !== 'win32' && options.command === undefined) {
        return speechProblem('not installed', 'This system has no “say”; espeak-ng speaks here.', '此系统没有 say；请使用 espeak-ng。')
      }
      // macOS takes `[[…]]` for commands to the voice.
      const words = plainSpeech(text.replace(/[[\]]/g, ' '))
      if (!/[\p{L}\p{N}]/u.test(words)) return speechProblem('nothing', 'There is nothing to say in it.', '没有可播报的内容。')
      if (words.length > LONGEST_TEXT) return speechProblem('failed', 'The text is too long.', '文本过长。')
      // Its own folder, which nobody else may look into: what is said may be private.
      const folder = await mkdtemp(join(tmpdir(), 'callwright-say-'))
      try {
        return await speak(words, request, join(folder, 'speech.wav'))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

async function fileSound(name: string, file: string, request: SpeechRequest): Promise<Spoken> {
  try {
    return soundOf(name, new Uint8Array(await readFile(file)), request)
  } catch {
    return speechProblem('nothing', `${name} wrote no sound.`, `${name} 没有写出声音。`)
  }
}
