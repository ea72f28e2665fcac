// Calls that reach nobody: a channel on which sounds can be tried, and a call into the dialplan. All of them have a mark, by which
// their events are told from those of others, and by which they are ended.
import { randomUUID } from 'node:crypto'
import { execute, filter, headerOf, subscribe, variableOf, eventName, type Event } from '../../codec/index.ts'
import { openInbound, type Inbound, type InboundOptions } from '../../inbound.ts'

const MARK = 'callwright_doctor'
const CALL = 'callwright_doctor_call'

export interface Ran {
  /** Application-Response; null where the channel ended or time did. */
  readonly response: string | null
  readonly hungUp: boolean
  readonly ms: number
}

export interface Scratch {
  /** Runs an application on a channel of its own. Null where there is none: mod_loopback is not loaded. `stop` breaks it after so many ms. */
  readonly run: (app: string, arg: string, options?: { readonly stop?: number; readonly limit?: number }) => Promise<Ran | null>
  /** Calls a number of a context, until something is found in an event or time is over. */
  readonly call: <T>(number: string, context: string, find: (event: Event) => T | null, limit: number) => Promise<T | null>
  /** Has the switch hand a call of its own to a place, as `socket` takes it; whether it got through. The call has this number. */
  readonly handOver: (place: string, number: string, limit: number) => Promise<boolean>
  readonly close: () => Promise<void>
}

export async function openScratch(commands: Inbound, options: Omit<InboundOptions, 'onEvent'>): Promise<Scratch | null> {
  const mark = randomUUID()
  const seeing = new Set<(event: Event) => void>()
  const opened = await openInbound({
    ...options,
    onEvent: event => {
      for (const see of seeing) see(event)
    },
  })
  if (opened.kind === 'failed') return null
  const { connection } = opened
  await connection.send(filter(`variable_${MARK}`, mark))
  await connection.send(subscribe('plain', ['CHANNEL_EXECUTE', 'CHANNEL_EXECUTE_COMPLETE', 'CHANNEL_PARK', 'CHANNEL_HANGUP']))

  /** What a look finds in the events, or null in the end. */
  const watch = <T>(find: (event: Event) => T | null, limit: number, begin: () => void): Promise<T | null> =>
    new Promise(resolve => {
      const end = (found: T | null): void => {
        clearTimeout(timer)
        seeing.delete(see)
        resolve(found)
      }
      const see = (event: Event): void => {
        const found = find(event)
        if (found !== null) end(found)
      }
      const timer = setTimeout(() => end(null), limit)
      seeing.add(see)
      begin()
    })

  const run: Scratch['run'] = async (app, arg, { stop, limit = 4000 } = {}) => {
    const channel = randomUUID()
    const id = randomUUID()
    const made = await commands.api('originate', [
      `{${MARK}=${mark},origination_uuid=${channel},process_cdr=false}null/callwright`,
      '&park()',
    ])
    if (!made?.startsWith('+OK')) return null
    const started = performance.now()
    const ran = await watch(
      event => {
        const name = eventName(event)
        if (headerOf(event, 'Unique-ID') !== channel) return null
        if (name === 'CHANNEL_HANGUP') return { response: null, hungUp: true }
        if (headerOf(event, 'Application-UUID') !== id) return null
        if (name === 'CHANNEL_EXECUTE' && stop !== undefined) setTimeout(() => void commands.api('uuid_break', [channel]), stop)
        return name === 'CHANNEL_EXECUTE_COMPLETE' ? { response: headerOf(event, 'Application-Response') ?? '', hungUp: false } : null
      },
      limit,
      () => void connection.send(execute({ app, arg, id, channel })),
    )
    const ms = performance.now() - started
    await commands.api('uuid_kill', [channel])
    return { ...(ran ?? { response: null, hungUp: false }), ms }
  }

  /** Makes a call, until something is found in an event of it. */
  const calling = async <T>(to: string, app: string, find: (event: Event) => T | null, limit: number): Promise<T | null> => {
    const call = randomUUID()
    // In the background: `originate` waits for an answer that nobody gives.
    const begin = (): void => {
      const variables = `{${MARK}=${mark},${CALL}=${call},process_cdr=false,origination_caller_id_name=callwright-doctor,originate_timeout=10}`
      void commands.connection.job('originate', [`${variables}${to}`, app], 100)
    }
    const found = await watch(event => (variableOf(event, CALL) === call ? find(event) : null), limit, begin)
    await commands.api('hupall', ['NORMAL_CLEARING', MARK, mark])
    return found
  }

  return {
    run,
    call: (number, context, find, limit) => calling(`loopback/${number}/${context}`, '&park()', find, limit),
    handOver: async (place, number, limit) => {
      const reached = await calling(
        `null/${number}`,
        `'&socket(${place} async full)'`,
        event => {
          if (eventName(event) === 'CHANNEL_PARK') return true
          const isOver = eventName(event) === 'CHANNEL_HANGUP' || eventName(event) === 'CHANNEL_EXECUTE_COMPLETE'
          return isOver ? false : null
        },
        limit,
      )
      return reached === true
    },
    close: async () => {
      await commands.api('hupall', ['NORMAL_CLEARING', MARK, mark])
      opened.close()
    },
  }
}
