// The extension's icon: that of the page, as PNG, since a marketplace takes no SVG.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchBrowser } from '../../playground/testing/launch.ts'
import { root } from './pictures.ts'

const SIZE = 256

export async function drawIcon(): Promise<Buffer> {
  const svg = readFileSync(join(root, 'playground/public/icon.svg'), 'utf8')
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } })
    await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${SIZE}px; height: ${SIZE}px }</style>${svg}`)
    return await page.screenshot({ omitBackground: true })
  } finally {
    await browser.close()
  }
}
