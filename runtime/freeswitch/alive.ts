// Which nodes are alive, as the switch knows it: each says so over and over in a variable of the switch, which the switch itself takes
// away where it is not said anew. A node that is gone without a word, or stands still, is offered no call then.
import { api } from './codec/index.ts'
import type { Connection } from './connection.ts'

interface Address {
  readonly host: string
  readonly port: number
}

/** ms between two words. */
export const ALIVE_EVERY = 1000
/** s after which one is forgotten: tasks of the switch run at whole seconds. */
const LASTS = 3

/** ms that a switch has to hear that a node goes. */
const HEARD_WITHIN = 1000

/** What the variable is while the node is alive; '' else. The dialplan has it in the name of another variable. */
export const ALIVE = 'alive'

/** The variable of the node at this address, as the dialplan writes it. A colon in a name would begin a part of the value. */
export const aliveVariable = ({ host, port }: Address): string =>
  `callwright_node_${host.replace(/^\[|\]$/g, '').replace(/[^0-9A-Za-z.]/g, '_')}_${port}`

/** Never without a task that ends it. Resolves whether the switch has answered: after `LASTS` it has not heard of it. */
export async function sayAlive(connection: Connection, node: Address): Promise<boolean> {
  const name = aliveVariable(node)
  let heard: ReturnType<Connection['send']>
  connection.together(() => {
    void connection.send(api('sched_del', [name]))
    void connection.send(api('sched_api', [`+${LASTS}`, name, 'global_setvar', `${name}=`]))
    heard = connection.send(api('global_setvar', [`${name}=${ALIVE}`]), LASTS * 1000)
  })
  return (await heard!).kind !== 'timed-out'
}

/** Resolves when the switch has heard it, or is gone. */
export async function sayGone(connection: Connection, node: Address): Promise<void> {
  const name = aliveVariable(node)
  void connection.send(api('sched_del', [name]))
  await connection.send(api('global_setvar', [`${name}=`]), HEARD_WITHIN)
}
