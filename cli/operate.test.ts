// What operators’ commands say, of a node that answers what a test hands in.
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { createAdmin } from '../runtime/serve/admin.ts'
import type { LineStatus, NodeStatus, Operations, SettingCleared, SettingStatus } from '../runtime/serve/operations.ts'
import { callwright, folderWith, type Ran } from './testing/io.ts'

/** The machine’s name for the user who asks; null where it has none. */
const machine = vi.hoisted((): { user: string | null } => ({ user: 'clerk' }))
vi.mock(import('node:os'), async original => {
  const os = await original()
  const userInfo = () => {
    if (machine.user === null) throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT (no such file or directory)')
    return { ...os.userInfo(), username: machine.user }
  }
  return { ...os, userInfo } as typeof os
})
afterEach(() => void (machine.user = 'clerk'))

const NOTHING: NodeStatus = {
  state: 'ready',
  since: '2026-11-25T01:00:00.000Z',
  callwright: '0.1.0',
  listen: '127.0.0.1:8084',
  lines: [],
  calls: [],
  settings: [],
  unsettled: 0,
}
const HARBOUR: LineStatus = {
  line: 'harbour',
  numbers: ['95500'],
  version: 'a'.repeat(64),
  since: '2026-11-25T03:00:00.000Z',
  calls: 2,
  older: [],
  kept: [{ version: 'a'.repeat(64), since: '2026-11-25T03:00:00.000Z' }],
}
const STORM: SettingStatus = {
  line: 'harbour',
  number: null,
  name: 'emergency',
  value: 'true',
  misfit: null,
  until: null,
  since: '2026-11-25T03:00:00.000Z',
  who: 'duty desk',
  why: 'storm',
}

