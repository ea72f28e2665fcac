import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCommandReader, headerOfCommand, type ReadCommand } from '../testing/command-reader.ts'
import { readTranscript, transcriptNames } from '../testing/transcripts.ts'
import * as codec from './index.ts'
import { isExpanded } from './expansion.ts'
import type { Built } from './index.ts'
import { toText } from './text.ts'

const textOf = (built: Built): string => {
  if (built.kind === 'refused') expect.fail(`refused: ${built.what}: ${built.reason}`)
  return toText(built.bytes)
}

const readBack = (built: Built): readonly ReadCommand[] => createCommandReader().push(new TextEncoder().encode(textOf(built)))

/** Our builder's command for one that was read; null where we have none for it. */
function rebuild({ line, headers, body }: ReadCommand, exact: boolean): Built | null {
  const [word = '', ...words] = line.split(' ')
  const header = (name: string): string | undefined => headers.find(([known]) => known === name)?.[1]
  switch (word) {
    case 'connect':
      return codec.connect()
    case 'exit':
      return codec.exit()
    case 'resume':
      return codec.resume()
    case 'linger':
      return words[0] ? codec.linger(Number(words[0])) : null
    case 'nolinger':
      return codec.nolinger()
    case 'noevents':
      return codec.noevents()
    case 'nolog':
      return codec.nolog()
    case 'myevents':
      return words[0] === 'json' ? codec.myevents('json') : words.length > 0 ? null : codec.myevents()
    case 'log':
      return codec.logLevel('debug')
    case 'divert_events':
      return codec.divertEvents(words[0] === 'on')
    case 'auth':
      return codec.auth(words[0]!)
    case 'filter':
      if (words.length === 0) return null
      if (words[0] !== 'delete') return codec.filter(words[0]!, words[1]!)
      return words[1] === 'all' ? codec.unfilterAll() : codec.unfilter(words[1]!, words[2]!)
    case 'event': {
      const custom = words.indexOf('CUSTOM')
      if (words.length < 2) return null
      return custom === -1
        ? codec.subscribe(words[0] as 'plain', words.slice(1))
        : codec.subscribe(words[0] as 'plain', words.slice(1, custom), words.slice(custom + 1))
    }
    case 'nixevent': {
      const custom = words.indexOf('CUSTOM')
      return custom === -1 ? codec.unsubscribe(words) : codec.unsubscribe(words.slice(0, custom), words.slice(custom + 1))
    }
    case 'api': {
      const rest = words.slice(1)
      return isExpanded(line) ? null : codec.api(words[0]!, rest.length > 2 ? [...rest.slice(0, 2), rest.slice(2).join(' ')] : rest)
    }
    case 'bgapi': {
      const job = header('job-uuid')
      return job ? codec.bgapi(words[0]!, words.slice(1), job) : null
    }
    case 'sendevent':
      return body === null
        ? codec.sendevent(words[0]!, [['Event-Subclass', header('event-subclass')!]])
        : codec.sendevent(
            words[0]!,
            [
              ['Event-Subclass', header('event-subclass')!],
              ['foo', header('foo')!],
            ],
            body,
          )
    case 'sendmsg': {
      const channel = words[0]
      const arg = header('execute-app-arg')
      const app = header('execute-app-name')
      const known = ['call-command', 'execute-app-name', 'execute-app-arg', 'event-lock', 'event-uuid', 'content-type', 'content-length']
      const id = header('event-uuid')
      const ours = app !== undefined && headers.every(([name]) => known.includes(name)) && !isExpanded(arg ?? '') && arg !== ''
      if (exact && ours) {
        const lock = header('event-lock') === 'true'
        return codec.execute({ app, lock, ...(id ? { id } : {}), ...(body !== null ? { text: body } : arg === undefined ? {} : { arg }) })
      }
      if (header('call-command') === 'hangup') return codec.hangup(header('hangup-cause'), channel)
      const written: Record<string, string> = { 'event-uuid': 'Event-UUID' }
      return body === null
        ? codec.sendmsg(
            headers.map(([name, value]) => [written[name] ?? name, value]),
            { channel },
          )
        : null
    }
    default:
      return null
  }
}

