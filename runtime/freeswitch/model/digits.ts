// The digits of a channel: pressed, queued, and told of when something takes them.
import { channelEvent } from './channel-event.ts'
import { isDown, isTrue, variable, type Channel, type Digit } from './channel.ts'
import { fire, wakeListeners, type Switch } from './switch.ts'

const MOST = 1000
const SHORTEST = 400
const USUAL = 2000
const LONGEST = 192_000

/** A digit for the queue. Of too many the oldest is lost. */
export function queueDigit(channel: Channel, digit: string, source: Digit['source'], duration = USUAL): void {
  // `w` is a pause where digits are sent, and a digit like any other here.
  if (isDown(channel) || !/^[0-9A-D*#FW~]$/i.test(digit)) return
  const sensitive = isTrue(variable(channel, 'sensitive_dtmf'))
  channel.digits.push({ digit, source, duration: Math.min(LONGEST, Math.max(SHORTEST, duration)), sensitive })
  if (channel.digits.length > MOST) channel.digits.shift()
  channel.wake()
}

/** Digits as an application or a command gives them: `12#`, `12@500`. */
export function queueDigits(channel: Channel, text: string): void {
  const [digits = '', length] = text.split('@')
  for (const digit of digits) queueDigit(channel, digit, 'APP', length === undefined ? USUAL : Number(length) * 8)
}

/** Takes a digit, and tells of it. */
export function takeDigit(sw: Switch, channel: Channel): string | null {
  const taken = channel.digits.shift()
  if (!taken) return null
  if (taken.sensitive) return taken.digit
  channel.dialed += taken.digit
  const event = channelEvent(sw, channel, 'DTMF', {
    rest: [
      ['DTMF-Digit', taken.digit],
      ['DTMF-Duration', String(taken.duration)],
      ['DTMF-Source', taken.source],
    ],
  })
  if (channel.divert) {
    channel.diverted.push(event)
    wakeListeners(sw, channel)
  } else fire(sw, event)
  return taken.digit
}

/** Throws the queue away; nobody is told. */
export function flushDigits(channel: Channel): void {
  for (const { sensitive, digit } of channel.digits) if (!sensitive) channel.dialed += digit
  channel.digits = []
}
