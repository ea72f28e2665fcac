// `npm run pictures`: draws the pictures of the documents anew; those of the playground where there is a browser, and on it a font with Chinese letters
// (Debian: fonts-noto-cjk), or boxes stand in their places.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumPath } from '../../playground/testing/chromium.ts'
import { drawIcon } from './icon.ts'
import { drawPicture, PICTURES, root } from './pictures.ts'

const keep = (path: string, content: string | Buffer): void => {
  writeFileSync(join(root, path), content)
  process.stdout.write(`${path}\n`)
}
for (const [path, wanted] of Object.entries(PICTURES)) keep(path, await drawPicture(wanted))
if (chromiumPath() === undefined) process.stderr.write('There is no Chromium: the icon and the playground’s pictures stay as they are.\n')
else {
  keep('editors/vscode/images/icon.png', await drawIcon())
  // Of the page that is built: a long way for whoever draws the others alone.
  await (await import('./playground.ts')).drawPlayground(keep)
}
