import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { App } from '../page/app.ts'
import { AnswerCards } from './answer-card.tsx'
import { BankPanel } from './bank-panel.tsx'
import { ClockBar } from './clock-bar.tsx'
import { Head } from './head.tsx'
import { Keypad, keyOf } from './keypad.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { Screen } from './screen.tsx'
import { SessionPanel } from './session-panel.tsx'
import { SetupPanel } from './setup-panel.tsx'
import { nextTab } from '../page/next-tab.ts'
import { Transcript } from './transcript.tsx'
import { WORDS } from './words.ts'
import './telephone.css'
import './panels.css'

const PANELS = ['transcript', 'session', 'bank', 'setup'] as const
type Panel = (typeof PANELS)[number]
const SHOWN = { transcript: Transcript, session: SessionPanel, bank: BankPanel, setup: SetupPanel }

/** Somebody types there, or moves something by arrows. */
const takesKeys = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [role=tablist], [contenteditable]') !== null

export function TelephonePane({ app }: { readonly app: App }) {
  const { telephone } = app
  const words = WORDS[app.preferences.language.value]
  const panel = useSignal<Panel>('transcript')
  const Shown = SHOWN[panel.value]

  // A key that is let go of elsewhere is let go of.
  useEffect(() => {
    const letGo = (): void => {
      if (telephone.held.value !== null) telephone.keyUp(telephone.held.value)
    }
    addEventListener('blur', letGo)
    return () => removeEventListener('blur', letGo)
  }, [telephone])

  // A lens above a place, or whoever else wants to be there.
  useEffect(
    () =>
      app.editor.wantsDial.subscribe(wanted => {
        if (wanted === null) return
        app.editor.wantsDial.value = null
        app.project.chooseEntry(wanted.entry)
        app.arrangement.show('telephone')
        void telephone.dial({ press: wanted.keys, called: wanted.number ?? telephone.program.value?.program?.numbers[0] ?? '' })
      }),
    [app, telephone],
  )

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return
    const key = keyOf(event.key)
    if (key !== null) {
      if (!event.repeat) telephone.keyDown(key)
      event.preventDefault()
      return
    }
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (way === undefined || telephone.call.value === null) return
    telephone.show(telephone.at.value + way)
    event.preventDefault()
  }
  const onKeyUp = (event: KeyboardEvent): void => {
    const key = keyOf(event.key)
    if (key !== null && telephone.held.value === key) telephone.keyUp(key)
  }
  const moveTab = (event: KeyboardEvent): void => {
    const next = nextTab(PANELS, panel.value, event.key)
    if (next === null) return
    event.preventDefault()
    panel.value = next
    ;(event.currentTarget as HTMLElement).querySelector<HTMLElement>(`#telephone-tab-${panel.value}`)?.focus()
  }

  return (
    <section class="telephone-pane" aria-label={words.telephone} tabIndex={-1} onKeyDown={onKeyDown} onKeyUp={onKeyUp}>
      <Head telephone={telephone} words={words} language={app.preferences.language.value} />
      <NoticeBar app={app} words={words} />
      <Screen telephone={telephone} words={words} />
      <AnswerCards telephone={telephone} words={words} language={app.preferences.language.value} />
      <div class="telephone-tabs" role="tablist" aria-label={words.views} onKeyDown={moveTab}>
        {PANELS.map(name => (
          <button
            key={name}
            id={`telephone-tab-${name}`}
            type="button"
            role="tab"
            aria-selected={panel.value === name}
            aria-controls="telephone-panel"
            tabIndex={panel.value === name ? 0 : -1}
            onClick={() => (panel.value = name)}
          >
            {words[name]}
          </button>
        ))}
      </div>
      {/* Another each time, for it to begin at its top. */}
      <div
        key={panel.value}
        class="telephone-panel"
        id="telephone-panel"
        role="tabpanel"
        aria-labelledby={`telephone-tab-${panel.value}`}
        tabIndex={0}
      >
        <Shown app={app} words={words} />
      </div>
      <ClockBar telephone={telephone} words={words} />
      <Keypad telephone={telephone} words={words} />
    </section>
  )
}
