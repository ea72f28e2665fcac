// What all panes of the page share.
import examples from 'virtual:examples'
import { hasLine } from '../../lang/lsp/entries.ts'
import { createDesk, type Desk } from '../desk/desk.ts'
import { createEditor, type Editor } from '../editor/editor.ts'
import { createGraph, type Graph } from '../graph/graph.ts'
import { createHolds } from '../project/holds.ts'
import { createKept } from '../project/kept.ts'
import { createProject, type Project } from '../project/project.ts'
import type { Shelf } from '../project/shelf-contract.ts'
import { createShelf } from '../project/shelf.ts'
import { createScriptsRoom, type ScriptsRoom } from '../scripts/scripts-room.ts'
import { tellResults } from '../scripts/tell-results.ts'
import { createTelephone, type Telephone } from '../telephone/telephone.ts'
import { createArrangement, type Arrangement } from './arrangement.ts'
import { createLights, type Lights } from './lit.ts'
import { createNotices, type Notices } from './notices.ts'
import { createPreferences, type Preferences } from './preferences.ts'

export interface App {
  readonly project: Project
  readonly preferences: Preferences
  readonly lights: Lights
  readonly arrangement: Arrangement
  readonly editor: Editor
  readonly desk: Desk
  readonly notices: Notices
  readonly shelf: Shelf
  readonly telephone: Telephone
  readonly scripts: ScriptsRoom
  readonly graph: Graph
}

export function createApp(): App {
  const storage = storageOf(() => localStorage)
  const project = createProject(hasLine)
  const preferences = createPreferences({
    storage,
    languages: navigator.languages,
    dark: matchMedia('(prefers-color-scheme: dark)'),
  })
  const lights = createLights()
  const desk = createDesk(project)
  const arrangement = createArrangement(storage)
  const editor = createEditor({ project, preferences, lights })
  const telephone = createTelephone({ project, lights })
  const scripts = createScriptsRoom({ desk, project, preferences })
  tellResults({ scripts, editor, arrangement, project, preferences })
  return {
    ...{ project, preferences, lights, arrangement, desk, editor, telephone, scripts },
    notices: createNotices(),
    shelf: createShelf({
      ...{ project, examples, first: FIRST_EXAMPLE },
      kept: createKept(globalThis.indexedDB ?? null),
      holds: createHolds({
        locks: (navigator as Partial<Navigator>).locks,
        channel: 'BroadcastChannel' in globalThis ? new BroadcastChannel('callwright') : null,
      }),
      location: {
        fragment: () => location.hash.slice(1),
        replace: fragment =>
          history.replaceState(history.state, '', fragment === '' ? location.pathname + location.search : `#${fragment}`),
      },
      tab: storageOf(() => sessionStorage),
      now: () => Date.now(),
      newId: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
    }),
    graph: createGraph({
      desk,
      project,
      preferences,
      lights,
      coverage: scripts.coverage,
      way: telephone.way,
      textIsReady: editor.client.ready,
    }),
  }
}

/** What a stranger sees first. */
const FIRST_EXAMPLE = 'card-centre'

function storageOf(which: () => Storage): Storage | null {
  try {
    return which()
  } catch {
    return null
  }
}
