// What was spoken once need not be spoken again: sounds by the hash of all that they depend on, as files of one folder. Private texts
// never come near it: neither is their sound kept, nor is it looked for, for a name that is there tells that the text was.
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../../machine/canonical.ts'
import { sha256Hex } from '../../../machine/hash.ts'
import { readWav, writeWav } from '../wav.ts'
import type { SpeechEngine, SpeechRequest } from './engine.ts'

/** Raised where the same engine is asked in another way, or its sound treated in another. */
const EDITION = 1

export function cacheKey(engine: Pick<SpeechEngine, 'name' | 'voice'>, text: string, { language, sampleRate }: SpeechRequest): string {
  return sha256Hex(canonicalJson({ edition: EDITION, engine: engine.name, voice: engine.voice, language, sampleRate, text }))
}

/** The engine, asked only for what the folder does not have. A folder that cannot be used is as good as an empty one. */
export function cached(engine: SpeechEngine, folder: string): SpeechEngine {
  return {
    name: engine.name,
    voice: engine.voice,
    speak: async (text, request) => {
      if (request.private === true) return engine.speak(text, request)
      const path = join(folder, `${cacheKey(engine, text, request)}.wav`)
      const kept = await readKept(path)
      if (kept && kept.sampleRate === request.sampleRate) return kept
      const spoken = await engine.speak(text, request)
      if (!spoken.problem) await keep(folder, path, writeWav(spoken.samples, spoken.sampleRate))
      return spoken
    },
  }
}

async function readKept(path: string): Promise<{ readonly samples: Int16Array; readonly sampleRate: number } | null> {
  try {
    const wav = readWav(new Uint8Array(await readFile(path)))
    // A file that was cut or changed is spoken anew.
    return wav.problem === undefined ? { samples: wav.samples, sampleRate: wav.sampleRate } : null
  } catch {
    return null
  }
}

/** Written beside and moved, so that whoever reads meanwhile finds the whole or nothing. */
async function keep(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}`
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(beside, bytes)
    await rename(beside, path)
  } catch {
    await rm(beside, { force: true }).catch(() => {})
  }
}
