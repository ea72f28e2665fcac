import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { readServices, type ReadServices } from './read-config.ts'

const schema = JSON.parse(readFileSync(new URL('services.schema.json', import.meta.url), 'utf8')) as object
const fitsSchema = new Ajv2020({ allowUnionTypes: true }).compile(schema)
const env = { TOKEN: 'abc', SPLIT: 'a\r\nX-Evil: 1', EMPTY: '' }
const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
/** The key of node.pem, locked: `abc` opens it. */
const locked = Buffer.from(
  createPrivateKey(fixture('node.key')).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'abc' }),
)
const files: Readonly<Record<string, Buffer>> = {
  '/etc/callwright/ca.pem': fixture('bank.pem'),
  '/etc/callwright/key.pem': locked,
  '/keys/node.pem': fixture('node.pem'),
  '/keys/open.pem': fixture('node.key'),
  '/keys/other.pem': fixture('bank.key'),
  '/keys/rsa.pem': Buffer.from(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })),
  '/keys/empty.pem': Buffer.alloc(0),
  '/keys/ca.der': new X509Certificate(fixture('bank.pem')).raw,
}
const read = (json: unknown): ReadServices =>
  readServices(json, {
    path: '/services',
    folder: '/etc/callwright',
    env,
    read: file => files[file] ?? null,
  })
const bank = (more: object, url = 'https://bank.example/ivr/'): object => ({ bank: { url, ...more } })

it('reads all there is', () => {
  const json = {
    bank: {
      url: 'https://bank.example:8443/ivr/',
      tls: { ca: 'ca.pem', cert: '/keys/node.pem', key: 'key.pem', passphrase: { env: 'TOKEN' }, serverName: 'bank' },
      atOnce: 5,
      largest: 1000,
      headers: { Authorization: { env: 'TOKEN', before: 'Bearer ' }, 'X-Branch': '1' },
      tryFor: '2s',
      answers: { 404: { outcome: 'failed' } },
      status: { closes: false },
      operations: {
        pay: {
          path: '/v1/pay?x={operation}',
          headers: { 'x-branch': '2' },
          tryFor: '500ms',
          answers: { 422: { outcome: 'declined', body: 'values' } },
          status: { path: '/s', closes: true, answers: { 404: { outcome: 'not seen' } } },
        },
        accounts: { answers: { 200: { body: 'result' }, 404: { result: [] } }, status: null },
        freeze: { path: '/v1/freeze' },
      },
    },
    sms: { module: './sms.ts', atOnce: 2 },
  }
  expect(fitsSchema(json), JSON.stringify(fitsSchema.errors)).toBe(true)
  const others = {
    path: '/{service}/{operation}',
    headers: { authorization: 'Bearer abc', 'x-branch': '1' },
    tryFor: 2000,
    answers: { 404: { answer: { outcome: 'failed' } } },
    status: { path: '/{service}/{operation}/status', closes: false, answers: {} },
  }
  expect(read(json)).toEqual({
    config: {
      bank: {
        kind: 'http',
        url: 'https://bank.example:8443/ivr',
        tls: { ca: fixture('bank.pem'), cert: fixture('node.pem'), key: locked, passphrase: 'abc', servername: 'bank' },
        atOnce: 5,
        largest: 1000,
        others,
        operations: {
          pay: {
            path: '/v1/pay?x={operation}',
            headers: { authorization: 'Bearer abc', 'x-branch': '2' },
            tryFor: 500,
            answers: { 404: { answer: { outcome: 'failed' } }, 422: { answer: { outcome: 'declined' }, body: 'values' } },
            status: { path: '/s', closes: true, answers: { 404: { answer: { outcome: 'not seen' } } } },
          },
          accounts: { ...others, answers: { 404: { answer: { result: [] } }, 200: { answer: {}, body: 'result' } }, status: null },
          freeze: { ...others, path: '/v1/freeze' },
        },
      },
      sms: { kind: 'module', file: '/etc/callwright/sms.ts', atOnce: 2, tryFor: 10_000 },
    },
  })
})

