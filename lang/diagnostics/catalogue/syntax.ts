import { define, type Message } from '../diagnostic.ts'

/** CW1xxx text and syntax. */
export const syntax = {
  unexpected: define<{ expected: Message; found: Message }>({
    code: 'CW1001',
    severity: 'error',
    message: ({ expected, found }) => ({
      en: `Expected ${expected.en}, but found ${found.en}.`,
      zh: `这里应为${expected.zh}，却是${found.zh}。`,
    }),
  }),
  'misspelt-word': define<{ word: string; meant: string }>({
    code: 'CW1002',
    severity: 'error',
    message: ({ word, meant }) => ({
      en: `“${word}” means nothing here; did you mean “${meant}”?`,
      zh: `“${word}”在这里没有意义；是否想写“${meant}”？`,
    }),
  }),
  'unclosed-brace': define<{ sign: string }>({
    code: 'CW1003',
    severity: 'error',
    message: ({ sign }) => ({
      en: `A “${sign}” is missing here: what was opened before is not closed.`,
      zh: `这里缺少“${sign}”：前面打开的部分没有关闭。`,
    }),
  }),
  'stray-brace': define<{ sign: '{' | '}' }>({
    code: 'CW1004',
    severity: 'error',
    message: ({ sign }) =>
      sign === '{'
        ? { en: 'This “{” opens nothing.', zh: '这个“{”没有打开任何内容。' }
        : { en: 'This “}” closes nothing.', zh: '这个“}”没有对应的“{”。' },
    hint: ({ sign }) =>
      sign === '{'
        ? { en: 'Take it away: what stands here is open already.', zh: '请删掉它：这里的内容已经打开。' }
        : { en: 'Take it away, or look for a “}” too many above it.', zh: '请删掉它，或在上文找出多余的“}”。' },
  }),
  'bad-character': define<{ character: string }>({
    code: 'CW1005',
    severity: 'error',
    message: ({ character }) => ({
      en: `“${character}” means nothing outside a text.`,
      zh: `“${character}”在文本之外没有意义。`,
    }),
  }),
  'full-width-character': define<{ character: string; plain: string }>({
    code: 'CW1006',
    severity: 'error',
    message: ({ character, plain }) => ({
      en: `“${character}” has to be written as the plain “${plain}” outside a text.`,
      zh: `在文本之外，“${character}”要写成半角的“${plain}”。`,
    }),
  }),
  'unclosed-text': define({
    code: 'CW1007',
    severity: 'error',
    message: () => ({
      en: 'This text has no closing quote on its line.',
      zh: '这段文本在本行没有结束的引号。',
    }),
    hint: () => ({ en: 'A line break inside a text is written “\\n”.', zh: '文本中的换行写作“\\n”。' }),
  }),
  'unclosed-comment': define({
    code: 'CW1008',
    severity: 'error',
    message: () => ({ en: 'This comment is never closed with “*/”.', zh: '这段注释没有用“*/”结束。' }),
  }),
  'bad-escape': define<{ escape: string }>({
    code: 'CW1009',
    severity: 'error',
    message: ({ escape }) => ({
      en: `“${escape}” is not a way to write a character in a text.`,
      zh: `文本中不能写“${escape}”。`,
    }),
    hint: () => ({
      en: 'There are \\" for a quote, \\\\ for a backslash, \\{ for a brace, \\n for a line break and \\u{4F60} for any character.',
      zh: '可以写 \\"（引号）、\\\\（反斜杠）、\\{（花括号）、\\n（换行）和 \\u{4F60}（任意字符）。',
    }),
  }),
  'unclosed-value': define({
    code: 'CW1010',
    severity: 'error',
    message: () => ({
      en: 'This “{” of the text is not closed with “}” on its line.',
      zh: '文本中的这个“{”在本行没有用“}”关闭。',
    }),
    hint: () => ({ en: 'A brace that is to be spoken is written “\\{”.', zh: '要读出花括号本身，请写“\\{”。' }),
  }),
  'no-such-date': define<{ date: string }>({
    code: 'CW1011',
    severity: 'error',
    message: ({ date }) => ({ en: `${date} is not a day of the calendar.`, zh: `日历上没有 ${date} 这一天。` }),
  }),
  'no-such-time': define<{ time: string }>({
    code: 'CW1012',
    severity: 'error',
    message: ({ time }) => ({ en: `${time} is not a time of day.`, zh: `一天中没有 ${time} 这个时刻。` }),
    hint: () => ({ en: 'Times have two digits each, from 00:00 to 24:00.', zh: '时刻的时和分各写两位，从 00:00 到 24:00。' }),
  }),
  'no-such-moment': define<{ moment: string }>({
    code: 'CW1013',
    severity: 'error',
    message: ({ moment }) => ({ en: `${moment} is not a moment.`, zh: `${moment} 不是一个时间点。` }),
    hint: () => ({
      en: 'A moment is a date, a time and the distance from UTC: 2026-10-01T08:30+08:00.',
      zh: '时间点由日期、时刻和与 UTC 的时差组成：2026-10-01T08:30+08:00。',
    }),
  }),
  'unknown-unit': define<{ unit: string }>({
    code: 'CW1014',
    severity: 'error',
    message: ({ unit }) => ({ en: `“${unit}” is not a unit of time.`, zh: `“${unit}”不是时间单位。` }),
    hint: () => ({
      en: 'Durations are whole numbers of ms, s, min or h: 500ms, 5s, 2min, 1h.',
      zh: '时长是整数加 ms、s、min 或 h：500ms、5s、2min、1h。',
    }),
  }),
  'odd-number': define<{ number: string; meant: string }>({
    code: 'CW1015',
    severity: 'error',
    message: ({ number, meant }) => ({ en: `The number ${number} is written ${meant}.`, zh: `数 ${number} 应写作 ${meant}。` }),
  }),
  'mixed-texts': define({
    code: 'CW1016',
    severity: 'error',
    message: () => ({
      en: 'A text is either one string for every language, or one string with a tag for each language.',
      zh: '一段文本要么是适用于所有语言的一个字符串，要么是每种语言各一个带标签的字符串。',
    }),
  }),
  'repeated-tag': define<{ tag: string }>({
    code: 'CW1017',
    severity: 'error',
    message: ({ tag }) => ({ en: `This text has “${tag}” twice.`, zh: `这段文本有两个“${tag}”。` }),
    hint: () => ({ en: 'Two texts of one step are separated by a comma.', zh: '一步中的多段文本之间要用逗号隔开。' }),
  }),
  'reserved-place': define<{ name: string }>({
    code: 'CW1018',
    severity: 'error',
    message: ({ name }) => ({
      en: `No menu or flow can be called “${name}”: “-> ${name}” already has a meaning.`,
      zh: `菜单和流程不能叫“${name}”：“-> ${name}”已有含义。`,
    }),
  }),
  'too-large': define<{ megabytes: number }>({
    code: 'CW1019',
    severity: 'error',
    message: ({ megabytes }) => ({
      en: `This file has ${megabytes} MB; a source file may have 16 MB.`,
      zh: `此文件有 ${megabytes} MB；源文件最多 16 MB。`,
    }),
  }),
  'too-deep': define<{ most: number }>({
    code: 'CW1020',
    severity: 'error',
    message: ({ most }) => ({
      en: `This is nested too deep: at most ${most} levels are read.`,
      zh: `嵌套过深：最多读取 ${most} 层。`,
    }),
  }),
  'missing-comma': define({
    code: 'CW1021',
    severity: 'error',
    message: () => ({ en: 'Two texts are separated by a comma.', zh: '两段文本之间要用逗号隔开。' }),
  }),
  'values-not-allowed': define({
    code: 'CW1022',
    severity: 'error',
    message: () => ({
      en: 'Only a plain string can stand here, without “{…}” and without a language tag.',
      zh: '这里只能写普通字符串，不能有“{…}”，也不能有语言标签。',
    }),
  }),
  'record-not-allowed': define({
    code: 'CW1023',
    severity: 'error',
    message: () => ({
      en: 'A record cannot be written out here; records come from services.',
      zh: '这里不能直接写出记录；记录来自服务。',
    }),
  }),
  'misplaced-word': define<{ word: string; place: Message }>({
    code: 'CW1024',
    severity: 'error',
    message: ({ word, place }) => ({ en: `“${word}” belongs in ${place.en}.`, zh: `“${word}”应写在${place.zh}里。` }),
  }),
  'single-equal': define({
    code: 'CW1026',
    severity: 'error',
    message: () => ({
      en: 'Two values are compared with “==”; “=” gives a value to a name.',
      zh: '比较两个值要用“==”；“=”是给名称赋值。',
    }),
  }),
  'too-many-errors': define({
    code: 'CW1025',
    severity: 'error',
    message: () => ({
      en: 'There are more errors in this file than are shown; mend these first.',
      zh: '此文件还有更多错误未列出；请先修正以上错误。',
    }),
  }),
}
