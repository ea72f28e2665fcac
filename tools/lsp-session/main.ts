// `npm run lsp-session`: records the session anew, to be run when the server answers otherwise. What has changed is read in the recording's diff.
import { writeFileSync } from 'node:fs'
import { createPlayer, type Step } from '../../lang/lsp/testing/recording.ts'
import { processTransport } from '../../lang/lsp/testing/transports.ts'
import { createEditor } from './editor.ts'
import { hour } from './hour.ts'
import { beginSession, RECORDING, sessionFiles } from './session.ts'

const files = sessionFiles()
const transport = processTransport(files)
const client = await beginSession(transport)
const steps: Step[] = []
await hour(createEditor(createPlayer(client, transport, files), step => void steps.push(step)))
await client.close()
writeFileSync(RECORDING, steps.map(step => `${JSON.stringify(step)}\n`).join(''))
const minutes = Math.round((steps.at(-1)?.at ?? 0) / 60_000)
process.stdout.write(`${steps.length} steps of ${minutes} minutes recorded\n`)
