// When a node whose lines ask for secrets looks at the switch's log, and what it makes of what it sees. serve.test.ts has the node itself.
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { NO_PROFILES, scriptedSwitch, type ScriptedLog } from '../runtime/freeswitch/setup/testing/scripted-switch.ts'
import { createLogger } from '../runtime/serve/log.ts'
import { readServeConfig } from './config/serve-config.ts'
import { createHiddenKeys } from './hidden-keys.ts'
import { folderWith, testIo } from './testing/io.ts'

/** A node with a line that asks for secrets. The pause between two looks is as long as it is not ended. */
async function watchedSwitch(switchLog: ScriptedLog) {
  const keysBy = { is: 'rfc2833' }
  const scripted = await scriptedSwitch(
    command => {
      if (command.endsWith('sofia.conf')) return NO_PROFILES
      if (command === 'global_getvar rtp_info_when_no_2833') return 'false'
      if (command === 'sofia xmlstatus')
        return '<profiles><profile><name>a</name><type>profile</type><state>RUNNING (0)</state></profile></profiles>'
      return command.startsWith('sofia xmlstatus profile') ? `<context>default</context><dtmf-mode>${keysBy.is}</dtmf-mode>` : ''
    },
    undefined,
    switchLog,
  )
  onTestFinished(() => scripted.close())
  const eventSocket = { address: `127.0.0.1:${scripted.address.port}`, password: { env: 'PASSWORD' } }
  const cwd = folderWith({ 'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'dist/test' }], eventSocket } }) })
  const io = testIo({ cwd, env: { PASSWORD: 'a-password' } })
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const written: string[] = []
  const asks = { secrets: true }
  let endPause = (): void => {}
  const keys = createHiddenKeys({
    io: {
      stop: stop.signal,
      sleep: (ms, signal) =>
        new Promise(resolve => {
          // What a call waits for at most.
          if (ms < 5000) return void setTimeout(resolve, ms).unref()
          endPause = resolve
          signal?.addEventListener('abort', () => resolve())
        }),
    },
    config: readServeConfig(io, { secrets: 'all' }),
    log: createLogger('info', { write: text => void written.push(text) }),
    asksSecrets: () => asks.secrets,
    isTrial: false,
  })
  return {
    keys,
    keysBy,
    scripted,
    asks,
    why: () => keys.why()?.en ?? null,
    log: () => written.join(''),
    /** The next of the looks that follow one after another. */
    lookAgain: () => endPause(),
  }
}

it('[S8.9] a switch that begins anew while it is still watched is looked at before its first call', async () => {
  const switchLog: ScriptedLog = { warning: false, off: true }
  const { keys, why } = await watchedSwitch(switchLog)
  await keys.reached()
  expect(why()).toBeNull()
  Object.assign(switchLog, { warning: true, off: false })
  await keys.reached()
  expect(why()).toContain('its log has keys that callers press')
})

it('[S8.9] a look that began before the switch did is not the one that a call waits for', async () => {
  const switchLog = { warning: false, slow: 500 }
  const { keys, why, scripted } = await watchedSwitch(switchLog)
  const first = keys.reached()
  await delay(200)
  expect(scripted.connections()).toBe(1)
  Object.assign(switchLog, { warning: true, slow: 0 })
  await Promise.all([first, keys.reached()])
  expect(why()).toContain('its log has keys that callers press')
  expect(scripted.connections()).toBe(2)
})

it('[S8.9] keys that are gone from the log keep nobody from calls, whatever else is not well', async () => {
  const switchLog = { warning: true }
  const { keys, keysBy, why, log, lookAgain } = await watchedSwitch(switchLog)
  await keys.reached()
  expect(why()).toContain('its log has keys that callers press')
  switchLog.warning = false
  keysBy.is = 'info'
  lookAgain()
  await expect.poll(why, { timeout: 5000 }).toBeNull()
  expect(log()).toContain('calls are taken again: the switch’s log has no keys any more')
  expect(log()).toContain('calls go on: the switch at')
  expect(log()).toContain('keys do not come as RFC 4733 events')
})

it('[S8.9] as long as it cannot be seen that keys are gone from the log, no call is taken, and why is what is the matter now', async () => {
  const switchLog: ScriptedLog = { warning: true }
  const { keys, why, log, lookAgain, scripted } = await watchedSwitch(switchLog)
  await keys.reached()
  scripted.close()
  lookAgain()
  await expect.poll(why, { timeout: 5000 }).toContain('nothing answers at')
  expect(why()).toContain('When it was last seen, its log had keys that callers press.')
  expect(keys.why()?.zh).toContain('上次检查时')
  expect(log().split('no call is taken any more')).toHaveLength(3)
})

it('[S8.9] where nothing asks for secrets any more, the log does not say of a switch that nobody has seen that its log is well', async () => {
  const { keys, asks, why, log, lookAgain, scripted } = await watchedSwitch({ warning: false })
  scripted.close()
  const taken = keys.demand()
  await expect.poll(why, { timeout: 5000 }).toContain('nothing answers at')
  asks.secrets = false
  lookAgain()
  await taken
  expect(why()).toBeNull()
  expect(log()).toContain('no line asks for secrets any more: calls are taken')
  expect(log()).not.toContain('log has no keys')
})

it('[S8.9] a node that waited takes calls as soon as it has seen that the switch’s log has no keys', async () => {
  const { keys, keysBy, why, log, lookAgain } = await watchedSwitch({ warning: false })
  keysBy.is = 'info'
  const taken = keys.demand()
  await expect.poll(why, { timeout: 5000 }).toContain('keys do not come as RFC 4733 events')
  keysBy.is = 'rfc2833'
  lookAgain()
  await taken
  expect(log()).toContain('the switch’s log has no keys: calls are taken')
})
