// Whether a setting that an operator changed is one of the version in force. Another version may lack it, its number, or its type; calls
// have the program's own value then, and whoever reads the status must not believe otherwise.
import { describeType } from '../../machine/value-problems.ts'
import type { Said } from './said.ts'
import type { Change } from './settings.ts'
import type { Version } from './versions.ts'

/**
 * Why no call has the value; null where calls have it. `version`: what answers for its line; `answers`: the line has the number of the change.
 */
export function misfitOf({ line, number, name, value }: Change, version: Version | null, answers: boolean): Said | null {
  if (version === null) return { en: `there is no line “${line}” here.`, zh: `这里没有名为“${line}”的线路。` }
  const type = version.prepared.machine.settings.find(each => each.name === name)?.type
  if (type === undefined) return { en: `the version that answers has no setting “${name}”.`, zh: `当前应答的版本没有设置“${name}”。` }
  if (number !== null && !answers) return { en: `the line does not answer ${number}.`, zh: `该线路不应答 ${number}。` }
  // The check that a call makes.
  if (version.prepared.settings.get(name)?.(value) !== undefined) return null
  const wanted = describeType(type)
  return {
    en: `the version that answers wants ${wanted.en} for “${name}”, within the bounds of its type.`,
    zh: `当前应答的版本要求“${name}”为${wanted.zh}，且在其类型的范围之内。`,
  }
}
