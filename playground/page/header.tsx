// Which project and program, what can be done with the whole of it, language and colours.
import type { App } from './app.ts'
import { Icon } from './icon.tsx'
import { WORDS } from './words.ts'

export function Header({ app }: { readonly app: App }) {
  const { language, theme, themeChoice } = app.preferences
  const { entries, entry, chooseEntry } = app.project
  const words = WORDS[language.value]
  const dark = theme.value === 'dark'
  return (
    <header class="frame-head">
      <h1 class="frame-brand">Callwright</h1>
      {entries.value.length > 1 && (
        <select aria-label={words.program} value={entry.value ?? ''} onChange={event => chooseEntry(event.currentTarget.value)}>
          {entries.value.map(path => (
            <option key={path} value={path}>
              {path}
            </option>
          ))}
        </select>
      )}
      <span class="frame-space" />
      <button
        type="button"
        class="plain"
        lang={language.value === 'en' ? 'zh' : 'en'}
        title={words.toOtherLanguage}
        onClick={() => (language.value = language.value === 'en' ? 'zh' : 'en')}
      >
        {words.otherLanguage}
      </button>
      <button
        type="button"
        class="plain square"
        aria-label={dark ? words.toLight : words.toDark}
        title={dark ? words.toLight : words.toDark}
        onClick={() => (themeChoice.value = dark ? 'light' : 'dark')}
      >
        <Icon name={dark ? 'sun' : 'moon'} />
      </button>
    </header>
  )
}
