import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dialString, filePath, queueName, silence, tone, transferTarget, type Refused } from './index.ts'

const FOLDERS = ['/var/lib/callwright/sounds', '/srv/录音/']
const isRefused = (made: string | Refused): boolean => typeof made !== 'string'

it('[6.3.4] a file is a file in its folders', () => {
  for (const path of ['/var/lib/callwright/sounds/en/hello.wav', '/srv/录音/你好-1.ul', '/var/lib/callwright/sounds/a..b.wav'])
    expect(filePath(path, FOLDERS)).toBe(path)
  const attacks = [
    '/var/lib/callwright/sounds/../../../etc/passwd',
    '/var/lib/callwright/sounds/./a.wav',
    '/var/lib/callwright/sounds/…/..',
    '/var/lib/callwright/sounds//a.wav',
    '/var/lib/callwright/sounds-other/a.wav',
    '/var/lib/callwright/sounds',
    '/etc/passwd',
    'hello.wav',
    'http://169.254.169.254/latest/meta-data',
    'shell_stream://id',
    'say:hello',
    'phrase:x:y',
    'vlc://x',
    'file_string:///a!/b',
    '{vol=1}/var/lib/callwright/sounds/a.wav',
    '[x=1]/var/lib/callwright/sounds/a.wav',
    '/var/lib/callwright/sounds/a.wav!/etc/passwd',
    '/var/lib/callwright/sounds/a.wav@@1000',
    '/var/lib/callwright/sounds/${system(id)}.wav',
    '/var/lib/callwright/sounds/a b.wav',
    "/var/lib/callwright/sounds/a'b.wav",
    '/var/lib/callwright/sounds/a\nb.wav',
    '/var/lib/callwright/sounds/a\0.wav',
    '/var/lib/callwright/sounds/a\u2028.wav',
    '/var/lib/callwright/sounds/a;b.wav',
    '/var/lib/callwright/sounds/a|b.wav',
    `/var/lib/callwright/sounds/${'a'.repeat(1100)}.wav`,
    '',
  ]
  for (const path of attacks) expect([path, isRefused(filePath(path, FOLDERS))]).toEqual([path, true])
})

it('[6.3.4] whatever a name is, it does not leave its folder', () => {
  const part = fc.oneof(fc.constantFrom('..', '.', '/', '//', 'a', '%2e%2e', '\\', '$', '{', '!'), fc.string({ maxLength: 3 }))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), parts => {
      const made = filePath(`/var/lib/callwright/sounds/${parts.join('')}`, FOLDERS)
      if (typeof made !== 'string') return
      expect(new URL(`file://${made}`).pathname.startsWith('/var/lib/callwright/sounds/')).toBe(true)
      expect(made).not.toMatch(/[^\p{L}\p{N}\p{M}/_+.-]/u)
    }),
    { numRuns: 5000 },
  )
})

it('dial strings of each kind', () => {
  expect(dialString({ kind: 'gateway', gateway: 'carrier-1', number: '+4930123' }, { ignore_early_media: 'true' })).toBe(
    '{ignore_early_media=true}sofia/gateway/carrier-1/+4930123',
  )
  expect(dialString({ kind: 'user', user: '1001', domain: 'bank.example' })).toBe('user/1001@bank.example')
  expect(dialString({ kind: 'host', profile: 'internal', number: '1001', host: '10.0.0.5:5080' })).toBe('sofia/internal/1001@10.0.0.5:5080')
  expect(dialString({ kind: 'loopback', number: '9196', context: 'public' })).toBe('loopback/9196/public')
  expect(transferTarget('9664', 'public')).toBe('9664 XML public')
  expect(queueName('support', 'default')).toBe('support@default')
})

it('[6.3.3] nothing that separates, groups or starts anything gets into a dial string', () => {
  const attacks = [
    '1,2',
    '1|2',
    '1:_:2',
    '[a=b]1',
    '{a=b}1',
    '<a=b>1',
    '1 &park()',
    '1&system(id)',
    '^^:1',
    "1'2",
    '1"2',
    '1;2',
    '1@evil',
    '1/2',
    '$1',
    '${a}',
    '1\\,2',
    '1\n2',
    '',
    ' 1',
    '١٢',
  ]
  for (const attack of attacks) {
    const made = [
      dialString({ kind: 'gateway', gateway: 'g', number: attack }),
      dialString({ kind: 'gateway', gateway: attack === '' ? '' : `g${attack}`, number: '1' }),
      dialString({ kind: 'host', profile: 'internal', number: attack, host: 'h' }),
      dialString({ kind: 'loopback', number: attack, context: 'public' }),
      transferTarget(attack, 'public'),
    ].map(isRefused)
    expect([attack, ...made.filter((_, index) => index !== 1)]).toEqual([attack, true, true, true, true])
  }
  for (const attack of ['a,b', 'a}b', 'a{b', 'a[b', "a'b", 'a^^b', 'a\\b', 'a$b', 'a|b', 'a<b', 'a&b', 'a\nb', 'a"b', '']) {
    expect([attack, isRefused(dialString({ kind: 'loopback', number: '1', context: 'x' }, { name: attack }))]).toEqual([attack, true])
    expect([attack, isRefused(dialString({ kind: 'loopback', number: '1', context: 'x' }, { [attack]: 'x' }))]).toEqual([attack, true])
    expect([attack, isRefused(queueName(`q${attack}`, attack))]).toEqual([attack, true])
  }
})

it('silence and tones', () => {
  expect(silence(500)).toBe('silence_stream://500')
  expect(tone(200, 100, 440, 2)).toBe('tone_stream://%(200,100,440);loops=2')
  expect(tone(700, 0, 880)).toBe('tone_stream://%(700,0,880)')
  expect([silence(0), silence(1.5), tone(1, 0, 5), tone(1, 0, 440, 0)].every(isRefused)).toBe(true)
})
