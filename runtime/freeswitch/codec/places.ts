// What FreeSWITCH takes apart by rules of its own: dial strings, file names, queues. Their separators cannot be escaped safely, so
// that what they are made of is checked instead. Each gives the text, or why there is none.
import { patternRefusal, refuse, type Refused } from './refusal.ts'

const NAME = /^[0-9A-Za-z][0-9A-Za-z_.-]{0,127}$/
/** A variable of a dial string is separated by commas, ended by a brace, and quoted by what it likes: letters, figures and little else. */
const VALUE = /^[\p{L}\p{N} _.:@+/=-]{1,256}$/u
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/

/** A number that can be dialled: digits, `*` and `#`, a `+` before them. Whether it may be is the caller's to know. */
export const numberRefusal = (number: string): Refused | null => patternRefusal('number', number, /^\+?[0-9*#]{1,32}$/)

export type Endpoint =
  /** A gateway, by its name in the SIP profile. */
  | { readonly kind: 'gateway'; readonly gateway: string; readonly number: string }
  /** A registered user. */
  | { readonly kind: 'user'; readonly user: string; readonly domain: string }
  /** A host, through a SIP profile. */
  | { readonly kind: 'host'; readonly profile: string; readonly number: string; readonly host: string }
  /** An extension of the own dialplan. */
  | { readonly kind: 'loopback'; readonly number: string; readonly context: string }

/** The dial string of one endpoint: `{ignore_early_media=true}sofia/gateway/NAME/NUMBER`. */
export function dialString(endpoint: Endpoint, variables: Readonly<Record<string, string>> = {}): string | Refused {
  const written: string[] = []
  for (const [name, value] of Object.entries(variables)) {
    const wrong = patternRefusal('variable', name, VARIABLE) ?? patternRefusal(name, value, VALUE)
    if (wrong) return wrong
    written.push(`${name}=${value}`)
  }
  const place = placeOf(endpoint)
  return typeof place !== 'string' || written.length === 0 ? place : `{${written.join(',')}}${place}`
}

function placeOf(endpoint: Endpoint): string | Refused {
  switch (endpoint.kind) {
    case 'gateway': {
      const { gateway, number } = endpoint
      return patternRefusal('gateway', gateway, NAME) ?? numberRefusal(number) ?? `sofia/gateway/${gateway}/${number}`
    }
    case 'user': {
      const { user, domain } = endpoint
      return patternRefusal('user', user, NAME) ?? patternRefusal('domain', domain, NAME) ?? `user/${user}@${domain}`
    }
    case 'host': {
      const { profile, number, host } = endpoint
      const wrong =
        patternRefusal('profile', profile, NAME) ??
        numberRefusal(number) ??
        patternRefusal('host', host, /^[0-9A-Za-z.-]{1,253}(?::\d{1,5})?$/)
      return wrong ?? `sofia/${profile}/${number}@${host}`
    }
    case 'loopback': {
      const { number, context } = endpoint
      return numberRefusal(number) ?? patternRefusal('context', context, NAME) ?? `loopback/${number}/${context}`
    }
  }
}

/** The argument of `transfer`: an extension of a context. */
export function transferTarget(number: string, context: string): string | Refused {
  return numberRefusal(number) ?? patternRefusal('context', context, NAME) ?? `${number} XML ${context}`
}

/** A queue of mod_callcenter: `support@default`. */
export function queueName(queue: string, domain: string): string | Refused {
  return patternRefusal('queue', queue, NAME) ?? patternRefusal('domain', domain, NAME) ?? `${queue}@${domain}`
}

const PATH = /^(?:\/[\p{L}\p{N}\p{M}_+.-]+)+$/u
const PLAIN_PATH = /^(?:\/[A-Za-z0-9_+.-]+)+$/
/** A part of a path that is dots alone. */
const DOTS = /(?:^|\/)\.+(?:\/|$)/

/**
 * A file for playing or recording: absolute, in one of the folders, of letters, figures and `_ - + .` only. So it can be no URL
 * (`http://…`, `shell_stream://…`), no phrase or text (`say:…`), no list (`!`), it can carry no parameters (`{…}`, `[…]`, `@@`)
 * and no expansion, and it leaves its folder by no `..`.
 */
export function filePath(path: string, folders: readonly string[]): string | Refused {
  // Most are ASCII, which is told in a tenth of the time.
  const wrong = PLAIN_PATH.test(path) ? null : patternRefusal('file', path, PATH)
  if (wrong) return wrong
  if (path.length > 1024) return refuse('file', 'too-long')
  if (DOTS.test(path)) return refuse('file', 'outside')
  return folders.some(folder => path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)) ? path : refuse('file', 'outside')
}

const within = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most

/** Silence of so many ms. */
export const silence = (ms: number): string | Refused => (within(ms, 1, 3_600_000) ? `silence_stream://${ms}` : refuse('ms', 'characters'))

/** A tone: ms of sound, ms of silence, Hz, and how often. */
export function tone(on: number, off: number, hertz: number, times = 1): string | Refused {
  if (!within(on, 1, 3_600_000) || !within(off, 0, 3_600_000) || !within(hertz, 20, 4000) || !within(times, 1, 1000))
    return refuse('tone', 'characters')
  return `tone_stream://%(${on},${off},${hertz})${times === 1 ? '' : `;loops=${times}`}`
}
