import { define, type Message } from '../diagnostic.ts'
import { types } from './types.ts'
import { andEn, didYouMean, kind, listZh, oneOf, orEn, quoted } from './words.ts'

type Meant = { readonly meant?: string }
const problems: Readonly<Record<string, Message>> = {
  missing: { en: 'There is no file', zh: '找不到文件' },
  'not utf-8': { en: 'This file is not UTF-8:', zh: '文件不是 UTF-8 编码：' },
  'too large': { en: 'This file is too large:', zh: '文件过大：' },
  'a folder': { en: 'This is a folder, not a file:', zh: '这是文件夹，不是文件：' },
  unreadable: { en: 'This file cannot be read:', zh: '无法读取文件：' },
}

/** CW20xx names. CW21xx, types, are in their own file. */
export const names = {
  'unknown-name': define<{ name: string; kinds: readonly string[]; elsewhere?: string } & Meant>({
    code: 'CW2001',
    severity: 'error',
    message: ({ name, kinds }) => ({
      en:
        kinds.length === 1
          ? `There is nothing called “${name}” here that is ${kind(kinds[0]!).en}.`
          : `There is nothing called “${name}” here.`,
      zh: kinds.length === 1 ? `这里没有名为“${name}”的${kind(kinds[0]!).zh}。` : `这里没有名为“${name}”的内容。`,
    }),
    hint: ({ elsewhere, meant }) =>
      elsewhere === undefined
        ? didYouMean(meant === undefined ? {} : { meant })
        : { en: `It is declared in ${elsewhere}: import it from there.`, zh: `它声明在 ${elsewhere} 中：请从那里导入。` },
  }),
  'not-exported': define<{ name: string; path: string } & Meant>({
    code: 'CW2002',
    severity: 'error',
    message: ({ name, path }) => ({ en: `“${path}” declares no “${name}”.`, zh: `“${path}”中没有声明“${name}”。` }),
    hint: didYouMean,
  }),
  'unreadable-file': define<{ path: string; problem: string }>({
    code: 'CW2003',
    severity: 'error',
    message: ({ path, problem }) => ({ en: `${problems[problem]!.en} “${path}”.`, zh: `${problems[problem]!.zh}“${path}”。` }),
  }),
  'duplicate-name': define<{ name: string }>({
    code: 'CW2004',
    severity: 'error',
    message: ({ name }) => ({ en: `“${name}” is declared twice.`, zh: `“${name}”声明了两次。` }),
  }),
  'shadowed-name': define<{ name: string; by: string }>({
    code: 'CW2005',
    severity: 'error',
    message: ({ name, by }) => ({
      en: `“${name}” already means ${kind(by).en} here; one name means one thing.`,
      zh: `“${name}”在这里已经是${kind(by).zh}；一个名称只能表示一件事。`,
    }),
    hint: () => ({ en: 'Take another name for this one.', zh: '请另取一个名称。' }),
  }),
  'unused-name': define<{ name: string; what: string }>({
    code: 'CW2006',
    severity: 'warning',
    message: ({ name }) => ({ en: `Nothing uses “${name}”.`, zh: `没有地方用到“${name}”。` }),
    hint: ({ what }) =>
      what === 'local'
        ? { en: 'Take it away, or begin its name with “_” if it is meant so.', zh: '请删掉它；若有意保留，名称请以“_”开头。' }
        : undefined,
  }),
  'unused-import': define<{ name: string }>({
    code: 'CW2007',
    severity: 'warning',
    message: ({ name }) => ({ en: `“${name}” is imported, and nothing here uses it.`, zh: `导入了“${name}”，但这里没有用到。` }),
  }),
  'name-not-yet': define<{ name: string }>({
    code: 'CW2008',
    severity: 'error',
    message: ({ name }) => ({
      en: `“${name}” has no value yet: it gets one when this step is done.`,
      zh: `“${name}”这时还没有值：要等这一步完成才有。`,
    }),
  }),
  'wrong-kind': define<{ name: string; is: string; wanted: readonly string[] }>({
    code: 'CW2009',
    severity: 'error',
    message: ({ name, is, wanted }) => ({
      en: `“${name}” is ${kind(is).en}; ${orEn(wanted.map(each => kind(each).en))} is wanted here.`,
      zh: `“${name}”是${kind(is).zh}；这里需要${wanted.map(each => kind(each).zh).join('或')}。`,
    }),
  }),
  'reserved-name': define<{ name: string }>({
    code: 'CW2010',
    severity: 'error',
    message: ({ name }) => ({
      en: `“${name}” is a word of the language here, so nothing else can be called that.`,
      zh: `“${name}”在这里是语言本身的词，不能用作名称。`,
    }),
  }),
  'unknown-field': define<{ field: string; record?: string; fields: readonly string[] } & Meant>({
    code: 'CW2011',
    severity: 'error',
    message: ({ field, record }) => ({
      en: record === undefined ? `This record has no field “${field}”.` : `“${record}” has no field “${field}”.`,
      zh: record === undefined ? `这条记录没有字段“${field}”。` : `“${record}”没有字段“${field}”。`,
    }),
    hint: ({ meant, fields }) => didYouMean(meant === undefined ? {} : { meant }) ?? oneOf(fields),
  }),
  'unknown-operation': define<{ service: string; name: string } & Meant>({
    code: 'CW2012',
    severity: 'error',
    message: ({ service, name }) => ({ en: `“${service}” offers no “${name}”.`, zh: `“${service}”没有提供“${name}”。` }),
    hint: didYouMean,
  }),
  'unknown-level': define<{ name: string; levels: readonly string[] } & Meant>({
    code: 'CW2013',
    severity: 'error',
    message: ({ name }) => ({ en: `The line has no level “${name}”.`, zh: `线路没有级别“${name}”。` }),
    hint: ({ meant, levels }) => didYouMean(meant === undefined ? {} : { meant }) ?? oneOf(levels),
  }),
  'unknown-setting': define<{ name: string } & Meant>({
    code: 'CW2014',
    severity: 'error',
    message: ({ name }) => ({ en: `There is no setting “${name}”.`, zh: `没有名为“${name}”的设置项。` }),
    hint: didYouMean,
  }),
  'unknown-call-field': define<{ name: string; fields: readonly string[] } & Meant>({
    code: 'CW2015',
    severity: 'error',
    message: ({ name }) => ({ en: `A call has no “${name}”.`, zh: `通话（call）没有“${name}”。` }),
    hint: ({ meant, fields }) => didYouMean(meant === undefined ? {} : { meant }) ?? oneOf(fields),
  }),
  'needs-field': define<{ name: string }>({
    code: 'CW2016',
    severity: 'error',
    message: ({ name }) => ({
      en: `“${name}” is not a value by itself: write “${name}.” and what of it is meant.`,
      zh: `“${name}”本身不是值：请写“${name}.”再写出所指的内容。`,
    }),
  }),
  'line-missing': define({
    code: 'CW2017',
    severity: 'error',
    message: () => ({ en: 'This program has no “line”: no call can reach it.', zh: '这个程序没有“line”：来电无法进入。' }),
    hint: () => ({
      en: 'A file without a line is a library; check it with the program that imports it.',
      zh: '没有 line 的文件是库文件；请连同导入它的程序一起检查。',
    }),
  }),
  'line-elsewhere': define<{ path: string }>({
    code: 'CW2018',
    severity: 'error',
    message: ({ path }) => ({
      en: `The line has to stand in the program’s own file, “${path}”.`,
      zh: `line 必须写在程序的主文件“${path}”中。`,
    }),
  }),
  'second-line': define({
    code: 'CW2019',
    severity: 'error',
    message: () => ({ en: 'A program has one line; this is a second one.', zh: '一个程序只有一条 line；这是第二条。' }),
  }),
  'not-settable': define<{ name: string; is: string }>({
    code: 'CW2020',
    severity: 'error',
    message: ({ name, is }) => ({
      en: `“${name}” is ${kind(is).en}; it cannot be given another value.`,
      zh: `“${name}”是${kind(is).zh}，不能改变它的值。`,
    }),
  }),
  'gone-after-hangup': define<{ name: string }>({
    code: 'CW2021',
    severity: 'error',
    message: ({ name }) => ({
      en: `“${name}” is gone once the caller has hung up: only the recording and what is remembered are left.`,
      zh: `来电者挂机后“${name}”已不存在：只剩下录音和 remember 的名称。`,
    }),
  }),
  'unknown-zone': define<{ zone: string } & Meant>({
    code: 'CW2022',
    severity: 'error',
    message: ({ zone }) => ({ en: `There is no time zone “${zone}”.`, zh: `没有时区“${zone}”。` }),
    hint: ({ meant }) =>
      didYouMean(meant === undefined ? {} : { meant }) ?? { en: 'Zones are named as Asia/Shanghai is.', zh: '时区写法如 Asia/Shanghai。' },
  }),
  'line-item-missing': define<{ item: string }>({
    code: 'CW2023',
    severity: 'error',
    message: ({ item }) => ({ en: `The line does not say its “${item}”.`, zh: `line 没有写出“${item}”。` }),
  }),
  'item-twice': define<{ item: string }>({
    code: 'CW2024',
    severity: 'error',
    message: ({ item }) => ({ en: `“${item}” is said twice here.`, zh: `这里写了两次“${item}”。` }),
  }),
  'without-parameters': define<{ name: string; where: string }>({
    code: 'CW2025',
    severity: 'error',
    message: ({ name, where }) => ({
      en: `“${name}” needs values, and “${where}” has none to give.`,
      zh: `“${name}”需要参数，而“${where}”无法提供。`,
    }),
  }),
  'argument-missing': define<{ of: string; missing: readonly string[] }>({
    code: 'CW2026',
    severity: 'error',
    message: ({ of, missing }) => ({
      en: `“${of}” also needs ${andEn(quoted(missing))}.`,
      zh: `“${of}”还需要${listZh(quoted(missing))}。`,
    }),
  }),
  'too-many-arguments': define<{ of: string; most: number }>({
    code: 'CW2027',
    severity: 'error',
    message: ({ of, most }) => ({
      en: most === 0 ? `“${of}” takes no values.` : `“${of}” takes ${most} value${most === 1 ? '' : 's'}, not more.`,
      zh: most === 0 ? `“${of}”不需要参数。` : `“${of}”最多有 ${most} 个参数。`,
    }),
  }),
  'unknown-argument': define<{ name: string; of: string } & Meant>({
    code: 'CW2028',
    severity: 'error',
    message: ({ name, of }) => ({ en: `“${of}” has no parameter “${name}”.`, zh: `“${of}”没有参数“${name}”。` }),
    hint: didYouMean,
  }),
  'argument-twice': define<{ name: string }>({
    code: 'CW2029',
    severity: 'error',
    message: ({ name }) => ({ en: `“${name}” is given twice.`, zh: `“${name}”给出了两次。` }),
  }),
  'argument-needs-name': define({
    code: 'CW2030',
    severity: 'error',
    message: () => ({
      en: 'After the first value with a name, every value needs one.',
      zh: '出现带名称的参数之后，后面的每个参数都要写名称。',
    }),
  }),
  'value-needs-name': define({
    code: 'CW2031',
    severity: 'error',
    message: () => ({ en: 'This value goes out under a name: write “name: value”.', zh: '这个值要以某个名称送出：请写成“名称: 值”。' }),
  }),
  ...types,
}
