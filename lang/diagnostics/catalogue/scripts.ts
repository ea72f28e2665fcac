import { describeProblem, type ValueProblem } from '../../../machine/value-problems.ts'
import type { ArgumentProblem } from '../../../machine/script-values.ts'
import type { RowProblem } from '../../../machine/script-rows.ts'
import { define, type Message } from '../diagnostic.ts'

/** CW7xxx scripts. */
export const scripts = {
  'script-too-large': define({
    code: 'CW7020',
    severity: 'error',
    message: () => ({ en: 'This file has more than 4 MB; a script is written by hand.', zh: '此文件超过 4 MB；脚本应是手写的文件。' }),
  }),
  'script-without-use': define({
    code: 'CW7001',
    severity: 'error',
    message: () => ({ en: 'This file does not say which program it dials.', zh: '此文件没有说明要拨打哪个程序。' }),
    hint: () => ({ en: 'Begin it with the program’s entry file: use "./main.ivr".', zh: '请在开头写明程序的入口文件：use "./main.ivr"。' }),
  }),
  'script-second-use': define({
    code: 'CW7002',
    severity: 'error',
    message: () => ({
      en: 'A file of scripts dials one program; this is a second “use”.',
      zh: '一个脚本文件只拨打一个程序；这里是第二个“use”。',
    }),
  }),
  'script-name-twice': define<{ name: string }>({
    code: 'CW7003',
    severity: 'error',
    message: ({ name }) => ({ en: `“${name}” stands here twice.`, zh: `“${name}”在此出现了两次。` }),
  }),
  'script-only-in-script': define<{ word: string }>({
    code: 'CW7004',
    severity: 'error',
    message: ({ word }) => ({
      en: `“${word}” is said of a whole script and cannot stand in a setup.`,
      zh: `“${word}”针对整个脚本，不能写在 setup 里。`,
    }),
  }),
  'script-empty': define({
    code: 'CW7005',
    severity: 'error',
    message: () => ({ en: 'This script does nothing.', zh: '此脚本没有任何步骤。' }),
    hint: () => ({
      en: 'A script that is not written yet can be kept with: skip "to be written".',
      zh: '尚未编写的脚本可以先写上：skip "待编写"。',
    }),
  }),
  'script-whole-number': define<{ number: string }>({
    code: 'CW7006',
    severity: 'error',
    message: ({ number }) => ({
      en: `${number} cannot be counted: a whole number is wanted.`,
      zh: `${number} 不能用来计数，此处应为整数。`,
    }),
  }),
  'script-unknown-name': define<{ what: Message; name: string; meant: string | undefined; known: readonly string[] }>({
    code: 'CW7007',
    severity: 'error',
    message: ({ what, name, meant }) => ({
      en: `There is no ${what.en} “${name}”${meant === undefined ? '' : `; did you mean “${meant}”?`}${meant === undefined ? '.' : ''}`,
      zh: `没有名为“${name}”的${what.zh}${meant === undefined ? '。' : `；是否想写“${meant}”？`}`,
    }),
    hint: ({ what, meant, known }) =>
      meant !== undefined || known.length === 0
        ? undefined
        : {
            en: `Here is what can stand as ${what.en}: ${shorten(known, ', ', ' …')}.`,
            zh: `可用的${what.zh}有：${shorten(known, '、', '……')}。`,
          },
  }),
  'script-outcome-values': define<{ outcome: string; wanted: readonly string[]; got: number }>({
    code: 'CW7008',
    severity: 'error',
    message: ({ outcome, wanted, got }) => ({
      en: `“${outcome}” comes with ${wanted.length === 0 ? 'no value' : wanted.length === 1 ? `one value (${wanted[0]})` : `${wanted.length} values (${wanted.join(', ')})`}, but ${got} ${got === 1 ? 'is' : 'are'} given.`,
      zh: `“${outcome}”${wanted.length === 0 ? '没有值' : `带有${wanted.length}个值（${wanted.join('、')}）`}，此处却给出了${got}个。`,
    }),
  }),
  'script-answer-kind': define<{ operation: string; plain: boolean; outcomes: readonly string[] }>({
    code: 'CW7009',
    severity: 'error',
    message: ({ operation, plain, outcomes }) =>
      plain
        ? { en: `“${operation}” answers with a value, not with a named outcome.`, zh: `“${operation}”以一个值作答，而不是以某个结果。` }
        : {
            en: `“${operation}” answers with one of its outcomes (${outcomes.join(', ')}), not with a value.`,
            zh: `“${operation}”以某个结果作答（${outcomes.join('、')}），而不是以一个值。`,
          },
  }),
  'script-value': define<{ problem: ValueProblem; row: string | null }>({
    code: 'CW7010',
    severity: 'error',
    message: ({ problem, row }) => {
      const { en, zh } = describeProblem(problem)
      return row === null ? { en, zh } : { en: `In ${row}: ${en}`, zh: `${row}：${zh}` }
    },
  }),
  'script-arguments': define<{ setup: string; problem: ArgumentProblem }>({
    code: 'CW7011',
    severity: 'error',
    message: ({ setup, problem }) => describeArguments(setup, problem),
  }),
  'script-setup-cycle': define<{ path: readonly string[] }>({
    code: 'CW7012',
    severity: 'error',
    message: ({ path }) => ({ en: `This setup runs itself: ${path.join(' → ')}.`, zh: `此 setup 会运行自己：${path.join(' → ')}。` }),
  }),
  'script-rows': define<{ problem: RowProblem }>({
    code: 'CW7013',
    severity: 'error',
    message: ({ problem }) => describeRows(problem),
  }),
  'script-second-call': define({
    code: 'CW7014',
    severity: 'error',
    message: () => ({ en: 'A script is one call; this is a second “call”.', zh: '一个脚本就是一通电话；这里是第二个“call”。' }),
  }),
  'script-secret': define<{ name: string }>({
    code: 'CW7015',
    severity: 'error',
    message: ({ name }) => ({
      en: `“${name}” is secret: it is in no record, so nothing can be expected of it.`,
      zh: `“${name}”是机密值：任何记录中都没有它，因此无法对它做断言。`,
    }),
  }),
  'script-no-language-key': define<{ language: string }>({
    code: 'CW7016',
    severity: 'error',
    message: ({ language }) => ({
      en: `No menu has a key for ${language}, so “choose language” has nothing to press.`,
      zh: `没有菜单为 ${language} 设置按键，“choose language”无键可按。`,
    }),
    hint: ({ language }) => ({
      en: `A menu offers it with: press 1 for language ${language} -> …`,
      zh: `菜单中这样提供：press 1 for language ${language} -> …`,
    }),
  }),
  'script-too-late': define<{ line: 'call' | 'setting' }>({
    code: 'CW7021',
    severity: 'error',
    message: ({ line }) =>
      line === 'call'
        ? {
            en: 'The call has begun here; who calls whom, and when, is said before.',
            zh: '通话在此之前已经开始；主叫、被叫和时间应写在前面。',
          }
        : {
            en: 'The call has begun here, and it keeps the settings that it began with.',
            zh: '通话在此之前已经开始；一通电话始终使用开始时的设置。',
          },
    hint: () => ({
      en: 'Put it above the first line that hears, presses, waits or expects.',
      zh: '请写在第一行听、按、等待或断言之前。',
    }),
  }),
  'script-shared-transcript': define<{ path: string }>({
    code: 'CW7022',
    severity: 'error',
    message: ({ path }) => ({
      en: `Several runs of this script are compared with “${path}”, and no two calls are the same.`,
      zh: `此脚本的多次运行都与“${path}”比较，而每次通话都不相同。`,
    }),
    hint: () => ({
      en: 'Give each a file of its own: "./call-{language}.txt", or with the name of a row’s value.',
      zh: '请为每次运行各用一个文件："./call-{language}.txt"，或写上行值的名称。',
    }),
  }),
  'script-path': define<{ path: string }>({
    code: 'CW7017',
    severity: 'error',
    message: ({ path }) => ({
      en: `The path “${path}” has to begin with ./ or ../ and have / between folders.`,
      zh: `路径“${path}”要以 ./ 或 ../ 开头，文件夹之间用 / 隔开。`,
    }),
  }),
  'script-unused-setup': define<{ name: string }>({
    code: 'CW7018',
    severity: 'warning',
    message: ({ name }) => ({ en: `No script runs the setup “${name}”.`, zh: `没有脚本运行 setup“${name}”。` }),
  }),
  'script-title-twice': define<{ name: string }>({
    code: 'CW7019',
    severity: 'warning',
    message: ({ name }) => ({
      en: `Another script in this file is called “${name}” too, so a report cannot tell them apart.`,
      zh: `本文件中另有脚本也叫“${name}”，报告中将无法区分。`,
    }),
  }),
}

