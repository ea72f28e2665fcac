// API commands: what each answers.
import { causeOfCallee } from './applications/bridge.ts'
import { words } from './applications/words.ts'
import { stopPlaying } from './applications/control.ts'
import { maskRecording, startRecording, stopRecording } from './applications/recording.ts'
import { isDown, lookUp, setVariable } from './channel.ts'
import { flushDigits, queueDigits } from './digits.ts'
import { queueCommand } from './queue-command.ts'
import { causeOf, expandFor, hangUp, transfer, type Session } from './session.ts'
import { schedule, unschedule, type Switch } from './switch.ts'

type Command = (sw: Switch, rest: string) => string

const NO_CHANNEL = '-ERR No such channel!\n'

const split = (rest: string): readonly string[] => words(rest)

/** A command on a channel, which its first word names. */
const onSession =
  (usage: string, least: number, run: (session: Session, rest: readonly string[], text: string) => string, missing = NO_CHANNEL): Command =>
  (sw, rest) => {
    const given = split(rest)
    if (given.length < least) return `-USAGE: ${usage}\n`
    const session = sw.sessions.get(given[0]!)
    return session ? run(session, given.slice(1), rest.slice(given[0]!.length + 1)) : missing
  }

type Leg = NonNullable<ReturnType<Switch['legs']['get']>>

/** The same on the leg of someone who was called. */
const onLeg =
  (other: Command, run: (leg: Leg, words: readonly string[]) => string): Command =>
  (sw, rest) => {
    const [uuid = '', ...words] = split(rest)
    const leg = sw.legs.get(uuid)
    return leg ? run(leg, words) : other(sw, rest)
  }

const record = onSession(
  '<uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]',
  3,
  (session, [action = '', path = '']) => {
    const runs: Readonly<Record<string, () => boolean>> = {
      start: () => startRecording(session, path),
      stop: () => stopRecording(session, path),
      mask: () => maskRecording(session, path, true),
      unmask: () => maskRecording(session, path, false),
      pause: () => maskRecording(session, path, true),
      resume: () => maskRecording(session, path, false),
    }
    const run = Object.hasOwn(runs, action) ? runs[action] : undefined
    if (!run) return '-USAGE: <uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]\n'
    if (run()) return '+OK Success\n'
    return action === 'start' || action === 'stop'
      ? `-ERR Cannot ${action} record session!\n`
      : `-ERR Cannot ${action} recording session!\n`
  },
  '-ERR Cannot locate session!\n',
)

/** `path`, or `application::argument`: runs within what runs. */
const broadcast = onSession('<uuid> <path> [aleg|bleg|holdb|both]', 2, ({ channel }, _, rest) => {
  const what = rest.replace(/ (?:aleg|bleg|holdb|both)$/, '')
  const at = what.indexOf('::')
  const app = at === -1 ? 'playback' : what.slice(0, at)
  const data = at === -1 ? what : what.slice(at + 2)
  channel.messages.push({
    headers: new Map([
      ['call-command', 'execute'],
      ['execute-app-name', app],
      ['execute-app-arg', data],
      ['lead-frames', '5'],
    ]),
    body: null,
  })
  channel.wake()
  return '+OK Message sent\n'
})

const status = (sw: Switch): string => {
  const seconds = Math.floor((sw.clock.now() - sw.startedAt) / 1000)
  return (
    `UP 0 years, 0 days, 0 hours, ${Math.floor(seconds / 60)} minutes, ${seconds % 60} seconds, 0 milliseconds, 0 microseconds\n` +
    'FreeSWITCH (Version 1.10.12-release  64bit) is ready\n' +
    `${sw.sessions.size} session(s) since startup\n` +
    `${sw.sessions.size} session(s) - peak ${sw.sessions.size}, last 5min ${sw.sessions.size} \n` +
    '0 session(s) per Sec out of max 200, peak 0, last 5min 0 \n2000 session(s) max\nmin idle cpu 0.00/99.00\n' +
    'Current Stack Size/Max 240K/8192K\n'
  )
}

/** Later: `+seconds uuid …`. */
const scheduled =
  (run: (sw: Switch, rest: readonly string[]) => void): Command =>
  (sw, rest) => {
    const [time = '', ...what] = split(rest)
    schedule(sw, what[0] ?? '', time, () => run(sw, what))
    return '+OK\n'
  }

