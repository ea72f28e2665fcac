// Why something written (in a script, in JSON) is not a value of a type: as data, and as a sentence for people.
import { printDecimal } from './decimals.ts'
import type { Type } from './types.ts'

/** Where in a record or list it lies: `[0, 'balance']`. */
export type ValuePath = readonly (string | number)[]

export type Misfit =
  /** `got` in a few words or as written: `CNY 10.05`, `"12a"`. */
  | { readonly kind: 'wrong kind'; readonly wanted: Type; readonly got: string }
  | { readonly kind: 'other currency'; readonly wanted: string; readonly got: string }
  | { readonly kind: 'unknown choice'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'missing field'; readonly field: string }
  | { readonly kind: 'unknown field'; readonly field: string; readonly known: readonly string[] }
  | { readonly kind: 'too many decimals'; readonly got: string; readonly decimals: number }
  | { readonly kind: 'too large'; readonly got: string }
  | { readonly kind: 'not numerals'; readonly star: string | null }
  | { readonly kind: 'length'; readonly length: number; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'luhn' }
  | { readonly kind: 'pattern'; readonly like: readonly string[] }
  /** Scaled bounds. */
  | {
      readonly kind: 'range'
      readonly min: number | null
      readonly max: number | null
      readonly decimals: number
      readonly currency: string | null
    }
  | { readonly kind: 'no such date'; readonly got: string; readonly what: 'date' | 'time' | 'moment' }
  | { readonly kind: 'list too long'; readonly length: number; readonly upTo: number }
  | { readonly kind: 'text too long'; readonly length: number; readonly upTo: number }
  | { readonly kind: 'recording without name' }
  /** A name that is neither a row's, nor a parameter's, nor a value of the type. */
  | { readonly kind: 'unknown name'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'no words'; readonly language: string }
  /** Of `press` and `enter`: the first character that is no key; '' where there is none at all. */
  | { readonly kind: 'not keys'; readonly got: string }
  | { readonly kind: 'file'; readonly file: string; readonly why: FileProblem }

export type FileProblem = 'missing' | 'not json' | 'not utf-8' | 'too large' | 'unreadable'

export type ValueProblem = Misfit & { readonly path: ValuePath }

export interface Sentence {
  readonly en: string
  readonly zh: string
}

/** What a type asks for, to stand in a sentence: “an amount in CNY”. */
export function describeType(type: Type): Sentence {
  switch (type.kind) {
    case 'digits':
      return { en: 'digits in quotes', zh: '引号中的数字串' }
    case 'number':
      return type.decimals === 0
        ? { en: 'a whole number', zh: '整数' }
        : { en: `a number with up to ${type.decimals} decimals`, zh: `最多${type.decimals}位小数的数` }
    case 'money':
      return { en: `an amount in ${type.currency}`, zh: `${type.currency}金额` }
    case 'date':
      return { en: 'a date (2026-10-01)', zh: '日期（2026-10-01）' }
    case 'time':
      return { en: 'a time (08:30)', zh: '时间（08:30）' }
    case 'moment':
      return { en: 'a moment (2026-10-01T08:30+08:00)', zh: '时刻（2026-10-01T08:30+08:00）' }
    case 'duration':
      return { en: 'a duration (5s)', zh: '时长（5s）' }
    case 'text':
      return { en: 'a text in quotes', zh: '引号中的文字' }
    case 'boolean':
      return { en: 'true or false', zh: 'true 或 false' }
    case 'recording':
      return { en: 'a recording (recording 5s)', zh: '录音（recording 5s）' }
    case 'speech':
      return { en: 'a text or a recording', zh: '文字或录音' }
    case 'choice': {
      const names = Object.keys(type.values).join(', ')
      return { en: `one of ${names}`, zh: `以下之一：${names}` }
    }
    case 'record': {
      const names = Object.keys(type.fields).join(', ')
      return { en: `a record { ${names} }`, zh: `记录 { ${names} }` }
    }
    case 'list': {
      const of = describeType(type.of)
      return { en: `a list [ ], each of it ${of.en}`, zh: `列表 [ ]，每项为${of.zh}` }
    }
    case 'optional': {
      const of = describeType(type.of)
      return { en: `${of.en}, or nothing`, zh: `${of.zh}，或 nothing` }
    }
  }
}

/** `[0].balance`; empty at the top. */
export const printPath = (path: ValuePath): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')

/** One sentence, with the place inside the value in front of it. */
export function describeProblem(problem: ValueProblem): Sentence {
  const sentence = describeMisfit(problem)
  if (problem.path.length === 0) return sentence
  const at = printPath(problem.path)
  return { en: `${at}: ${sentence.en}`, zh: `${at}：${sentence.zh}` }
}

