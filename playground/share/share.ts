// Share: the link of what is open, copied, and what is said of it.
import type { App } from '../page/app.ts'
import { both } from '../page/notices.ts'
import { exportFile } from './export.ts'
import { LONG_LINK } from './link.ts'
import { WORDS } from './words.ts'

export async function share(app: App): Promise<void> {
  const fragment = await app.shelf.link()
  if (fragment === null) {
    app.notices.tell({
      kind: 'share',
      tone: 'warning',
      text: both(language => WORDS[language].tooLarge),
      actions: [{ label: both(language => WORDS[language].exportIt), run: () => void exportFile(app, 'zip') }],
    })
    return
  }
  const { origin, pathname } = location
  const link = `${origin}${pathname}#${fragment}`
  const long = link.length > LONG_LINK
  const ofFolder = app.project.origin.value.kind === 'folder'
  const copied = await copy(link)
  app.notices.tell({
    kind: 'share',
    text: both(language => {
      const words = WORDS[language]
      const first = copied ? (long ? words.long(link.length) : words.copied(link.length)) : words.byHand
      return ofFolder ? `${first} ${words.ofFolder}` : first
    }),
    ...(copied ? {} : { copy: link }),
    ...(long ? { tone: 'warning' } : copied && !ofFolder ? { lasts: 12_000 } : {}),
  })
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Not every page may: one that comes by plain HTTP from another machine, for one.
    return false
  }
}
