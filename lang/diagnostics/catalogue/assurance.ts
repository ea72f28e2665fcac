import { define, type Message } from '../diagnostic.ts'
import { kind } from './words.ts'

const kept: Readonly<Record<string, Message>> = {
  list: { en: 'part of a list', zh: '放进列表' },
  record: { en: 'part of a record', zh: '作为记录的字段' },
  remember: { en: 'remembered', zh: '用 remember 保存' },
  answer: { en: 'part of an answer', zh: '作为应答的内容' },
  prompt: { en: 'given to a prompt', zh: '交给提示' },
  milestone: { en: 'part of a milestone', zh: '写入 milestone' },
  agent: { en: 'shown to an agent', zh: '显示给坐席' },
}

/** CW4xxx assurance and secrets. */
export const assurance = {
  'grant-outside-flow': define<{ level: string }>({
    code: 'CW4001',
    severity: 'error',
    message: ({ level }) => ({
      en: `“${level}” can be granted only in a flow that says “grants ${level}”.`,
      zh: `只有声明了“grants ${level}”的流程才能授予“${level}”。`,
    }),
  }),
  'grants-more': define<{ level: string; grants: string }>({
    code: 'CW4002',
    severity: 'error',
    message: ({ level, grants }) => ({
      en: `This flow says that it grants “${grants}”, and here it grants “${level}”, which is more.`,
      zh: `这个流程声明授予“${grants}”，这里却授予更高的“${level}”。`,
    }),
  }),
  'grant-outside-outcome': define<{ inOther: boolean }>({
    code: 'CW4003',
    severity: 'error',
    message: ({ inOther }) =>
      inOther
        ? { en: 'Here the back end has not said yes: no level can be granted.', zh: '这里后台并未确认，不能授予级别。' }
        : { en: 'A level is granted only inside a named outcome of an operation.', zh: '只能在操作的具名结果中授予级别。' },
  }),
  'unless-not-granted': define<{ flow: string; level: string; grants?: string }>({
    code: 'CW4004',
    severity: 'error',
    message: ({ flow, level, grants }) => ({
      en: `“${flow}” grants ${grants === undefined ? 'no level' : `“${grants}” only`}, so after it the caller need not have “${level}”.`,
      zh: `“${flow}”${grants === undefined ? '不授予级别' : `只授予“${grants}”`}，之后来电者未必具有“${level}”。`,
    }),
  }),
  'secret-spoken': define({
    code: 'CW4005',
    severity: 'error',
    message: () => ({ en: 'A secret is never spoken and never part of a text.', zh: '机密内容不能播报，也不能放进文本。' }),
  }),
  'secret-kept': define<{ where: string }>({
    code: 'CW4006',
    severity: 'error',
    message: ({ where }) => ({ en: `A secret is never ${kept[where]!.en}.`, zh: `机密内容不能${kept[where]!.zh}。` }),
  }),
  'secret-compared': define({
    code: 'CW4007',
    severity: 'error',
    message: () => ({
      en: 'A secret may only be compared for sameness with another secret.',
      zh: '机密内容只能与另一个机密内容比较是否相同。',
    }),
  }),
  'secret-handed': define({
    code: 'CW4008',
    severity: 'error',
    message: () => ({
      en: 'A secret may only go where a secret is declared.',
      zh: '机密内容只能交给声明为 secret 的地方。',
    }),
  }),
  'secret-from-elsewhere': define({
    code: 'CW4009',
    severity: 'error',
    message: () => ({
      en: 'A secret is wanted here, and this is none: a secret comes from the caller’s keys alone, by a “collect” of a secret type.',
      zh: '这里需要机密内容，而这不是：机密内容只能来自来电者的按键，由类型声明为 secret 的“collect”收取。',
    }),
    hint: () => ({
      en: 'Declare the type of what is collected secret: “collect passcode: secret digits 6 { … }”, or “type Passcode = secret digits 6”.',
      zh: '请把收取内容的类型声明为 secret：“collect passcode: secret digits 6 { … }”，或“type Passcode = secret digits 6”。',
    }),
  }),
  'secret-computed': define({
    code: 'CW4010',
    severity: 'error',
    message: () => ({ en: 'Nothing is computed from a secret.', zh: '不能用机密内容计算。' }),
  }),
  'secret-to-request': define<{ name: string; kind: string }>({
    code: 'CW4011',
    severity: 'error',
    message: ({ name, kind: of }) => ({
      en: `“${name}” is a secret; ${kind(of).en} cannot take one, only an attempt or a transaction can.`,
      zh: `“${name}”是机密内容；${kind(of).zh}不能接收，只有验证或交易可以。`,
    }),
  }),
  'secret-of-kind': define({
    code: 'CW4012',
    severity: 'error',
    message: () => ({
      en: 'Only what can be keyed in can be secret: digits, a number, money, a date or a time.',
      zh: '只有可以按键输入的内容才能是机密：数字串、数值、金额、日期、时刻。',
    }),
  }),
  'private-to-plain': define<{ wanted: Message }>({
    code: 'CW4013',
    severity: 'error',
    message: ({ wanted }) => ({
      en: `This is private, and ${wanted.en} is wanted that is not.`,
      zh: `这是私密内容，而这里需要非私密的${wanted.zh}。`,
    }),
    hint: () => ({ en: 'Declare the place that takes it as private too.', zh: '请把接收它的地方也声明为 private。' }),
  }),
  'setting-with-class': define<{ name: string }>({
    code: 'CW4014',
    severity: 'error',
    message: ({ name }) => ({
      en: `“${name}” is a setting, and operators see those: it is neither private nor secret.`,
      zh: `“${name}”是设置项，运维人员可见：不能是 private 或 secret。`,
    }),
  }),
  'foreign-number': define({
    code: 'CW4015',
    severity: 'error',
    message: () => ({
      en: 'Only a number that is written in the program or in a setting is dialled, never a caller’s or a back end’s.',
      zh: '只能拨打写在程序或设置项中的号码，不能拨打来电者或后台给出的号码。',
    }),
  }),
  'record-unannounced': define<{ notice: string | null }>({
    code: 'CW4016',
    severity: 'error',
    message: ({ notice }) =>
      notice === null
        ? {
            en: 'The caller is recorded here without being told: “record” needs a “say” of its own that is always heard.',
            zh: '这里未告知来电者就开始录音：“record”中要有每次都会播报的“say”。',
          }
        : {
            en: `The caller is recorded without being told: “${notice}” may say nothing.`,
            zh: `未告知来电者就开始录音：“${notice}”可能什么也不说。`,
          },
  }),
}