const MOST_NAMED = 12
const shorten = (names: readonly string[], comma: string, more: string): string =>
  names.slice(0, MOST_NAMED).join(comma) + (names.length > MOST_NAMED ? more : '')

function describeArguments(setup: string, problem: ArgumentProblem): Message {
  switch (problem.kind) {
    case 'too many arguments':
      return problem.most === 0
        ? { en: `“${setup}” takes no values.`, zh: `“${setup}”不接受任何值。` }
        : {
            en: `“${setup}” takes ${problem.most} ${problem.most === 1 ? 'value' : 'values'}; more are given.`,
            zh: `“${setup}”最多接受${problem.most}个值。`,
          }
    case 'unknown argument':
      return problem.known.length === 0
        ? { en: `“${setup}” takes no values.`, zh: `“${setup}”不接受任何值。` }
        : {
            en: `“${setup}” has no parameter “${problem.name}”; it has ${problem.known.join(', ')}.`,
            zh: `“${setup}”没有参数“${problem.name}”；它的参数有：${problem.known.join('、')}。`,
          }
    case 'argument twice':
      return { en: `“${setup}” is given “${problem.name}” twice.`, zh: `“${setup}”的参数“${problem.name}”给了两次。` }
    case 'missing argument':
      return { en: `“${setup}” needs a value for “${problem.name}”.`, zh: `“${setup}”需要参数“${problem.name}”的值。` }
  }
}

