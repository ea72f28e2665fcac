// `npm run pictures`: draws the pictures of the documents anew.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawPicture, PICTURES, root } from './pictures.ts'

for (const [path, wanted] of Object.entries(PICTURES)) {
  writeFileSync(join(root, path), await drawPicture(wanted))
  process.stdout.write(`${path}\n`)
}
