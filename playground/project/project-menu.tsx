// Which project is open, and others: examples, what this browser keeps, what is brought in.
import examples from 'virtual:examples'
import type { App } from '../page/app.ts'
import { Icon } from '../page/icon.tsx'
import { Menu } from '../page/menu.tsx'
import { chooseFiles } from '../share/bring.ts'
import { titleOf } from './shelf.ts'
import { WORDS } from './words.ts'

export function ProjectMenu({ app }: { readonly app: App }) {
  const { project, shelf } = app
  const language = app.preferences.language.value
  const words = WORDS[language]
  const origin = project.origin.value
  const own = shelf.own.value
  const exampleTitle = (name: string): string => (Object.hasOwn(words.exampleTitles, name) ? words.exampleTitles[name]! : name)
  const day = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' })
  const title =
    origin.kind === 'example' && own === null
      ? exampleTitle(origin.name)
      : origin.kind === 'folder'
        ? origin.name
        : titleNow() || words.ownTitle
  const folder = origin.kind === 'folder'
  return (
    <Menu
      class="project-menu"
      label={`${words.project}: ${title}`}
      groups={[
        {
          label: words.examples,
          items: Object.keys(examples)
            .filter(name => !folder && name !== 'empty')
            .map(name => ({
              ...{ key: `example ${name}`, label: exampleTitle(name) },
              chosen: own === null && origin.kind === 'example' && origin.name === name,
              run: () => void shelf.openExample(name),
            })),
        },
        {
          label: words.yours,
          items: (folder ? [] : shelf.kept.value).map(head => ({
            ...{ key: head.id, label: head.title || words.ownTitle, detail: day.format(head.changed), chosen: head.id === own },
            run: () => void shelf.openKept(head.id),
          })),
        },
        {
          items: folder
            ? [{ key: 'files', label: words.openFiles, run: () => chooseFiles(app, 'files') }]
            : [
                { key: 'empty', label: words.empty, run: () => void openEmpty() },
                { key: 'files', label: words.openFiles, run: () => chooseFiles(app, 'files') },
                { key: 'folder', label: words.openFolder, run: () => chooseFiles(app, 'folder') },
                ...(own === null ? [] : [{ key: 'forget', label: words.forget, run: forget }]),
              ],
        },
      ]}
    >
      <Icon name="folder" />
      <span class="project-title">{title}</span>
    </Menu>
  )

  function titleNow(): string {
    void project.files.value
    return titleOf(project)
  }
  async function openEmpty(): Promise<void> {
    shelf.openOwn(await examples['empty']!(), words.ownTitle)
  }
  function forget(): void {
    if (own === null) return
    const files = project.files.value
    const said = title
    void shelf.forget(own)
    app.notices.tell({
      kind: 'deleted',
      text: { en: WORDS.en.removed(said), zh: WORDS.zh.removed(said) },
      actions: [{ label: { en: WORDS.en.undo, zh: WORDS.zh.undo }, run: () => shelf.openOwn(files, said) }],
    })
    void shelf.openExample(Object.keys(examples)[0]!)
  }
}
