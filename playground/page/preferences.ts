// What a person has chosen for this browser: language and colours. Kept where the browser allows it.
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'

export interface Preferences {
  readonly language: Signal<MessageLanguage>
  readonly themeChoice: Signal<ThemeChoice>
  /** What is shown: the system's where it is asked. */
  readonly theme: ReadonlySignal<'light' | 'dark'>
}

export interface PreferencesSurroundings {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null
  /** As the browser says them, the preferred first. */
  readonly languages: readonly string[]
  readonly dark: Pick<MediaQueryList, 'matches' | 'addEventListener'>
}

const KEY = 'callwright.preferences'

export function createPreferences({ storage, languages, dark }: PreferencesSurroundings): Preferences {
  const kept = read(storage)
  const spoken = languages[0]?.toLowerCase().startsWith('zh') ? 'zh' : 'en'
  const language = signal<MessageLanguage>(kept.language === 'en' || kept.language === 'zh' ? kept.language : spoken)
  const themeChoice = signal<ThemeChoice>(kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : 'system')
  const systemDark = signal(dark.matches)
  dark.addEventListener('change', event => (systemDark.value = event.matches))
  const theme = computed(() => (themeChoice.value === 'system' ? (systemDark.value ? 'dark' : 'light') : themeChoice.value))
  effect(() => {
    const text = JSON.stringify({ language: language.value, theme: themeChoice.value })
    try {
      storage?.setItem(KEY, text)
    } catch {
      // A browser that keeps nothing is a choice, too.
    }
  })
  return { language, themeChoice, theme }
}

function read(storage: PreferencesSurroundings['storage']): { readonly language?: unknown; readonly theme?: unknown } {
  try {
    const found: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null')
    return typeof found === 'object' && found !== null ? found : {}
  } catch {
    return {}
  }
}
