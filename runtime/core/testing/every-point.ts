// A machine that has every kind of point, listener, type and expression at least once: for the tests of reading and preparing.
import type { Machine } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import * as p from './program.ts'

const account: Type = {
  kind: 'record',
  name: 'Account',
  fields: {
    number: { kind: 'digits', min: 16, max: 19, luhn: true, like: ['62xx[3-9]xxxxxxxxxxx'], class: 'private' },
    kind: { kind: 'choice', values: { savings: { zh: '活期', en: 'savings' }, other: { '': 'x' } } },
    balance: { kind: 'money', currency: 'CNY', decimals: 2, class: 'private', mask: 'all' },
    note: { kind: 'optional', of: { kind: 'text' } },
  },
}
const accounts: Type = { kind: 'list', of: account, upTo: 100 }

const first = { number: '6225880212345673', kind: 'savings', balance: 1_000_000, note: null }

export function everyPoint(): Machine {
  return p.program(
    {
      main: p.namedMenu({
        prompts: [p.sayOnce('welcome', 'notice'), p.sayEverywhere('again'), p.sayIn('en-US', 'english'), p.pause(200)],
        options: {
          '1': { label: 'accounts', steps: [p.run('accounts')], then: 'fresh' },
          '2': { steps: [p.go('pay')], when: p.isOpen(0) },
          '30': { steps: [p.again], upTo: '39', as: 'extension' },
          '4': { label: 'english', labelIn: 'en-US', steps: [p.language('en-US'), p.again] },
          '5': [p.back(true, [p.again])],
        },
        silence: [[p.say('nothing heard')], [p.announce('still nothing')]],
        mistake: [[p.say('wrong key')]],
      }),
      accounts: p.part(
        p.request('accounts', [], { answered: { values: ['list'], steps: [] }, failed: [p.say('sorry'), p.comeBack] }),
        p.forEach('account', p.name('list'), 'n', [
          p.menu({
            prompts: [p.say('balance', p.field(p.name('account'), 'balance'))],
            options: { '1': [p.nextOne], '2': [p.previousOne], '3': [p.sameOne], '4': [p.leave] },
          }),
        ]),
        p.comeBack,
      ),
      pay: p.flow(
        p.repeat(
          3,
          [
            p.collect('passcode', { kind: 'digits', min: 6, max: 6, class: 'secret' }),
            p.request('log_in', [p.name('passcode')], {
              accepted: { values: [''], steps: [p.grant(1), p.leave] },
              refused: [p.say('refused')],
              failed: [p.hangup],
            }),
          ],
          [p.hangup],
        ),
        p.choose('account', p.name('list'), { offer: 'offer', none: [p.go('main')], options: { '0': [p.go('main')] } }),
        p.collect(
          'amount',
          { kind: 'money', currency: 'CNY', decimals: 2, min: 1, max: 5_000_000 },
          {
            checks: [{ condition: p.ordered(p.name('amount'), '<=', p.field(p.name('account'), 'balance')), text: 'too much' }],
            tooShort: [[p.say('short')]],
          },
        ),
        p.collect('expiry', { kind: 'date', keyed: 'MMYY' }, { checkQuery: { operation: 'valid', text: 'expired' } }),
        p.collect('price', { kind: 'number', decimals: 3, min: 1, max: 9_999_999 }),
        p.collect('code', { kind: 'digits', max: 18, star: 'X' }, { length: p.constant(18) }),
        p.collect('at', { kind: 'time' }),
        p.confirm({ prompts: [p.readback('pay', p.name('amount'))], no: [p.go('main')] }),
        p.perform(
          'transfer',
          [p.name('amount')],
          {
            done: { values: ['receipt'], steps: [p.notify('receipt', [p.name('receipt')])] },
            failed: [],
            unknown: [p.announce('unknown')],
          },
          ['wait'],
        ),
        p.lower(0),
        p.set('total', p.arithmetic(p.name('amount'), '+', p.constant(1))),
        p.set('account', p.constant('x'), ['note']),
        p.add('list', p.name('account')),
        p.when(p.or(p.levelAtLeast(1), p.and(p.not(p.same(p.name('code'), p.constant('1'))), p.isNothing(p.callField('caller')))), [
          p.milestone('paid', { amount: p.name('total') }),
        ]),
        p.match(p.field(p.name('account'), 'kind'), { savings: [], other: [] }),
        p.queueState('cards', { answered: { values: ['state'], steps: [] }, failed: [] }),
        p.announce('please wait'),
        p.connectQueue(
          'cards',
          { answered: { values: ['who'], steps: [] }, 'timed out': [], failed: [] },
          { priority: p.constant(3), data: { level: p.callField('level') }, press: { '1': { label: 'call back', steps: [p.go('main')] } } },
        ),
        p.connectNumber(p.constant('4001'), 30_000, { answered: [], busy: [], 'no answer': [], failed: [] }),
        p.record('voice', { endSilence: 4000, hungUp: [p.notify('message', [p.name('voice')])] }),
        p.transfer(p.constant('4002'), [p.say('sorry')]),
      ),
    },
    {
      shortcuts: { '0': { label: 'an agent', steps: [p.hangup] }, '*': { steps: [p.back(false)] }, '9': { again: true } },
      onFault: [p.hangup],
      limit: { ms: 1_800_000, steps: [p.hangup] },
      afterHangup: [p.milestone('over')],
      recordAfter: 'notice',
      registers: {
        list: { ...accounts, remember: [first, first] },
        account,
        passcode: { kind: 'digits', class: 'secret' },
        amount: { kind: 'money', currency: 'CNY', decimals: 2 },
        total: { kind: 'money', currency: 'CNY', decimals: 2 },
        voice: { kind: 'recording' },
      },
      operations: {
        accounts: { kind: 'query', result: accounts },
        valid: { kind: 'query', result: { kind: 'boolean' }, parameters: [{ name: 'expiry', type: { kind: 'date' } }] },
        log_in: {
          kind: 'attempt',
          parameters: [{ name: 'passcode', type: { kind: 'digits', min: 6, max: 6, class: 'secret' } }],
          outcomes: { accepted: [{ name: 'id', type: { kind: 'text' } }], refused: [] },
        },
        transfer: {
          kind: 'transaction',
          parameters: [{ name: 'amount', type: { kind: 'money', currency: 'CNY', decimals: 2 } }],
          outcomes: { done: [{ name: 'receipt', type: { kind: 'digits' } }] },
          requires: 1,
        },
        receipt: { kind: 'notice', parameters: [{ name: 'receipt', type: { kind: 'digits' } }] },
        message: { kind: 'notice', parameters: [{ name: 'voice', type: { kind: 'recording' } }] },
      },
      settings: {
        emergency: { type: { kind: 'boolean' }, value: false },
        words: { type: { kind: 'speech' }, value: { texts: { zh: '您好', en: 'Hello' } } },
        holidays: { type: { kind: 'list', of: { kind: 'date' }, upTo: 100 }, value: [] },
        pause: { type: { kind: 'duration' }, value: 5000 },
        since: { type: { kind: 'moment' }, value: 0 },
      },
      queues: [{ name: 'cards', music: 'hold', position: 30_000, longestWait: 180_000 }],
      hours: [
        {
          name: 'desk',
          zone: 'Asia/Shanghai',
          rules: [
            {
              days: { weekdays: [1, 2, 3, 4, 5] },
              intervals: [
                [510, 720],
                [1320, 360],
              ],
            },
            { days: { list: { kind: 'setting', name: 'holidays' } }, intervals: [] },
            { days: { dates: [['2026-10-10', '2026-10-10']] }, intervals: [[510, 1050]] },
          ],
        },
      ],
    },
  )
}
