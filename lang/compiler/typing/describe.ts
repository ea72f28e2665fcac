import type { Message } from '../../diagnostics/diagnostic.ts'
import type { Type } from '../../../machine/types.ts'
import type { StaticType } from '../types.ts'

const both = (en: string, zh: string): Message => ({ en, zh })

const simple: Readonly<Record<string, Message>> = {
  digits: both('digits', '数字串'),
  number: both('a number', '数值'),
  date: both('a date', '日期'),
  time: both('a time of day', '时刻'),
  moment: both('a moment', '时间点'),
  duration: both('a duration', '时长'),
  text: both('a text', '文本'),
  boolean: both('yes or no', '是非值'),
  recording: both('a recording', '录音'),
  speech: both('something to say', '语音'),
}

function base(type: Type): Message {
  switch (type.kind) {
    case 'money':
      return both(`money in ${type.currency}`, `${type.currency} 金额`)
    case 'number':
      return type.decimals === 0
        ? both('a whole number', '整数')
        : both(`a number with ${type.decimals} decimal${type.decimals === 1 ? '' : 's'}`, `${type.decimals} 位小数的数值`)
    case 'choice': {
      const words = type.name ?? Object.keys(type.values).slice(0, 4).join(', ')
      return both(`a choice “${words}”`, `选项“${words}”`)
    }
    case 'record':
      return type.name ? both(`a record “${type.name}”`, `记录“${type.name}”`) : both('a record', '记录')
    case 'list': {
      const of = type.of
      return of.kind === 'list' || of.kind === 'optional'
        ? both('a list', '列表')
        : both(`a list of ${bare(of).en}`, `${bare(of).zh}的列表`)
    }
    case 'optional':
      return both(`${describeType(type.of).en}, or nothing`, `${describeType(type.of).zh}（可能为空）`)
    default:
      return simple[type.kind]!
  }
}

const bare = (type: Type): Message => {
  const message = base(type)
  return { en: message.en.replace(/^an? /, ''), zh: message.zh }
}

/** What a type is called in a message: `private digits`, `money in CNY`, `a list of record “Account”`. */
export function describeType(type: Type): Message {
  const message = base(type)
  if (type.kind === 'optional') return message
  if (type.class === 'secret') return both(`a secret (${bare(type).en})`, `机密的${message.zh}`)
  if (type.class === 'private') return both(`private ${bare(type).en}`, `私密的${message.zh}`)
  return message
}

export function describe(type: StaticType): Message {
  switch (type.kind) {
    case 'value':
      return describeType(type.type)
    case 'nothing':
      return both('nothing', '空值')
    case 'level':
      return both('a level', '认证级别')
    case 'hours':
      return both('opening hours', '营业时间')
    case 'unknown':
      return both('something unknown', '未知的内容')
  }
}
