// A small bank for tests: every kind of step that scripts care about, in one program. Every text takes one second.
import {
  announce, collect, comeBack, confirm, connectNumber, connectQueue, constant, flow, go, grant, hangup, language, menu, milestone, name, namedMenu, notify, part,
  pause, perform, program, readback, record, request, run, say, set, setting, transfer, when, type ProgramOptions, type Step,
} from '../../core/testing/program.ts' // prettier-ignore
import type { Machine, Prompt } from '../../../machine/format.ts'
import { maskValue } from '../../../machine/mask.ts'
import type { Type } from '../../../machine/types.ts'
import type { SpeechValue, Value } from '../../../machine/values.ts'
import type { Segment } from '../../core/session.ts'
import { createSpeaker, type Speaker } from '../speaker.ts'

const card: Type = { kind: 'digits', min: 16, max: 19, class: 'private' }
const passcode: Type = { kind: 'digits', min: 6, max: 6, class: 'secret' }
const money: Type = { kind: 'money', currency: 'CNY', decimals: 2, min: 1, max: 5_000_000 }
const reason: Type = { kind: 'choice', values: { insufficient: { '': 'not enough' }, frozen: { '': 'frozen' } } }
const account: Type = { kind: 'record', fields: { number: card, balance: { ...money, class: 'private' } } }

/** Names that the builder's texts are known by, and what their holes are. */
const named: Readonly<
  Record<string, { readonly slot: string; readonly holes?: readonly { readonly name: string; readonly type: Type }[] }>
> = {
  Welcome: { slot: 'greeting' },
  Sorry: { slot: 'sorry' },
  'You pay': { slot: 'you_pay', holes: [{ name: 'amount', type: money }] },
  Declined: { slot: 'declined', holes: [{ name: 'reason', type: reason }] },
  'Your card': { slot: 'your_card', holes: [{ name: 'card', type: card }] },
  'Your message': { slot: 'your_message', holes: [{ name: 'message', type: { kind: 'recording' } }] },
  Balance: { slot: 'balance' },
}

