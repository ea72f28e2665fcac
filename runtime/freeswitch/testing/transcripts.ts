// What a FreeSWITCH 1.10.12 and its client really sent: `NN-name`, a file a direction (s2c: from the switch).
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const FOLDER = join(import.meta.dirname, '../fixtures/transcripts')

export const transcriptNames: readonly string[] = readdirSync(FOLDER)
  .filter(file => file.endsWith('.s2c.bin.gz'))
  .map(file => file.replace('.s2c.bin.gz', ''))

export const readTranscript = (name: string, direction: 's2c' | 'c2s'): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(join(FOLDER, `${name}.${direction}.bin.gz`))))
