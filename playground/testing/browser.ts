// Chromium as Debian has it, driven by Playwright: a fresh profile for each context.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { inject } from 'vitest'

export { launchBrowser } from './launch.ts'

export interface OpenPage {
  readonly page: Page
  readonly context: BrowserContext
  /** What the page has complained of: errors, refusals of its own policy, what it could not load. */
  readonly complaints: readonly string[]
}

export interface OpenPageOptions extends BrowserContextOptions {
  /** With its `#`. */
  readonly fragment?: string
  /** Another than where the tests' own server has it. */
  readonly address?: string
  /** Before the page is loaded: scripts of a test, say. */
  readonly before?: (context: BrowserContext) => Promise<unknown>
}

/** In a profile of its own. */
export async function openPage(browser: Browser, { fragment = '', address, before, ...options }: OpenPageOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  await before?.(context)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.stack ?? error.message))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('requestfailed', request => {
    // What was on its way when the page was left or loaded anew was given up by the browser itself.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`${request.url()} ${request.failure()?.errorText}`)
  })
  await page.goto(`${address ?? inject('playground')}${fragment}`)
  return { page, context, complaints }
}
