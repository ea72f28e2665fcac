// `npm run pictures`: draws the pictures of the documents anew; those of the playground where there is a browser.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumPath } from '../../playground/testing/chromium.ts'
import { drawPicture, PICTURES, root } from './pictures.ts'

const keep = (path: string, content: string | Buffer): void => {
  writeFileSync(join(root, path), content)
  process.stdout.write(`${path}\n`)
}
for (const [path, wanted] of Object.entries(PICTURES)) keep(path, await drawPicture(wanted))
if (chromiumPath() === undefined) process.stderr.write('There is no Chromium: the playground’s pictures stay as they are.\n')
// Of the page that is built: a long way for whoever draws the others alone.
else await (await import('./playground.ts')).drawPlayground(keep)
