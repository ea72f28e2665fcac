// What all panes of the page share.
import { hasLine } from '../../lang/lsp/entries.ts'
import { createEditor, type Editor } from '../editor/editor.ts'
import { createProject, type Project } from '../project/project.ts'
import { createArrangement, type Arrangement } from './arrangement.ts'
import { createLights, type Lights } from './lit.ts'
import { createPreferences, type Preferences } from './preferences.ts'

export interface App {
  readonly project: Project
  readonly preferences: Preferences
  readonly lights: Lights
  readonly arrangement: Arrangement
  readonly editor: Editor
}

export function createApp(): App {
  const storage = storageOf()
  const project = createProject(hasLine)
  const preferences = createPreferences({
    storage,
    languages: navigator.languages,
    dark: matchMedia('(prefers-color-scheme: dark)'),
  })
  const lights = createLights()
  return {
    ...{ project, preferences, lights },
    arrangement: createArrangement(storage),
    editor: createEditor({ project, preferences, lights }),
  }
}

function storageOf(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
