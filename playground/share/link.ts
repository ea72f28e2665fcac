// A project as the fragment of an address, which browsers send to no server: `p1=` and the project as JSON, deflated (RFC 1951), in
// base64url (RFC 4648 §5). The number is the version of the format; what a version once wrote is read for ever.
import { admitFiles, MOST_BYTES, type PathProblem } from '../project/paths.ts'
import type { Files } from '../project/project.ts'
import { deflate, fromBase64Url, inflate, toBase64Url } from './deflate.ts'

export interface SharedProject {
  readonly files: Files
  readonly entry: string | null
  readonly current: string
}

/** An example that a link may lean on, so that it holds the differences alone. */
export interface Base {
  readonly name: string
  readonly files: Files
}

/** Why a link gives no project; a sentence for each is in `words.ts`. */
export type LinkProblem = 'cut' | 'newer' | 'large' | 'example' | 'nothing'

export type OpenedLink =
  /** `otherBase`: the example that it leans on has changed since the link was made. */
  | {
      readonly kind: 'project'
      readonly project: SharedProject
      readonly otherBase: boolean
      readonly refused: readonly { readonly path: string; readonly problem: PathProblem }[]
    }
  | { readonly kind: 'example'; readonly name: string; readonly files: Files }
  | { readonly kind: 'problem'; readonly problem: LinkProblem }
  /** The fragment is no link at all. */
  | { readonly kind: 'none' }

/** Characters. What chat programs cut off. */
export const LONG_LINK = 8_000
/** Bytes, deflated: a link of more is not made. */
const MOST_DEFLATED = 64 * 1024
/** Characters of a fragment that is looked at. */
const LONGEST_FRAGMENT = 256 * 1024

/** As it is inside a link. `base` is an example: what of its files is other, and null for those that are gone. */
interface Version1 {
  readonly v: 1
  readonly base?: { readonly name: string; readonly sum: string }
  readonly entry: string | null
  readonly current: string
  readonly files: Readonly<Record<string, string | null>>
}

/** The fragment without its `#`; null where the project is too large for a link, or for those who would open it. */
export async function writeLink({ files, entry, current }: SharedProject, base: Base | null): Promise<string | null> {
  const whole: Version1 = { v: 1, entry, current, files: sorted(files) }
  const candidates: Version1[] = [whole]
  if (base !== null)
    candidates.push({ v: 1, base: { name: base.name, sum: sumOf(base.files) }, entry, current, files: difference(files, base.files) })
  const texts = candidates.map(one => new TextEncoder().encode(JSON.stringify(one))).filter(({ length }) => length <= MOST_BYTES)
  const [shortest] = (await Promise.all(texts.map(deflate))).sort((one, other) => one.length - other.length)
  return shortest === undefined || shortest.length > MOST_DEFLATED ? null : `p1=${toBase64Url(shortest)}`
}

export const exampleLink = (name: string): string => `example=${encodeURIComponent(name)}`

/** Reads whatever stands in an address: `fragment` without its `#`. Never throws for what it holds. */
export async function readLink(fragment: string, loadExample: (name: string) => Promise<Files | null>): Promise<OpenedLink> {
  const [, key, value] = /^(example|p\d{1,6})=(.*)$/s.exec(fragment) ?? []
  if (key === undefined || value === undefined) return { kind: 'none' }
  if (fragment.length > LONGEST_FRAGMENT) return problem('large')
  if (key === 'example') {
    const name = decoded(value)
    const files = name === null ? null : await loadExample(name)
    return files === null ? problem('example') : { kind: 'example', name: name!, files }
  }
  return key === 'p1' ? readVersion1(withoutSurroundings(value), loadExample) : problem('newer')
}

/** Letters wrap links, and the stop of a sentence is taken to be the end of one: what base64url does not have is none of it. */
const withoutSurroundings = (value: string): string => value.replace(/%(?:20|0[AD])|\s/gi, '').replace(/[^\w-].*$/s, '')

async function readVersion1(value: string, loadExample: (name: string) => Promise<Files | null>): Promise<OpenedLink> {
  const bytes = fromBase64Url(value)
  if (bytes === null) return problem('cut')
  const inflated = await inflate(bytes, MOST_BYTES)
  if (typeof inflated === 'string') return problem(inflated)
  const shared = parse(inflated)
  if (shared === null) return problem('cut')
  const base = shared.base === undefined ? null : await loadExample(shared.base.name)
  if (shared.base !== undefined && base === null) return problem('example')
  const offered = new Map<string, string>(Object.entries(base ?? {}))
  for (const [path, text] of Object.entries(shared.files)) {
    if (text === null) offered.delete(path)
    else offered.set(path, text)
  }
  const { files, refused } = admitFiles(offered)
  if (Object.keys(files).length === 0) return problem('nothing')
  const known = (path: string | null): path is string => path !== null && Object.hasOwn(files, path)
  const entry = known(shared.entry) ? shared.entry : null
  const current = known(shared.current) ? shared.current : (entry ?? Object.keys(files).sort()[0]!)
  return { kind: 'project', project: { files, entry, current }, otherBase: base !== null && sumOf(base) !== shared.base!.sum, refused }
}

/** Null where it is anything else than what `writeLink` writes. */
function parse(bytes: Uint8Array): Version1 | null {
  try {
    const found = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Record<keyof Version1, unknown>> | null
    if (typeof found !== 'object' || found === null || found.v !== 1) return null
    const { base, entry, current, files } = found
    if (typeof files !== 'object' || files === null || Array.isArray(files)) return null
    if (!Object.values(files).every(text => text === null || typeof text === 'string')) return null
    if ((entry !== null && typeof entry !== 'string') || typeof current !== 'string') return null
    if (base !== undefined && !isBase(base)) return null
    return found as Version1
  } catch {
    return null
  }
}

const isBase = (base: unknown): boolean =>
  typeof base === 'object' &&
  base !== null &&
  typeof (base as { name?: unknown }).name === 'string' &&
  typeof (base as { sum?: unknown }).sum === 'string'

const problem = (what: LinkProblem): OpenedLink => ({ kind: 'problem', problem: what })

const sorted = (files: Files): Files => Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)))

function difference(files: Files, base: Files): Readonly<Record<string, string | null>> {
  const other = Object.entries(files).filter(([path, text]) => !Object.hasOwn(base, path) || base[path] !== text)
  const gone = Object.keys(base).filter(path => !Object.hasOwn(files, path))
  return { ...sorted(Object.fromEntries(other)), ...Object.fromEntries(gone.sort().map(path => [path, null])) }
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value)
  } catch {
    return null
  }
}

/** Tells two states of an example apart (FNV-1a, 32 bits): no more is asked of it. */
function sumOf(files: Files): string {
  let sum = 0x811c9dc5
  const text = JSON.stringify(sorted(files))
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193)
  return (sum >>> 0).toString(36)
}
