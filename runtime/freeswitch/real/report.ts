// What the tests on a real switch found out beside whether they pass: parts that they hand in, put together as freeswitch-report.json
// when all are done.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freeswitchBinary, freeswitchVersion } from './binary.ts'

const PARTS = 'CALLWRIGHT_REPORT_PARTS'
const REPORT = 'freeswitch-report.json'

/** A part of the report; one of the same name takes its place. */
export function report(name: string, part: unknown): void {
  const folder = process.env[PARTS]
  if (folder !== undefined) writeFileSync(join(folder, `${encodeURIComponent(name)}.json`), JSON.stringify(part))
}

/** Of the run as a whole. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-report-'))
  process.env[PARTS] = folder
  const binary = freeswitchBinary()
  return () => {
    const parts = readdirSync(folder)
      .toSorted()
      .map(
        file => [decodeURIComponent(file.replace(/\.json$/, '')), JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown] as const,
      )
    rmSync(folder, { recursive: true })
    if (binary === null || parts.length === 0) return
    const whole = { freeswitch: freeswitchVersion(binary), at: new Date().toISOString(), ...Object.fromEntries(parts) }
    writeFileSync(REPORT, `${JSON.stringify(whole, null, 2)}\n`)
    process.stdout.write(`${REPORT}: ${parts.map(([name]) => name).join(', ')}\n`)
  }
}
