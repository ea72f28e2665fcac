// Applications on a channel. Whatever a text here holds, FreeSWITCH expands none of it.
import { sendmsg, type Built } from './command.ts'
import { escapeExpansion, isExpandable } from './expansion.ts'
import { lineRefusal, patternRefusal, refuse, type Refused } from './refusal.ts'

export interface Execute {
  readonly app: string
  /** The argument as the application is to have it: one line. */
  readonly arg?: string
  /** The same as free text: line breaks are data. It travels as a body. */
  readonly text?: string
  /** Comes back as Application-UUID in CHANNEL_EXECUTE and CHANNEL_EXECUTE_COMPLETE. */
  readonly id?: string
  /** Applications with a lock run one after the other, in their order; one without would run inside the other. True where absent. */
  readonly lock?: boolean
  readonly channel?: string
}

const APPLICATION = /^[a-z][a-z0-9_]{0,63}$/
const ID = /^[0-9A-Za-z][0-9A-Za-z._:-]{0,127}$/
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/
const ENGINE = /^[0-9A-Za-z][0-9A-Za-z_.:+-]{0,127}$/

/** An argument that begins like this sets variables of the channel before the application runs; there is no escape for it. */
const setsVariables = (text: string): boolean => /^%[^]?\[/.test(text)

/** What has to travel as a body: FreeSWITCH drops blanks at a header's start, and obeys some words wherever headers have them. */
const needsBody = (arg: string): boolean => arg.startsWith(' ') || /mod_event_socket/i.test(arg)

/** Runs an application. The `+OK` to it says only that it is queued; an application that does not exist ends the call. */
export function execute({ app, arg, text, id, lock = true, channel }: Execute): Built {
  const wrong =
    patternRefusal('application', app, APPLICATION) ??
    (id === undefined ? null : patternRefusal('id', id, ID)) ??
    (arg === undefined ? null : lineRefusal('argument', arg)) ??
    (text?.includes('\0') ? refuse('text', 'nul') : null) ??
    (text === '' ? refuse('text', 'empty') : null) ??
    (setsVariables(text ?? arg ?? '') ? refuse(text === undefined ? 'argument' : 'text', 'notation') : null)
  if (wrong) return wrong
  const whole = text ?? arg
  const asBody = text !== undefined || (arg !== undefined && needsBody(arg))
  const escaped = whole === undefined ? undefined : escapeExpansion(whole)
  const command = sendmsg(
    [
      ['call-command', 'execute'],
      ['execute-app-name', app],
      ...(escaped === undefined || escaped === '' || asBody ? [] : [['execute-app-arg', escaped] as const]),
      ...(lock ? [['event-lock', 'true'] as const] : []),
      ...(id === undefined ? [] : [['Event-UUID', id] as const]),
    ],
    { channel, body: asBody ? escaped : undefined },
  )
  return command.kind === 'command' ? { ...command, application: app } : command
}

export type Options = Pick<Execute, 'id' | 'lock' | 'channel'>

/** Ends the call. A cause that FreeSWITCH does not know is NORMAL_CLEARING to it. */
export function hangup(cause?: string, channel?: string): Built {
  const wrong = cause === undefined ? null : patternRefusal('cause', cause, /^[A-Z0-9_]{1,64}$/)
  if (wrong) return wrong
  return sendmsg([['call-command', 'hangup'], ...(cause === undefined ? [] : [['hangup-cause', cause] as const])], { channel })
}

/**
 * Speaks a text. Nothing in the text is a parameter: not a pipe, which separates the argument's first parts only, nor braces at
 * its start, which would set parameters of the engine (an empty pair before them is taken for these), nor `${voice}`, which
 * mod_tts_commandline replaces by itself in the whole command: a blank comes between, which nobody hears.
 */
export function speak(
  { engine, voice, text }: { readonly engine: string; readonly voice: string; readonly text: string },
  options: Options = {},
): Built {
  const wrong = patternRefusal('engine', engine, ENGINE) ?? patternRefusal('voice', voice, ENGINE)
  if (wrong) return wrong
  const spoken = text.replace(/^ +/, '').replace(/\$(?=[\\$]*\{)/g, '$ ')
  if (spoken === '') return refuse('text', 'empty')
  return execute({ app: 'speak', text: `${engine}|${voice}|${spoken.startsWith('{') ? '{}' : ''}${spoken}`, ...options })
}

/** Why a text cannot be a variable's value; null where it can. `disarmExpansion` makes one of a text that is expandable. */
function valueRefusal(value: string): Refused | null {
  const wrong = lineRefusal('value', value)
  if (wrong) return wrong
  if (isExpandable(value)) return refuse('value', 'expandable')
  return value.startsWith('ARRAY::') ? refuse('value', 'notation') : null
}

/** Sets a variable of the channel; an empty value removes it. `set` expands a second time by itself. */
export function setVariable(name: string, value: string, options: Options = {}): Built {
  const wrong = patternRefusal('variable', name, VARIABLE) ?? valueRefusal(value)
  return wrong ?? execute({ app: 'set', arg: `${name}=${escapeExpansion(value)}`, ...options })
}
