// A speech service over HTTP, described by a file: where it is, what is sent, and where the sound is in what comes back. The text is put
// into the body as a value of JSON (or as text of XML), never into its syntax.
import { isObject } from '../../../machine/json-values.ts'
import type { Sentence } from '../../../machine/value-problems.ts'
import { LONGEST_TEXT, plainSpeech, speechProblem, type SpeechEngine, type SpeechRequest, type Spoken } from './engine.ts'
import { soundOf } from './sound.ts'

export interface HttpEngineConfig {
  readonly name: string
  readonly url: string
  /** `${NAME}` is the environment's: keys do not belong into a file of the project. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * JSON in which `{text}`, `{language}`, `{voice}` and `{sampleRate}` stand for what is asked; or, with an XML content type, a text in
   * which they do.
   */
  readonly body: unknown
  /** Language tag → voice; the longest beginning of the language is taken. */
  readonly voices?: Readonly<Record<string, string>>
  /** `audio`: the body is a WAV file. `a.b.0.c`: there it is in JSON, as Base64. */
  readonly response: 'audio' | { readonly base64: string }
  /** ms; 15000 where not said. */
  readonly timeout?: number
}

type Json = Readonly<Record<string, unknown>>
const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  isObject(value) && Object.values(value).every(each => typeof each === 'string')

const MOST_ANSWER = 64 * 1024 * 1024
const SHORTEST_TIMEOUT = 100
const LONGEST_TIMEOUT = 120_000

/** The configuration, or what is wrong with it: a whole sentence. */
export function readHttpConfig(value: unknown): { readonly config: HttpEngineConfig } | { readonly problem: Sentence } {
  const wrong = (en: string, zh: string): { readonly problem: Sentence } => ({ problem: { en, zh } })
  if (!isObject(value))
    return wrong('It must be an object with name, url, body and response.', '必须是含 name、url、body 和 response 的对象。')
  const { name, url, headers = {}, body, voices = {}, response, timeout = 15_000, ...more } = value
  const [other] = Object.keys(more)
  if (other !== undefined) return wrong(`It has “${other}”, which means nothing here.`, `不认识“${other}”。`)
  if (typeof name !== 'string' || name.trim() === '') return wrong('“name” must be a text.', '“name”必须是文字。')
  if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !URL.canParse(url))
    return wrong('“url” must begin with https:// or http://.', '“url”必须以 https:// 或 http:// 开头。')
  const { hostname, protocol, username, password } = new URL(url)
  if (username !== '' || password !== '')
    return wrong('“url” must hold no password; use “headers” and the environment.', '“url”不能含密码；请用“headers”和环境变量。')
  if (protocol === 'http:' && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
    return wrong('“url” must begin with https://: what is said may be private.', '“url”必须以 https:// 开头：播报内容可能涉及隐私。')
  if (!isTexts(headers)) return wrong('“headers” must be texts.', '“headers”必须都是文字。')
  if (!isTexts(voices)) return wrong('“voices” must be texts: a language tag and its voice.', '“voices”必须都是文字：语言标签及其发音人。')
  if (response !== 'audio' && !(isObject(response) && typeof response['base64'] === 'string')) {
    return wrong('“response” must be "audio", or { "base64": "where.it.is" }.', '“response”必须是 "audio" 或 { "base64": "所在位置" }。')
  }
  if (typeof timeout !== 'number' || !(timeout >= SHORTEST_TIMEOUT && timeout <= LONGEST_TIMEOUT)) {
    return wrong(
      `“timeout” must be ${SHORTEST_TIMEOUT} to ${LONGEST_TIMEOUT} ms.`,
      `“timeout”必须在 ${SHORTEST_TIMEOUT} 至 ${LONGEST_TIMEOUT} 毫秒之间。`,
    )
  }
  if (typeof body === 'string' ? !isXml(headers) : !isObject(body)) {
    return wrong(
      '“body” must be an object, or a text with an XML content type in “headers”.',
      '“body”必须是对象；若是文字，“headers”须写明 XML 内容类型。',
    )
  }
  if (!JSON.stringify(body).includes('{text}'))
    return wrong('“body” has no {text}: nothing would be said.', '“body”中没有 {text}：什么也不会播报。')
  const config = { name, url, headers, body, voices, timeout, response: response as HttpEngineConfig['response'] }
  return { config }
}

const isXml = (headers: Readonly<Record<string, string>>): boolean =>
  Object.entries(headers).some(([name, value]) => name.toLowerCase() === 'content-type' && /[/+](?:ssml\+)?xml\b/i.test(value))

export interface HttpEngineOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch?: typeof fetch
}

