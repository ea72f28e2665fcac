// Telephones of the switch's directory, with what we print: their dial-strings may run no API command.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTransactions, type Transactions } from '../caller/transactions.ts'
import { examineSwitch, type Finding } from '../setup/doctor.ts'
import { startFreeswitch, type Freeswitch } from './freeswitch.ts'
import { PROFILE } from './configuration.ts'

/** As installed (directory/default.xml). */
const INSTALLED =
  '{^^:sip_invite_domain=${dialed_domain}:presence_id=${dialed_user}@${dialed_domain}}${sofia_contact(*/${dialed_user}@${dialed_domain})}'
/** What `doctor` says to write. */
const WITHOUT = `{^^:sip_invite_domain=\${dialed_domain}:presence_id=\${dialed_user}@\${dialed_domain}}sofia/${PROFILE}/\${dialed_user}%\${dialed_domain}`

const domain = (name: string, dialString: string): readonly string[] => [
  `<domain name="${name}">`,
  `<params><param name="dial-string" value="${dialString}"/></params>`,
  '<groups><group name="all"><users><user id="1001"/></users></group></groups>',
  '</domain>',
]

const NEEDS = {
  token: null,
  numbers: [],
  context: 'public',
  music: [],
  speech: null,
  sounds: [],
  files: [],
  recordings: null,
  gateways: [],
  profiles: [],
  calls: 1,
} as const

let freeswitch: Freeswitch
let telephone: Transactions
/** Users that were called, by their domain. */
const rung: string[] = []

beforeAll(async () => {
  freeswitch = await startFreeswitch({
    directory: [...domain('installed.test', INSTALLED), ...domain('bank.test', WITHOUT)],
    queues: [
      { name: 'old@bank', music: null },
      { name: 'new@bank', music: null },
    ],
    wrong: { profile: ['<param name="accept-blind-reg" value="true"/>'] },
  })
  telephone = await openTransactions(freeswitch.sip, (request, from) => {
    if (request.method !== 'INVITE') return
    rung.push(request.uri)
    telephone.respond(request, from, '486 Busy Here')
  })
  for (const name of ['installed.test', 'bank.test']) {
    const registered = telephone.send('REGISTER', `sip:${name}`, freeswitch.sip, [
      ['From', `<sip:1001@${name}>;tag=${randomBytes(4).toString('hex')}`],
      ['To', `<sip:1001@${name}>`],
      ['Call-ID', randomBytes(8).toString('hex')],
      ['CSeq', '1 REGISTER'],
      ['Contact', `<sip:${name}@${telephone.host}:${telephone.port}>`],
      ['Expires', '600'],
    ])
    expect((await registered.final)?.status).toBe(200)
  }
})
afterAll(async () => {
  telephone?.close()
  await freeswitch?.stop()
})

it('a dial-string without an API command rings, the installed one does not', async () => {
  const inbound = await freeswitch.inbound()
  const ring = (name: string): Promise<string | null> => inbound.api('originate', [`{originate_timeout=5}user/1001@${name}`, '&park()'])
  expect(await ring('installed.test')).toContain('-ERR')
  expect(rung).toEqual([])
  expect(await ring('bank.test')).toContain('USER_BUSY')
  expect(rung).toEqual([`sip:bank.test@${telephone.host}:${telephone.port}`])
  inbound.close()
})

it('the look finds whose dial-string runs an API command: domains that calls go to, and agents', async () => {
  const inbound = await freeswitch.inbound()
  const agent = async (queue: string, name: string, contact: string): Promise<void> => {
    await inbound.api('callcenter_config', ['agent', 'add', name, 'callback'])
    await inbound.api('callcenter_config', ['agent', 'set', 'contact', name, contact])
    await inbound.api('callcenter_config', ['tier', 'add', queue, name])
  }
  await agent('old@bank', 'a@bank', '[leg_timeout=10]user/1001@installed.test')
  await agent('new@bank', 'b@bank', '[leg_timeout=10]user/1001@bank.test')
  const look = async (queues: readonly string[], domains: readonly string[]): Promise<Finding> => {
    const node = { host: '127.0.0.1', port: 1 }
    const findings = await examineSwitch({
      eventSocket: { address: freeswitch.eventSocket, password: freeswitch.password },
      needs: { ...NEEDS, node, listen: node, nodes: [node], queues, domains },
      only: ['dial-strings'],
    })
    return findings[1]!
  }
  expect((await look(['new@bank'], ['bank.test'])).state).toBe('ok')
  expect(await look(['old@bank', 'new@bank'], ['bank.test', 'installed.test'])).toMatchObject({
    state: 'fail',
    said: { en: expect.stringContaining(': a@bank (user/1001@installed.test), { "domain": "installed.test" }') as string },
    fix: { en: expect.stringContaining('sofia/PROFILE/${dialed_user}%${dialed_domain}') as string },
  })
  await inbound.api('fsctl', ['api_expansion', 'on'])
  expect((await look(['old@bank'], ['installed.test'])).state).toBe('skipped')
  await inbound.api('fsctl', ['api_expansion', 'off'])
  inbound.close()
})
