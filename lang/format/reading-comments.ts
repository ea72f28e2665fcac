// Where comments belong: behind what stands before them on their line, over what follows, or among the tokens of an item.
import type { Comment } from '../grammar/ast.ts'
import type { Tokens } from '../grammar/tokenizer.ts'
import type { Lead, Note } from './shape.ts'

export interface Before {
  /** Behind what ended, on its line. */
  readonly trailing: string | null
  /** On lines of their own. */
  readonly lead: readonly Lead[]
  /** On the line of the token that follows. */
  readonly inline: readonly Note[]
  /** An empty line before the first of `lead`, or before the token where there is none. */
  readonly blank: boolean
  /** An empty line between the last of `lead` and the token. */
  readonly gap: boolean
}

export interface Comments {
  /** Those before token `index`; what stands before them ends at `previous` (−1 at the beginning of the file). Each is given once. */
  readonly before: (index: number, previous: number) => Before
  /** Those among the tokens of an item. */
  readonly notes: (index: number, previous: number) => readonly Note[]
  readonly linesBetween: (from: number, to: number) => number
  /** Where the next comment or the token begins. */
  readonly nextStart: (index: number) => number
  /** Was the comment that was given last one behind `offset`? */
  readonly endsBehind: (offset: number) => boolean
}

/** Comments on one line, or where one ends and the next begins on one. */
interface Cluster {
  readonly comments: Comment[]
  start: number
  end: number
}

const NOTHING: Before = { trailing: null, lead: [], inline: [], blank: false, gap: false }
const BLANK: Before = { ...NOTHING, blank: true }
const NO_NOTES: readonly Note[] = []

export function readComments(text: string, { starts, count, comments }: Tokens): Comments {
  let next = 0
  const startOf = (index: number): number => (index < count ? starts[index]! : text.length)

  function linesBetween(from: number, to: number): number {
    let found = 0
    for (let index = from; index < to; index++) if (text.charCodeAt(index) === 10) found++
    return found
  }

  const textOf = ({ start, end }: Comment): string => text.slice(start, end).trimEnd()
  const noteOf = (one: Comment): Note => ({ kind: 'note', text: textOf(one), start: one.start, endsLine: one.style !== 'block' })
  const joined = ({ comments: all }: Cluster): string => all.map(textOf).join(' ')

  function clustersBefore(before: number, previous: number): Cluster[] {
    const found: Cluster[] = []
    while (next < comments.length && comments[next]!.start < before) {
      const one = comments[next++]!
      // What lies in text that is left as it is was not asked for.
      if (one.start < previous) continue
      const last = found.at(-1)
      if (last && linesBetween(last.end, one.start) === 0) {
        last.comments.push(one)
        last.end = one.end
      } else found.push({ comments: [one], start: one.start, end: one.end })
    }
    return found
  }

  return {
    linesBetween,
    nextStart: index => Math.min(startOf(index), comments[next]?.start ?? text.length),
    endsBehind: offset => next > 0 && comments[next - 1]!.end > offset,
    notes: (index, previous) =>
      next < comments.length && comments[next]!.start < startOf(index)
        ? clustersBefore(startOf(index), previous).flatMap(cluster => cluster.comments.map(noteOf))
        : NO_NOTES,
    before(index, previous) {
      const token = startOf(index)
      const begun = Math.max(previous, 0)
      if (next >= comments.length || comments[next]!.start >= token) {
        return linesBetween(begun, token) > 1 ? BLANK : NOTHING
      }
      const clusters = clustersBefore(token, begun)
      let end = begun
      let trailing: string | null = null
      let inline: readonly Note[] = []
      const last = clusters.at(-1)
      if (last && index < count && linesBetween(last.end, token) === 0) {
        inline = last.comments.map(noteOf)
        clusters.pop()
      }
      const [first] = clusters
      if (first && previous >= 0 && linesBetween(end, first.start) === 0) {
        trailing = joined(first)
        end = first.end
        clusters.shift()
      }
      let from = end
      const lead: Lead[] = []
      for (const cluster of clusters) {
        lead.push({ text: joined(cluster), blank: lead.length > 0 && linesBetween(from, cluster.start) > 1 })
        from = cluster.end
      }
      const begins = inline[0]?.start ?? token
      return {
        trailing,
        lead,
        inline,
        blank: linesBetween(end, clusters[0]?.start ?? begins) > 1,
        gap: lead.length > 0 && linesBetween(from, begins) > 1,
      }
    },
  }
}
