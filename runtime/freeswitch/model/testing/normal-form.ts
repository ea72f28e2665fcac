// A frame without what differs from run to run: ids, times, ports, codecs, the names of machines.
import { bodyOf, eventOf, type Frame } from '../../codec/index.ts'
import { headersIn, isChannelData } from './captures.ts'

/** Headers whose value is another one in every run, or says where the switch runs. */
const DROPPED =
  /^(?:Core-UUID|FreeSWITCH-.*|Event-Date-.*|Event-Calling-.*|Event-Sequence|Content-Length|(?:Channel|Caller|Other-Leg)-(?!State|Call-State).*|Channel-(?:Call-UUID|State-Number|Call-State-Number)|Session-External-ID|Other-Type|Presence-.*|Call-Direction|Controlled-Session-UUID|Channel-Name|Event-UUID|Job-Owner-UUID|CC-Member-.*|CC-.*-Time|Playback-File-Type)$/

/** Variables that say when, where and with what the call is, which a model has no part in. */
const DROPPED_VARIABLES =
  /^variable_(?:.*(?:epoch|stamp|sec|usec|codec|rate)|hold_accum_.*|max_forwards|transfer_(?:history|source)|record_(?:record_)?file_size|(?:flow_)?[mu]?duration|playback_(?:seconds|samples|last_offset_pos)|record_(?:seconds|samples)|(?:flow_)?bill[mu]?sec|session_id|uuid|call_uuid|channel_name|signal_bond|bridge_uuid|last_bridge_to|last_bridge_role|bridge_(?:channel|to)|sound_prefix|original_.*|uuid_bridge|last_sent_.*|originate_signal_bond|proto_specific_hangup_cause|originated_legs|originate_causes|last_app|last_arg|caller_id|is_loopback|sip_.*|advertised_media_ip|rtp_.*|remote_.*|local_.*|ep_.*|DP_MATCH|export_vars|cc_(?:member_uuid|agent_uuid|record_.*)|other_loopback.*|.*_from_.*|direction|DIALSTATUS|hangup_cause_q850)$/

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Ids as who they are: the own channel, or another; those that the client chose stay. */
const namesOfIds = (own: string, known: (id: string) => boolean): ((text: string) => string) => {
  return text => text.replace(ID, id => (id === own ? 'OWN' : known(id) ? id : 'ID'))
}

export interface Normal {
  readonly kind: string
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `known`: ids that the client has sent, which have to come back as they are. `loose`: headers that are not held in this capture. */
export function normalForm(frame: Frame, own: string, known: (id: string) => boolean, loose: RegExp | null): Normal {
  const headers = headersIn(frame)
  const name = headers.get('Event-Name') ?? ''
  // The variables of the other leg are those of its endpoint.
  const isOther = own !== '' && headers.has('Unique-ID') && headers.get('Unique-ID') !== own
  const text = namesOfIds(own, known)
  const out: Record<string, string> = {}
  for (const key of [...headers.keys()].toSorted()) {
    if (isDropped(key, name) || loose?.test(key) || (isOther && key.startsWith('variable_'))) continue
    out[key] = text(headers.get(key)!)
  }
  return { kind: frame.kind, name, headers: out, body: bodyText(frame, text) }
}

function isDropped(key: string, event: string): boolean {
  if (DROPPED.test(key) || DROPPED_VARIABLES.test(key)) return true
  return event === 'CHANNEL_DATA' && key.startsWith('variable_current_application')
}

function bodyText(frame: Frame, text: (value: string) => string): string {
  if (eventOf(frame) !== null || isChannelData(frame)) return ''
  const body = Buffer.from(bodyOf(frame)).toString()
  // How long it is up, and with how many calls.
  if (/^UP \d/.test(body)) return 'UP'
  if (body.startsWith('-USAGE: \ncallcenter_config') || body.startsWith('-USAGE: callcenter_config')) return '-USAGE'
  const table = tableRows(body)
  if (table !== null) return text(table)
  // Seconds since 1970.
  return text(body).replaceAll(/\b17\d{8}\b/g, 'TIME')
}

/** Columns of the tables of queues that do not hang on how a switch is set up. */
const HELD_COLUMNS = new Set(['queue', 'name', 'agent', 'session_uuid', 'cid_number', 'cid_name', 'serving_agent', 'state', 'status'])

/** The head of a table as it is, of the rows what is held; those who have left are left out. */
function tableRows(body: string): string | null {
  const [head = '', ...rows] = body.split('\n')
  const columns = head.split('|')
  if (columns.length < 4) return null
  const held = rows
    .filter(row => !row.includes('|Abandoned|'))
    .map(row => row.split('|').filter((_, at) => HELD_COLUMNS.has(columns[at] ?? '')))
  return [head, ...held.map(row => row.join('|'))].join('\n')
}
