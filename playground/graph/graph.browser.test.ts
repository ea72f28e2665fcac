import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Files } from '../project/project.ts'
import { writeLink } from '../share/link.ts'
import { CORNER_BANK } from '../testing/corner-bank.ts'
import { launchBrowser, openPage, type OpenPage } from '../testing/browser.ts'
import { frameTimes } from './testing/frames.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** A cold page on a busy machine: the editor, the compiler and the layout come for the first time. */
const COLD = 60_000

async function openGraph(fragment: string): Promise<OpenPage> {
  const opened = await openPage(browser, { fragment })
  await opened.page.getByRole('tab', { name: 'Graph' }).click()
  await opened.page.locator('.graph-world .node').first().waitFor({ timeout: COLD })
  return opened
}
const openFiles = async (files: Files): Promise<OpenPage> =>
  openGraph(`#${await writeLink({ files, entry: 'main.ivr', current: 'main.ivr' }, null)}`)

const node = (page: Page, place: string) => page.getByRole('button', { name: new RegExp(`^${place}; (?:.*; )?(?:menu|flow|part)(?:;|$)`) })
const isWhereItShows = (page: Page, place: string): Promise<boolean> =>
  node(page, place).evaluate(element => {
    const [own, stage] = [element.getBoundingClientRect(), element.closest('.graph-stage')!.getBoundingClientRect()]
    return own.left >= stage.left && own.right <= stage.right && own.top >= stage.top && own.bottom <= stage.bottom
  })

it('a place that is found is brought into sight, and pressed shows where it is written', async () => {
  const { page, context, complaints } = await openGraph('#example=card-centre')
  const find = page.getByRole('combobox', { name: 'Find a place or a key' })
  await find.fill('stolen')
  expect(await page.getByRole('option').first().innerText()).toContain('stolen')
  await find.fill('change pass')
  await find.press('Enter')
  await expect.poll(() => isWhereItShows(page, 'change_password'), { timeout: 10_000 }).toBe(true)
  await page.keyboard.press('Enter')
  await page.locator('.view-line', { hasText: 'flow change_password' }).waitFor({ timeout: 20_000 })
  // Along a way and back again, by keys alone.
  await find.fill('main')
  await find.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^main; .*; menu/)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).not.toMatch(/^main; .*; menu/)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^main; .*; menu/)
  // A row shows its own line, not that of its place.
  await expect.poll(() => isWhereItShows(page, 'main'), { timeout: 10_000 }).toBe(true)
  await page.waitForTimeout(400)
  await page.getByText('2 activating a new card', { exact: true }).click()
  await page.locator('.view-line', { hasText: 'activate' }).first().waitFor({ timeout: 20_000 })
  expect(complaints).toEqual([])
  await context.close()
})

it('the way of a call is drawn while it goes, and unwound with it', async () => {
  const { page, context, complaints } = await openGraph('#example=card-centre')
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  const here = page.locator('.graph-overlay .here')
  await expect.poll(() => here.getAttribute('data-place'), { timeout: COLD }).toBe('welcome')
  // What must be heard is heard: the key waits for its menu.
  await page.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: /^2\b/ }).click()
  await expect.poll(() => here.getAttribute('data-place'), { timeout: 20_000 }).toBe('main')
  expect(await page.locator('.graph-world .went').count()).toBe(2)
  expect(await page.locator('.graph-overlay .visited').count()).toBeGreaterThanOrEqual(2)
  await page.getByRole('slider', { name: 'Steps of the call' }).focus()
  await page.keyboard.press('Home')
  await expect.poll(() => page.locator('.graph-world .went').count()).toBeLessThan(2)
  expect(complaints).toEqual([])
  await context.close()
})

it('who comes back to the graph finds it as it was left, and the call in sight', async () => {
  const { page, context, complaints } = await openGraph('#example=harbour-95500')
  const find = page.getByRole('combobox', { name: 'Find a place or a key' })
  await find.fill('funds')
  await find.press('Enter')
  await expect.poll(() => isWhereItShows(page, 'funds'), { timeout: 10_000 }).toBe(true)
  // It has come to rest.
  await page.locator('.graph-world:not(.moving)').waitFor({ state: 'attached' })
  const world = page.locator('.graph-world')
  const left = await world.getAttribute('style')
  const tab = (name: string) => page.getByRole('tab', { name }).click()
  await tab('Scripts')
  await tab('Graph')
  await expect.poll(() => world.getAttribute('style')).toBe(left)
  // A call that goes on meanwhile is followed.
  await tab('Scripts')
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  await page.locator('.telephone-row[data-who=place]', { hasText: 'welcome' }).waitFor({ timeout: COLD })
  await tab('Graph')
  await expect.poll(() => isWhereItShows(page, 'welcome'), { timeout: 10_000 }).toBe(true)
  expect(complaints).toEqual([])
  await context.close()
})

it('a call that comes back from a part is where it came back to', async () => {
  const text = CORNER_BANK.replace(
    'flow hours_told {\n  say "We are open from nine to five."\n  -> goodbye\n}',
    'flow hours_told {\n  do told\n  menu { press 1 for "the end" -> goodbye }\n}\n\nflow told { say "We are open from nine to five." }',
  )
  const { page, context, complaints } = await openFiles({ 'main.ivr': text })
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  const here = page.locator('.graph-overlay .here')
  await expect.poll(() => here.getAttribute('data-place'), { timeout: COLD }).toBe('main')
  await page.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: /^1\b/ }).click()
  await page.locator('.graph-overlay .visited[data-place=told]').waitFor({ timeout: 20_000, state: 'attached' })
  await expect.poll(() => here.getAttribute('data-place'), { timeout: 20_000 }).toBe('hours_told')
  expect(complaints).toEqual([])
  await context.close()
})

