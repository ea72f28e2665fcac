import { define } from '../diagnostic.ts'
import { andEn, didYouMean, kind, listZh, oneOf, quoted } from './words.ts'

/** CW5xxx services. */
export const services = {
  'outcomes-missing': define<{ of: string; missing: readonly string[] }>({
    code: 'CW5001',
    severity: 'error',
    message: ({ of, missing }) => ({
      en: `“${of}” can also end with ${andEn(quoted(missing))}: that is not handled here.`,
      zh: `“${of}”还可能以${listZh(quoted(missing))}结束，这里没有处理。`,
    }),
  }),
  'unknown-outcome': define<{ name: string; of: string; outcomes: readonly string[]; meant?: string }>({
    code: 'CW5002',
    severity: 'error',
    message: ({ name, of }) => ({ en: `“${of}” never ends with “${name}”.`, zh: `“${of}”不会以“${name}”结束。` }),
    hint: ({ meant, outcomes }) => didYouMean(meant === undefined ? {} : { meant }) ?? oneOf(outcomes),
  }),
  'outcome-twice': define<{ name: string }>({
    code: 'CW5003',
    severity: 'error',
    message: ({ name }) => ({ en: `“${name}” is handled twice.`, zh: `“${name}”处理了两次。` }),
  }),
  'outcome-values': define<{ name: string; has: number; given: number }>({
    code: 'CW5004',
    severity: 'error',
    message: ({ name, has, given }) => ({
      en:
        has === 0
          ? `“${name}” comes without a value.`
          : `“${name}” has ${has} value${has === 1 ? '' : 's'}, and ${given} ${given === 1 ? 'is' : 'are'} named here.`,
      zh: has === 0 ? `“${name}”不带值。` : `“${name}”有 ${has} 个值，这里写了 ${given} 个名称。`,
    }),
    hint: ({ has }) => (has === 0 ? undefined : { en: 'Name all of them, or none.', zh: '请全部命名，或都不命名。' }),
  }),
  'grouped-values': define({
    code: 'CW5005',
    severity: 'error',
    message: () => ({
      en: 'Where outcomes are handled together their values have no names.',
      zh: '多个结果一起处理时，不能给它们的值命名。',
    }),
  }),
  'wrong-verb': define<{ verb: string; operation: string; kind: string; right: string }>({
    code: 'CW5006',
    severity: 'error',
    message: ({ operation, kind: of, right, verb }) => ({
      en: `“${operation}” is ${kind(of).en}: it is asked with “${right}”, not with “${verb}”.`,
      zh: `“${operation}”是${kind(of).zh}：要用“${right}”，不能用“${verb}”。`,
    }),
  }),
  'let-of-outcomes': define<{ operation: string; verb: string }>({
    code: 'CW5007',
    severity: 'error',
    message: ({ operation }) => ({
      en: `“${operation}” ends in named outcomes, so it has no one value.`,
      zh: `“${operation}”以具名结果结束，没有单一的值。`,
    }),
    hint: ({ verb, operation }) => ({
      en: `Write it with a block: ${verb.replace('check ', '')} ….${operation}(…) { … }.`,
      zh: `请写成带块的形式：${verb.replace('check ', '')} ….${operation}(…) { … }。`,
    }),
  }),
  'block-of-result': define<{ operation: string }>({
    code: 'CW5008',
    severity: 'error',
    message: ({ operation }) => ({
      en: `“${operation}” gives a value, not outcomes: write “let x = query …” with an “else”.`,
      zh: `“${operation}”给出的是值而不是结果：请写“let x = query …”并带“else”。`,
    }),
  }),
  'query-needs-else': define<{ operation: string }>({
    code: 'CW5009',
    severity: 'error',
    message: ({ operation }) => ({
      en: `“${operation}” can fail; an “else” has to say what then.`,
      zh: `“${operation}”可能失败；要用“else”写出那时怎么办。`,
    }),
  }),
  'result-not-query': define<{ kind: string }>({
    code: 'CW5010',
    severity: 'error',
    message: ({ kind: of }) => ({
      en: `Only a query gives a plain value; ${kind(of).en} does not.`,
      zh: `只有查询直接给出值；${kind(of).zh}不能。`,
    }),
  }),
  'result-and-outcomes': define({
    code: 'CW5011',
    severity: 'error',
    message: () => ({
      en: 'A query gives a value or has named outcomes, not both.',
      zh: '查询要么给出值，要么有具名结果，不能两者兼有。',
    }),
  }),
  'operation-without-answer': define<{ kind: string }>({
    code: 'CW5012',
    severity: 'error',
    message: ({ kind: of }) => ({
      en: `It is not said what can come back from ${kind(of).en}.`,
      zh: `没有写出${kind(of).zh}会返回什么。`,
    }),
    hint: ({ kind: of }) =>
      of === 'query'
        ? { en: 'Give it a value (“: T”) or named outcomes (“{ … }”).', zh: '请写出返回值（“: T”）或具名结果（“{ … }”）。' }
        : { en: 'Give it named outcomes: “{ done  declined }”.', zh: '请写出具名结果：“{ done  declined }”。' },
  }),
  'notice-with-outcomes': define({
    code: 'CW5013',
    severity: 'error',
    message: () => ({ en: 'Nothing waits for a notice, so it has no outcomes.', zh: '通知不等待应答，因此没有结果。' }),
  }),
  'outcome-reserved': define<{ name: string }>({
    code: 'CW5014',
    severity: 'error',
    message: ({ name }) => ({
      en: `“${name}” is there by itself; an operation cannot declare it.`,
      zh: `“${name}”本来就有，操作不能再声明。`,
    }),
  }),
  'confirm-not-transaction': define<{ kind: string }>({
    code: 'CW5015',
    severity: 'error',
    message: ({ kind: of }) => ({
      en: `Only a transaction can require a confirm; this is ${kind(of).en}.`,
      zh: `只有交易可以要求 confirm；这是${kind(of).zh}。`,
    }),
  }),
  'needs-time': define<{ what: string }>({
    code: 'CW5016',
    severity: 'error',
    message: ({ what }) =>
      what === 'connect'
        ? { en: 'It is not said how long the number may ring: “within 30s”.', zh: '没有写出振铃多久：“within 30s”。' }
        : {
            en: `It is not said how long ${kind(what).en} is waited for: “within 5s”.`,
            zh: `没有写出${kind(what).zh}等待多久：“within 5s”。`,
          },
  }),
  'choice-without-other': define<{ choice?: string }>({
    code: 'CW5017',
    severity: 'warning',
    message: ({ choice }) => ({
      en: `A back end may name a value that ${choice === undefined ? 'this choice' : `“${choice}”`} does not have; without “other” the whole answer is then refused.`,
      zh: `后台可能给出${choice === undefined ? '这个选项' : `“${choice}”`}没有的值；没有“other”时整个应答都会被拒绝。`,
    }),
  }),
  'queue-time': define<{ least: number }>({
    code: 'CW5018',
    severity: 'error',
    message: ({ least }) => ({ en: `This has to be ${least / 1000} s or more.`, zh: `这里至少为 ${least / 1000} 秒。` }),
  }),
}