/** Where it is wrong; `schema`: whether the schema sees it, too (what hangs on the environment or on files it cannot). */
const wrong: readonly (readonly [json: unknown, path: string, seen: boolean])[] = [
  [[], '/services', true],
  [{ bank: 'https://bank.example' }, '/services/bank', true],
  [{ bank: {} }, '/services/bank/url', true],
  [bank({}, 'bank.example'), '/services/bank/url', true],
  [bank({}, 'ftp://bank.example'), '/services/bank/url', true],
  [bank({}, 'https://bank.example/?key=1'), '/services/bank/url', true],
  [bank({}, 'https://me:word@bank.example'), '/services/bank/url', true],
  [bank({}, 'http://bank.example'), '/services/bank/url', false],
  [bank({ adress: 1 }), '/services/bank/adress', true],
  [bank({ plainHttp: 'yes' }), '/services/bank/plainHttp', true],
  [bank({ atOnce: 0 }), '/services/bank/atOnce', true],
  [bank({ largest: 1.5 }), '/services/bank/largest', true],
  [bank({ tryFor: 2 }), '/services/bank/tryFor', true],
  [bank({ tryFor: '2 seconds' }), '/services/bank/tryFor', true],
  [bank({ tryFor: '1ms' }), '/services/bank/tryFor', false],
  [bank({ path: 'pay' }), '/services/bank/path', true],
  [bank({ path: '//evil.example/' }), '/services/bank/path', true],
  [bank({ path: '/{key}' }), '/services/bank/path', true],
  [bank({ path: '/a b' }), '/services/bank/path', true],
  [bank({ path: '/a/../b' }), '/services/bank/path', false],
  [bank({ headers: { 'x y': '1' } }), '/services/bank/headers/x y', true],
  [bank({ headers: { 'a/b~': '1' } }), '/services/bank/headers/a~1b~0', true],
  [bank({ headers: { 'Idempotency-Key': '1' } }), '/services/bank/headers/Idempotency-Key', false],
  [bank({ headers: { 'User-Agent': 'x' } }), '/services/bank/headers/User-Agent', false],
  [bank({ headers: { Host: 'x' } }), '/services/bank/headers/Host', false],
  [bank({ headers: { X: 'a\r\nb' } }), '/services/bank/headers/X', false],
  [bank({ headers: { X: { env: 'SPLIT' } } }), '/services/bank/headers/X', false],
  [bank({ headers: { X: { env: 'NONE' } } }), '/services/bank/headers/X/env', false],
  [bank({ headers: { X: { env: 'EMPTY' } } }), '/services/bank/headers/X/env', false],
  [bank({ headers: { X: { env: 'toString' } } }), '/services/bank/headers/X/env', false],
  [bank({ headers: { X: { value: 'a' } } }), '/services/bank/headers/X/value', true],
  [bank({ tls: { ca: 'ca.txt' } }), '/services/bank/tls/ca', false],
  [bank({ tls: { ca: '/keys/open.pem' } }), '/services/bank/tls/ca', false],
  [bank({ tls: { ca: '/keys/empty.pem' } }), '/services/bank/tls/ca', false],
  [bank({ tls: { ca: '/keys/ca.der' } }), '/services/bank/tls/ca', false],
  [bank({ tls: { cert: '/keys/node.pem' } }), '/services/bank/tls/cert', false],
  [bank({ tls: { key: '/keys/open.pem' } }), '/services/bank/tls/key', false],
  [bank({ tls: { cert: '/keys/open.pem', key: '/keys/open.pem' } }), '/services/bank/tls/cert', false],
  [bank({ tls: { cert: '/keys/node.pem', key: '/keys/node.pem' } }), '/services/bank/tls/key', false],
  [bank({ tls: { cert: '/keys/node.pem', key: '/keys/other.pem' } }), '/services/bank/tls/key', false],
  [bank({ tls: { cert: '/keys/node.pem', key: 'key.pem' } }), '/services/bank/tls/key', false],
  [bank({ tls: { cert: '/keys/node.pem', key: 'key.pem', passphrase: 'Geheim' } }), '/services/bank/tls/key', false],
  [bank({ tls: { rejectUnauthorized: false } }), '/services/bank/tls/rejectUnauthorized', true],
  [bank({ status: {} }), '/services/bank/status/closes', true],
  [bank({ status: { closes: 'closes' } }), '/services/bank/status/closes', true],
  [bank({ answers: { 99: { outcome: 'failed' } } }), '/services/bank/answers/99', true],
  [bank({ answers: { 404: {} } }), '/services/bank/answers/404', true],
  [bank({ answers: { 404: { outcome: 'a', result: 1 } } }), '/services/bank/answers/404', true],
  [bank({ answers: { 404: { outcome: 'a', body: 'result' } } }), '/services/bank/answers/404', true],
  [bank({ answers: { 404: { result: 1, body: 'result' } } }), '/services/bank/answers/404', true],
  [bank({ answers: { 404: { result: 1, values: {} } } }), '/services/bank/answers/404', true],
  [bank({ answers: { 404: { outcome: 'a', values: {}, body: 'values' } } }), '/services/bank/answers/404', true],
  [bank({ answers: { 404: { body: 'values' } } }), '/services/bank/answers/404', true],
  [bank({ operations: { pay: { url: 'https://x.example' } } }), '/services/bank/operations/pay/url', true],
  [bank({ operations: { pay: 1 } }), '/services/bank/operations/pay', true],
  [{ sms: { module: 5 } }, '/services/sms/module', true],
  [{ sms: { module: './a.ts', url: 'https://x.example' } }, '/services/sms/url', true],
]