it('builds the bytes of the commands in transcripts', () => {
  const left: string[] = []
  let built = 0
  for (const name of transcriptNames) {
    const bytes = readTranscript(name, 'c2s')
    const reader = createCommandReader()
    for (const command of reader.push(bytes)) {
      const ours = rebuild(command, true)
      if (ours === null || toText(command.bytes).includes('\r')) left.push(`${name}: ${command.line}`)
      else {
        expect(textOf(ours)).toBe(toText(command.bytes))
        built++
      }
    }
  }
  expect(built).toBeGreaterThan(800)
  expect(left).toMatchInlineSnapshot(`
    [
      "01-inbound-basic: bgapi originate {origination_uuid=aaaaaaaa-0000-4000-8000-000000000001,ignore_early_media=true}loopback/9196/public &park",
      "04-inbound-replies: nosuchcommand",
      "04-inbound-replies: api eval \${nosuch}",
      "04-inbound-replies: bgapi nosuchapi",
      "04-inbound-replies: event plain",
      "04-inbound-replies: filter",
      "04-inbound-replies: linger",
      "04-inbound-replies: myevents nosuch-uuid",
      "04-inbound-replies: getvar x",
      "10-outbound-main: getvar foo",
      "10-outbound-main: getvar nosuch",
      "144-plain-percent: getvar zz",
      "19-linger-no-arg: linger",
      "71-async-nofull: linger",
      "71-async-nofull: bgapi status",
      "71-async-nofull: getvar caller_id_number",
      "76-weird-vars: getvar zh_name",
      "76-weird-vars: getvar weird",
      "76-weird-vars: getvar multi",
      "76-weird-vars: getvar big",
      "76-weird-vars: getvar empty",
      "86-crlf: sendmsg",
      "92-sendmsg-after-hangup: getvar caller_id_number",
    ]
  `)
})

it('[6.2] no line break, no NUL in any argument of any command: it is refused, and the text is not in the refusal', () => {
  const all: ((text: string) => Built)[] = [
    text => codec.sendmsg([['x', text]]),
    text => codec.sendmsg([[text, 'x']]),
    text => codec.sendmsg([], { channel: text }),
    text => codec.api(text),
    text => codec.api('uuid_exists', [text]),
    text => codec.api('uuid_setvar', ['a', 'b', text]),
    text => codec.bgapi('originate', [text], 'job'),
    text => codec.bgapi('status', [], text),
    text => codec.subscribe('plain', [text]),
    text => codec.subscribe('plain', [], [text]),
    text => codec.unsubscribe([text]),
    text => codec.filter(text, 'x'),
    text => codec.filter('Unique-ID', text),
    text => codec.unfilter(text),
    text => codec.unfilter('Unique-ID', text),
    text => codec.auth(text),
    text => codec.sendevent(text, []),
    text => codec.sendevent('CUSTOM', [['x', text]]),
    text => codec.execute({ app: text }),
    text => codec.execute({ app: 'set', arg: text }),
    text => codec.execute({ app: 'set', id: text }),
    text => codec.execute({ app: 'set', channel: text }),
    text => codec.hangup(text),
    text => codec.hangup('USER_BUSY', text),
    text => codec.speak({ engine: text, voice: 'v', text: 'x' }),
    text => codec.speak({ engine: 'e', voice: text, text: 'x' }),
    text => codec.setVariable(text, 'x'),
    text => codec.setVariable('x', text),
  ]
  for (const build of all) {
    for (const attack of ['a\nb', 'a\n\nexit\n\n', 'a\r\nb', 'a\rb', 'a\0b', '\n', '\r', '\0']) {
      const built = build(attack)
      expect([build.toString(), built.kind]).toEqual([build.toString(), 'refused'])
      expect(JSON.stringify(built)).not.toContain(JSON.stringify(attack).slice(1, -1))
    }
  }
})

it('whatever is asked of it, what is built is one command', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\n', '\r\n', '\0', '\u2028', '${x}', 'exit\n\n', 'mod_event_socket unload'),
  )
  const any = fc.array(text, { maxLength: 4 }).map(parts => parts.join(''))
  const builders = fc.oneof(
    fc.tuple(any, any, fc.option(any)).map(([name, value, body]) =>
      codec.sendmsg(
        [
          [name, value],
          ['x', value],
        ],
        body === null ? {} : { body },
      ),
    ),
    fc.tuple(any, any).map(([command, word]) => codec.api(command, [word, word])),
    any.map(word => codec.api('uuid_setvar', ['u', 'n', word])),
    any.map(arg => codec.execute({ app: 'set', arg, id: 'x' })),
    any.map(body => codec.execute({ app: 'speak', text: body, id: 'x' })),
    any.map(value => codec.setVariable('x', value)),
    any.map(value => codec.filter('x', value)),
    any.map(value => codec.sendevent('CUSTOM', [['x', value]], value)),
  )
  fc.assert(
    fc.property(builders, built => {
      if (built.kind === 'refused') return
      const reader = createCommandReader()
      expect(reader.push(built.bytes).length).toBe(1)
      expect([reader.pending(), reader.broken()]).toEqual([0, false])
    }),
    { numRuns: 3000 },
  )
})

