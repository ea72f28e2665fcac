import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { median } from './measure.ts'

const root = join(import.meta.dirname, '..')
const SCRIPTS = 5000

/** A process of `callwright test` over harbour's scripts, copied until there are 5,000 and more; its time for 5,000 of them. */
const coldSeconds = (): { seconds: number; scripts: number } => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-scripts-'))
  try {
    const harbour = join(folder, 'harbour')
    cpSync(join(root, 'examples/harbour-95500'), harbour, { recursive: true, filter: path => !path.endsWith('.ts') })
    // A script's `use` stands two folders down at most: a copy lies where the first one does.
    for (let copy = 2; copy <= 4; copy++) cpSync(join(harbour, 'scripts'), join(harbour, `scripts${copy}`), { recursive: true })
    const times: number[] = []
    let scripts = 0
    for (let run = 0; run < 5; run++) {
      const from = performance.now()
      const { status, stdout } = spawnSync(process.execPath, [join(root, 'cli/callwright.mjs'), 'test', harbour, '--json'], {
        cwd: folder,
        maxBuffer: 256 * 1024 * 1024,
      })
      times.push((performance.now() - from) / 1000)
      if (status !== 0) throw new Error(`harbour's scripts fail: ${String(stdout).slice(-400)}`)
      scripts = (JSON.parse(String(stdout)) as { passed: number }).passed
    }
    return { seconds: (median(times) * SCRIPTS) / scripts, scripts }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export default (): Figure[] => {
  const { seconds, scripts } = coldSeconds()
  return [
    {
      what: '5,000 scripts of harbour, cold process',
      value: seconds,
      unit: 's',
      wanted: { atMost: 5 },
      note: `whole calls of a bank, both languages; measured on ${scripts}`,
    },
  ]
}
