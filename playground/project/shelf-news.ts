// What the shelf has to tell, as notices of the page.
import { computed, effect, untracked } from '@preact/signals'
import type { App } from '../page/app.ts'
import { both, type Notice } from '../page/notices.ts'
import { WORDS as SHARED } from '../share/words.ts'
import type { ShelfNews } from './shelf-contract.ts'
import { WORDS } from './words.ts'

export function tellShelfNews(app: App): void {
  const { shelf, notices, telephone } = app
  const dialled = computed(() => telephone.call.value?.newest.call ?? null)
  effect(() => {
    // Who dials has seen that nothing ran before; on a telephone's screen it would lie over the keys.
    if (dialled.value !== null) untracked(() => notices.closeKind('link'))
  })
  const told = new Set<ShelfNews>()
  effect(() => {
    const news = shelf.news.value
    for (const one of news) {
      if (told.has(one)) continue
      told.add(one)
      notices.tell({ ...noticeOf(app, one), kind: one.kind, onClose: () => shelf.forgetNews(one) })
    }
    for (const one of told) {
      if (news.includes(one)) continue
      told.delete(one)
      if (!news.some(({ kind }) => kind === one.kind)) notices.closeKind(one.kind)
    }
  })
}

function noticeOf({ shelf }: App, news: ShelfNews): Notice {
  switch (news.kind) {
    case 'link':
      return {
        text: both(language => SHARED[language].shared),
        actions: [{ label: both(language => SHARED[language].keepCopy), run: shelf.keepCopy }],
      }
    case 'wrong-link':
      return { tone: 'warning', text: both(language => SHARED[language].wrong[news.problem]) }
    case 'other-example':
      return { tone: 'warning', text: both(language => SHARED[language].otherExample) }
    case 'refused': {
      const [first] = news.refused
      return {
        tone: 'warning',
        text: both(language => SHARED[language].refused(news.refused.length, first!.path, WORDS[language].problems[first!.problem])),
      }
    }
    case 'elsewhere':
    case 'taken':
      return {
        ...(news.kind === 'taken' ? { tone: 'warning' } : {}),
        text: both(language => WORDS[language][news.kind]),
        actions: [
          { label: both(language => WORDS[language].copy), run: shelf.keepCopy },
          { label: both(language => WORDS[language].workHere), run: () => void shelf.takeOver(news.id) },
        ],
      }
    case 'copied':
      return { text: both(language => WORDS[language].copied) }
    case 'not-kept':
      return { tone: 'warning', text: both(language => SHARED[language].notKept) }
  }
}
