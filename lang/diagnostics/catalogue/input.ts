import { define, type Message } from '../diagnostic.ts'
import { capital } from './words.ts'

const listeners: Readonly<Record<string, Message>> = {
  menu: { en: 'a menu', zh: '菜单' },
  collect: { en: 'a collect', zh: 'collect' },
  choose: { en: 'a choose', zh: 'choose' },
  confirm: { en: 'a confirm', zh: 'confirm' },
  record: { en: 'a record', zh: 'record' },
  on: { en: '“on silence”, “on mistake” and “on too short”', zh: '“on silence”“on mistake”“on too short”' },
  if: { en: 'an “if” or “match” around prompts', zh: '提示外层的“if”或“match”' },
  line: { en: 'a line', zh: 'line' },
  queue: { en: 'a waiting queue', zh: '等候队列' },
  shortcuts: { en: 'shortcuts', zh: '快捷键' },
}
const listenerOf = (where: string): Message => listeners[where] ?? { en: where, zh: where }

/** CW31xx what a caller keys in. */
export const input = {
  'bad-keys': define<{ keys: string; most: number }>({
    code: 'CW3101',
    severity: 'error',
    message: ({ keys, most }) => ({
      en: `“${keys}” is no entry of keys: 0–9, * and #, at most ${most}.`,
      zh: `“${keys}”不是按键：只能用 0–9、* 和 #，最多 ${most} 个。`,
    }),
  }),
  'bad-key-range': define<{ from: string; to: string }>({
    code: 'CW3102',
    severity: 'error',
    message: ({ from, to }) => ({
      en: `${from}..${to} is no range of keys: both ends are numerals of one length, the lower first.`,
      zh: `${from}..${to} 不是按键范围：两端都应是同样长度的数字，小的在前。`,
    }),
  }),
  'same-key': define<{ keys: string }>({
    code: 'CW3103',
    severity: 'error',
    message: ({ keys }) => ({ en: `Key ${keys} is taken already.`, zh: `按键 ${keys} 已被占用。` }),
  }),
  'end-key-inside': define<{ keys: string; endKey: string }>({
    code: 'CW3104',
    severity: 'error',
    message: ({ keys, endKey }) => ({
      en: `“${keys}” can never be keyed in: ${endKey} ends the entry.`,
      zh: `“${keys}”无法按出：${endKey} 是结束键。`,
    }),
  }),
  'choose-key': define<{ keys: string; own: string }>({
    code: 'CW3105',
    severity: 'error',
    message: ({ keys, own }) =>
      own === 'item'
        ? { en: `Key ${keys} chooses from the list; 1 to 8 are taken.`, zh: `按键 ${keys} 用于选择列表项；1 到 8 已被占用。` }
        : { en: `Key ${keys} turns to the next page.`, zh: `按键 ${keys} 用于翻页。` },
    hint: ({ own }) =>
      own === 'item' ? undefined : { en: 'Put the next page elsewhere with “more on 0”.', zh: '可用“more on 0”换一个翻页键。' },
  }),
  'single-key': define<{ where: string }>({
    code: 'CW3106',
    severity: 'error',
    message: ({ where }) => ({
      en: `The keys of ${listenerOf(where).en} are single keys.`,
      zh: `${listenerOf(where).zh}中只能用单个按键。`,
    }),
  }),
  'item-not-here': define<{ item: string; where: string }>({
    code: 'CW3107',
    severity: 'error',
    message: ({ item, where }) => ({
      en: `“${item}” does not belong in ${listenerOf(where).en}.`,
      zh: `“${item}”不能写在${listenerOf(where).zh}中。`,
    }),
    hint: ({ where }) =>
      where === 'on' ? { en: 'Only say, announce and milestone stand there.', zh: '那里只能写 say、announce 和 milestone。' } : undefined,
  }),
  'item-missing': define<{ item: 'offer' | 'none' | 'no' | 'say' | 'press'; where: string }>({
    code: 'CW3108',
    severity: 'error',
    message: ({ item, where }) => {
      const of = listenerOf(where)
      switch (item) {
        case 'press':
          return { en: `${capital(of.en)} without a “press” can never be left by a key.`, zh: `${of.zh}没有“press”，按什么键都出不去。` }
        case 'offer':
          return {
            en: `${capital(of.en)} needs an “offer”: what the caller hears of each item.`,
            zh: `${of.zh}需要“offer”：来电者听到的每一项。`,
          }
        case 'none':
          return { en: `${capital(of.en)} needs a “none”: the list may be empty.`, zh: `${of.zh}需要“none”：列表可能为空。` }
        case 'no':
          return {
            en: `${capital(of.en)} needs a “no”: where the caller goes who does not want this.`,
            zh: `${of.zh}需要“no”：来电者不同意时去哪里。`,
          }
        case 'say':
          return {
            en: `${capital(of.en)} needs a “say” that is always heard: else there is nothing to confirm.`,
            zh: `${of.zh}需要每次都会播报的“say”：否则没有可确认的内容。`,
          }
      }
    },
  }),
  'not-collectable': define<{ is: Message }>({
    code: 'CW3109',
    severity: 'error',
    message: ({ is }) => ({ en: `${capital(is.en)} cannot be keyed in.`, zh: `${is.zh}无法按键输入。` }),
    hint: () => ({ en: 'Digits, numbers from 0, money, dates and times can.', zh: '可以输入的有数字串、非负数值、金额、日期和时刻。' }),
  }),
  'length-not-digits': define<{ is: Message }>({
    code: 'CW3110',
    severity: 'error',
    message: ({ is }) => ({ en: `Only digits have a “length”; this is ${is.en}.`, zh: `只有数字串才有“length”；这是${is.zh}。` }),
  }),
  'listen-time': define<{ which: 'first' | 'next'; least: number }>({
    code: 'CW3111',
    severity: 'error',
    message: ({ which, least }) => ({
      en: `The time for the ${which} key is ${least} ms or more.`,
      zh: `${which === 'first' ? '首个' : '下一个'}按键的等待时间至少为 ${least} 毫秒。`,
    }),
  }),
  'listen-tries': define<{ most: number }>({
    code: 'CW3112',
    severity: 'error',
    message: ({ most }) => ({ en: `There are 1 to ${most} tries.`, zh: `尝试次数应在 1 到 ${most} 之间。` }),
  }),
  'end-key-wrong': define<{ key: string }>({
    code: 'CW3113',
    severity: 'error',
    message: ({ key }) => ({ en: `${key} cannot end an entry: only # and * can.`, zh: `${key} 不能作结束键：只能用 # 或 *。` }),
  }),
  'end-key-needed': define<{ is: Message }>({
    code: 'CW3114',
    severity: 'error',
    message: ({ is }) => ({
      en: `${capital(is.en)} is ended by the end key alone, so one is needed here.`,
      zh: `${is.zh}只能用结束键结束，这里必须有结束键。`,
    }),
    hint: () => ({
      en: 'Otherwise a slow caller who means 25 would pay 2.',
      zh: '否则想输入 25 而按得慢的来电者就会付成 2。',
    }),
  }),
  'end-key-in-entry': define<{ is: Message; key: string }>({
    code: 'CW3115',
    severity: 'error',
    message: ({ is, key }) => ({
      en: `${key} is part of ${is.en}, so it cannot end the entry.`,
      zh: `${key} 是${is.zh}的一部分，不能作结束键。`,
    }),
  }),
  'counter-out-of-tries': define<{ event: string; from: number; tries: number }>({
    code: 'CW3116',
    severity: 'warning',
    message: ({ event, from, tries }) => ({
      en: `“on ${event} ${from}” is never heard: of ${tries} tries the last one ends it.`,
      zh: `“on ${event} ${from}”不会播报：共 ${tries} 次机会，第 ${tries} 次即结束。`,
    }),
  }),
  'confirm-read-whole': define<{ word: string }>({
    code: 'CW3117',
    severity: 'error',
    message: ({ word }) => ({
      en: `A confirm is always read back whole: there is no “${word}” in it.`,
      zh: `confirm 总是完整复述：不能用“${word}”。`,
    }),
  }),
  'shortcut-only-goes': define({
    code: 'CW3118',
    severity: 'error',
    message: () => ({ en: 'A shortcut has an arrow only: “-> place”.', zh: '快捷键只能用箭头：“-> 去处”。' }),
  }),
  'option-part-not-here': define<{ part: string; where: string }>({
    code: 'CW3119',
    severity: 'error',
    message: ({ part, where }) => ({
      en: `“${part}” does not belong in ${listenerOf(where).en}.`,
      zh: `“${part}”不能用在${listenerOf(where).zh}中。`,
    }),
  }),
  'shortcut-never-live': define<{ keys: string }>({
    code: 'CW3120',
    severity: 'warning',
    message: ({ keys }) => ({
      en: `Every menu and question uses ${keys} for something else: this shortcut never works.`,
      zh: `每个菜单和询问都把 ${keys} 用作他用：这个快捷键从不生效。`,
    }),
  }),
  'told-key-unhandled': define<{ keys: string; where: string }>({
    code: 'CW3121',
    severity: 'error',
    message: ({ keys, where }) => ({
      en: `The caller is told to press ${keys}, and this ${where} does not know it.`,
      zh: `这里请来电者按 ${keys}，但${listenerOf(where).zh}中没有这个键。`,
    }),
  }),
  'key-untold': define<{ keys: string; languages: readonly string[] }>({
    code: 'CW3122',
    severity: 'warning',
    message: ({ keys, languages }) => ({
      en:
        languages.length === 0
          ? `No prompt tells the caller of key ${keys}.`
          : `No prompt tells the caller of key ${keys} in ${languages.join(', ')}.`,
      zh: languages.length === 0 ? `没有提示告诉来电者可按 ${keys}。` : `${languages.join('、')} 的提示没有告诉来电者可按 ${keys}。`,
    }),
    hint: () => ({ en: 'Give it a label (“for …”), or mark it “unannounced”.', zh: '请写上说明（“for …”），或标为“unannounced”。' }),
  }),
  'record-needs-nothing': define<{ name: string }>({
    code: 'CW3123',
    severity: 'error',
    message: ({ name }) => ({
      en: `The caller may say nothing; “nothing { … }” has to say where that leads, for then there is no “${name}”.`,
      zh: `来电者可能什么也没说；要用“nothing { … }”写出去处，因为那时没有“${name}”。`,
    }),
  }),
  'below-nought': define({
    code: 'CW3124',
    severity: 'warning',
    message: () => ({
      en: 'A telephone has no minus: nothing below 0 can be keyed in here.',
      zh: '电话上没有负号：这里无法输入小于 0 的数。',
    }),
    hint: () => ({ en: 'Begin the range at 0, or ask for the sign with a menu.', zh: '范围请从 0 开始，或用菜单另外询问正负。' }),
  }),
}
