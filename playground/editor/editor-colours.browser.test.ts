import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testing/browser.ts'
import { TOKEN_COLOURS, uncoloured } from './monaco/colours.ts'
import { BANK, ENDS, openEditor } from './testing/open.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('every token has a colour', () => {
  expect(uncoloured()).toEqual([])
})

/** WCAG 2.2, 1.4.3. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const luminance = (colour: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = colour.map(part =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

it.each(['light', 'dark'] as const)(
  'every colour of the text can be read on every ground that it may have, in the %s theme',
  async theme => {
    const { page, context, complaints } = await openEditor(browser, { 'main.ivr': BANK, 'ends.ivr': ENDS }, { colorScheme: theme })
    const properties = [...new Set(TOKEN_COLOURS.map(([, property]) => property))]
    const grounds = ['--paper', '--lit', '--editor-selection', '--hover', '--editor-line']
    const seen = await page.evaluate(
      names =>
        names.map(name => {
          const canvas = document.createElement('canvas')
          const pen = canvas.getContext('2d')!
          pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
          pen.fillRect(0, 0, 1, 1)
          return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
        }),
      [...properties, ...grounds],
    )
    const colour = new Map([...properties, ...grounds].map((name, at) => [name, seen[at]!]))
    for (const ground of grounds)
      for (const property of properties)
        expect(contrast(colour.get(property)!, colour.get(ground)!), `${property} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    // What is shown is what is meant: the paper under the text, and a word on it.
    const shown = await page
      .locator('.view-line', { hasText: 'menu main' })
      .first()
      .evaluate(line => {
        const word = [...line.querySelectorAll('span')].find(span => span.textContent === 'menu')!
        return { word: getComputedStyle(word).color, paper: getComputedStyle(line.closest('.monaco-editor')!).backgroundColor }
      })
    const rgb = (property: string): string => `rgb(${colour.get(property)!.join(', ')})`
    expect(shown).toEqual({ word: rgb('--editor-declare'), paper: rgb('--paper') })
    expect(complaints).toEqual([])
    await context.close()
  },
)
