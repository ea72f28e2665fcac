// Code lenses: what stands above a place, with commands for clients that have them.
import type { CodeLens as Told, Command } from 'vscode-languageserver'
import type { CodeLens } from '../service/index.ts'
import type { LineIndex } from '../text/line-index.ts'
import { entryOf, reachedBy } from './places.ts'
import { rangeIn } from './positions.ts'
import type { Session } from './session.ts'
import { say } from './settings.ts'

export function codeLenses(session: Session, path: string, index: LineIndex): Told[] {
  const { service, uris, settings } = session
  const { commands } = settings()
  const found = service.codeLenses(path)
  const reached = reachedBy(found)
  const entry = entryOf(session, path)
  const commandOf = (lens: CodeLens): Command | null => {
    const title = say(lens.text, settings())
    const only = { title, command: '' }
    switch (lens.kind) {
      case 'reach':
        return only
      case 'scripts':
        return commands.has('callwright.openScript') && lens.scripts.length > 0
          ? {
              title,
              command: 'callwright.openScript',
              arguments: [
                lens.scripts.map(({ file, title, line }) => ({ uri: uris.uri(file), title, ...(line === undefined ? {} : { line }) })),
              ],
            }
          : only
      case 'dial': {
        const way = reached.get(lens.place)
        // Where no caller gets to, nobody can dial; and who has no telephone is offered none.
        if (!way || entry === null || !commands.has('callwright.dial')) return null
        return { title, command: 'callwright.dial', arguments: [{ entry: uris.uri(entry), place: lens.place, ...way }] }
      }
    }
  }
  return found.flatMap(lens => {
    const command = commandOf(lens)
    return command ? [{ range: rangeIn(index, lens), command }] : []
  })
}