function describeRows(problem: RowProblem): Message {
  switch (problem.kind) {
    case 'file':
      return describeProblem({ kind: 'file', file: problem.file, why: problem.why, path: [] })
    case 'csv':
      return problem.why === 'unclosed quote'
        ? {
            en: `In line ${problem.line} of “${problem.file}” a quote is not closed.`,
            zh: `“${problem.file}”第${problem.line}行的引号没有关闭。`,
          }
        : {
            en: `In line ${problem.line} of “${problem.file}” text stands beside a quoted field; a quote inside a field is doubled and the field quoted.`,
            zh: `“${problem.file}”第${problem.line}行的引号旁有多余文字；字段内的引号要写两个，并把整个字段加引号。`,
          }
    case 'heading':
      return {
        en: `The heading “${problem.heading}” of “${problem.file}” is not a name of its own (words, or words zh).`,
        zh: `“${problem.file}”的表头“${problem.heading}”不是可用的名称，或与另一列重复（应如 words 或 words zh）。`,
      }
    case 'fields':
      return {
        en: `Line ${problem.line} of “${problem.file}” has ${problem.fields} ${problem.fields === 1 ? 'field' : 'fields'}, the heading ${problem.headings}.`,
        zh: `“${problem.file}”第${problem.line}行有${problem.fields}个字段，表头有${problem.headings}个。`,
      }
    case 'no rows':
      return { en: `“${problem.file}” has no rows below its heading.`, zh: `“${problem.file}”的表头下没有任何行。` }
    case 'other names': {
      const en = [
        ...(problem.missing.length > 0 ? [`lacks ${problem.missing.join(', ')}`] : []),
        ...(problem.extra.length > 0 ? [`has ${problem.extra.join(', ')} besides`] : []),
      ]
      const zh = [
        ...(problem.missing.length > 0 ? [`缺少 ${problem.missing.join('、')}`] : []),
        ...(problem.extra.length > 0 ? [`多出 ${problem.extra.join('、')}`] : []),
      ]
      return {
        en: `Each row of a script has the same names; this one ${en.join(' and ')}.`,
        zh: `脚本的各行名称应相同；此行${zh.join('，')}。`,
      }
    }
  }
}
