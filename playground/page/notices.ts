// What the page has to tell a person, until they have seen it.
import { signal, type ReadonlySignal } from '@preact/signals'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'

/** For people, in each of the page's languages. */
export type Said = Readonly<Record<MessageLanguage, string>>

export interface Notice {
  readonly text: Said
  readonly tone?: 'warning'
  readonly actions?: readonly { readonly label: Said; readonly run: () => void }[]
  /** Something to be copied by hand. */
  readonly copy?: string
  /** One of a kind is shown: a newer takes its place. */
  readonly kind?: string
  /** ms after which it goes by itself; only for what asks nothing. */
  readonly lasts?: number
  /** Something waits for what a person says: it stays until then. */
  readonly asks?: true
  /** It was put away. */
  readonly onClose?: () => void
}

export interface Notices {
  /** The newest last. */
  readonly shown: ReadonlySignal<readonly Notice[]>
  readonly tell: (notice: Notice) => void
  readonly close: (notice: Notice) => void
  readonly closeKind: (kind: string) => void
}

/** More than these hide the page. */
const MOST = 3

export function createNotices(): Notices {
  const shown = signal<readonly Notice[]>([])
  const close = (notice: Notice): void => {
    if (!shown.value.includes(notice)) return
    shown.value = shown.value.filter(other => other !== notice)
    notice.onClose?.()
  }
  return {
    shown,
    close,
    closeKind: kind => (shown.value = shown.value.filter(other => other.kind !== kind)),
    tell: notice => {
      const others = shown.value.filter(({ kind }) => kind === undefined || kind !== notice.kind)
      shown.value = [...others, notice]
      // The newest is seen, however many ask.
      const tooMany = shown.value.length - MOST
      if (tooMany > 0)
        shown.value
          .slice(0, -1)
          .filter(({ asks }) => asks !== true)
          .slice(0, tooMany)
          .forEach(close)
      if (notice.lasts !== undefined) setTimeout(() => close(notice), notice.lasts)
    },
  }
}

export const both = (make: (language: MessageLanguage) => string): Said => ({ en: make('en'), zh: make('zh') })
