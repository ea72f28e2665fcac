// The telephone of the built page, as a person and an ear have it: what the browser's voice was given to say, what the live region said,
// what the call's worker posted.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { openPage, type OpenPage } from '../../testing/browser.ts'
import { writeLink } from '../../share/link.ts'

export interface Phone extends OpenPage {
  readonly pane: Locator
  readonly press: (keys: string) => Promise<void>
  readonly click: (name: string) => Promise<void>
  readonly dial: () => Promise<void>
  /** ms of the call that the clock shows. */
  readonly now: () => Promise<number>
  /** `who: text`, as in a written transcript. */
  readonly transcript: () => Promise<string[]>
  /** ms of the call at which each of its rows stands. */
  readonly times: () => Promise<number[]>
  /** Said aloud. */
  readonly spoken: () => Promise<string[]>
  /** From now on what the live region says is kept. */
  readonly watchLive: () => Promise<void>
  readonly saidLive: () => Promise<string[]>
  /** What was said so far. */
  readonly forget: () => Promise<void>
  /** Index of the newest step. */
  readonly steps: () => Promise<number>
  readonly posted: () => Promise<string>
  readonly tab: (name: string) => Promise<void>
  /** A moment for what was asked of the worker. */
  readonly settle: () => Promise<void>
}

/** A voice for both languages that says a text as fast as `lasts` ms, and says what it was given. */
function listen(lasts: number): void {
  const scope = window as unknown as Record<string, unknown>
  const spoken: string[] = []
  scope['spokenAloud'] = spoken
  class Utterance {
    text: string
    onend: (() => void) | null = null
    onerror: (() => void) | null = null
    onstart: (() => void) | null = null
    constructor(text: string) {
      this.text = text
    }
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const voices = ['zh-CN', 'en-US'].map(lang => ({ lang, name: `voice of ${lang}`, voiceURI: lang, localService: true, default: false }))
  Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Utterance })
  Object.defineProperty(window, 'speechSynthesis', {
    value: {
      getVoices: () => voices,
      addEventListener: () => undefined,
      resume: () => undefined,
      cancel: () => clearTimeout(timer),
      speak: (utterance: Utterance) => {
        spoken.push(utterance.text)
        utterance.onstart?.()
        timer = setTimeout(() => utterance.onend?.(), lasts)
      },
    },
  })
  const posted: string[] = []
  scope['postedByWorkers'] = posted
  const Plain = window.Worker
  window.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      if (options?.name === 'telephone') this.addEventListener('message', event => posted.push(JSON.stringify(event.data)))
    }
  }
}

interface PhoneOptions extends BrowserContextOptions {
  /** An example's name, or files. */
  readonly project?: string | Readonly<Record<string, string>>
  /** ms */
  readonly voiceLasts?: number
}

export async function openPhone(
  browser: Browser,
  { project = 'card-centre', voiceLasts = 15, ...options }: PhoneOptions = {},
): Promise<Phone> {
  const link =
    typeof project === 'string' ? `example=${project}` : await writeLink({ files: project, entry: 'main.ivr', current: 'main.ivr' }, null)
  const opened = await openPage(browser, {
    locale: 'en-US',
    ...options,
    fragment: `#${link}`,
    before: context => context.addInitScript(listen, voiceLasts),
  })
  const { page } = opened
  const pane = page.locator('.telephone-pane')
  const click = (name: string): Promise<void> => pane.getByRole('button', { name, exact: true }).click()
  const settle = async (): Promise<void> => {
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 30)))
  }
  return {
    ...opened,
    pane,
    click,
    settle,
    press: async keys => {
      await pane.focus()
      for (const key of keys) await page.keyboard.press(key)
    },
    dial: async () => {
      await pane.locator('.telephone-call').click()
      await pane.locator('.telephone-hang-up').waitFor()
    },
    now: () => nowOf(page),
    transcript: () =>
      pane.locator('.telephone-row').evaluateAll(rows =>
        rows.flatMap(row => {
          const who = row.getAttribute('data-who')!
          const text = row.querySelector('.said > :first-child')!.textContent.trim()
          return who === 'place' ? [] : [`${who}: ${text}${row.querySelector('.cut') ? ' [cut]' : ''}`]
        }),
      ),
    times: () => pane.locator('.telephone-row:not(.place)').evaluateAll(rows => rows.map(row => Number(row.getAttribute('data-at')))),
    watchLive: () =>
      page.evaluate(() => {
        const said: string[] = []
        ;(window as unknown as { saidLive: string[] }).saidLive = said
        const region = document.querySelector('[data-role=spoken]')!
        let last = ''
        new MutationObserver(() => {
          const text = region.textContent
          if (text !== '' && text !== last) said.push(text)
          last = text
        }).observe(region, { childList: true, characterData: true, subtree: true })
      }),
    saidLive: () => page.evaluate(() => [...(window as unknown as { saidLive: string[] }).saidLive]),
    forget: () =>
      page.evaluate(() => {
        const scope = window as unknown as { saidLive: string[]; spokenAloud: string[] }
        scope.saidLive.length = 0
        scope.spokenAloud.length = 0
      }),
    spoken: () => page.evaluate(() => [...(window as unknown as { spokenAloud: string[] }).spokenAloud]),
    steps: async () => Number(await pane.locator('.telephone-slider input').getAttribute('max')),
    posted: () => page.evaluate(() => (window as unknown as { postedByWorkers: string[] }).postedByWorkers.join('\n')),
    tab: name => pane.getByRole('tab', { name, exact: true }).click(),
  }
}

const nowOf = async (page: Page): Promise<number> => {
  const written = (await page.locator('.telephone-now').getAttribute('datetime'))!
  return Math.round(Number(written.slice(2, -1)) * 1000)
}
