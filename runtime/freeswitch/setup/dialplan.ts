// The dialplan that hands calls to the nodes: tries each, comes back where one fails in the middle of a call, and ends what nobody takes.
import { refuse, type Refused } from '../codec/refusal.ts'
import { action, comment, element, included, within } from './xml.ts'
import { setupRefusal, socketAddress, type Address, type SetupFile, type SwitchSetup } from './switch-setup.ts'

/** How often a call is handed over before it is given up: a call that ends each node that answers it must not go round for ever. */
const ATTEMPTS = 2
/** More hosts than this in one `socket` are not read. */
const MOST_NODES = 50

const TOKEN = '$${callwright_token}'

/** The dialplan's file. `socket`'s path is TOKEN/ATTEMPT: a node tells a call that comes back from a new one. */
export function dialplanFor(setup: SwitchSetup): SetupFile | Refused {
  const wrong = setupRefusal(setup)
  if (wrong) return wrong
  if (setup.nodes.length > MOST_NODES) return refuse('nodes', 'too-long')
  const { nodes, numbers, context, token, apology } = setup
  const sockets = Array.from({ length: ATTEMPTS }, (_, attempt) =>
    action('socket', socketOf(rotated(nodes, attempt), token !== null, attempt)),
  )
  const lines = [
    comment(
      'Where a node goes away in the middle of a call, the next line is run at once; without this only when nothing is heard any more.',
    ),
    action('set', 'socket_resume=true'),
    comment('What callers press is in no record of the call: an X stands for each key.'),
    action('set', 'digits_dialed_filter=^(.*)$'),
    comment('Not answered here: the node answers. The nodes in their order; one that refuses costs no time.'),
    ...sockets,
    comment('Nobody has taken the call, or nobody any more.'),
    ...(apology === null ? [] : [action('answer'), action('playback', apology)]),
    action('hangup', 'NORMAL_TEMPORARY_FAILURE'),
  ]
  const condition = `<condition ${attributesOf({ field: 'destination_number', expression: expressionOf(numbers) })}>`
  return {
    path: `dialplan/${context}/00_callwright.xml`,
    text: included(within('<extension name="callwright">', '</extension>', within(condition, '</condition>', lines))),
    why: {
      en: `hands calls to the node; the context ${context} has to include dialplan/${context}/*.xml, as the installed one does`,
      zh: `把来电交给节点；上下文 ${context} 须包含 dialplan/${context}/*.xml，安装时自带的配置即如此`,
    },
  }
}

const attributesOf = (attributes: Readonly<Record<string, string>>): string => element('', attributes).slice(1, -2).trim()

const expressionOf = (numbers: readonly string[]): string =>
  `^(${[...new Set(numbers)].map(number => number.replace(/[+*#]/g, '[$&]')).join('|')})$`

/** The second time another node comes first: the one that has just failed comes last. */
const rotated = (nodes: readonly Address[], by: number): readonly Address[] => {
  const at = by % nodes.length
  return [...nodes.slice(at), ...nodes.slice(0, at)]
}

/** A port is always written: one that is not is that of the host before. */
const socketOf = (nodes: readonly Address[], hasToken: boolean, attempt: number): string =>
  `${nodes.map(node => `${socketAddress(node)}/${hasToken ? `${TOKEN}/` : ''}${attempt}`).join('|')} async full`
