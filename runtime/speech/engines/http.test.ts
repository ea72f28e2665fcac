import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { readXml, textOf } from './testing/xml.ts'
import { writeWav } from '../wav.ts'
import { plainSpeech, type Spoken } from './engine.ts'
import { createHttpEngine, readHttpConfig, type HttpEngineConfig } from './http.ts'
import { HOSTILE } from './testing/hostile.ts'

const WAV = writeWav(
  Int16Array.from({ length: 24_000 }, (_, at) => 5000 * Math.sin(at / 9)),
  24_000,
)

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/speak`
}
async function bodyOf(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}
function engineOf(config: object, env: Readonly<Record<string, string>> = {}): ReturnType<typeof createHttpEngine> {
  const read = readHttpConfig(config)
  if ('problem' in read) throw new Error(read.problem.en)
  return createHttpEngine(read.config, { env })
}
const speak = (config: object, text: string, env?: Readonly<Record<string, string>>): Promise<Spoken> =>
  engineOf(config, env).speak(text, { language: 'zh-CN', sampleRate: 8000 })
const said = async (config: object, text = '您好'): Promise<string> => {
  const spoken = await speak(config, text)
  return spoken.problem ? `${spoken.problem.kind}: ${spoken.problem.detail.en}` : 'spoken'
}

it('sends the text as a value of JSON, with voice, rate and the keys of the environment, and takes Base64 back', async () => {
  const asked: { body: unknown; key: string | undefined; type: string | undefined }[] = []
  const url = await serve((message, response) => {
    void bodyOf(message).then(body => {
      asked.push({ body: JSON.parse(body) as unknown, key: message.headers.authorization, type: message.headers['content-type'] })
      response.end(JSON.stringify({ audio: [{ content: Buffer.from(WAV).toString('base64') }] }))
    })
  })
  const config = {
    name: 'cloud',
    url,
    headers: { Authorization: 'Bearer ${CLOUD_KEY}' },
    body: { input: { text: '{text}' }, voice: { code: '{language}', name: 'v-{voice}' }, audio: { rate: '{sampleRate}', of: ['{text}'] } },
    voices: { zh: 'any', 'zh-CN': 'Xiaoxiao', en: 'Jenny' },
    response: { base64: 'audio.0.content' },
  }
  for (const text of HOSTILE) {
    const spoken = await speak(config, text, { CLOUD_KEY: 'k-1' })
    expect(spoken.problem).toBeUndefined()
    expect(spoken.samples!.length).toBeGreaterThan(7000)
    expect(spoken.samples!.length).toBeLessThanOrEqual(8000)
    const words = plainSpeech(text)
    expect(asked.pop()).toEqual({
      body: { input: { text: words }, voice: { code: 'zh-CN', name: 'v-Xiaoxiao' }, audio: { rate: 8000, of: [words] } },
      key: 'Bearer k-1',
      type: 'application/json',
    })
  }
})

it('a body of XML has the text as text', async () => {
  const bodies: string[] = []
  const url = await serve((message, response) => {
    void bodyOf(message).then(body => {
      bodies.push(body)
      response.end(WAV)
    })
  })
  const config = {
    name: 'cloud',
    url,
    headers: { 'Content-Type': 'application/ssml+xml' },
    body: '<speak version="1.0" xml:lang="{language}"><voice name="{voice}">{text}</voice></speak>',
    voices: { zh: '晓晓"' },
    response: 'audio',
  }
  for (const text of HOSTILE) {
    expect((await speak(config, text)).problem).toBeUndefined()
    const { root } = readXml(bodies.pop()!)
    expect(root?.children.length).toBe(1)
    expect(textOf(root!)).toBe(plainSpeech(text))
  }
})

it('says plainly what does not come: no answer, another answer, no sound, no key, no connection', async () => {
  const config = (url: string, more: object = {}): object => ({
    name: 'cloud',
    url,
    body: { text: '{text}' },
    response: 'audio',
    timeout: 500,
    ...more,
  })
  const answering = (status: number, body: string | Uint8Array): Promise<string> =>
    serve((_, response) => {
      response.statusCode = status
      response.end(body)
    })
  expect(await said(config(await serve(() => {})))).toBe('timed out: cloud gave no sound within 0.5 s.')
  // One that begins to answer and does not end.
  expect(await said(config(await serve((_, response) => void response.write('RIFF'))))).toBe('timed out: cloud gave no sound within 0.5 s.')
  expect(await said(config(await answering(401, 'your key is wrong')))).toBe('failed: cloud answered 401.')
  expect(await said(config(await answering(200, '')))).toBe('nothing: cloud gave no sound.')
  expect(await said(config(await answering(200, '<html>')))).toMatch(/^failed: cloud gave something that cannot be played/)
  expect(await said(config(await answering(200, '{"a": 1}'), { response: { base64: 'a.b' } }))).toBe(
    'failed: cloud gave an answer without the sound in it.',
  )
  expect(await said(config(await answering(200, 'x'), { response: { base64: 'a' } }))).toBe(
    'failed: cloud gave an answer without the sound in it.',
  )
  expect(await said(config(await answering(200, 'x'), { headers: { key: '${NOT_THERE}' } }))).toBe(
    'configuration: cloud needs NOT_THERE in the environment.',
  )
  expect(await said(config('http://127.0.0.1:9/'))).toMatch(/^failed: cloud cannot be reached/)
  expect(await said(config(await answering(200, WAV)), ' \u0001 ')).toMatch(/^nothing/)
})

it('follows no redirect: what is said goes nowhere that is not written down', async () => {
  let reached = false
  const other = await serve((_, response) => {
    reached = true
    response.end(WAV)
  })
  const url = await serve((_, response) => {
    response.writeHead(307, { location: other })
    response.end()
  })
  expect(await said({ name: 'cloud', url, body: { text: '{text}' }, response: 'audio' })).toMatch(/^failed: cloud cannot be reached/)
  expect(reached).toBe(false)
})

it.each<[unknown, RegExp]>([
  [null, /must be an object/],
  [{ url: 'ftp://x', name: 'a', body: {}, response: 'audio' }, /“url” must begin/],
  [{ url: 'http://speech.example', name: 'a', body: { t: '{text}' }, response: 'audio' }, /must begin with https/],
  [{ url: 'https://user:pass@speech.example', name: 'a', body: { t: '{text}' }, response: 'audio' }, /no password/],
  [{ url: 'https://speech.example', name: '', body: {}, response: 'audio' }, /“name”/],
  [{ url: 'https://speech.example', name: 'a', body: { t: 'x' }, response: 'audio' }, /has no \{text\}/],
  [{ url: 'https://speech.example', name: 'a', body: '{"t": "{text}"}', response: 'audio' }, /“body” must be an object/],
  [{ url: 'https://speech.example', name: 'a', body: { t: '{text}' }, response: 'wav' }, /“response” must be/],
  [{ url: 'https://speech.example', name: 'a', body: { t: '{text}' }, response: 'audio', timeout: 0 }, /“timeout”/],
  [{ url: 'https://speech.example', name: 'a', body: { t: '{text}' }, response: 'audio', headers: { a: 1 } }, /“headers”/],
  [{ url: 'https://speech.example', name: 'a', body: { t: '{text}' }, response: 'audio', evil: 1 }, /“evil”/],
])('refuses a configuration: %j', (config, problem) => {
  const read = readHttpConfig(config)
  expect('problem' in read ? read.problem.en : 'taken').toMatch(problem)
})

it('takes one that is right', () => {
  const config: HttpEngineConfig = { name: 'a', url: 'https://speech.example/v1', body: { t: '{text}' }, response: 'audio' }
  expect(readHttpConfig(config)).toEqual({ config: { ...config, headers: {}, voices: {}, timeout: 15_000 } })
})
