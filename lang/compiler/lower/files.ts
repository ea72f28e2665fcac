import type { Program } from '../program.ts'

/** Paths of the program's files as the machine names them: from the entry's folder, `/` between folders, in the program's order. */
export function sourceNames(program: Program): readonly string[] {
  const entry = program.files[0]?.path ?? ''
  const folder = entry.split('/').slice(0, -1)
  return program.files.map(file => (file.standard ? file.path : relative(folder, file.path.split('/'))))
}

function relative(folder: readonly string[], path: readonly string[]): string {
  let same = 0
  while (same < folder.length && same < path.length - 1 && folder[same] === path[same]) same++
  return [...folder.slice(same).map(() => '..'), ...path.slice(same)].join('/')
}
