import { expect, it } from 'vitest'
import { aliveVariable, sayAlive, sayGone } from './alive.ts'
import type { Connection } from './connection.ts'

/** Writes down what is sent. */
function listening(): { readonly connection: Connection; readonly sent: string[] } {
  const sent: string[] = []
  const connection = {
    send: (command: { readonly bytes: Uint8Array }) => {
      sent.push(new TextDecoder().decode(command.bytes).trim())
      return Promise.resolve({ kind: 'timed-out' })
    },
    together: (run: () => void) => run(),
  } as unknown as Connection
  return { connection, sent }
}
const NODE = { host: '10.0.0.11', port: 8084 }

it('a node is alive until its task runs, which each word puts off', () => {
  const { connection, sent } = listening()
  void sayAlive(connection, NODE)
  expect(sent).toEqual([
    'api sched_del callwright_node_10.0.0.11_8084',
    'api sched_api +3 callwright_node_10.0.0.11_8084 global_setvar callwright_node_10.0.0.11_8084=',
    'api global_setvar callwright_node_10.0.0.11_8084=alive',
  ])
})

it('a node that goes says so, and no task is left', async () => {
  const { connection, sent } = listening()
  await sayGone(connection, NODE)
  expect(sent).toEqual(['api sched_del callwright_node_10.0.0.11_8084', 'api global_setvar callwright_node_10.0.0.11_8084='])
})

it('the name is one that the switch can look up, the same with and without brackets', () => {
  expect(aliveVariable({ host: 'fd00::1', port: 1 })).toBe('callwright_node_fd00__1_1')
  expect(aliveVariable({ host: '[fd00::1]', port: 1 })).toBe('callwright_node_fd00__1_1')
})
