// The shape of callwright.config.json as JSON Schema (2020-12): what a node checks it by, and what an editor completes it by.
// `callwright.config.schema.json` beside this file is the same, written down; a test holds the two together.

type Schema = Readonly<Record<string, unknown>>

const text = (description: string, more: Schema = {}): Schema => ({ type: 'string', minLength: 1, description, ...more })
const object = (description: string, properties: Schema, required: readonly string[] = []): Schema => ({
  type: 'object',
  description,
  properties,
  required,
  additionalProperties: false,
})
const map = (description: string, of: Schema): Schema => ({ type: 'object', description, additionalProperties: of })
const list = (description: string, items: Schema, more: Schema = {}): Schema => ({ type: 'array', description, items, ...more })
const paths = (description: string): Schema => ({
  description,
  anyOf: [text('a path from this file’s folder'), list('paths from this file’s folder', text('a path'))],
})

const ADDRESS = '^(\\[[0-9A-Fa-f:.]+\\]|[^\\s:\\[\\]]+):[0-9]{1,5}$'
/** 999999999h back from now is a date still. */
const DURATION = '^[0-9]{1,9}(ms|s|min|h)$'
const address = (description: string): Schema => text(`${description}, as HOST:PORT`, { pattern: ADDRESS, examples: ['127.0.0.1:8084'] })
const duration = (description: string): Schema =>
  text(`${description}, as 500ms, 30s, 10min, 2h`, { pattern: DURATION, examples: ['500ms', '30s', '10min', '2h'] })
const count = (description: string, maximum: number): Schema => ({ type: 'integer', minimum: 1, maximum, description })

/** Never written into the file itself: the environment has it. */
const secret = (description: string): Schema => ({
  ...object(
    `${description}; it is read from the environment`,
    { env: text('the variable’s name', { pattern: '^[A-Za-z_][A-Za-z0-9_]*$', examples: ['CALLWRIGHT_TOKEN'] }) },
    ['env'],
  ),
  examples: [{ env: 'CALLWRIGHT_TOKEN' }],
})

const speech: Schema = {
  description: 'who speaks what has no recording',
  oneOf: [
    object(
      'an engine on this machine or a service, whose sounds FreeSWITCH reads as files',
      {
        engine: text('espeak-ng, say, or a .json file that describes a service'),
        folder: text('where its sounds are kept'),
        sampleRate: { enum: [8000, 16000], description: 'Hz' },
      },
      ['engine'],
    ),
    object(
      'an engine of FreeSWITCH',
      { freeswitch: text('the engine’s name, as in speak'), voices: map('language → voice', text('a voice')) },
      ['freeswitch', 'voices'],
    ),
  ],
}

const trunk: Schema = {
  description: 'a way out: the first whose prefix a number has takes it',
  type: 'object',
  properties: {
    prefix: { type: 'string', description: 'numbers that begin so; all where not said' },
    gateway: text('a gateway of the switch’s SIP profiles'),
    host: text('a host that is called directly, with the profile that calls it'),
    profile: text('a SIP profile of the switch'),
    domain: text('numbers are users of this domain'),
    context: text('numbers are looked up in this context of the dialplan'),
    callerId: text('what the other side sees as its caller; the caller’s own number where not said'),
  },
  additionalProperties: false,
  oneOf: [{ required: ['gateway'] }, { required: ['host', 'profile'] }, { required: ['domain'] }, { required: ['context'] }],
}

const numbers: Schema = object('numbers that calls may be handed to', {
  trunks: list('ways out', trunk),
  allow: list(
    'numbers beside those that the program writes; a * at the end stands for more numerals',
    text('a number', { pattern: '^\\+?[0-9]+\\*?$', examples: ['4006895500', '+86138*'] }),
  ),
  transfer: {
    description: 'how transfer to hands a call over: over this switch through a trunk, to its dialplan, or to another host by REFER',
    oneOf: [
      { const: 'bridge' },
      object('to the dialplan', { context: text('its context') }, ['context']),
      object('by REFER', { refer: text('the host that calls then') }, ['refer']),
    ],
  },
})

const serve: Schema = object(
  'what callwright serve runs',
  {
    lines: list(
      'the lines that answer',
      object(
        'a line',
        {
          bundle: text('the folder of its bundle'),
          numbers: list('the numbers dialled that it answers; where it is left out, those that its program lists', text('a number'), {
            minItems: 1,
          }),
        },
        ['bundle'],
      ),
      { minItems: 1 },
    ),
    listen: address('where FreeSWITCH’s socket application connects'),
    advertise: address('the same address as FreeSWITCH reaches it, where that differs'),
    nodes: list(
      'the addresses of all nodes of these lines as FreeSWITCH reaches them, this one among them, in the order in which calls are offered',
      address('a node'),
      { minItems: 1, uniqueItems: true },
    ),
    allow: list('who may connect: addresses and networks (10.0.0.0/8)', text('an address or a network')),
    token: secret('what FreeSWITCH says in the socket’s path'),
    context: text('the context of FreeSWITCH’s dialplan in which calls arrive; default where not said'),
    apology: text('what FreeSWITCH plays where no node can be reached, before it ends the call; without it the call is refused'),
    eventSocket: object(
      'FreeSWITCH’s own event socket: with it each call is checked, and doctor looks',
      { address: address('where it listens'), password: secret('its password') },
      ['address', 'password'],
    ),
    admin: address('where health, metrics and operators’ commands are answered'),
    adminToken: secret('what operators’ commands have to say'),
    data: text('the folder of what the node keeps: versions, settings, traces, recordings'),
    mounts: list(
      'folders that FreeSWITCH sees under another name',
      object('a folder', { here: text('as the node sees it'), there: text('as FreeSWITCH sees it') }, ['here', 'there']),
    ),
    speech,
    music: map('music by its name in the program → as FreeSWITCH names it', text('local_stream://… or a file')),
    numbers,
    queues: map('queue by its name in the program → its name in mod_callcenter', text('NAME@DOMAIN')),
    recordCalls: { type: 'boolean', description: 'whether record all records; true where not said' },
    traces: object('a trace of each call', {
      keep: duration('how long traces are kept'),
      folder: text('where; below data where not said'),
    }),
    limits: object('what one node takes', {
      calls: count('calls at once', 100_000),
      connections: count('connections at once that have not said yet who they are', 10_000),
    }),
    drain: duration('how long calls may still take when the node is to end'),
    log: { enum: ['debug', 'info', 'warn', 'error'], description: 'how much is logged' },
  },
  ['lines'],
)

export function configSchema(services: Schema): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'callwright.config.json',
    ...object('A Callwright project: its programs and scripts, and the node that answers its calls', {
      $schema: { type: 'string' },
      program: paths('the entry file of the program'),
      programs: paths('the entry files of the programs'),
      scripts: paths('files and folders with .dtmf scripts'),
      play: text('the script that callwright play plays, as FILE.dtmf or FILE.dtmf:LINE'),
      serve,
      services,
    }),
  }
}