it('U+2028 and its like are data: one command, the text whole', () => {
  const text = 'a\u2028b\u2029c\u0085d\vE\ff'
  const [command, ...more] = readBack(codec.execute({ app: 'set', arg: `x=${text}` }))
  expect([headerOfCommand(command!, 'execute-app-arg'), more.length]).toEqual([`x=${text}`, 0])
})

it('a body goes with its length in bytes, and is data whatever is in it', () => {
  const body = 'x=line1\nline2: x\n\nexit\n\n张三\r'
  const commands = readBack(codec.execute({ app: 'set', text: body, id: 's3', lock: false }))
  expect(commands.map(command => command.body)).toEqual([body])
  expect(headerOfCommand(commands[0]!, 'content-length')).toBe(String(new TextEncoder().encode(body).length))
})

it('a body ends at NUL in FreeSWITCH: none goes', () => {
  for (const built of [codec.sendmsg([], { body: 'a\0b' }), codec.sendevent('CUSTOM', [], 'a\0b')]) {
    expect(built).toEqual({ kind: 'refused', what: 'body', reason: 'nul' })
  }
})

it('words that make FreeSWITCH unload its Event Socket go in a body or not at all', () => {
  const attack = 'please RELOAD Mod_Event_Socket now'
  expect(codec.api('uuid_setvar', ['u', 'n', attack])).toEqual({ kind: 'refused', what: 'command', reason: 'unloads' })
  expect(
    codec.sendmsg([
      ['x', 'mod_event_socket'],
      ['y', 'unloading'],
    ]),
  ).toMatchObject({ reason: 'unloads' })
  const [command] = readBack(codec.execute({ app: 'set', arg: `x=${attack}` }))
  expect(command!.body).toBe(`x=${attack}`)
  expect(toText(command!.bytes).split('\n\n')[0]).not.toMatch(/mod_event_socket/i)
})

it('words of an API command have no blanks, but for the last; none is expandable', () => {
  expect(codec.api('uuid_transfer', ['a b', 'c'])).toMatchObject({ reason: 'characters' })
  expect(codec.api('uuid_transfer', ['', 'c'])).toMatchObject({ reason: 'empty' })
  expect(textOf(codec.api('uuid_setvar', ['u', 'n', 'a b']))).toBe('api uuid_setvar u n a b\n\n')
  expect(codec.api('uuid_setvar', ['u', 'n', '${system(id)}'])).toMatchObject({ reason: 'expandable' })
  expect(codec.api('system; id')).toMatchObject({ reason: 'characters' })
})

it('[11] CUSTOM goes last', () => {
  expect(textOf(codec.subscribe('plain', ['DTMF'], ['callcenter::info', 'a::b']))).toBe('event plain DTMF CUSTOM callcenter::info a::b\n\n')
  expect(codec.subscribe('plain', ['CUSTOM', 'DTMF'])).toMatchObject({ kind: 'refused' })
  expect(codec.subscribe('plain', [])).toMatchObject({ reason: 'empty' })
})

it('[41] lingers for a time only', () => {
  expect(textOf(codec.linger(3))).toBe('linger 3\n\n')
  for (const seconds of [0, -1, 1.5, Number.NaN, Infinity]) expect(codec.linger(seconds).kind).toBe('refused')
})

it('a password is not in the name of its command', () => {
  const built = codec.auth('hidden')
  expect(built.kind === 'command' && built.name).toBe('auth')
})

it('[86] commands are read the same with CR LF, and a lone CR joins lines: so none is ever sent', () => {
  expect(
    createCommandReader()
      .push(readTranscript('86-crlf', 'c2s'))
      .map(command => command.line),
  ).toContain('sendmsg')
  const [command] = createCommandReader().push(
    new TextEncoder().encode('sendmsg\ncall-command: execute\nexecute-app-arg: a\rb\nevent-lock: true\n\n'),
  )
  expect(headerOfCommand(command!, 'call-command')).toBeUndefined()
})
