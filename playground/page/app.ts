// What all panes of the page share.
import { hasLine } from '../../lang/lsp/entries.ts'
import { createProject, type Project } from '../project/project.ts'
import { createArrangement, type Arrangement } from './arrangement.ts'
import { createLights, type Lights } from './lit.ts'
import { createPreferences, type Preferences } from './preferences.ts'

export interface App {
  readonly project: Project
  readonly preferences: Preferences
  readonly lights: Lights
  readonly arrangement: Arrangement
}

export function createApp(): App {
  const storage = storageOf()
  return {
    project: createProject(hasLine),
    preferences: createPreferences({
      storage,
      languages: navigator.languages,
      dark: matchMedia('(prefers-color-scheme: dark)'),
    }),
    lights: createLights(),
    arrangement: createArrangement(storage),
  }
}

function storageOf(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
