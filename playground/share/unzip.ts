// The files of an archive that somebody gives to the page: read as a stream, and only as far as a project goes.
import { MOST_BYTES, MOST_FILES } from '../project/paths.ts'

/** So few bytes at a time that what they inflate to is never much (1:1032 at most). */
const PIECE = 4096

/** The files that are wanted. `large` as soon as they are more than a project; `damaged` where it is no archive. */
export async function unzip(
  archive: Uint8Array,
  wanted: (path: string) => boolean,
): Promise<readonly (readonly [path: string, bytes: Uint8Array])[] | 'large' | 'damaged'> {
  const { Unzip, UnzipInflate } = await import('fflate')
  const found: { readonly path: string; readonly parts: Uint8Array[]; whole: boolean }[] = []
  let size = 0
  let trouble: 'large' | 'damaged' | null = null
  const reader = new Unzip(file => {
    if (!wanted(file.name)) return
    if (found.length >= MOST_FILES) {
      trouble ??= 'large'
      return
    }
    const one = { path: file.name, parts: [] as Uint8Array[], whole: false }
    found.push(one)
    file.ondata = (error, part, final) => {
      if (error) trouble ??= 'damaged'
      if (trouble !== null) return
      size += part.length
      if (size > MOST_BYTES) trouble = 'large'
      one.parts.push(part)
      one.whole = final
    }
    file.start()
  })
  reader.register(UnzipInflate)
  try {
    for (let at = 0; at < archive.length && trouble === null; at += PIECE)
      reader.push(archive.slice(at, at + PIECE), at + PIECE >= archive.length)
  } catch {
    trouble ??= 'damaged'
  }
  if (trouble !== null) return trouble
  if (found.some(({ whole }) => !whole) || !isArchive(archive)) return 'damaged'
  return found.map(({ path, parts }) => [path, joined(parts)] as const)
}

/** Begins with a file or, where it is empty, with its end. */
const isArchive = ([p, k, one, two]: Uint8Array): boolean =>
  p === 0x50 && k === 0x4b && ((one === 3 && two === 4) || (one === 5 && two === 6))

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
