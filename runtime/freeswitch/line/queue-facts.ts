// What mod_callcenter tells of a queue: tables of text, columns by the names in their first line.
import { askInBackground, type LineContext } from './context.ts'

type Row = ReadonlyMap<string, string>

/** Null where it is no table: the queue is not known, the module is not there. */
export function rowsOf(text: string): readonly Row[] | null {
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('+OK'))
  if (/^-(?:ERR|USAGE)/.test(text)) return null
  const names = lines[0]?.split('|') ?? []
  return lines.slice(1).map(line => new Map(line.split('|').map((value, index) => [names[index] ?? String(index), value])))
}

const numberOf = (row: Row, name: string): number => Number(row.get(name) ?? 0) || 0

/** Those who wait, the next one first. */
export const waitingOf = (rows: readonly Row[]): readonly Row[] =>
  rows
    .filter(row => row.get('state') === 'Waiting' || row.get('state') === 'Trying')
    .toSorted(
      (one, other) => numberOf(other, 'score') - numberOf(one, 'score') || numberOf(one, 'joined_epoch') - numberOf(other, 'joined_epoch'),
    )

export async function askMembers(context: LineContext, queue: string): Promise<readonly Row[] | null> {
  const text = await askInBackground(context, 'callcenter_config', ['queue', 'list', 'members', queue])
  return text === null ? null : rowsOf(text)
}

/** Agents who take calls of this queue: those who are available, whether or not they talk now. */
export async function askAgents(context: LineContext, queue: string): Promise<number | null> {
  const text = await askInBackground(context, 'callcenter_config', ['queue', 'list', 'agents', queue])
  const rows = text === null ? null : rowsOf(text)
  return rows ? rows.filter(row => row.get('status')?.startsWith('Available')).length : null
}

/** From 1; null where the channel does not wait there. */
export function positionIn(rows: readonly Row[], uuid: string): number | null {
  const index = waitingOf(rows).findIndex(row => row.get('session_uuid') === uuid)
  return index === -1 ? null : index + 1
}

export interface QueueFacts {
  readonly waiting: number
  readonly agents: number
  /** ms that the one waits who waits longest. */
  readonly longest: number
}

export async function askQueue(context: LineContext, queue: string): Promise<QueueFacts | null> {
  const [rows, agents] = await Promise.all([askMembers(context, queue), askAgents(context, queue)])
  if (!rows || agents === null) return null
  const waiting = waitingOf(rows)
  const since = Math.min(...waiting.map(row => numberOf(row, 'joined_epoch') * 1000).filter(at => at > 0))
  return { waiting: waiting.length, agents, longest: since === Infinity ? 0 : Math.max(0, context.clock.now() - since) }
}
