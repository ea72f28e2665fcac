// How much a browser fetches, gzipped as a web server does it.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { exampleFolders } from '../project/examples-plugin.ts'
import { launchBrowser, openPage } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const ASSETS = join(inject('playgroundFolder'), 'assets')
const kilobytes = (names: readonly string[]): number =>
  Math.round(names.reduce((sum, name) => sum + gzipSync(readFileSync(join(ASSETS, name)), { level: 9 }).length, 0) / 1000)

type Of = 'Monaco' | 'examples' | 'ours'
const EXAMPLES = Object.keys(exampleFolders())
const ofWhom = (name: string): Of => {
  const part = name.replace(/-[\w-]{8}\.js$/, '')
  // Its own words in Chinese are Monaco's, too.
  if (part === 'monaco' || part === 'editor.worker' || part === 'zh-cn') return 'Monaco'
  return EXAMPLES.includes(part) ? 'examples' : 'ours'
}
const table = (names: readonly string[]): Readonly<Record<Of, number>> => {
  const of = (whom: Of): number => kilobytes(names.filter(name => ofWhom(name) === whom))
  return { ours: of('ours'), examples: of('examples'), Monaco: of('Monaco') }
}

it('our script is small beside what it stands on', async () => {
  const asked = new Set<string>()
  const all = readdirSync(ASSETS).filter(name => name.endsWith('.js'))
  const { page, context } = await openPage(browser, {
    serviceWorkers: 'block',
    before: async fresh => void fresh.on('request', request => asked.add(basename(new URL(request.url()).pathname))),
  })
  await page.locator('.graph svg').first().waitFor()
  await page.waitForTimeout(1000)
  await context.close()
  const first = all.filter(name => asked.has(name))
  const parts = all.filter(name => ofWhom(name) === 'ours').map(name => [name, kilobytes([name])] as const)
  const told = [
    `all in all, KB gzipped: ${JSON.stringify(table(all))}`,
    `a first visit with the graph: ${JSON.stringify(table(first))}`,
    `the largest of ours: ${parts
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, 8)
      .map(([name, size]) => `${name} ${size}`)
      .join(', ')}`,
  ]
  console.log(told.join('\n'))
  expect(table(all).Monaco).toBeGreaterThan(500)
  expect(table(first).ours).toBeGreaterThan(200)
  expect(table(all).ours + table(all).examples).toBeLessThanOrEqual(700)
})