const COMMANDS: Readonly<Record<string, Command>> = {
  status,
  version: () => 'FreeSWITCH Version 1.10.12-release~64bit ( 64bit)\n',
  hostname: sw => sw.world.globals.get('hostname') ?? 'model',
  create_uuid: sw => sw.uuid(),
  echo: (_, rest) => rest,
  eval: (sw, rest) => expandFor(sw, null, 'eval', rest),
  expr: (sw, rest) => expandFor(sw, null, 'expr', `\${expr(${rest})}`),
  global_getvar: (sw, rest) => sw.world.globals.get(rest.trim()) ?? '',
  global_setvar: (sw, rest) => {
    const at = rest.indexOf('=')
    if (at < 1) return '-USAGE: <var>=<value> [=<value2>]\n'
    const [name, value] = [rest.slice(0, at), rest.slice(at + 1)]
    if (value === '') sw.world.globals.delete(name)
    else sw.world.globals.set(name, value)
    return '+OK'
  },
  sched_api: (sw, rest) => {
    const [time = '', group = '', ...command] = split(rest)
    if (command.length === 0) return '-ERR Invalid syntax. USAGE: [+@]<time> <group_name> <command_string>[&]\n'
    return `+OK Added: ${schedule(sw, group, time, () => void runCommand(sw, command.join(' ')))}\n`
  },
  module_exists: () => 'true',
  uuid_exists: (sw, rest) => String(sw.sessions.has(rest.trim()) || sw.legs.has(rest.trim())),
  uuid_kill: onLeg(
    onSession('<uuid> [cause]', 1, (session, [cause]) => {
      hangUp(session, causeOf(cause))
      return '+OK\n'
    }),
    (leg, [cause]) => {
      leg.hangUp(causeOf(cause))
      return '+OK\n'
    },
  ),
  uuid_break: onSession('<uuid> [all]', 1, (session, flags) => {
    const all = flags.some(word => word.includes('all'))
    if (all) session.channel.messages = []
    stopPlaying(session, all)
    return '+OK\n'
  }),
  uuid_getvar: onLeg(
    onSession('<uuid> <var>', 2, ({ channel }, [name = '']) => lookUp(channel, name) ?? '_undef_'),
    ({ channel }, [name = '']) => lookUp(channel, name) ?? '_undef_',
  ),
  uuid_setvar: onSession('<uuid> <var> [value]', 2, ({ channel }, [name = ''], rest) => {
    setVariable(channel, name, rest.slice(name.length + 1))
    return '+OK\n'
  }),
  uuid_setvar_multi: onSession('<uuid> <var>=<value>;<var>=<value>...', 2, ({ channel }, _, rest) => {
    for (const pair of rest.split(';')) {
      const at = pair.indexOf('=')
      if (at !== -1) setVariable(channel, pair.slice(0, at), pair.slice(at + 1))
    }
    return '+OK\n'
  }),
  uuid_recv_dtmf: onSession(
    '<uuid> <dtmf_data>',
    2,
    ({ channel }, [digits = '']) => {
      queueDigits(channel, digits)
      return `+OK ${channel.uuid} received DTMF ${digits}.\n`
    },
    '-ERR Cannot locate session!\n',
  ),
  uuid_send_dtmf: onSession(
    '<uuid> <dtmf_data>',
    2,
    ({ channel }, [digits = '']) => `+OK ${channel.uuid} sent DTMF ${digits}.\n`,
    '-ERR Cannot locate session!\n',
  ),
  uuid_flush_dtmf: onSession('<uuid>', 1, ({ channel }) => {
    flushDigits(channel)
    return '+OK\n'
  }),
  uuid_record: record,
  uuid_broadcast: broadcast,
  uuid_transfer: onSession('<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]', 2, (session, given) => {
    // Where nobody talks there is no other leg: the channel itself is sent away.
    if (given[0] === '-bleg' && session.sendOtherAway) {
      session.sendOtherAway()
      return '+OK\n'
    }
    const [number = '', dialplan = 'XML', context = session.channel.profile.context] = given.filter(word => !word.startsWith('-'))
    transfer(session, number, dialplan, context)
    return '+OK\n'
  }),
  hupall: (sw, rest) => {
    const sessions = [...sw.sessions.values()]
    for (const session of sessions) hangUp(session, causeOf(split(rest)[0]))
    return `+OK hangup all channels with cause ${causeOf(split(rest)[0])}\n`
  },
  sched_hangup: scheduled((sw, [uuid = '', cause]) => {
    const session = sw.sessions.get(uuid)
    if (session) hangUp(session, causeOf(cause ?? 'ALLOTTED_TIMEOUT'))
  }),
  sched_transfer: scheduled((sw, [uuid = '', number = '', dialplan = 'XML', context]) => {
    const session = sw.sessions.get(uuid)
    if (session && !isDown(session.channel)) transfer(session, number, dialplan, context ?? session.channel.profile.context)
  }),
  sched_del: (sw, rest) => `+OK Deleted: ${unschedule(sw, rest.trim())}\n`,
  // What is called, and not what is done with it.
  originate: (sw, rest) => `-ERR ${causeOfCallee(sw.world.dial(split(rest)[0] ?? ''))}\n`,
  callcenter_config: queueCommand,
}

/** What a command puts out; what there is not is said so. */
export function runCommand(sw: Switch, text: string): string {
  const trimmed = text.trim()
  const at = trimmed.indexOf(' ')
  const name = at === -1 ? trimmed : trimmed.slice(0, at)
  sw.ran.push(trimmed)
  if (!Object.hasOwn(COMMANDS, name)) return `-ERR ${name} Command not found!\n`
  const out = COMMANDS[name]!(sw, at === -1 ? '' : trimmed.slice(at + 1))
  return out === '' ? '-ERR no reply\n' : out
}
