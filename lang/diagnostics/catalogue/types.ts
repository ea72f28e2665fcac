import { define, type Message } from '../diagnostic.ts'
import { andEn, capital, didYouMean, listZh, oneOf, orEn, quoted } from './words.ts'

type Meant = { readonly meant?: string }
export interface Misfit {
  readonly is: Message
  readonly wanted: Message
}
const opening: Message = {
  en: 'Open it first: “let y = … else { … }” or “if let y = … { … }”.',
  zh: '请先取出它的值：“let y = … else { … }”或“if let y = … { … }”。',
}
const through = (names: readonly string[]): Message =>
  names.length === 0 ? { en: '', zh: '' } : { en: `, by way of ${andEn(quoted(names))}`, zh: `（经由${listZh(quoted(names))}）` }

/** CW21xx types. */
export const types = {
  'wrong-type': define<Misfit>({
    code: 'CW2101',
    severity: 'error',
    message: ({ is, wanted }) => ({ en: `This is ${is.en}; ${wanted.en} is wanted here.`, zh: `这是${is.zh}；这里需要${wanted.zh}。` }),
  }),
  'other-currency': define<Misfit>({
    code: 'CW2102',
    severity: 'error',
    message: ({ is, wanted }) => ({
      en: `This is ${is.en}, and that is ${wanted.en}: one currency never meets another.`,
      zh: `这是${is.zh}，那是${wanted.zh}：不同币种不能混用。`,
    }),
  }),
  'may-be-nothing': define<{ value: string }>({
    code: 'CW2103',
    severity: 'error',
    message: ({ value }) => ({ en: `“${value}” may be nothing, so it cannot be used as it is.`, zh: `“${value}”可能为空，不能直接使用。` }),
    hint: () => opening,
  }),
  'never-nothing': define<{ value: string }>({
    code: 'CW2104',
    severity: 'error',
    message: ({ value }) => ({ en: `“${value}” is never nothing.`, zh: `“${value}”不会为空。` }),
    hint: () => ({ en: 'Take the test or the “else” away.', zh: '请去掉这个判断或“else”。' }),
  }),
  'literal-does-not-fit': define<{ literal: string; why: Message }>({
    code: 'CW2105',
    severity: 'error',
    message: ({ literal, why }) => ({ en: `${literal} does not fit here: ${why.en}.`, zh: `${literal} 不能用在这里：${why.zh}。` }),
  }),
  'not-comparable': define<{ operator: string; is: Message; sameness: boolean }>({
    code: 'CW2106',
    severity: 'error',
    message: ({ operator, is, sameness }) => ({
      en: sameness
        ? `${capital(is.en)} can be compared with == and != only, not with ${operator}.`
        : `${capital(is.en)} cannot be compared.`,
      zh: sameness ? `${is.zh}只能用 == 和 != 比较，不能用 ${operator}。` : `${is.zh}不能比较。`,
    }),
  }),
  'different-types': define<{ operator: string; left: Message; right: Message }>({
    code: 'CW2107',
    severity: 'error',
    message: ({ operator, left, right }) => ({
      en: `${capital(left.en)} and ${right.en} cannot be compared with ${operator}.`,
      zh: `${left.zh}和${right.zh}不能用 ${operator} 比较。`,
    }),
  }),
  'no-arithmetic': define<{ operator: string; left: Message; right?: Message }>({
    code: 'CW2108',
    severity: 'error',
    message: ({ operator, left, right }) => ({
      en: right ? `There is no ${operator} between ${left.en} and ${right.en}.` : `There is no ${operator} before ${left.en}.`,
      zh: right ? `${left.zh}和${right.zh}之间不能用 ${operator}。` : `${left.zh}前面不能用 ${operator}。`,
    }),
    hint: ({ operator }) =>
      operator === '*'
        ? { en: 'A number, money or a duration can be taken a whole number of times.', zh: '数值、金额和时长只能乘以整数。' }
        : {
            en: 'Numbers, money of one currency and durations can be added; texts are put together as "{a}{b}".',
            zh: '可以相加减的有数值、同一币种的金额和时长；文本请写成 "{a}{b}"。',
          },
  }),
  'needs-type': define<{ what: 'list' | 'nothing' }>({
    code: 'CW2109',
    severity: 'error',
    message: ({ what }) =>
      what === 'list'
        ? { en: 'An empty list does not say what it is a list of.', zh: '空列表没有说明是什么的列表。' }
        : { en: '“nothing” alone does not say what it is that is missing.', zh: '单独的“nothing”没有说明缺少的是什么。' },
    hint: ({ what }) =>
      what === 'list'
        ? { en: 'Write the type: “let xs: list of T = []”.', zh: '请写出类型：“let xs: list of T = []”。' }
        : { en: 'Write the type: “let x: T or nothing = nothing”.', zh: '请写出类型：“let x: T or nothing = nothing”。' },
  }),
  'not-a-list': define<{ is: Message }>({
    code: 'CW2110',
    severity: 'error',
    message: ({ is }) => ({ en: `This is ${is.en}; a list is wanted here.`, zh: `这是${is.zh}；这里需要列表。` }),
  }),
  'no-fields': define<{ is: Message; field: string }>({
    code: 'CW2111',
    severity: 'error',
    message: ({ is, field }) => ({
      en: `There is no “${field}” in ${is.en}: only a record has fields.`,
      zh: `${is.zh}中没有“${field}”：只有记录才有字段。`,
    }),
  }),
  'not-emptiable': define<{ is: Message }>({
    code: 'CW2112',
    severity: 'error',
    message: ({ is }) => ({
      en: `${capital(is.en)} is never empty: only a list or a text is.`,
      zh: `${is.zh}不会为空：只有列表或文本才会。`,
    }),
  }),
  'type-of-itself': define<{ name: string; through: readonly string[] }>({
    code: 'CW2113',
    severity: 'error',
    message: ({ name, through: names }) => ({
      en: `The type “${name}” is made of itself${through(names).en}.`,
      zh: `类型“${name}”由它自己构成${through(names).zh}。`,
    }),
  }),
  'type-too-deep': define<{ most: number }>({
    code: 'CW2114',
    severity: 'error',
    message: ({ most }) => ({
      en: `This type is nested too deep: ${most} records and lists in each other are allowed.`,
      zh: `这个类型嵌套过深：记录和列表最多嵌套 ${most} 层。`,
    }),
  }),
  'unknown-currency': define<{ currency: string } & Meant>({
    code: 'CW2115',
    severity: 'error',
    message: ({ currency }) => ({ en: `There is no currency “${currency}”.`, zh: `没有币种“${currency}”。` }),
    hint: ({ meant }) =>
      didYouMean(meant === undefined ? {} : { meant }) ?? {
        en: 'Currencies have their ISO 4217 code: CNY, USD, JPY.',
        zh: '币种用 ISO 4217 代码：CNY、USD、JPY。',
      },
  }),
  'too-many-decimals': define<{ currency: string; decimals: number }>({
    code: 'CW2116',
    severity: 'error',
    message: ({ currency, decimals }) => ({
      en: decimals === 0 ? `${currency} has no decimals.` : `${currency} has ${decimals} decimals, not more.`,
      zh: decimals === 0 ? `${currency} 没有小数。` : `${currency} 最多 ${decimals} 位小数。`,
    }),
  }),
  'bad-range': define<{ from: string; to: string }>({
    code: 'CW2117',
    severity: 'error',
    message: ({ from, to }) => ({ en: `${from}..${to} is not a range: nothing lies in it.`, zh: `${from}..${to} 不是有效的范围。` }),
  }),
  'bad-pattern': define<{ pattern: string }>({
    code: 'CW2118',
    severity: 'error',
    message: ({ pattern }) => ({ en: `“${pattern}” is not a pattern of numerals.`, zh: `“${pattern}”不是有效的数字格式。` }),
    hint: () => ({
      en: 'A pattern has numerals, “x” for any numeral and “[3-9]” for some.',
      zh: '格式由数字、代表任意数字的“x”和代表部分数字的“[3-9]”组成。',
    }),
  }),
  'pattern-length': define<{ pattern: string; length: number }>({
    code: 'CW2119',
    severity: 'error',
    message: ({ pattern, length }) => ({
      en: `“${pattern}” has ${length} numerals, which the type’s length does not allow.`,
      zh: `“${pattern}”有 ${length} 位，与类型的长度不符。`,
    }),
  }),
  'bad-date-form': define<{ form: string }>({
    code: 'CW2120',
    severity: 'error',
    message: ({ form }) => ({ en: `“${form}” is not a way to key a date.`, zh: `“${form}”不是日期的输入格式。` }),
    hint: () => ({
      en: 'It is made of MM, YY or YYYY, and DD if wanted, each once: MMYY, DDMMYYYY.',
      zh: '由 MM、YY 或 YYYY 以及可选的 DD 组成，各一次：MMYY、DDMMYYYY。',
    }),
  }),
  'bad-list-bound': define<{ most: number }>({
    code: 'CW2121',
    severity: 'error',
    message: ({ most }) => ({ en: `A list holds up to 1 to ${most} items.`, zh: `列表上限应在 1 到 ${most} 之间。` }),
  }),
  'list-too-long': define<{ length: number; most: number }>({
    code: 'CW2122',
    severity: 'error',
    message: ({ length, most }) => ({
      en: `This list has ${length} items; ${most} ${most === 1 ? 'is' : 'are'} allowed.`,
      zh: `这个列表有 ${length} 项；上限为 ${most} 项。`,
    }),
  }),
  'not-in-choice': define<{ name: string; choice?: string; words: readonly string[] } & Meant>({
    code: 'CW2123',
    severity: 'error',
    message: ({ name, choice }) => ({
      en: choice === undefined ? `“${name}” is none of the choice’s values.` : `“${name}” is none of the values of “${choice}”.`,
      zh: choice === undefined ? `“${name}”不是该选项的值。` : `“${name}”不是“${choice}”的值。`,
    }),
    hint: ({ meant, words }) => didYouMean(meant === undefined ? {} : { meant }) ?? oneOf(words),
  }),
  'match-needs-choice': define<{ is: Message }>({
    code: 'CW2124',
    severity: 'error',
    message: ({ is }) => ({ en: `“match” takes a choice apart; this is ${is.en}.`, zh: `“match”只用于选项；这是${is.zh}。` }),
  }),
  'match-missing': define<{ missing: readonly string[] }>({
    code: 'CW2125',
    severity: 'error',
    message: ({ missing }) => ({
      en: `${andEn(quoted(missing))} ${missing.length === 1 ? 'is' : 'are'} not handled here.`,
      zh: `这里没有处理${listZh(quoted(missing))}。`,
    }),
  }),
  'constant-needed': define({
    code: 'CW2126',
    severity: 'error',
    message: () => ({ en: 'A first value is written down; it cannot be computed.', zh: '初始值必须直接写出，不能计算得到。' }),
  }),
  'text-in-each-language': define({
    code: 'CW2145',
    severity: 'error',
    message: () => ({
      en: 'The first value of a text is one text: it cannot be another in each language.',
      zh: '文本的初始值只能是一段文字，不能每种语言各一段。',
    }),
    hint: () => ({
      en: 'Of type “speech” it is spoken in the caller’s language.',
      zh: '类型写成“speech”，就会以来电者的语言播报。',
    }),
  }),
  'number-too-large': define({
    code: 'CW2128',
    severity: 'error',
    message: () => ({ en: 'This number is beyond what a call can count with.', zh: '这个数超出了可计算的范围。' }),
    hint: () => ({ en: 'Up to 10^15 in the smallest unit are exact.', zh: '以最小单位计，最多为 10^15。' }),
  }),
  'loses-decimals': define<Misfit>({
    code: 'CW2129',
    severity: 'error',
    message: ({ is, wanted }) => ({
      en: `This is ${is.en}, and ${wanted.en} is wanted: decimals would be lost.`,
      zh: `这是${is.zh}，这里需要${wanted.zh}：会丢失小数。`,
    }),
  }),
  'compared-with-nothing': define({
    code: 'CW2130',
    severity: 'error',
    message: () => ({ en: 'Nothing is compared with “nothing”: write “x is nothing”.', zh: '不能与“nothing”比较：请写“x is nothing”。' }),
  }),
  'not-hours': define<{ is: Message }>({
    code: 'CW2131',
    severity: 'error',
    message: ({ is }) => ({ en: `“open” asks opening hours; this is ${is.en}.`, zh: `“open”用于营业时间；这是${is.zh}。` }),
  }),
  'not-a-date': define<{ is: Message }>({
    code: 'CW2132',
    severity: 'error',
    message: ({ is }) => ({
      en: `A date or a list of dates is wanted here; this is ${is.en}.`,
      zh: `这里需要日期或日期列表；这是${is.zh}。`,
    }),
  }),
  'hours-know-settings': define({
    code: 'CW2133',
    severity: 'error',
    message: () => ({ en: 'Opening hours know dates and settings only.', zh: '营业时间只能使用日期和设置项。' }),
  }),
  'bad-interval': define<{ from: string; to: string }>({
    code: 'CW2134',
    severity: 'error',
    message: ({ from, to }) => ({ en: `${from}..${to} is no time at all.`, zh: `${from}..${to} 不是有效的时段。` }),
    hint: () => ({
      en: 'A whole day is 00:00..24:00; 22:00..06:00 runs past midnight.',
      zh: '全天写 00:00..24:00；22:00..06:00 跨过午夜。',
    }),
  }),
  'not-speakable': define<{ is: Message; record: boolean }>({
    code: 'CW2135',
    severity: 'error',
    message: ({ is }) => ({ en: `${capital(is.en)} cannot be spoken.`, zh: `${is.zh}无法播报。` }),
    hint: ({ record }) => (record ? { en: 'Say which of its fields is meant.', zh: '请写出要播报的字段。' } : undefined),
  }),
  'unknown-form': define<{ form: string; is: Message; forms: readonly string[] } & Meant>({
    code: 'CW2136',
    severity: 'error',
    message: ({ form, is }) => ({ en: `${capital(is.en)} cannot be spoken “as ${form}”.`, zh: `${is.zh}不能用“as ${form}”播报。` }),
    hint: ({ forms }) =>
      forms.length === 0
        ? { en: 'It has one way of being spoken only.', zh: '它只有一种播报方式。' }
        : { en: `There is ${orEn(forms.map(form => `as ${form}`))}.`, zh: `可用 ${forms.map(form => `as ${form}`).join('、')}。` },
  }),
  'unknown-plural-form': define<{ form: string; forms: readonly string[]; is: Message } & Meant>({
    code: 'CW2137',
    severity: 'error',
    message: ({ form, is }) => ({
      en: `${capital(is.en)} has no form “${form}” in this language.`,
      zh: `${is.zh}在这种语言中没有“${form}”形式。`,
    }),
    hint: ({ meant, forms }) => didYouMean(meant === undefined ? {} : { meant }) ?? oneOf(forms),
  }),
  'plural-form-missing': define<{ missing: readonly string[] }>({
    code: 'CW2138',
    severity: 'error',
    message: ({ missing }) => ({
      en: `There are no words for ${andEn(quoted(missing))} here.`,
      zh: `这里缺少${listZh(quoted(missing))}的说法。`,
    }),
  }),
  'no-plural': define<{ is: Message }>({
    code: 'CW2139',
    severity: 'error',
    message: ({ is }) => ({
      en: `Words go by a number, a choice or a yes or no; this is ${is.en}.`,
      zh: `只有数值、选项和是非值可以分别措辞；这是${is.zh}。`,
    }),
  }),
  'only-spoken': define({
    code: 'CW2140',
    severity: 'error',
    message: () => ({
      en: 'This text is not spoken here, so only texts and digits can be put into it as they are.',
      zh: '这段文本在这里不会播报，因此只能直接放入文本和数字串。',
    }),
  }),
  'text-must-be-plain': define<{ what: 'title' | 'choice' }>({
    code: 'CW2141',
    severity: 'error',
    message: ({ what }) =>
      what === 'title'
        ? { en: 'A title has no values in it.', zh: '标题中不能放入值。' }
        : { en: 'The words of a choice have no values in them.', zh: '选项的说法中不能放入值。' },
  }),
  'not-reportable': define<{ is: Message }>({
    code: 'CW2142',
    severity: 'error',
    message: ({ is }) => ({
      en: `This is ${is.en}; a value is wanted that can be written down.`,
      zh: `这是${is.zh}；这里需要可以记录的值。`,
    }),
  }),
  'nothing-returned': define<{ flow: string }>({
    code: 'CW2143',
    severity: 'error',
    message: ({ flow }) => ({ en: `“${flow}” returns no value.`, zh: `“${flow}”不返回值。` }),
    hint: () => ({ en: 'Give it “returns T”, or run it with “do” alone.', zh: '请为它写上“returns T”，或只用“do”运行。' }),
  }),
  'unless-with-value': define({
    code: 'CW2144',
    severity: 'error',
    message: () => ({
      en: 'With “unless” the flow may be passed over, and then there is no value.',
      zh: '带“unless”时流程可能被跳过，那就没有值。',
    }),
  }),
}
