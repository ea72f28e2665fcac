// The dialplan that hands calls to the nodes: tries each, comes back where one fails in the middle of a call, and ends what nobody takes.
import { refuse, type Refused } from '../codec/refusal.ts'
import { ALIVE, aliveVariable } from '../alive.ts'
import { ATTEMPT_VARIABLE, WATCH_VARIABLE } from '../watch.ts'
import { action, comment, element, included, within } from './xml.ts'
import { setupRefusal, socketAddress, type Address, type SetupFile, type SwitchSetup } from './switch-setup.ts'

/** How often a call is handed over before it is given up: a call that ends each node that answers it must not go round for ever. */
const ATTEMPTS = 2
/** s in which a node that has taken the connection has to have taken the call: a node that hangs would hold it for ever. */
const WATCH = 5
/** s for which a call that its node has still is parked, without it telling so, until it is taken for one that its node has not. */
const LEFT = 3
/** More than 50 hosts in one `socket` are not read; those that are alive stand there twice. */
const MOST_NODES = 25

const TOKEN = '$${callwright_token}'

/** The dialplan's file. `socket`'s path is TOKEN/ATTEMPT: a node tells a call that comes back from a new one. */
export function dialplanFor(setup: SwitchSetup): SetupFile | Refused {
  const wrong = setupRefusal(setup)
  if (wrong) return wrong
  if (setup.nodes.length > MOST_NODES) return refuse('nodes', 'too-long')
  const { nodes, numbers, context, token, apology } = setup
  const sendOn = (after: number, attempt: number): readonly string[] => [
    action('set', `${ATTEMPT_VARIABLE}=${attempt}`),
    action('sched_transfer', `+${after} ${valueOf('destination_number')} XML ${context}`),
    action('set', `${WATCH_VARIABLE}=${valueOf('last_sched_id')}`),
  ]
  const attempts = Array.from({ length: ATTEMPTS }, (_, attempt) => [
    ...(attempt === 0
      ? [comment(`A node that has not taken the call within ${WATCH} s is given up. One that takes it ends the watch.`)]
      : []),
    ...sendOn(WATCH, attempt + 1),
    action('socket', socketOf(nodes, token !== null, attempt)),
    action('sched_cancel', valueOf(WATCH_VARIABLE)),
  ])
  const end = [
    comment('Nobody has taken the call, or nobody any more.'),
    ...(apology === null ? [] : [action('answer'), action('playback', apology)]),
    action('hangup', 'NORMAL_TEMPORARY_FAILURE'),
  ]
  const first = [
    comment(
      'Where a node goes away in the middle of a call, the next line is run at once; without this only when nothing is heard any more.',
    ),
    action('set', 'socket_resume=true'),
    comment('What callers press is in no record of the call: an X stands for each key.'),
    action('set', 'digits_dialed_filter=^(.*)$'),
    comment('Not answered here: the node answers. The nodes in their order; one that refuses costs no time.'),
    ...attempts.flat(),
    ...end,
  ]
  const again = [
    comment('The node that was given up still has its connection: when that ends, it must not take the call along.'),
    action('set', 'socket_resume=false'),
  ]
  const kept = [
    comment(`When it ends, so does what holds the call. The node that has it says within ${LEFT} s that it has.`),
    ...sendOn(LEFT, ATTEMPTS),
    action('park'),
  ]
  const extension = (name: string, attempt: string, actions: readonly string[]): readonly string[] =>
    within(`<extension name="${name}">`, '</extension>', [
      element('condition', { field: 'destination_number', expression: expressionOf(numbers) }),
      ...within(`<condition ${attributesOf({ field: valueOf(ATTEMPT_VARIABLE), expression: attempt })}>`, '</condition>', actions),
    ])
  const lines = [
    ...extension('callwright', '^$', first),
    ...attempts.flatMap((_, attempt) =>
      attempt === 0
        ? []
        : extension(`callwright_${attempt}`, `^${attempt}$`, [...again, ...attempts.slice(attempt).flat(), ...kept, ...end]),
    ),
    ...extension('callwright_end', '^[0-9]+$', end),
  ]
  return {
    path: `dialplan/${context}/00_callwright.xml`,
    text: included(lines),
    why: {
      en: `hands calls to the node; the context ${context} has to include dialplan/${context}/*.xml, as the installed one does`,
      zh: `把来电交给节点；上下文 ${context} 须包含 dialplan/${context}/*.xml，安装时自带的配置即如此`,
    },
  }
}

/** As the switch writes a channel's variable. */
const valueOf = (variable: string): string => `\${${variable}}`

const attributesOf = (attributes: Readonly<Record<string, string>>): string => element('', attributes).slice(1, -2).trim()

const expressionOf = (numbers: readonly string[]): string =>
  `^(${[...new Set(numbers)].map(number => number.replace(/[+*#]/g, '[$&]')).join('|')})$`

/** The second time another node comes first: the one that has just failed comes last. */
const rotated = (nodes: readonly Address[], by: number): readonly Address[] => {
  const at = by % nodes.length
  return [...nodes.slice(at), ...nodes.slice(0, at)]
}

/** A port is always written: one that is not is that of the host before. */
const placeOf = (node: Address, hasToken: boolean, attempt: number): string =>
  `${socketAddress(node)}/${hasToken ? `${TOKEN}/` : ''}${attempt}`

/**
 * All nodes, and before them those that are alive: where nobody knows who is, it is as if nobody had asked. A node that is alive has the
 * value `alive` in its variable, with which the outer name is that of its place.
 */
function socketOf(nodes: readonly Address[], hasToken: boolean, attempt: number): string {
  const alive =
    nodes.length === 1 ? [] : rotated(nodes, attempt).map(node => valueOf(`${placeName(node, attempt)}_${valueOf(aliveVariable(node))}`))
  const all = rotated(nodes, attempt).map(node => placeOf(node, hasToken, attempt))
  return `${alive.join('')}${all.join('|')} async full`
}

const placeName = (node: Address, attempt: number): string => `${aliveVariable(node).replace('_node_', '_to_')}_${attempt}`

/** What a node that is alive adds before all nodes, by the names that the dialplan has for them. */
export function alivePlaces({ nodes, token }: Pick<SwitchSetup, 'nodes' | 'token'>): readonly (readonly [name: string, value: string])[] {
  if (nodes.length === 1) return []
  return Array.from({ length: ATTEMPTS }, (_, attempt) =>
    nodes.map(node => [`${placeName(node, attempt)}_${ALIVE}`, `${placeOf(node, token !== null, attempt)}|`] as const),
  ).flat()
}
