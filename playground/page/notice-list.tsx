import type { App } from './app.ts'
import { Icon } from './icon.tsx'
import { WORDS } from './words.ts'

/** Over the page, so that nothing moves; said by a screen reader as they come. */
export function NoticeList({ app }: { readonly app: App }) {
  const language = app.preferences.language.value
  const { shown, close } = app.notices
  const words = WORDS[language]
  return (
    <div class="notices" role="status">
      {shown.value.map((notice, index) => (
        <div key={`${index} ${notice.text.en}`} class={`notice ${notice.tone ?? ''}`}>
          <p>{notice.text[language]}</p>
          {notice.copy !== undefined && (
            <input readOnly aria-label={words.link} value={notice.copy} onFocus={event => event.currentTarget.select()} />
          )}
          <div class="notice-actions">
            {notice.actions?.map(({ label, run }) => (
              <button
                key={label.en}
                type="button"
                onClick={() => {
                  close(notice)
                  run()
                }}
              >
                {label[language]}
              </button>
            ))}
            <button type="button" class="plain square" aria-label={words.close} title={words.close} onClick={() => close(notice)}>
              <Icon name="close" />
            </button>
          </div>
        </div>
      ))}
    </div>
  )
}