function describeMisfit(problem: Misfit): Sentence {
  switch (problem.kind) {
    case 'wrong kind': {
      const wanted = describeType(problem.wanted)
      return { en: `${problem.got} stands where ${wanted.en} is wanted.`, zh: `此处应为${wanted.zh}，而不是 ${problem.got}。` }
    }
    case 'other currency':
      return {
        en: `This is ${problem.got}, but the amount is in ${problem.wanted}.`,
        zh: `此处金额的币种是 ${problem.wanted}，而不是 ${problem.got}。`,
      }
    case 'unknown choice': {
      const { name, known } = problem
      const quoted = known.includes('other')
      return {
        en: `“${name}” is not one of ${known.join(', ')}${quoted ? '; another word that a back end may say is written in quotes' : ''}.`,
        zh: `“${name}”不在可选值之中：${known.join('、')}${quoted ? '；若要表示后台可能返回的其他词，请加引号' : ''}。`,
      }
    }
    case 'missing field':
      return { en: `The record has no “${problem.field}”.`, zh: `记录缺少字段“${problem.field}”。` }
    case 'unknown field':
      return {
        en: `The record has no field “${problem.field}”; it has ${problem.known.join(', ')}.`,
        zh: `记录没有字段“${problem.field}”；它的字段是：${problem.known.join('、')}。`,
      }
    case 'too many decimals':
      return problem.decimals === 0
        ? { en: `${problem.got} has decimals, but whole numbers are wanted.`, zh: `${problem.got} 带有小数，此处应为整数。` }
        : { en: `${problem.got} has more than ${problem.decimals} decimals.`, zh: `${problem.got} 的小数超过${problem.decimals}位。` }
    case 'too large':
      return { en: `${problem.got} is beyond the largest number, 10^15.`, zh: `${problem.got} 超出最大数值 10^15。` }
    case 'not numerals':
      return problem.star === null
        ? { en: 'Only the numerals 0 to 9 can stand here.', zh: '此处只能是数字 0 至 9。' }
        : { en: `Only the numerals 0 to 9 and ${problem.star} can stand here.`, zh: `此处只能是数字 0 至 9 和 ${problem.star}。` }
    case 'length': {
      const { length, min, max } = problem
      const wanted = min === max ? `${min}` : max === null ? `${min} or more` : min === null ? `at most ${max}` : `${min} to ${max}`
      const wantedZh = min === max ? `${min}位` : max === null ? `至少${min}位` : min === null ? `最多${max}位` : `${min}至${max}位`
      return { en: `This has ${length} digits; ${wanted} are wanted.`, zh: `此处有${length}位数字，应为${wantedZh}。` }
    }
    case 'luhn':
      return { en: 'The check digit (Luhn) is wrong.', zh: '校验位（Luhn）不正确。' }
    case 'pattern':
      return { en: `The digits are not like ${problem.like.join(' or ')}.`, zh: `数字不符合格式 ${problem.like.join(' 或 ')}。` }
    case 'range': {
      const unit = problem.currency === null ? '' : `${problem.currency} `
      const bound = (value: number): string => unit + printDecimal(value, problem.decimals)
      const { min, max } = problem
      if (min === null) return { en: `At most ${bound(max!)} can stand here.`, zh: `此处最大为 ${bound(max!)}。` }
      if (max === null) return { en: `At least ${bound(min)} must stand here.`, zh: `此处最小为 ${bound(min)}。` }
      return { en: `Only ${bound(min)} to ${bound(max)} can stand here.`, zh: `此处只能在 ${bound(min)} 至 ${bound(max)} 之间。` }
    }
    case 'no such date': {
      const zh = { date: '日期', time: '时间', moment: '时刻' }[problem.what]
      return { en: `There is no ${problem.what} ${problem.got}.`, zh: `不存在的${zh}：${problem.got}。` }
    }
    case 'list too long':
      return {
        en: `The list has ${problem.length} items; it can have ${problem.upTo}.`,
        zh: `列表有${problem.length}项，最多${problem.upTo}项。`,
      }
    case 'text too long':
      return {
        en: `The text has ${problem.length} characters; it can have ${problem.upTo}.`,
        zh: `文字有${problem.length}个字符，最多${problem.upTo}个。`,
      }
    case 'recording without name':
      return { en: 'The recording has no name.', zh: '录音没有名称。' }
    case 'unknown name':
      return problem.known.length === 0
        ? { en: `There is no row, parameter or value called “${problem.name}”.`, zh: `没有名为“${problem.name}”的行值、参数或取值。` }
        : {
            en: `There is no “${problem.name}” here; there is ${problem.known.join(', ')}.`,
            zh: `此处没有“${problem.name}”；可用的有：${problem.known.join('、')}。`,
          }
    case 'no words':
      return { en: `The text says nothing in ${problem.language}.`, zh: `文字缺少 ${problem.language} 的版本。` }
    case 'not keys':
      return problem.got === ''
        ? { en: 'There is no key here to press.', zh: '此处没有任何按键。' }
        : {
            en: `“${problem.got}” is no key: a key is 0 to 9, * or #, and a comma waits half a second.`,
            zh: `“${problem.got}”不是按键：按键是 0 至 9、* 或 #，逗号表示停顿半秒。`,
          }
    case 'file':
      switch (problem.why) {
        case 'missing':
          return { en: `There is no file “${problem.file}”.`, zh: `没有文件“${problem.file}”。` }
        case 'not json':
          return { en: `“${problem.file}” is not JSON.`, zh: `“${problem.file}”不是有效的 JSON。` }
        case 'not utf-8':
          return { en: `“${problem.file}” is not UTF-8 text.`, zh: `“${problem.file}”不是 UTF-8 文本。` }
        case 'too large':
          return { en: `“${problem.file}” is too large.`, zh: `“${problem.file}”过大。` }
        case 'unreadable':
          return { en: `“${problem.file}” cannot be read.`, zh: `无法读取“${problem.file}”。` }
      }
  }
}
