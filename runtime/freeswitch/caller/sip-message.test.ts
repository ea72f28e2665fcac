import { expect, it } from 'vitest'
import { formatSip, parseSip, placeOfUri, sipHeader, sipHeaders, uriOf } from './sip-message.ts'
import { mediaOf, sdpOf } from './sdp.ts'

it('a message comes out as it went in', () => {
  const parsed = parseSip(
    formatSip(
      'SIP/2.0 486 Busy Here',
      [
        ['Via', 'a'],
        ['Via', 'b'],
        ['To', '<sip:1@h>;tag=x'],
      ],
      'é',
    ).toString(),
  )!
  expect(parsed).toMatchObject({ kind: 'response', status: 486, reason: 'Busy Here', body: 'é' })
  expect(sipHeaders(parsed, 'via')).toEqual(['a', 'b'])
  expect(sipHeader(parsed, 'content-length')).toBe('2')
})

it('compact names and folded lines', () => {
  const parsed = parseSip('BYE sip:1@h SIP/2.0\r\ni: 7\r\nSubject: one\r\n  two\r\n\r\n')!
  expect(parsed).toMatchObject({ kind: 'request', method: 'BYE', uri: 'sip:1@h' })
  expect([sipHeader(parsed, 'call-id'), sipHeader(parsed, 'subject')]).toEqual(['7', 'one two'])
})

it.each(['', '\r\n\r\n', 'SIP/2.0 x\r\n\r\n', 'hello\r\n\r\n', 'INVITE sip:1@h SIP/3.0\r\n\r\n'])('no SIP: %j', text => {
  expect(parseSip(text)).toBe(null)
})

it('where a URI leads', () => {
  expect(uriOf('"A <b>" <sip:1@h:5080;lr>;tag=1')).toBe('sip:1@h:5080;lr')
  expect(uriOf('<sip:1@h:5080;lr>;tag=1')).toBe('sip:1@h:5080;lr')
  expect(placeOfUri('sip:1@10.0.0.1:5080;lr')).toEqual({ host: '10.0.0.1', port: 5080 })
  expect(placeOfUri('sip:[::1]')).toEqual({ host: '::1', port: 5060 })
  expect(placeOfUri('tel:1')).toBe(null)
})

it('what an answer takes: μ-law, and keys by their own number', () => {
  expect(mediaOf(sdpOf('127.0.0.1', 4000))).toEqual({ host: '127.0.0.1', port: 4000, events: 101 })
  const other =
    'v=0\r\nc=IN IP4 1.1.1.1\r\nm=audio 9 RTP/AVP 0 96\r\nc=IN IP4 2.2.2.2\r\na=rtpmap:96 telephone-event/8000\r\nm=video 7 RTP/AVP 31\r\n'
  expect(mediaOf(other)).toEqual({ host: '2.2.2.2', port: 9, events: 96 })
  expect(mediaOf(other.replace(' 96\r', '\r'))).toMatchObject({ events: null })
  expect(mediaOf(other.replace('AVP 0 ', 'AVP 8 '))).toBe(null)
  expect(mediaOf(other.replace('audio 9', 'audio 0'))).toBe(null)
})