/** Each point stands on a line of its own: its number and one. */
export function bank(
  options: Pick<ProgramOptions, 'afterHangup' | 'limit'> & {
    readonly greeting?: 'announced'
    readonly leak?: 'spoken' | 'sent' | 'milestone'
  } = {},
): Machine {
  const leak: readonly Step[] =
    options.leak === 'spoken'
      ? [say('Leaks', name('passcode'))]
      : options.leak === 'sent'
        ? [notify('note', [name('passcode')])]
        : options.leak === 'milestone'
          ? [milestone('leaks', { passcode: name('passcode') })]
          : []
  const places = {
    welcome: namedMenu({
      name: 'welcome',
      prompts: [options.greeting === 'announced' ? announce('Welcome') : say('Welcome')],
      options: {
        '1': { label: 'Chinese', labelIn: 'zh-CN', steps: [language('zh-CN'), go('main')] },
        '2': { label: 'English', labelIn: 'en-US', steps: [language('en-US'), go('main')] },
      },
    }),
    main: namedMenu({
      name: 'main',
      prompts: [when(setting('emergency'), [say('Emergency')])],
      options: {
        '1': { label: 'balances', steps: [run('balances'), go('main')] },
        '2': { label: 'transfers', steps: [go('transfers')] },
        '3': { label: 'a message', steps: [go('message')] },
        '4': { label: 'the branch', steps: [go('branch')] },
        '5': { label: 'head office', steps: [transfer(constant('95511'), [say('Sorry'), go('main')])] },
        '6': { label: 'goodbye', steps: [go('goodbye')] },
        '0': { label: 'an agent', steps: [go('agent')] },
      },
      silence: [[say('Nothing heard')]],
      mistake: [[say('No such key')]],
    }),
    log_in: part(
      collect('card', card, { name: 'log_in.card', prompts: [say('Enter your card')] }),
      collect('passcode', passcode, { name: 'log_in.passcode', prompts: [say('Enter your passcode')] }),
      ...leak,
      request('log_in', [name('card'), name('passcode')], {
        accepted: [grant(1), comeBack],
        refused: [say('Not right'), hangup],
        failed: [say('Sorry'), go('goodbye')],
      }),
    ),
    balances: part(
      run('log_in'),
      request('accounts', [], {
        answered: { values: ['accounts'], steps: [] },
        failed: [say('Sorry'), comeBack],
      }),
      say('Your card', name('card')),
      pause(300),
      say('Balance'),
      comeBack,
    ),
    transfers: flow(
      run('log_in'),
      collect('amount', money, { name: 'transfers.amount', prompts: [say('Enter the amount')], endRequired: true }),
      confirm({ prompts: [readback('You pay', name('amount'))], no: [go('main')] }),
      perform(
        'transfer',
        [name('card'), name('amount')],
        {
          done: { values: ['receipt'], steps: [milestone('paid', { receipt: name('receipt') }), say('Done')] },
          declined: { values: ['reason'], steps: [say('Declined', name('reason'))] },
          failed: [say('Sorry')],
          unknown: [announce('We will tell you')],
        },
        ['One moment'],
      ),
      notify('note', [constant('transfer')]),
      go('main'),
    ),
    message: flow(
      record('message', { upTo: 60_000, endSilence: 4000, nothing: [say('Nothing recorded'), go('main')] }),
      say('Your message', name('message')),
      go('main'),
    ),
    agent: flow(
      connectQueue(
        'cards',
        {
          answered: { values: ['who'], steps: [say('Thank you'), go('main')] },
          'timed out': [say('Nobody is free'), go('main')],
          'no agents': [say('Closed'), go('main')],
          failed: [say('Sorry'), go('main')],
        },
        {
          data: { reason: constant('a lost card') },
          press: { '1': { label: 'a call back', steps: [say('We call you back'), go('main')] } },
        },
      ),
    ),
    branch: flow(
      connectNumber(constant('0213456'), 30_000, {
        answered: [say('Thank you'), go('main')],
        busy: [say('Busy'), go('main')],
        'no answer': [say('Nobody there'), go('main')],
        failed: [say('Sorry'), go('main')],
      }),
    ),
    goodbye: flow(say('Goodbye'), hangup),
    unused: flow(menu({ name: 'unused.menu', options: { '1': [] } }), set('amount', constant(1)), hangup),
  }
  const machine = program(places, {
    ...options,
    line: { languages: ['zh-CN', 'en-US'] },
    registers: {
      card, passcode, amount: money, reason, receipt: { kind: 'digits' }, accounts: { kind: 'list', of: account, upTo: 9 },
      who: { kind: 'text' }, message: { kind: 'recording' },
    },
    operations: {
      log_in: { kind: 'attempt', parameters: [{ name: 'card', type: card }, { name: 'passcode', type: passcode }], outcomes: { accepted: [], refused: [] } },
      accounts: { kind: 'query', result: { kind: 'list', of: account, upTo: 9 } },
      transfer: {
        kind: 'transaction', within: 10_000, parameters: [{ name: 'card', type: card }, { name: 'amount', type: money }],
        outcomes: { done: [{ name: 'receipt', type: { kind: 'digits' } }], declined: [{ name: 'reason', type: reason }] },
      },
      note: { kind: 'notice', parameters: [{ name: 'about', type: { kind: 'text' } }] },
    },
    settings: { emergency: { type: { kind: 'boolean' }, value: false } },
    queues: [{ name: 'cards', position: 30_000, longestWait: 180_000 }],
  }) // prettier-ignore
  const prompts = machine.prompts.map((prompt): Prompt => {
    const known = named[String(Object.values(prompt.texts)[0]![0])]
    return known ? { ...prompt, slot: known.slot, holes: known.holes ?? prompt.holes } : prompt
  })
  const points = machine.points.map((point, index) => ({ ...point, at: [0, index * 10, index * 10 + 9] as const }))
  return { ...machine, prompts, points }
}

/** One second a text: the words are the text, then its values. `zh`, where a text is spoken in Chinese. */
export function bankSpeaker(machine: Machine): Speaker {
  const said = (value: Value, type: Type | undefined, masked: boolean): string => {
    if (typeof value === 'object' && value !== null && 'prompt' in value)
      return textOf((value as Extract<SpeechValue, { readonly prompt: number }>).prompt)
    if (typeof value === 'object' && value !== null && 'recording' in value) return ''
    return masked && type?.class !== undefined ? maskValue(value, type) : String(value)
  }
  const textOf = (prompt: number): string => String(Object.values(machine.prompts[prompt]!.texts)[0]![0]).replace(/^\$/, '')
  const text = (segment: Segment, masked: boolean): string => {
    const { holes } = machine.prompts[segment.prompt]!
    const values = segment.values.map((value, index) => said(value, holes[index]?.type, masked))
    return `${[textOf(segment.prompt), ...values].join(' ').trim()}${segment.language === 'zh-CN' ? '。' : '.'}`
  }
  return createSpeaker(machine, { text, duration: () => 1000 })
}