const SCRIPT = `use "./main.ivr"

script "a caller ends the call" {
  press 0
  hear "Good-bye"
}
`

it('what no script goes through is marked, and the scripts are run for it; near a place the rest is left out', async () => {
  const { page, context, complaints } = await openFiles({ 'main.ivr': CORNER_BANK, 'first.dtmf': SCRIPT })
  const marks = page.getByRole('button', { name: 'Not covered' })
  // Nobody has to know that scripts are run elsewhere.
  await marks.click()
  await page.locator('.graph-covered', { hasText: /% covered$/ }).waitFor({ timeout: COLD })
  await expect.poll(() => page.locator('.graph-world .node.gap .name').allTextContents()).toEqual(['hours_told'])
  expect(await page.locator('.graph-world text.gap').allTextContents()).toContain('1 opening hours')
  await node(page, 'hours_told').click()
  await page.getByRole('button', { name: 'Only what is near' }).click()
  await expect.poll(() => page.locator('.graph-world .node .name').allTextContents()).toEqual(expect.not.arrayContaining(['Corner Bank']))
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect.poll(() => page.locator('.graph-world .node').count()).toBe(4)
  await page.getByRole('button', { name: 'List', exact: true }).click()
  const row = page.getByRole('row', { name: /^hours_told/ })
  await expect.poll(() => row.innerText()).toContain('dial 95500, 1')
  expect(await row.innerText()).toContain('no')
  expect(complaints).toEqual([])
  await context.close()
})

it('while the text does not compile the last picture stays, and says so', async () => {
  const { page, context, complaints } = await openFiles({ 'main.ivr': CORNER_BANK })
  await page.locator('.view-line', { hasText: 'line corner' }).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('qwertz')
  await page.getByText('Of the last version that compiles').waitFor({ timeout: COLD })
  expect(await page.locator('.graph-world .node').count()).toBe(4)
  // The file says no more that it has a line, and is no program of any kind.
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('q')
  await page.waitForTimeout(1500)
  expect(await page.locator('.graph-world .node').count()).toBe(4)
  expect(complaints).toEqual([])
  await context.close()
})

it('labels and texts that would be markup are text', async () => {
  const attack = `<img src=x onerror=window.hit=1></text><script>window.hit=1</script>`
  const written = CORNER_BANK.replaceAll('opening hours', attack).replace('Corner Bank" {', `${attack}" {`).replace('We are open', attack)
  const { page, context, complaints } = await openFiles({ 'main.ivr': written })
  const label = page.locator('.graph-world .r-key', { hasText: '<img src=x' })
  expect(await label.first().textContent()).toMatch(/^1 <img src=x/)
  expect(await page.locator('.graph-world .line .name').textContent()).toBe(attack)
  await node(page, 'hours_told').hover()
  await page.locator('.graph-card', { hasText: '<script>' }).waitFor({ timeout: 10_000 })
  expect(await page.locator('.graph img, .graph script').count()).toBe(0)
  expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false)
  expect(complaints).toEqual([])
  await context.close()
})

it('217 places are moved and made larger smoothly', async () => {
  const { page, context, complaints } = await openGraph('#example=harbour-95500')
  await expect.poll(() => page.locator('.graph-world .node').count(), { timeout: COLD }).toBeGreaterThan(217)
  await page.waitForTimeout(1500)
  const { x, y, width, height } = (await page.locator('.graph-stage').boundingBox())!
  const [middleX, middleY] = [x + width / 2, y + height / 2]
  await page.mouse.move(middleX, middleY)
  const dragged = await frameTimes(page, async () => {
    await page.mouse.down()
    for (let step = 0; step < 90; step++) await page.mouse.move(middleX + Math.sin(step / 8) * 200, middleY - step * 2)
    await page.mouse.up()
  })
  const zoomed = await frameTimes(page, async () => {
    for (let step = 0; step < 60; step++) {
      await page.mouse.wheel(0, step < 30 ? 60 : -60)
      await page.waitForTimeout(8)
    }
  })
  console.log(`harbour's graph: a frame takes ${dragged.p95.toFixed(1)} ms dragged, ${zoomed.p95.toFixed(1)} ms zoomed (p95)`)
  // Half of all frames keep up with the screen whatever else the machine does; few are late.
  expect(dragged.median).toBeLessThan(20)
  expect(zoomed.median).toBeLessThan(20)
  expect(dragged.p95).toBeLessThan(100)
  expect(zoomed.p95).toBeLessThan(100)
  expect(complaints).toEqual([])
  await context.close()
})

it('another project is looked at from its beginning, wherever the one before was moved', async () => {
  const { page, context, complaints } = await openGraph('#example=harbour-95500')
  const find = page.getByRole('combobox', { name: 'Find a place or a key' })
  await find.fill('funds')
  await find.press('Enter')
  await page.waitForTimeout(600)
  await page.locator('.project-menu button, header button', { hasText: 'Retail bank' }).first().click()
  await page.getByRole('menuitem', { name: 'An empty program' }).click()
  await expect.poll(() => node(page, 'welcome').count(), { timeout: COLD }).toBe(1)
  await expect.poll(() => isWhereItShows(page, 'welcome'), { timeout: 10_000 }).toBe(true)
  expect(complaints).toEqual([])
  await context.close()
})
