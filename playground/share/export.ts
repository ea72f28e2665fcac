// Takes something out of the page, as a file that the browser downloads.
import type { App } from '../page/app.ts'
import { both } from '../page/notices.ts'
import type { ExportedFile, ExportKind } from './contract.ts'
import { WORDS } from './words.ts'

export async function exportFile(app: App, kind: ExportKind): Promise<void> {
  const { notices } = app
  notices.tell({ kind: 'export', text: both(language => WORDS[language].exporting) })
  try {
    const file = await app.desk.ask('export', { kind, language: app.preferences.language.value })
    if (file === null) {
      notices.tell({ kind: 'export', tone: 'warning', text: both(language => WORDS[language].noProgram) })
      app.arrangement.show('problems')
      return
    }
    download(file)
    notices.tell({ kind: 'export', text: both(language => WORDS[language].exported(file.name)), lasts: 8000 })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    notices.tell({ kind: 'export', tone: 'warning', text: both(language => WORDS[language].failed(why)) })
  }
}

function download({ name, type, bytes }: ExportedFile): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
