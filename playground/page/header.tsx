// Which project and program, what can be done with the whole of it, language and colours.
import { Keys } from '../keys/keys-dialog.tsx'
import { ProjectMenu } from '../project/project-menu.tsx'
import { exportFile } from '../share/export.ts'
import { share } from '../share/share.ts'
import { WORDS as SHARE } from '../share/words.ts'
import type { App } from './app.ts'
import { Icon } from './icon.tsx'
import { Menu } from './menu.tsx'
import { WORDS } from './words.ts'

export function Header({ app }: { readonly app: App }) {
  const { language, theme, themeChoice } = app.preferences
  const { entries, entry, chooseEntry } = app.project
  const { front, filesShown } = app.arrangement
  const words = WORDS[language.value]
  const shareWords = SHARE[language.value]
  const dark = theme.value === 'dark'
  return (
    <header class="frame-head">
      <h1 class="frame-brand">
        <Icon name="phone" />
        <span>Callwright</span>
      </h1>
      {front.value === 'text' && (
        <button
          type="button"
          class="small-only square"
          aria-label={words.files}
          aria-expanded={filesShown.value}
          onClick={() => (filesShown.value = !filesShown.value)}
        >
          <Icon name="folder" />
        </button>
      )}
      <ProjectMenu app={app} />
      {entries.value.length > 1 && (
        <select
          class="frame-program"
          aria-label={words.program}
          value={entry.value ?? ''}
          onChange={event => chooseEntry(event.currentTarget.value)}
        >
          {entries.value.map(path => (
            <option key={path} value={path}>
              {path}
            </option>
          ))}
        </select>
      )}
      <span class="frame-space" />
      <button type="button" class="primary frame-share" title={shareWords.shareTitle} onClick={() => void share(app)}>
        <Icon name="share" />
        <span>{shareWords.share}</span>
      </button>
      <Menu
        label={shareWords.export}
        class="frame-export"
        align="end"
        groups={[
          {
            items: [
              { key: 'zip', label: shareWords.zip, detail: shareWords.zipDetail, run: () => void exportFile(app, 'zip') },
              { key: 'bundle', label: shareWords.bundle, detail: shareWords.bundleDetail, run: () => void exportFile(app, 'bundle') },
              { key: 'svg', label: shareWords.svg, run: () => void exportFile(app, 'svg') },
              { key: 'book', label: shareWords.book, detail: shareWords.print, run: () => void exportFile(app, 'book') },
            ],
          },
        ]}
      >
        <Icon name="export" />
        <span>{shareWords.export}</span>
      </Menu>
      <Keys app={app} />
      <button
        type="button"
        class="plain frame-language"
        lang={language.value === 'en' ? 'zh-CN' : 'en'}
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
