import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest'
import { launchBrowser, openPage } from '../testing/browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('after a first visit all of it works without a network: a call, another example', async () => {
  const { page, context, complaints } = await openPage(browser)
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    if (active!.state === 'activated') return
    await new Promise<void>(resolve =>
      active!.addEventListener('statechange', () => {
        if (active!.state === 'activated') resolve()
      }),
    )
  })
  expect(complaints).toEqual([])
  await context.setOffline(true)
  await page.reload()
  await page.locator('.frame-telephone').getByRole('button', { name: 'Call', exact: true }).click()
  await page
    .getByText(/welcome to/i)
    .first()
    .waitFor()
  await page.getByRole('button', { name: /^Project: / }).click()
  await page.getByRole('menuitemradio', { name: 'Orders for shares' }).click()
  await page.getByRole('treeitem', { name: 'portfolio.ivr' }).waitFor()
  await page.locator('.graph svg').first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

it('works on a server that sends the page’s own name on to its folder', async () => {
  const from = inject('playground')
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1)
    if (path === 'index.html') return void response.writeHead(301, { location: './' }).end()
    void fetch(from + path).then(async found => {
      response.writeHead(found.status, { 'content-type': found.headers.get('content-type') ?? 'text/plain' })
      response.end(Buffer.from(await found.arrayBuffer()))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { page, context, complaints } = await openPage(browser, { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.reload()
  await page.getByRole('region', { name: 'Telephone' }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
  server.closeAllConnections()
})

it('a new version is told of quietly, and taken when a person says so', async () => {
  const path = join(inject('playgroundFolder'), 'service-worker.js')
  const before = readFileSync(path, 'utf8')
  onTestFinished(() => writeFileSync(path, before))
  const { page, context } = await openPage(browser)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  writeFileSync(path, before.replace(/VERSION = "[^"]*"/, 'VERSION = "newer"'))
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
  await page.getByText('A new version of this page is there.').waitFor()
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reload' }).click()])
  expect(await page.evaluate(() => caches.keys())).toEqual([expect.stringMatching(/ newer$/)])
  await context.close()
})
