import { isReserved } from './reserved.ts'

/** Does a name mean something already where another is written? */
export type IsTaken = (name: string) => boolean

/** The own names of an outcome's values, where nothing there is called so: one name means one thing. */
export function freeNames(outcome: string, names: readonly string[], isTaken: IsTaken): readonly string[] {
  const chosen: string[] = []
  const isGone = (name: string): boolean => isTaken(name) || isReserved(name, 'local') || chosen.includes(name)
  for (const name of names) {
    let free = isGone(name) ? `${outcome}_${name}` : name
    while (isGone(free)) free += '_'
    chosen.push(free)
  }
  return chosen
}
