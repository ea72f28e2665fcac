import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { App } from '../page/app.ts'
import { takeDrops } from './bring.ts'
import { WORDS } from './words.ts'
import './drop.css'

/** Shown while something is held over the page. */
export function Drop({ app }: { readonly app: App }) {
  const hovering = useSignal(false)
  useEffect(() => takeDrops(app, is => (hovering.value = is)), [])
  return hovering.value ? <div class="share-drop">{WORDS[app.preferences.language.value].dropHere}</div> : null
}
