import { existsSync } from 'node:fs'

/** Where a browser is that tests can drive; undefined where there is none. */
export const chromiumPath = (): string | undefined =>
  [process.env['CALLWRIGHT_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    path => path !== undefined && existsSync(path),
  )
