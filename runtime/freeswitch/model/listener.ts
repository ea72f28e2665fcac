// One Event Socket connection from the switch's side: it reads commands, answers each at once, and sends events when its poll is over.
import { createCommandReader, headerOfCommand, type ReadCommand } from '../testing/command-reader.ts'
import { toBytes } from '../codec/text.ts'
import type { ByteStream } from '../stream.ts'
import { connectReply } from './channel-event.ts'
import { isDown, isTrue, lookUp, setVariable, type Channel, type Message } from './channel.ts'
import { obeyCommand, type Connection } from './commands.ts'
import { eventFrame, plainText, type SwitchEvent } from './event.ts'
import type { Session } from './session.ts'
import { noSubscriptions, wants } from './subscriptions.ts'
import type { Switch } from './switch.ts'

export interface SocketConnection extends Connection {
  /** `connect` has come. */
  readonly connected: () => boolean
  readonly ended: () => boolean
  /** Whether the dialplan goes on at once when it ends. */
  readonly resumes: () => boolean
  /** For a socket without `async`: what it waits for. */
  readonly waiting: () => Message | null
  readonly answered: () => void
  /** Faults: the bytes as they are, the connection gone without a word. */
  readonly send: (text: string) => void
  readonly drop: () => void
}

interface ListenerOptions {
  readonly session: Session | null
  readonly full: boolean
  readonly async: boolean
  /** The connection is over. */
  readonly onEnd: () => void
}

/** A node that has not said `connect` after this time, in ms, is given up; the call is not. */
const PATIENCE = 25_000
/** ms that a poll takes beside its time-out: what a channel does in a frame that began with the poll is there when it ends. */
const OVERHEAD = 0.5
const GOODBYE = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n'

