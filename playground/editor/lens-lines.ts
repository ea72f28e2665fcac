/** What has a lens above it once the program is known; for rules of lines, not of the language. */
const PLACE = /^[ \t]*(?:menu|flow)[ \t]+[^\s"{]/

/** Lines, from 1, that will have lenses above them: the room is there before the lenses are, so that no text moves when they come. */
export const lensLines = (path: string, lines: readonly string[]): readonly number[] =>
  path.endsWith('.ivr') ? lines.flatMap((line, at) => (PLACE.test(line) ? [at + 1] : [])) : []
