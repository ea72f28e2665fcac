// Causes in words: short, as they stand on a picture or in a table.
import type { MessageLanguage } from '../../../diagnostics/diagnostic.ts'
import type { Cause, GraphEdge } from './types.ts'
import { wordsIn } from './words.ts'

export interface LabelLanguage {
  /** Of headings and of what is not the program's. */
  readonly ui: MessageLanguage
  /** Language tag of the line, for what callers hear. */
  readonly spoken: string
}

const times = (count: number, { ui }: LabelLanguage): string => (ui === 'zh' ? `${count} 次` : `${count} times`)

export function causeLabel(cause: Cause, language: LabelLanguage): string {
  const zh = language.ui === 'zh'
  switch (cause.kind) {
    case 'key': {
      const keys = cause.upTo === undefined ? cause.keys : `${cause.keys}..${cause.upTo}`
      const words = cause.words ? wordsIn(cause.words, language.spoken) : ''
      return `${keys}${words === '' ? '' : ` ${words}`}${cause.waiting ? (zh ? '（等待时）' : ' (waiting)') : ''}`
    }
    case 'silence':
      return `${zh ? '未按键' : 'silence'}${cause.times > 1 ? ` ${cause.times}` : ''}`
    case 'mistake':
      return `${zh ? '按键错误' : 'mistake'}${cause.times > 1 ? ` ${cause.times}` : ''}`
    case 'too short':
      return `${zh ? '位数不足' : 'too short'}${cause.times > 1 ? ` ${cause.times}` : ''}`
    case 'otherwise': {
      const on = { any: '', silence: zh ? '（未按键）' : ' on silence', mistake: zh ? '（按错键）' : ' on mistake' }[cause.on]
      return `${zh ? '其他情况' : 'otherwise'}${on}`
    }
    case 'outcome':
      return `${cause.asked} ${cause.outcome}`
    case 'if':
      return conditionLabel(cause.condition, cause.holds, zh)
    case 'arm':
      return `${cause.subject} ${zh ? '为' : 'is'} ${cause.arm}`
    case 'none':
      return zh ? '列表为空' : 'none'
    case 'loop':
      if (cause.times === null) return zh ? `逐项：${cause.list ?? ''}` : `for each ${cause.list ?? ''}`
      return zh ? `最多 ${times(cause.times, language)}` : `up to ${times(cause.times, language)}`
    case 'times over':
      return zh ? `${times(cause.times, language)}之后` : `after ${times(cause.times, language)}`
    case 'dial':
      return cause.number
    case 'shortcut': {
      const words = cause.words ? wordsIn(cause.words, language.spoken) : ''
      return `${cause.keys}${words === '' ? '' : ` ${words}`}`
    }
    case 'line otherwise':
      return zh ? '其他情况' : 'otherwise'
    case 'fault':
      return zh ? '故障' : 'on fault'
    case 'hang-up':
      return zh ? '挂机之后' : 'after hangup'
    case 'limit':
      return zh ? `满 ${minutes(cause.ms)} 分钟` : `at most ${minutes(cause.ms)} min`
  }
}

const minutes = (ms: number): string => `${Math.round(ms / 6000) / 10}`

function conditionLabel(condition: string, holds: boolean, zh: boolean): string {
  const level = /^call\.level >= (\S+)$/.exec(condition)?.[1]
  if (level !== undefined) return zh ? `${holds ? '已达到' : '未达到'} ${level}` : `${holds ? '' : 'not '}${level}`
  return `${zh ? '若' : 'if'} ${holds ? condition : `${zh ? '非' : 'not'} ${condition}`}`
}

/** Of an edge: the innermost key, and what decides last; empty where it simply goes on. */
export function edgeLabel(edge: GraphEdge, language: LabelLanguage): string {
  const last = edge.causes.at(-1)
  if (last === undefined) return ''
  const key = edge.causes.findLast(cause => cause.kind === 'key' || cause.kind === 'dial' || cause.kind === 'shortcut')
  const parts = key === undefined || key === last ? [last] : [key, last]
  const when = last.kind === 'key' && last.when !== undefined ? [conditionLabel(last.when, true, language.ui === 'zh')] : []
  return [...parts.map(cause => causeLabel(cause, language)), ...when].join(' · ')
}
