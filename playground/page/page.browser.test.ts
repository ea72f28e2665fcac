// The page as a stranger meets it, on a desk and on a telephone.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axe } from '../testing/axe.ts'
import { launchBrowser, openPage } from '../testing/browser.ts'

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** Sums what moves without a person's doing (CLS), from the first moment on. */
const watchShifts = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const shifts: string[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number
        hadRecentInput: boolean
        sources: { node: Element | null }[]
      })[])
        if (!entry.hadRecentInput)
          shifts.push(`${entry.value} ${entry.sources.map(({ node }) => node?.className ?? node?.nodeName).join(', ')}`)
    }).observe({ type: 'layout-shift', buffered: true })
  })

async function settled(page: Page): Promise<void> {
  await page.locator('.monaco-editor .view-line').first().waitFor({ state: 'attached' })
  await page.waitForTimeout(2500)
}

it.each([
  ['a desk', DESK],
  ['a telephone', PHONE],
] as const)('on the screen of %s nothing jumps while it loads, and a call is one click away', async (_, viewport) => {
  const { page, context, complaints } = await openPage(browser, { viewport, before: watchShifts })
  await page.getByRole('button', { name: 'Call', exact: true }).first().waitFor()
  const call = page.locator('.frame-telephone').getByRole('button', { name: 'Call', exact: true })
  const box = (await call.boundingBox())!
  expect(box.y + box.height).toBeLessThan(viewport.height)
  await settled(page)
  expect(await page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts)).toEqual([])
  await call.click()
  await page
    .getByText(/welcome to/i)
    .first()
    .waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it('borders move by keys and by pointer, and stay where they were put', async () => {
  const { page, context, complaints } = await openPage(browser)
  const border = page.getByRole('separator', { name: 'Width of the files' })
  const width = async (): Promise<number> => (await page.locator('.frame-files').boundingBox())!.width
  const before = await width()
  await border.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  expect(await width()).toBe(before + 16 + 64)
  expect(await border.getAttribute('aria-valuenow')).toBe(`${before + 80}`)
  await page.keyboard.press('Home')
  expect(await width()).toBe(140)
  const { x, y, height } = (await border.boundingBox())!
  await page.mouse.move(x, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + 101, y + height / 2, { steps: 4 })
  await page.mouse.up()
  expect(await width()).toBeCloseTo(241, -1)
  await page.getByRole('button', { name: 'Put this beside the text' }).click()
  const kept = await width()
  await settled(page)
  await page.reload()
  expect(await width()).toBe(kept)
  await page.getByRole('button', { name: 'Put this under the text' }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it('on a telephone each view is a thumb away, and the files are over the text', async () => {
  const { page, context, complaints } = await openPage(browser, { viewport: PHONE })
  const views = page.getByRole('navigation', { name: 'Views' })
  for (const [name, region] of [
    ['Text', '.frame-text'],
    ['Graph', '#panel-graph'],
    ['Scripts', '#panel-scripts'],
    ['Problems', '#panel-problems'],
    ['Telephone', '.frame-telephone'],
  ] as const) {
    const button = views.getByRole('button', { name })
    const { height } = (await button.boundingBox())!
    expect(height).toBeGreaterThanOrEqual(44)
    await button.click()
    await page.locator(region).waitFor({ state: 'visible' })
    const { width } = (await page.locator(region).boundingBox())!
    expect(width).toBe(PHONE.width)
  }
  await views.getByRole('button', { name: 'Text' }).click()
  await page.getByRole('button', { name: 'Files' }).click()
  await page.getByRole('treeitem', { name: 'loss.ivr' }).click()
  await page.getByRole('textbox', { name: /^Text of loss\.ivr/ }).waitFor({ state: 'attached' })
  expect(await page.locator('.frame-files').isVisible()).toBe(false)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
  expect(complaints).toEqual([])
  await context.close()
})

it('files are made, renamed, deleted and brought back by keys alone', async () => {
  const { page, context, complaints } = await openPage(browser)
  const tree = page.getByRole('tree', { name: 'Files' })
  await tree.getByRole('treeitem', { name: 'main.ivr' }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await tree.getByRole('treeitem', { name: 'loss.dtmf' }).waitFor()
  await page.keyboard.press('ArrowLeft')
  expect(await tree.getByRole('treeitem', { name: 'loss.dtmf' }).count()).toBe(0)
  await page.getByRole('button', { name: 'New file', exact: true }).press('Enter')
  const field = page.getByRole('textbox', { name: 'Name of the new file' })
  await field.fill('../out.ivr')
  await page.keyboard.press('Enter')
  await page.getByText('A file cannot lie outside of the project.').waitFor()
  await field.fill('Main.ivr')
  await page.getByText('There is one of this name already.').waitFor()
  await field.fill('notes/new.ivr')
  await page.keyboard.press('Enter')
  const made = tree.getByRole('treeitem', { name: 'new.ivr' })
  await made.press('F2')
  await page.getByRole('textbox', { name: 'New name of notes/new.ivr' }).fill('notes/old.ivr')
  await page.keyboard.press('Enter')
  const renamed = tree.getByRole('treeitem', { name: 'old.ivr' })
  await renamed.press('Delete')
  await page.getByText('notes/old.ivr is deleted.').waitFor()
  expect(await renamed.count()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await renamed.waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it('each file that was deleted is brought back by itself, the keys stay in the tree, and another project takes none of them', async () => {
  const { page, context, complaints } = await openPage(browser)
  const row = (name: string) => page.getByRole('treeitem', { name })
  const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.closest('[role=treeitem]')?.textContent ?? null)
  await row('loss.ivr').press('Enter')
  await row('loss.ivr').press('Delete')
  await row('loss.ivr').waitFor({ state: 'detached' })
  await expect.poll(focused).toBe('main.ivr')
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'New name of main.ivr' }).press('Escape')
  await expect.poll(focused).toBe('main.ivr')
  await page.keyboard.press('ArrowUp')
  const other = (await focused())!
  await page.keyboard.press('Delete')
  await row(other).waitFor({ state: 'detached' })
  await expect.poll(focused).not.toBe(null)
  await page.locator('.notice', { hasText: 'loss.ivr is deleted.' }).getByRole('button', { name: 'Undo' }).click()
  await row('loss.ivr').waitFor()
  await page
    .locator('.notice', { hasText: `${other} is deleted.` })
    .getByRole('button', { name: 'Undo' })
    .click()
  await row(other).waitFor()
  await row('loss.ivr').press('Delete')
  await page.getByText('loss.ivr is deleted.').waitFor()
  await page.getByRole('button', { name: /^Project: / }).click()
  await page.getByRole('menuitemradio', { name: 'Orders for shares' }).click()
  await row('portfolio.ivr').waitFor()
  expect(await page.getByText('loss.ivr is deleted.').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})

it('all projects that are kept can be chosen', async () => {
  const { page, context, complaints } = await openPage(browser)
  const menu = page.getByRole('button', { name: /^Project: / })
  for (let count = 0; count < 10; count++) {
    await menu.click()
    await page.getByRole('menuitem', { name: 'An empty program' }).click()
    await page.waitForFunction(() => location.hash.startsWith('#p1='))
    await page.waitForTimeout(700)
  }
  await menu.click()
  expect(await page.getByRole('group', { name: 'Yours' }).getByRole('menuitemradio').count()).toBe(10)
  expect(complaints).toEqual([])
  await context.close()
})

it('F6 goes from pane to pane and out of the editor, Shift+F6 back', async () => {
  const { page, context, complaints } = await openPage(browser)
  await page.locator('.monaco-editor .view-line').first().waitFor()
  const paneOf = (): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.closest('.frame-pane')?.className.replace('frame-pane', '').trim())
  const went: (string | undefined)[] = []
  for (const key of ['F6', 'F6', 'F6', 'F6', 'F6', 'Shift+F6', 'Shift+F6']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(100)
    went.push((await paneOf())?.split(' ')[0])
  }
  const [files, text, dock, telephone] = ['frame-files', 'frame-text', 'frame-dock', 'frame-telephone']
  expect(went).toEqual([files, text, dock, telephone, files, telephone, dock])
  expect(complaints).toEqual([])
  await context.close()
})

it('what names a file that is renamed names it still', async () => {
  const { page, context, complaints } = await openPage(browser)
  await page.getByRole('treeitem', { name: 'loss.ivr' }).press('F2')
  await page.getByRole('textbox', { name: 'New name of loss.ivr' }).fill('cards/lost.ivr')
  await page.keyboard.press('Enter')
  await page.getByRole('treeitem', { name: 'main.ivr' }).click()
  await page.getByText('"./cards/lost.ivr"').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it.each([
  ['light', DESK, 'light'],
  ['dark', DESK, 'dark'],
  ['on a telephone', PHONE, 'light'],
] as const)('nothing is out of reach for people who see or move otherwise: %s', async (_, viewport, colorScheme) => {
  const { page, context, complaints } = await openPage(browser, { viewport, colorScheme, reducedMotion: 'reduce' })
  await settled(page)
  expect(await axe(page)).toEqual([])
  if (viewport === PHONE) {
    for (const name of ['Text', 'Graph', 'Scripts', 'Problems']) {
      await page.getByRole('navigation').getByRole('button', { name }).click()
      await page.waitForTimeout(300)
      expect(await axe(page)).toEqual([])
    }
  } else {
    await page.getByRole('button', { name: /^Project: / }).click()
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'New file', exact: true }).click()
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Scripts' }).click()
    await page
      .getByRole('treeitem', { name: /not run/ })
      .first()
      .waitFor()
    expect(await axe(page)).toEqual([])
  }
  expect(complaints).toEqual([])
  await context.close()
})

it('speaks the language of the browser, and the other one when asked', async () => {
  const { page, context, complaints } = await openPage(browser, { locale: 'zh-CN' })
  await page
    .getByRole('button', { name: '复制包含此项目的链接' })
    .or(page.getByRole('button', { name: '分享' }))
    .first()
    .waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Files' }).waitFor()
  await settled(page)
  await page.reload()
  await page.getByRole('heading', { name: 'Files' }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it('at twice the size on a desk’s screen one pane has the whole of it, and the keypad can be come to', async () => {
  const { page, context, complaints } = await openPage(browser, { viewport: { width: 720, height: 450 } })
  const bar = page.getByRole('navigation', { name: 'Views' })
  await bar.getByRole('button', { name: 'Text' }).click()
  expect((await page.locator('.frame-text').boundingBox())!.width).toBe(720)
  await bar.getByRole('button', { name: 'Telephone' }).click()
  const pound = page.getByRole('button', { name: 'pound' })
  await pound.scrollIntoViewIfNeeded()
  const box = (await pound.boundingBox())!
  expect(box.y + box.height).toBeLessThanOrEqual((await bar.boundingBox())!.y)
  expect(complaints).toEqual([])
  await context.close()
})
