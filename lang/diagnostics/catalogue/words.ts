// Words that several rows share: kinds of names, lists of words.
import type { Message } from '../diagnostic.ts'

const kinds: Readonly<Record<string, Message>> = {
  menu: { en: 'a menu', zh: '菜单' },
  flow: { en: 'a flow', zh: '流程' },
  prompt: { en: 'a prompt', zh: '提示' },
  type: { en: 'a type', zh: '类型' },
  service: { en: 'a service', zh: '服务' },
  operation: { en: 'an operation', zh: '操作' },
  hours: { en: 'opening hours', zh: '营业时间' },
  queue: { en: 'a queue', zh: '队列' },
  setting: { en: 'a setting', zh: '设置项' },
  remember: { en: 'a remembered name', zh: 'remember 的名称' },
  local: { en: 'a name of this flow', zh: '本流程中的名称' },
  level: { en: 'a level', zh: '级别' },
  choice: { en: 'a choice', zh: '选项' },
  value: { en: 'a value', zh: '值' },
  nothing: { en: '“nothing”', zh: '“nothing”' },
  settable: { en: 'a name that can be set', zh: '可以赋值的名称' },
  each: { en: 'the item that a loop is at', zh: '循环当前的项' },
  counter: { en: 'a loop’s counter', zh: '循环计数' },
  it: { en: '“it”', zh: '“it”' },
  query: { en: 'a query', zh: '查询（query）' },
  attempt: { en: 'an attempt', zh: '验证（attempt）' },
  transaction: { en: 'a transaction', zh: '交易（transaction）' },
  notice: { en: 'a notice', zh: '通知（notice）' },
}

export const kind = (name: string): Message => kinds[name] ?? { en: name, zh: name }

/** A sentence that begins with a description. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `a, b or c` */
export const orEn = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
/** `a, b and c` */
export const andEn = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
export const listZh = (words: readonly string[]): string => words.join('、')

export const quoted = (words: readonly string[]): readonly string[] => words.map(word => `“${word}”`)

/** A hint where a near miss is known. */
export const didYouMean = ({ meant }: { readonly meant?: string }): Message | undefined =>
  meant === undefined ? undefined : { en: `Did you mean “${meant}”?`, zh: `是否想写“${meant}”？` }

/** What a name can be here, where there are few of them. */
export const oneOf = (words: readonly string[]): Message | undefined =>
  words.length === 0 || words.length > 12
    ? undefined
    : { en: `There is ${andEn(quoted(words))}.`, zh: `可用的有${quoted(words).join('')}。` }