it.each(wrong)('%j is wrong at %s', (json, path, seen) => {
  const { problems } = read(json)
  expect(problems?.map(problem => problem.path)).toContain(path)
  for (const { en, zh } of problems ?? []) {
    expect(en).toMatch(/\.$/)
    expect(zh).toMatch(/。$/)
  }
  expect(fitsSchema(json)).toBe(!seen)
})

it('every fault is told at once', () => {
  expect(read({ bank: { url: 'x', atOnce: 0, tls: 1 }, sms: { module: '' } }).problems?.map(({ path }) => path)).toEqual([
    '/services/bank/url',
    '/services/bank/tls',
    '/services/bank/atOnce',
    '/services/sms/module',
  ])
})

it('files for TLS that nothing can be connected with are told of where they stand, one fault each, by OpenSSL’s code alone', () => {
  const said = (tls: object): unknown => read(bank({ tls })).problems?.map(({ path, en }) => [path.replace('/services/bank/tls/', ''), en])
  expect(said({ ca: 'ca.pem', cert: '/keys/node.pem', key: '/keys/open.pem' })).toBeUndefined()
  expect(said({ cert: '/keys/node.pem', key: 'key.pem', passphrase: 'Geheim' })).toEqual([
    ['key', 'There is no private key in PEM in this file, or “passphrase” does not open it (ERR_OSSL_BAD_DECRYPT).'],
  ])
  // Of the same kind, and of another: OpenSSL itself compares only the first.
  for (const key of ['/keys/other.pem', '/keys/rsa.pem'])
    expect(said({ cert: '/keys/node.pem', key })).toEqual([['key', 'This is not the private key of “cert”.']])
  expect(said({ cert: '/keys/gone.pem', key: '/keys/open.pem' })).toEqual([['cert', 'The file “/keys/gone.pem” cannot be read.']])
})

it('no secret is in a problem', () => {
  expect(
    JSON.stringify(
      read(bank({ headers: { X: { env: 'SPLIT' }, Y: { env: 'TOKEN', before: '\n' } }, tls: { passphrase: { env: 'TOKEN' }, ca: 'x' } }))
        .problems,
    ),
  ).not.toMatch(/Evil|abc/)
})

it.each(['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:1/a'])('%s needs no leave', url => {
  expect(read(bank({}, url)).problems).toBeUndefined()
  expect(read(bank({ plainHttp: true }, 'http://bank.example')).problems).toBeUndefined()
})
