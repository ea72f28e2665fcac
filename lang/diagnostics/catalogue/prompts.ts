import { define } from '../diagnostic.ts'
import { andEn, didYouMean, listZh, orEn, quoted } from './words.ts'

/** CW6xxx languages and prompts. */
export const prompts = {
  'language-missing': define<{ missing: readonly string[]; ofForm?: boolean }>({
    code: 'CW6001',
    severity: 'error',
    message: ({ missing, ofForm }) =>
      ofForm
        ? {
            en: `This text has no words in ${andEn(missing)} where a value takes an empty form.`,
            zh: `值取空白形式时，这段文本缺少 ${listZh(missing)} 的内容。`,
          }
        : { en: `This text has no words in ${andEn(missing)}.`, zh: `这段文本缺少 ${listZh(missing)} 的内容。` },
  }),
  'values-differ': define<{ missing: readonly string[]; tag: string }>({
    code: 'CW6002',
    severity: 'error',
    message: ({ missing, tag }) => ({
      en: `The ${tag} text does not speak ${andEn(missing.map(each => `{${each}}`))}, and another language does.`,
      zh: `${tag} 文本没有播报 ${listZh(missing.map(each => `{${each}}`))}，而另一种语言播报了。`,
    }),
  }),
  'words-without-language': define<{ languages: readonly string[] }>({
    code: 'CW6003',
    severity: 'error',
    message: ({ languages }) => ({
      en: `This text is spoken, and the line speaks ${andEn(languages)}: say which words are for which.`,
      zh: `这段文本会播报，而线路使用 ${listZh(languages)}：请分别写出。`,
    }),
  }),
  'tag-not-spoken': define<{ tag: string; languages: readonly string[] }>({
    code: 'CW6004',
    severity: 'warning',
    message: ({ tag, languages }) => ({
      en: `Nobody hears this “${tag}” text: the line speaks ${andEn(languages)}.`,
      zh: `没有人会听到这段“${tag}”文本：线路使用 ${listZh(languages)}。`,
    }),
  }),
  'unknown-language': define<{ tag: string; languages: readonly string[]; meant?: string }>({
    code: 'CW6005',
    severity: 'error',
    message: ({ tag, languages }) => ({
      en: `The line does not speak “${tag}”; it speaks ${orEn(languages)}.`,
      zh: `线路不使用“${tag}”；它使用 ${listZh(languages)}。`,
    }),
    hint: didYouMean,
  }),
  'bad-language-tag': define<{ tag: string }>({
    code: 'CW6006',
    severity: 'error',
    message: ({ tag }) => ({ en: `“${tag}” is not a language tag.`, zh: `“${tag}”不是语言标签。` }),
    hint: () => ({ en: 'Languages are named as zh-CN and en-US are (BCP 47).', zh: '语言写法如 zh-CN、en-US（BCP 47）。' }),
  }),
  'choice-without-words': define<{ choice?: string; values: readonly string[] }>({
    code: 'CW6007',
    severity: 'error',
    message: ({ choice, values }) => ({
      en: `This is spoken, and ${andEn(quoted(values))} of ${choice === undefined ? 'the choice' : `“${choice}”`} has no words for every language.`,
      zh: `这里要播报，而${choice === undefined ? '选项' : `“${choice}”`}的${listZh(quoted(values))}没有每种语言的说法。`,
    }),
  }),
  'standard-language': define<{ language: string; prompts: readonly string[] }>({
    code: 'CW6010',
    severity: 'error',
    message: ({ language, prompts: missing }) => ({
      en: `The standard prompts do not speak ${language}: ${andEn(quoted(missing))} ${missing.length === 1 ? 'needs' : 'need'} words of your own.`,
      zh: `标准提示没有 ${language}：请自行声明${listZh(quoted(missing))}。`,
    }),
    hint: () => ({
      en: 'Declare prompts of these names, in every language of the line.',
      zh: '请声明这些名称的提示，并写出线路的每种语言。',
    }),
  }),
  'language-without-reading': define<{ language: string; read: readonly string[] }>({
    code: 'CW6011',
    severity: 'warning',
    message: ({ language }) => ({
      en: `Nobody has said how numbers, sums and dates are read in ${language}: its texts would speak them in English.`,
      zh: `${language} 还没有数字、金额和日期的读法：文本中的这些内容会用英语播报。`,
    }),
    hint: ({ read }) => ({
      en: `Values are read in ${andEn(read)}. Leave the language out, or add a reading (docs/readings.md).`,
      zh: `有读法的语言：${listZh(read)}。请去掉这种语言，或添加读法（docs/readings.md）。`,
    }),
  }),
  'standard-prompt': define<{ name: string; parameters: string }>({
    code: 'CW6008',
    severity: 'error',
    message: ({ name, parameters }) => ({
      en:
        parameters === ''
          ? `“${name}” is a standard prompt; it takes no values.`
          : `“${name}” is a standard prompt; it takes (${parameters}).`,
      zh: parameters === '' ? `“${name}”是标准提示，没有参数。` : `“${name}”是标准提示，参数应为 (${parameters})。`,
    }),
  }),
  'prompt-of-itself': define<{ name: string; through: readonly string[] }>({
    code: 'CW6009',
    severity: 'error',
    message: ({ name, through }) => ({
      en: `The prompt “${name}” speaks itself${through.length === 0 ? '' : `, by way of ${andEn(quoted(through))}`}.`,
      zh: `提示“${name}”播报了它自己${through.length === 0 ? '' : `（经由${listZh(quoted(through))}）`}。`,
    }),
  }),
}
