// Starts the browser that there is.
import { chromium, type Browser } from 'playwright-core'
import { chromiumPath } from './chromium.ts'

/** Without these a browser on a closed network looks for its maker's hosts, many at a time. */
const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('there is no Chromium: install it, or name it in CALLWRIGHT_CHROMIUM')
  const root = process.getuid?.() === 0
  return chromium.launch({ executablePath, args: root ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS })
}
