// The page with a project of a test's own, opened as people open what somebody has sent them: by a link.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Files } from '../../project/project.ts'
import { readLink, writeLink } from '../../share/link.ts'
import { openPage, type OpenPage } from '../../testing/browser.ts'
import { CORNER_LINE } from '../../testing/corner-bank.ts'

export interface OpenedEditor extends OpenPage {
  /** Where one types. */
  readonly text: Locator
  /** The project as the page's address has it, which follows what is typed. */
  readonly files: () => Promise<Files>
}

/** A person's patience. */
const PATIENCE = 10_000

/** Where the text of a file is typed, once it is there: without a size of its own, as editors have it. */
export async function textOf(page: Page, path: string): Promise<Locator> {
  const text = page.getByRole('textbox', { name: new RegExp(`^(?:Text of ${RegExp.escape(path)}|${RegExp.escape(path)} 的文本)`) })
  await text.waitFor({ state: 'attached' })
  return text
}

export async function openEditor(
  browser: Browser,
  files: Files,
  { current, ...options }: BrowserContextOptions & { readonly current?: string } = {},
): Promise<OpenedEditor> {
  const entry = Object.keys(files)[0] ?? null
  const link = await writeLink({ files, entry, current: current ?? entry ?? '' }, null)
  if (link === null) throw new Error('too large for a link')
  const opened = await openPage(browser, { fragment: `#${link}`, ...options })
  const { page } = opened
  page.setDefaultTimeout(PATIENCE)
  return {
    ...opened,
    text: await settled(page, current ?? entry ?? ''),
    files: async () => {
      const found = await readLink(new URL(page.url()).hash.slice(1), () => Promise.resolve(null))
      return found.kind === 'project' ? found.project.files : {}
    },
  }
}

/** The lenses above places come a moment after the text, and move it. */
async function settled(page: Page, path: string): Promise<Locator> {
  const text = await textOf(page, path)
  const lens = page.getByText(/^(?:dial from here|从这里拨打)$/).first()
  await lens.waitFor({ state: 'attached', timeout: 5000 }).catch(() => undefined)
  return text
}

/** The pixels' middle of the first place where a text stands in the editor. */
export async function placeOf(page: Page, words: string): Promise<{ readonly x: number; readonly y: number }> {
  const line = page.locator('.view-line', { hasText: words }).first()
  await line.waitFor()
  const box = await line.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const all: { readonly node: Node; readonly start: number }[] = []
    let whole = ''
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      all.push({ node, start: whole.length })
      whole += node.textContent
    }
    const at = whole.replaceAll('\u00a0', ' ').indexOf(wanted) + Math.floor(wanted.length / 2)
    const { node, start } = all.findLast(one => one.start <= at)!
    const range = document.createRange()
    range.setStart(node, at - start)
    range.setEnd(node, at - start + 1)
    const { left, top, width, height } = range.getBoundingClientRect()
    return { x: left + width / 2, y: top + height / 2 }
  }, words)
  return box
}

export async function clickAt(page: Page, words: string): Promise<void> {
  const { x, y } = await placeOf(page, words)
  await page.mouse.click(x, y)
}

export const BANK = `/// A bank of one branch.
import { goodbye } from "./ends.ivr"

${CORNER_LINE}
menu main {
  say "Welcome to Corner Bank."
  press 1 for "opening hours"   -> hours_told
  press 0 for "ending the call" -> goodbye
}

flow hours_told {
  say "We open at nine."
  -> goodbye
}
`
export const ENDS = `flow goodbye {
  say "Goodbye."
  -> hangup
}
`