export function createListener(sw: Switch, stream: ByteStream, { session, full, async, onEnd }: ListenerOptions): SocketConnection {
  const { clock, pace } = sw
  const reader = createCommandReader()
  const outbound = session !== null
  let queue: SwitchEvent[] = []
  const inbox: ReadCommand[] = []
  let timer: unknown = null
  let patience: unknown = null
  let polled = clock.now()
  let connected = false
  let first = true
  let ended = false
  let resumes = false
  let lingers = false
  let lingerSeconds = -1
  /** Whole seconds since 1970: the connection ends after it. Null as long as the channel is up. */
  let lingerUntil: number | null = null
  let waiting: Message | null = null
  let controlled: Session | null = session

  const send = (text: string): void => void stream.write(toBytes(text))

  const schedule = (at: number): void => {
    if (ended) return
    if (timer !== null) clock.clear(timer)
    timer = clock.set(
      () => {
        timer = null
        polled = clock.now()
        flush()
      },
      Math.max(0, at - clock.now()),
    )
  }

  /** At the next poll. */
  const wake = (): void => {
    if (timer !== null && lingerUntil === null) return
    if (pace.poll === 0) return schedule(clock.now())
    const poll = pace.poll + OVERHEAD
    const polls = Math.floor((clock.now() - polled) / poll) + 1
    schedule(polled + polls * poll)
  }

  const end = (goodbye: boolean): void => {
    if (ended) return
    if (goodbye) {
      const about = controlled ? `Controlled-Session-UUID: ${controlled.channel.uuid}\nContent-Disposition: disconnect\n` : ''
      send(`Content-Type: text/disconnect-notice\n${about}Content-Length: ${GOODBYE.length}\n\n${GOODBYE}`)
    }
    ended = true
    if (timer !== null) clock.clear(timer)
    if (patience !== null) clock.clear(patience)
    sw.listeners.delete(self)
    stream.close()
    onEnd()
  }

  /** What the thread of the connection does when its poll is over, or after a command. */
  const flush = (): void => {
    // A command that is half there holds everything up.
    if (ended || reader.pending() > 0 || waiting) return
    const channel = controlled?.channel
    if (channel && !isDown(channel) && channel.divert) queue.push(...channel.diverted.splice(0))
    if (connection.subscriptions.enabled) for (const event of queue.splice(0)) send(eventFrame(event, connection.format))
    if (lingerUntil !== null) {
      if (lingerSeconds === -1) return
      if (clock.now() >= (lingerUntil + 1) * 1000) end(true)
      else schedule((lingerUntil + 1) * 1000)
      return
    }
    if (!channel || !outbound || !isDown(channel)) return
    if (!lingers) return end(true)
    lingerUntil = Math.floor(clock.now() / 1000) + Math.max(0, lingerSeconds)
    send(
      `Content-Type: text/disconnect-notice\nControlled-Session-UUID: ${channel.uuid}\nContent-Disposition: linger\n` +
        `Channel-Name: ${channel.name}\nLinger-Time: ${lingerSeconds}\nContent-Length: 0\n\n`,
    )
    if (lingerSeconds !== -1) schedule((lingerUntil + 1) * 1000)
  }

  const reply = (command: string, text: string): void => {
    const late = sw.faults.reply(command)
    if (late === 'swallowed') return
    if (late > 0) clock.set(() => (ended ? undefined : send(text)), late)
    else send(text)
  }

  const connection: Connection = {
    subscriptions: noSubscriptions(),
    format: 'plain',
    authorized: outbound,
    outbound,
    full,
    async,
    session: () => controlled,
    control: uuid => {
      controlled = sw.sessions.get(uuid) ?? null
    },
    linger: seconds => {
      lingers = seconds !== null
      lingerSeconds = seconds ?? -1
    },
    resume: () => {
      resumes = true
      if (controlled) setVariable(controlled.channel, 'socket_resume', 'true')
    },
    dropEvents: () => {
      queue = []
    },
    fireLater: (event, ms) =>
      void clock.set(() => {
        for (const listener of sw.listeners) if (listener.wants(event)) listener.enqueue(event)
      }, ms),
    value: name => (controlled ? lookUp(controlled.channel, name) : undefined),
  }

  const work = (): void => {
    while (inbox.length > 0 && !waiting && !ended) {
      handle(inbox.shift()!)
      polled = clock.now()
      flush()
    }
  }

  const handle = (command: ReadCommand): void => {
    const { line } = command
    const isFirst = first
    first = false
    if (outbound && /^connect/i.test(line)) {
      connected = true
      reply(line, plainText(connectReply(sw, session.channel, async ? 'async' : 'static', full ? 'full' : 'single-channel')))
      session.channel.wake(true)
      return
    }
    // The first command is `connect`; another one is obeyed, and not answered.
    if (outbound && isFirst) return void obeyCommand(sw, connection, command)
    if (/^(?:exit|\.\.\.)/i.test(line)) {
      reply(line, 'Content-Type: command/reply\nReply-Text: +OK bye\n\n')
      return end(true)
    }
    if (/^sendmsg/i.test(line) && isStatic(command)) {
      waiting = messageOf(command)
      return controlled!.channel.wake(true)
    }
    const answer = obeyCommand(sw, connection, command)
    reply(line, answer.text)
    if (answer.ends) end(true)
  }

  /** A message that is obeyed before it is answered: the connection has no thread of its own for the channel. */
  const isStatic = (command: ReadCommand): boolean =>
    !async && controlled !== null && !isTrue(headerOfCommand(command, 'async')) && !/^sendmsg +\S/i.test(command.line)

  const self = {
    wants: (event: SwitchEvent): boolean => !ended && wants(connection.subscriptions, event),
    enqueue: (event: SwitchEvent): void => {
      queue.push(event)
      wake()
    },
    wake: (channel: Channel): void => {
      if (controlled?.channel === channel) wake()
    },
  }
  sw.listeners.add(self)

  stream.start({
    onData(bytes) {
      if (ended) return
      for (const command of reader.push(bytes)) inbox.push(command)
      if (reader.broken()) return end(true)
      work()
    },
    onDrain: () => undefined,
    onClose: () => end(false),
  })
  if (outbound) patience = clock.set(() => (first ? end(true) : undefined), PATIENCE)
  else send('Content-Type: auth/request\n\n')

  return {
    ...connection,
    connected: () => connected,
    ended: () => ended,
    resumes: () => resumes,
    waiting: () => waiting,
    answered() {
      waiting = null
      reply('sendmsg', 'Content-Type: command/reply\nReply-Text: +OK\n\n')
      polled = clock.now()
      // What came of it leaves with the next poll.
      wake()
      work()
    },
    send,
    drop: () => end(false),
  }
}

/** A sendmsg as the channel gets it. */
export function messageOf({ headers, body }: ReadCommand): Message {
  const first = new Map<string, string>()
  for (const [name, value] of headers) if (!first.has(name)) first.set(name, value)
  return { headers: first, body }
}
