// Keys. FreeSWITCH hands them to this connection alone (`divert_events on`), so that no other listener ever sees one; events of keys
// that anyone could send are not subscribed to, so that those that come are the channel's own.
import { headerOf, type Event } from '../codec/index.ts'
import type { LineContext } from './context.ts'

export function hear({ uuid, report }: LineContext, event: Event): void {
  const key = headerOf(event, 'DTMF-Digit') ?? ''
  // A to D are on no telephone; what else there is, this line has put there itself.
  if (/^[0-9*#]$/.test(key) && headerOf(event, 'Unique-ID') === uuid) report({ kind: 'key', key })
}