/** A node’s admin address, and a folder with the configuration that names it. */
async function nodeWith(given: Partial<Operations>): Promise<(args: readonly string[], env?: Record<string, string>) => Promise<Ran>> {
  const nobody = (): never => {
    throw new Error('nobody asks this here')
  }
  const operations: Operations = {
    status: () => NOTHING,
    isReady: () => true,
    metrics: nobody,
    set: nobody,
    unset: nobody,
    deploy: nobody,
    rollback: nobody,
    ...given,
  }
  const server = createAdmin({ operations, token: null, log: { error: () => {} } })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const admin = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const cwd = folderWith({ 'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'dist/harbour' }], admin } }) })
  return (args, env = {}) => callwright(args, { cwd, env })
}

it('who and why of a changed setting write no line of their own, and nothing that a terminal obeys', async () => {
  const node = await nodeWith({
    status: () => ({
      ...NOTHING,
      settings: [{ ...STORM, who: 'me\u001b[2K', why: 'storm)\nharbour (95500): all is well\u009b1A', value: '"\u202eClosed."' }],
    }),
  })
  const said = 'harbour: emergency = "\\u202eClosed." (me\\u001b[2K: storm)\\nharbour (95500): all is well\\u009b1A)\n'
  expect((await node(['status'])).out.split('\n  ')[1]).toBe(said)
  expect((await node(['status', '--lang', 'zh'])).out).toContain('（me\\u001b[2K：storm)\\nharbour')
})

it('why no call is taken may have several lines', async () => {
  const node = await nodeWith({ status: () => ({ ...NOTHING, state: 'starting', why: { en: '\n  one\n  other', zh: '\n  一\n  二' } }) })
  expect((await node(['status'])).out).toContain('  no call is taken: \n      one\n      other\n')
  expect((await node(['status', '--lang', 'zh'])).out).toContain('  不接听来电：\n      一\n      二\n')
})

it('a line is shown with the versions that a rollback can put in force again', async () => {
  const kept = [
    ...HARBOUR.kept,
    { version: 'b'.repeat(64), since: '2026-11-24T03:00:00.000Z' },
    { version: 'c'.repeat(64), since: '2026-11-23T03:00:00.000Z' },
  ]
  const older = [{ version: 'c'.repeat(64), calls: 1 }]
  const node = await nodeWith({
    status: () => ({
      ...NOTHING,
      lines: [
        { ...HARBOUR, kept, older },
        { ...HARBOUR, line: 'cards' },
      ],
    }),
  })
  const a = 'a'.repeat(12)
  expect((await node(['status'])).out.split('\n').slice(1)).toEqual([
    `harbour (95500): ${a} since 2026-11-25T03:00:00.000Z, 2 calls; older versions: cccccccccccc: 1`,
    '  kept: bbbbbbbbbbbb since 2026-11-24T03:00:00.000Z, cccccccccccc since 2026-11-23T03:00:00.000Z',
    `cards (95500): ${a} since 2026-11-25T03:00:00.000Z, 2 calls`,
    '',
  ])
  expect((await node(['status', '--lang', 'zh'])).out).toContain(
    '\n  保留：bbbbbbbbbbbb，自 2026-11-24T03:00:00.000Z；cccccccccccc，自 2026-11-23T03:00:00.000Z\n',
  )
})

it.each([
  { user: 'clerk', env: { USER: 'other' }, who: 'clerk' },
  { user: null, env: { USER: 'default', LOGNAME: 'other' }, who: 'default' },
  { user: null, env: { USER: '', LOGNAME: 'default' }, who: 'default' },
  { user: '', env: { USER: 'default' }, who: 'default' },
])('who changes a setting is the user of the machine, else of the environment: $user, $env', async ({ user, env, who }) => {
  machine.user = user
  const asked: string[] = []
  const node = await nodeWith({
    set: request => {
      asked.push(request.who)
      return { done: { ...STORM, still: [] } }
    },
    unset: request => {
      asked.push(request.who)
      return { done: { changed: true, still: [] } }
    },
  })
  expect(await node(['set', 'harbour', 'emergency=true', '--why', 'storm'], env)).toMatchObject({ code: 0, err: '' })
  expect(await node(['set', 'harbour', 'emergency', '--clear', '--why', 'over'], env)).toMatchObject({ code: 0, err: '' })
  expect(asked).toEqual([who, who])
})

it('where nobody knows who asks, --who is asked for, and nothing is changed', async () => {
  machine.user = null
  const node = await nodeWith({ set: () => ({ done: { ...STORM, still: [] } }) })
  for (const what of [['emergency=true'], ['emergency', '--clear']]) {
    const { code, err } = await node(['set', 'harbour', ...what, '--why', 'storm'])
    expect(err).toContain('name yourself with --who')
    expect(code).toBe(2)
  }
  expect((await node(['set', 'harbour', 'emergency=true', '--why', 'storm', '--lang', 'zh'])).err).toContain('请用 --who 写明')
  expect(await node(['set', 'harbour', 'emergency=true', '--why', 'storm', '--who', 'duty desk'])).toMatchObject({ code: 0 })
})

it('what still holds when a change was taken back is told, with what to type; a change that stays is no success', async () => {
  let done: SettingCleared | boolean = { changed: false, still: [{ ...STORM, number: '95500' }] }
  const node = await nodeWith({ unset: () => ({ done: done as SettingCleared }) })
  const clear = ['set', 'harbour', 'emergency', '--clear', '--why', 'over']
  expect(await node(clear)).toMatchObject({
    code: 1,
    out: 'harbour: emergency was not changed.\nharbour 95500: emergency = true holds still (duty desk: storm). Take it back with “callwright set harbour emergency --clear --number 95500 --why …”.\n',
  })
  expect((await node([...clear, '--lang', 'zh'])).out).toContain('callwright set harbour emergency --clear --number 95500 --why …')
  const { code, out } = await node([...clear, '--json'])
  expect([code, JSON.parse(out)]).toEqual([1, done])
  done = { changed: true, still: [STORM] }
  expect(await node([...clear, '--number', '95500'])).toMatchObject({
    code: 0,
    out: 'harbour 95500: emergency was taken back.\nharbour: emergency = true holds still (duty desk: storm). Take it back with “callwright set harbour emergency --clear --why …”.\n',
  })
  done = { changed: true, still: [] }
  expect((await node(clear)).out).toBe('harbour: emergency is the program’s own again.\n')
  done = { changed: false, still: [] }
  expect(await node(clear)).toMatchObject({ code: 0, out: 'harbour: emergency was not changed.\n' })
  // As a node of an earlier version answers.
  done = true
  expect((await node(clear)).out).toBe('harbour: emergency is the program’s own again.\n')
})

it('who changes a line is told of its numbers that have a change of their own', async () => {
  const still = [{ ...STORM, number: '95500', value: 'false' }]
  const node = await nodeWith({ set: () => ({ done: { ...STORM, still } }) })
  const set = ['set', 'harbour', 'emergency=true', '--why', 'storm']
  expect(await node(set)).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^harbour: emergency = true, .*\nharbour 95500: emergency = false holds still \(duty desk: storm\)\. Take it back with “callwright set harbour emergency --clear --number 95500 --why …”\.\n$/,
    ) as string,
  })
  expect(JSON.parse((await node([...set, '--json'])).out)).toMatchObject({ number: null, still })
})
