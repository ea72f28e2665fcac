// `npm run textmate`: writes the TextMate grammars of the extension, to be run when the token table has changed.
import { writeFileSync } from 'node:fs'
import { textMateFiles } from './grammars.ts'

for (const { path, text } of await textMateFiles()) writeFileSync(path, text)
