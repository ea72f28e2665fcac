import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Refusal } from '../exit.ts'
import { disk } from '../io.ts'
import { folderWith } from '../testing/io.ts'
import { configSchema } from './schema.ts'
import { readServeConfig } from './serve-config.ts'

function read(
  config: unknown,
  env: Readonly<Record<string, string>> = {},
  secrets: Parameters<typeof readServeConfig>[1]['secrets'] = 'all',
) {
  const cwd = folderWith({ 'callwright.config.json': JSON.stringify(config) })
  return { cwd, config: readServeConfig({ fs: disk, cwd, env }, { secrets }) }
}

/** What is said of a configuration, a sentence a line. */
function said(config: unknown, language: 'en' | 'zh' = 'en', env: Readonly<Record<string, string>> = {}): string {
  try {
    read(config, env)
  } catch (error) {
    if (error instanceof Refusal) return error.in[language]
    throw error
  }
  return 'nothing'
}

const lines = [{ bundle: 'dist/harbour' }]

it('the least that a node needs is a line; all else has a value', () => {
  const { cwd, config } = read({ serve: { lines } })
  expect(config).toMatchObject({
    lines: [{ bundle: `${cwd}/dist/harbour`, numbers: null }],
    listen: { host: '127.0.0.1', port: 8084 },
    advertise: { host: '127.0.0.1', port: 8084 },
    nodes: [{ host: '127.0.0.1', port: 8084 }],
    admin: { host: '127.0.0.1', port: 8085 },
    allow: ['127.0.0.0/8', '::1/128'],
    token: null,
    eventSocket: null,
    data: `${cwd}/.callwright/serve`,
    speech: null,
    traces: null,
    drain: 600_000,
    log: 'info',
  })
})

it('paths are of the file’s folder, times are ms, secrets come from the environment', () => {
  const { cwd, config } = read(
    {
      serve: {
        lines,
        listen: '[::1]:9000',
        token: { env: 'TOKEN' },
        eventSocket: { address: '127.0.0.1:8021', password: { env: 'ESL' } },
        speech: { engine: 'speech/cloud.json' },
        traces: { keep: '24h' },
        drain: '30s',
      },
    },
    { TOKEN: 'abcdefgh', ESL: 'xyz' },
  )
  expect(config).toMatchObject({
    listen: { host: '::1', port: 9000 },
    token: 'abcdefgh',
    eventSocket: { address: { host: '127.0.0.1', port: 8021 }, password: 'xyz' },
    speech: { kind: 'ours', engine: `${cwd}/speech/cloud.json`, folder: `${cwd}/.callwright/serve/speech`, sampleRate: 8000 },
    traces: { folder: `${cwd}/.callwright/serve/traces`, keep: 86_400_000 },
    drain: 30_000,
  })
})

it('every fault is said, each with its place', () => {
  expect(
    said({
      serve: {
        lines: [{ bundel: 'x' }],
        listen: 'everywhere',
        limits: { calls: 0 },
        log: 'loud',
        drain: 'soon',
        speech: { freeswitch: 'flite' },
      },
    }).split('\n'),
  ).toMatchInlineSnapshot(`
    [
      "callwright.config.json: 6 things are wrong:",
      "  serve.lines[0]: “bundel” is not known here; did you mean “bundle”?",
      "  serve.listen: it is not what it should be: where FreeSWITCH’s socket application connects, as HOST:PORT.",
      "  serve.speech: “voices” is missing.",
      "  serve.limits.calls: it must be at least 1.",
      "  serve.drain: it is not what it should be: how long calls may still take when the node is to end, as 500ms, 30s, 10min, 2h.",
      "  serve.log: it must be one of "debug", "info", "warn", "error".",
    ]
  `)
})

it('no duration is so long that a date cannot be counted back by it', () => {
  const lasting = (count: string) => said({ serve: { lines, traces: { keep: `${count}h` }, drain: `${count}h` } })
  expect(lasting('999999999')).toBe('nothing')
  expect(lasting('9999999999')).toContain('serve.traces.keep: it is not what it should be')
})

it('a folder without a configuration, and one without the part, are told what to do', () => {
  expect(said({ program: 'main.ivr' })).toContain('it has no part “serve”')
  expect(said({ program: 'main.ivr' }, 'zh')).toContain('缺少“serve”部分')
  const cwd = folderWith({ 'x.txt': '' })
  expect(() => readServeConfig({ fs: disk, cwd, env: {} }, { secrets: 'all' })).toThrow('callwright.config.json')
})

it('a secret that the environment does not have is said, and its value never is', () => {
  expect(said({ serve: { lines, token: { env: 'TOKEN' } } })).toContain('serve.token: the environment has no TOKEN: set that variable')
  expect(said({ serve: { lines, token: 'abc' } })).toContain('serve.token: it must be an object')
})

const WITH_SECRETS = {
  lines,
  token: { env: 'TOKEN' },
  adminToken: { env: 'ADMIN' },
  eventSocket: { address: '127.0.0.1:8021', password: { env: 'ESL' } },
}

