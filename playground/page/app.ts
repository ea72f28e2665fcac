// What all panes of the page share.
import { hasLine } from '../../lang/lsp/entries.ts'
import { createProject, type Project } from '../project/project.ts'
import { createLights, type Lights } from './lit.ts'
import { createPreferences, type Preferences } from './preferences.ts'

export interface App {
  readonly project: Project
  readonly preferences: Preferences
  readonly lights: Lights
}

export function createApp(): App {
  return {
    project: createProject(hasLine),
    preferences: createPreferences({
      storage: storageOf(),
      languages: navigator.languages,
      dark: matchMedia('(prefers-color-scheme: dark)'),
    }),
    lights: createLights(),
  }
}

function storageOf(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
