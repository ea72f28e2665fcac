// The playground's pictures: the page as users get it, in Chromium. The call's clock stands and nothing blinks, so that they are the same each time.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { build } from 'vite'
import { launchBrowser } from '../../playground/testing/launch.ts'
import { serveFolder } from '../../playground/testing/serve-folder.ts'

type Draw = (page: Page) => Promise<void>
interface Wanted {
  readonly file: string
  readonly fragment: string
  readonly context?: BrowserContextOptions
  readonly draw: Draw
}

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true }
const STILL = `*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important }
.monaco-editor .cursors-layer { display: none !important }`

/** Dials without a voice, hears the menu out, presses a key of it, and stops the clock where the next one waits or says a text. */
async function call(page: Page, keys: readonly string[], until?: string): Promise<void> {
  const pane = page.locator('.telephone-pane')
  await pane.getByRole('tab', { name: 'Next call' }).click()
  await pane.getByLabel('Voice off').check()
  await pane.getByLabel('Date and time of the call').fill('2026-11-23T10:00')
  await pane.getByRole('tab', { name: 'Transcript' }).click()
  await pane.locator('.telephone-call').click()
  await pane.locator('.telephone-hang-up').waitFor()
  await pane.getByRole('button', { name: 'Stopped' }).click()
  // What a clock has gone before it was stopped is taken back: the first step, and on from there.
  const first = pane.getByRole('slider', { name: 'Steps of the call' })
  if (await first.isEnabled()) {
    await first.focus()
    await page.keyboard.press('Home')
    const goOn = pane.getByRole('button', { name: 'Go on from here' })
    if (await goOn.isVisible()) await goOn.click()
  }
  const question = pane.getByRole('button', { name: 'On to where the caller is asked' })
  for (const key of keys) {
    await question.click()
    await page.waitForTimeout(500)
    await pane
      .getByRole('group', { name: 'Keypad' })
      .getByRole('button', { name: new RegExp(`^${key}\\b`) })
      .click()
    await page.waitForTimeout(500)
  }
  if (until === undefined) await question.click()
  else await goOnUntil(page, until)
  await page.waitForTimeout(1000)
}

/** To where the line says a text: it is heard while the clock stands. */
async function goOnUntil(page: Page, said: string): Promise<void> {
  const pane = page.locator('.telephone-pane')
  for (let step = 0; step < 30; step++) {
    if ((await pane.locator('.telephone-said').innerText()).includes(said)) return
    await pane.getByRole('button', { name: 'On to the next thing that happens' }).click()
    await page.waitForTimeout(200)
  }
  throw new Error(`the line does not say “${said}”`)
}

const graphStands = async (page: Page): Promise<void> => {
  await page.locator('.graph-world .node').first().waitFor()
  await page.waitForTimeout(1500)
}

const PICTURES: readonly Wanted[] = [
  {
    file: 'playground-editor.png',
    fragment: '#example=card-centre',
    draw: async page => {
      await page.getByRole('treeitem', { name: 'main.ivr' }).click()
      await page.getByRole('tab', { name: /^Problems/ }).click()
      const text = page.getByRole('textbox', { name: /^Text of main\.ivr/ })
      await text.focus()
      await page.keyboard.press('Control+f')
      await page.keyboard.type('-> change_password')
      await page.keyboard.press('Escape')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.type('s')
      await page.locator('.squiggly-error').first().waitFor()
      await page.waitForTimeout(800)
      await page.keyboard.press('Escape')
      await page.keyboard.press('ArrowLeft')
      await page.waitForTimeout(1000)
      await page.keyboard.press('Control+.')
      await page.waitForTimeout(1500)
    },
  },
  {
    file: 'playground.png',
    fragment: '#example=card-centre',
    draw: async page => (await graphStands(page), await call(page, ['2'], 'your account')),
  },
  {
    file: 'playground-graph.png',
    fragment: '#example=harbour-95500',
    context: { colorScheme: 'dark' },
    draw: async page => {
      await graphStands(page)
      const border = page.getByRole('separator', { name: 'Size of problems, graph and scripts' })
      await border.focus()
      for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowUp')
      await call(page, ['2', '2'])
      // So that the menu that the call comes from is whole.
      await page.locator('.graph-stage').focus()
      for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
      await page.waitForTimeout(800)
      await page.evaluate('document.activeElement.blur()')
    },
  },
  { file: 'playground-phone.png', fragment: '#example=card-centre', context: PHONE, draw: page => call(page, ['2'], 'your account') },
]

async function draw(browser: Browser, address: string, { fragment, context, draw: act }: Wanted): Promise<Buffer> {
  const own = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...context,
  })
  try {
    const page = await own.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${address}${fragment}`)
    await page.locator('.monaco-editor .view-line').first().waitFor({ state: 'attached' })
    await page.waitForTimeout(1500)
    await act(page)
    // The page's policy refuses style elements.
    await page.evaluate(`{
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(${JSON.stringify(STILL)})
      document.adoptedStyleSheets.push(sheet)
    }`)
    await page.mouse.move(0, 0)
    await page.waitForTimeout(300)
    return await page.screenshot({ animations: 'disabled', caret: 'hide' })
  } finally {
    await own.close()
  }
}

export async function drawPlayground(keep: (path: string, bytes: Buffer) => void, only?: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-pictures-'))
  await build({ root: join(import.meta.dirname, '../../playground'), logLevel: 'error', build: { outDir: folder, emptyOutDir: false } })
  const server = await serveFolder(folder)
  const browser = await launchBrowser()
  try {
    for (const wanted of PICTURES)
      if (only === undefined || wanted.file.includes(only)) keep(`docs/images/${wanted.file}`, await draw(browser, server.url, wanted))
  } finally {
    await browser.close()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