it.each([
  [
    'TOKEN',
    'serve.token',
    ['Zm9v/YmFyYmF6', 'abcdef:gh', 'abcdef|gh', 'abc defgh', 'abcdefgh\n', ' abcdefgh', 'abcdefg', '令牌令牌令牌令牌'],
  ],
  ['ADMIN', 'serve.adminToken', ['abcdefgh\n', ' abcdefgh', 'abcdefgh\t', 'abc\u0000defgh', '令牌令牌令牌令牌']],
  ['ESL', 'serve.eventSocket.password', ['ClueCon\n', ' ClueCon', 'Clue\u0007Con', 'ClueCon\r\n', '\u00a0ClueCon', '=ClueCon']],
])('what %s has and %s cannot be is refused with its place, and not shown', (variable, place, values) => {
  const env = { TOKEN: 'abcdefgh', ADMIN: 'abcdefgh', ESL: 'ClueCon' }
  expect(said({ serve: WITH_SECRETS }, 'en', env)).toBe('nothing')
  for (const value of values) {
    const [en, zh] = [
      said({ serve: WITH_SECRETS }, 'en', { ...env, [variable]: value }),
      said({ serve: WITH_SECRETS }, 'zh', { ...env, [variable]: value }),
    ]
    expect(en).toContain(`one thing is wrong:\n  ${place}: what ${variable} has is no `)
    expect(zh).toContain(`${place}：${variable} 的内容不能作为`)
    for (const text of [en, zh]) expect(text).not.toContain(value.trim())
  }
})

it('a secret that nobody wants here need not be there', () => {
  const wanted = { adminToken: { ADMIN: 'abcdefgh' }, token: { TOKEN: 'abcdefgh' }, password: { ESL: 'ClueCon' }, none: {} } as const
  for (const [name, env] of Object.entries(wanted)) {
    const { config } = read({ serve: WITH_SECRETS }, env, name as keyof typeof wanted)
    expect([config.token, config.adminToken, config.eventSocket?.password].filter(each => each !== '')).toEqual(Object.values(env))
  }
  expect(() => read({ serve: WITH_SECRETS }, { TOKEN: 'abcdefgh', ESL: 'ClueCon' }, 'adminToken')).toThrow('serve.adminToken')
})

it('secrets may be of what their place can say', () => {
  const env = { TOKEN: 'A-Z_a-z_0-9', ADMIN: 'a+b/c= of {us}', ESL: '密码 of : our/own' }
  expect(read({ serve: WITH_SECRETS }, env).config).toMatchObject({
    token: env.TOKEN,
    adminToken: env.ADMIN,
    eventSocket: { password: env.ESL },
  })
})

it('what is not of its form is said with what is, in Chinese too', () => {
  const wrong = { serve: { lines, token: 'abc', drain: 'soon', listen: 'here' } }
  expect(said(wrong)).toContain('serve.token: it must be an object { … }, such as {"env":"CALLWRIGHT_TOKEN"}.')
  expect(said(wrong, 'zh')).toMatch(/serve\.listen：格式不对；例如 "127\.0\.0\.1:8084"。/)
  expect(said(wrong, 'zh')).toMatch(/serve\.drain：格式不对；例如 "500ms", "30s"/)
  expect(said(wrong, 'zh')).not.toMatch(/what|where|how/)
})

it('who may connect is said by the entry that is no network, and not as a port that is taken', () => {
  expect(said({ serve: { lines, allow: ['10.0.0.0/8', '127.0.0.1/99'] } })).toContain('serve.allow[1]: “127.0.0.1/99” is no address')
})

it('a bundle that stands there twice is said: only one of the two would have its numbers', () => {
  const twice = [
    { bundle: 'dist/harbour', numbers: ['95500'] },
    { bundle: './dist/harbour', numbers: ['95501'] },
  ]
  expect(said({ serve: { lines: twice } })).toContain('serve.lines[1]: it has the bundle of serve.lines[0]')
})

it('a line whose list of numbers is empty is refused: it would answer no call', () => {
  const none = { serve: { lines: [{ bundle: 'dist/harbour', numbers: [] }] } }
  expect(said(none)).toContain('serve.lines[0].numbers: it must not be empty')
  expect(said(none, 'zh')).toContain('serve.lines[0].numbers：不能为空')
})

it('an address that others reach is refused without a token', () => {
  const text = said({ serve: { lines, listen: '0.0.0.0:8084', admin: '10.0.0.1:8085' } })
  expect(text).toContain('serve.token: it is required')
  expect(text).toContain('serve.adminToken: it is required')
})

it('a node is one of the nodes', () => {
  const nodes = ['10.0.0.11:8084', '10.0.0.12:8084']
  expect(said({ serve: { lines, nodes } })).toContain('serve.nodes: this node is not among them')
  expect(said({ serve: { lines, nodes } })).toContain('127.0.0.1:8084')
  expect(said({ serve: { lines, nodes: [...nodes, '10.0.0.13:99999'] } })).toContain('serve.nodes[2]: 99999 is no port')
  expect(said({ serve: { lines, nodes: [nodes[0], nodes[0]] } })).toContain('serve.nodes')
})

it('a port that is none is said', () => {
  expect(said({ serve: { lines, listen: '127.0.0.1:70000' } })).toContain('serve.listen: 70000 is no port')
  const eventSocket = { address: '127.0.0.1:80210', password: { env: 'ESL' } }
  expect(said({ serve: { lines, eventSocket } }, 'en', { ESL: 'ClueCon' })).toContain('serve.eventSocket.address: 80210 is no port')
})

it('the schema for editors is the one that is checked by, with that of the services in it', () => {
  const path = join(import.meta.dirname, 'callwright.config.schema.json')
  const services = JSON.parse(readFileSync(join(import.meta.dirname, '../../runtime/services/services.schema.json'), 'utf8')) as object
  const now = `${JSON.stringify(configSchema({ ...services }), null, 2)}\n`
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, now)
  const schema = JSON.parse(readFileSync(path, 'utf8')) as object
  expect(schema).toEqual(JSON.parse(now))
  const validate = new Ajv2020({ strict: false }).compile(schema)
  expect(validate({ serve: { lines }, services: { bank: { url: 'https://bank.example' } } })).toBe(true)
  expect(validate({ serve: { lines }, services: { bank: { ulr: 'https://bank.example' } } })).toBe(false)
})
