// `npm run grammar`: writes the tables of both grammars, to be run when a grammar has changed.
import { writeFileSync } from 'node:fs'
import { tableFiles } from './tables.ts'

for (const { path, text } of await tableFiles()) writeFileSync(path, text)
