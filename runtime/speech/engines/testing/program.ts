// Programs that stand in for an engine: scripts of Node that write down what they were given.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-speech-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface StandIn {
  readonly command: string
  /** What each start of it was given. */
  readonly runs: () => readonly { readonly args: readonly string[]; readonly input: string }[]
}

/** `body`: what it does when all is read; `input`, `args` and `fs` are there. */
export function standIn(body: string): StandIn {
  const folder = temporaryFolder()
  const command = join(folder, 'engine')
  const notes = join(folder, 'notes')
  writeFileSync(
    command,
    `#!${process.execPath}
const fs = require('node:fs')
const args = process.argv.slice(2)
const input = fs.readFileSync(0, 'utf8')
fs.appendFileSync(${JSON.stringify(notes)}, JSON.stringify({ args, input }) + '\\n')
${body}
`,
  )
  chmodSync(command, 0o755)
  return {
    command,
    runs: () =>
      existsSync(notes)
        ? readFileSync(notes, 'utf8')
            .trimEnd()
            .split('\n')
            .map(line => JSON.parse(line) as ReturnType<StandIn['runs']>[number])
        : [],
  }
}