export function createHttpEngine(config: HttpEngineConfig, options: HttpEngineOptions): SpeechEngine {
  const { name } = config
  const ask = options.fetch ?? fetch
  const failed = (en: string, zh: string): Spoken => speechProblem('failed', `${name} ${en}`, `${name} ${zh}`)
  return {
    name,
    voice: `${config.url} ${JSON.stringify(config.body)} ${JSON.stringify(config.voices ?? {})}`,
    speak: async (text, request) => {
      const words = plainSpeech(text)
      if (words === '') return speechProblem('nothing', 'There is nothing to say in it.', '没有可播报的内容。')
      if (words.length > LONGEST_TEXT) return speechProblem('failed', 'The text is too long.', '文本过长。')
      const headers = headersOf(config, options.env)
      if ('missing' in headers) {
        return speechProblem(
          'configuration',
          `${name} needs ${headers.missing} in the environment.`,
          `${name} 需要环境变量 ${headers.missing}。`,
        )
      }
      const timeout = AbortSignal.timeout(config.timeout ?? 15_000)
      const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout
      try {
        // A redirect would send key and words somewhere that nobody wrote down.
        const response = await ask(config.url, {
          method: 'POST',
          headers: headers.headers,
          body: bodyOf(config, words, request),
          signal,
          redirect: 'error',
        })
        if (!response.ok) {
          await response.body?.cancel()
          return failed(`answered ${response.status}.`, `返回 ${response.status}。`)
        }
        const bytes = await bytesOf(response)
        if (bytes === null) return failed('does not stop answering.', '返回内容过大。')
        const sound = config.response === 'audio' ? bytes : decoded(bytes, config.response.base64)
        return sound ? soundOf(name, sound, request) : failed('gave an answer without the sound in it.', '的回答中没有声音数据。')
      } catch (error) {
        if (request.signal?.aborted === true) return speechProblem('stopped', 'It was stopped.', '已停止。')
        if (timeout.aborted) {
          const seconds = (config.timeout ?? 15_000) / 1000
          return speechProblem('timed out', `${name} gave no sound within ${seconds} s.`, `${name} 在 ${seconds} 秒内没有返回声音。`)
        }
        const cause = (error as { cause?: { code?: string } }).cause?.code
        return failed(
          `cannot be reached${cause === undefined ? '' : ` (${cause})`}.`,
          `无法连接${cause === undefined ? '' : `（${cause}）`}。`,
        )
      }
    },
  }
}

function headersOf(
  { headers = {}, body }: HttpEngineConfig,
  env: Readonly<Record<string, string | undefined>>,
): { readonly headers: Record<string, string> } | { readonly missing: string } {
  let missing: string | undefined
  const made = Object.entries(headers).map(([header, value]) => {
    const filled = value.replace(/\$\{(\w+)\}/g, (_, variable: string) => {
      const found = env[variable]
      if (found === undefined || found === '') missing ??= variable
      return found ?? ''
    })
    return [header.toLowerCase(), filled.replace(/[\r\n]/g, '')] as const
  })
  if (missing !== undefined) return { missing }
  const known = Object.fromEntries(made)
  return { headers: { ...(typeof body === 'string' ? {} : { 'content-type': 'application/json' }), ...known } }
}

function bodyOf({ body, voices = {} }: HttpEngineConfig, text: string, { language, sampleRate }: SpeechRequest): string {
  const values: Readonly<Record<string, string | number>> = { text, language, sampleRate, voice: voiceFor(voices, language) }
  const fill = (template: string, escape: (value: string) => string): string =>
    // One pass: a `{voice}` in the text is text.
    template.replace(/\{(text|language|voice|sampleRate)\}/g, (_, name: string) => escape(String(values[name])))
  if (typeof body === 'string') return fill(body, escapeXml)
  return JSON.stringify(body, (_, value: unknown) => {
    if (typeof value !== 'string') return value
    // `"{sampleRate}"` alone is a number.
    return value === '{sampleRate}' ? sampleRate : fill(value, each => each)
  })
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;')

function voiceFor(voices: Readonly<Record<string, string>>, language: string): string {
  const wanted = language.toLowerCase()
  const fits = Object.keys(voices).filter(tag => wanted === tag.toLowerCase() || wanted.startsWith(`${tag.toLowerCase()}-`))
  return voices[fits.sort((a, b) => b.length - a.length)[0] ?? ''] ?? ''
}

/** Null where there is more than any sound has. */
async function bytesOf(response: Response): Promise<Uint8Array | null> {
  if (!response.body) return new Uint8Array()
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += piece.length
    if (size > MOST_ANSWER) return null
    pieces.push(piece)
  }
  return new Uint8Array(Buffer.concat(pieces))
}

function decoded(bytes: Uint8Array, path: string): Uint8Array | null {
  let at: unknown
  try {
    at = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null
    at = (at as Json)[name]
  }
  return typeof at === 'string' && /^[A-Za-z0-9+/\s]*=*\s*$/.test(at) ? new Uint8Array(Buffer.from(at, 'base64')) : null
}
