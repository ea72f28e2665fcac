import { define, type Message } from '../diagnostic.ts'
import { input } from './input.ts'
import { andEn, listZh, quoted } from './words.ts'

const leaving: Readonly<Record<string, Message>> = {
  else: { en: 'An “else”', zh: '“else”' },
  'choose none': { en: 'The “none” of a choose', zh: 'choose 的“none”' },
  no: { en: 'The “no” of a confirm', zh: 'confirm 的“no”' },
  otherwise: { en: 'An “otherwise”', zh: '“otherwise”' },
  option: { en: 'The block of an option in a named menu', zh: '具名菜单中选项的块' },
  'choose option': { en: 'The block of an option in a choose', zh: 'choose 中选项的块' },
  'transfer else': { en: 'The “else” of a transfer', zh: 'transfer 的“else”' },
  'record nothing': { en: 'The “nothing” of a record', zh: 'record 的“nothing”' },
}

/** CW3xxx paths and input. */
export const paths = {
  'go-to-part': define<{ name: string }>({
    code: 'CW3001',
    severity: 'error',
    message: ({ name }) => ({
      en: `“${name}” comes back when it is done; it is run with “do”, not gone to with “->”.`,
      zh: `“${name}”运行完会返回；要用“do”运行，不能用“->”前往。`,
    }),
  }),
  'runs-itself': define<{ name: string; through: readonly string[] }>({
    code: 'CW3002',
    severity: 'error',
    message: ({ name, through }) => ({
      en: `“${name}” runs itself here${through.length === 0 ? '' : `, by way of ${andEn(quoted(through))}`}.`,
      zh: `“${name}”在这里运行了它自己${through.length === 0 ? '' : `（经由${listZh(quoted(through))}）`}。`,
    }),
    hint: () => ({ en: 'Use “repeat up to N times”, or go there with “->”.', zh: '请用“repeat up to N times”，或用“->”前往。' }),
  }),
  'must-leave': define<{ what: string }>({
    code: 'CW3003',
    severity: 'error',
    message: ({ what }) => ({
      en: `${leaving[what]!.en} has to lead somewhere, and this one just ends.`,
      zh: `${leaving[what]!.zh}必须有去处，而这里直接结束了。`,
    }),
    hint: () => ({
      en: 'End it with “-> …”; in a flow “return” ends it too, and in a loop a word of the loop.',
      zh: '请以“-> …”结束；在流程中也可用“return”，在循环中也可用循环的词。',
    }),
  }),
  'again-outside': define<{ inLoop: boolean }>({
    code: 'CW3004',
    severity: 'error',
    message: () => ({ en: 'Nothing is listening here that could be read again.', zh: '这里没有正在收听的内容可以重听。' }),
    hint: ({ inLoop }) =>
      inLoop ? { en: '“again” without the arrow stays at the loop’s item.', zh: '不带箭头的“again”停留在循环的当前项。' } : undefined,
  }),
  'loop-word-outside': define<{ word: string; listener: boolean }>({
    code: 'CW3005',
    severity: 'error',
    message: ({ word }) => ({
      en: `“${word}” belongs to a loop, and there is none around it.`,
      zh: `“${word}”属于循环，而这里不在循环中。`,
    }),
    hint: ({ listener }) => (listener ? { en: 'To read the menu again write “-> again”.', zh: '要重听菜单请写“-> again”。' } : undefined),
  }),
  'previous-in-repeat': define({
    code: 'CW3006',
    severity: 'error',
    message: () => ({
      en: '“previous” moves back in a list; the innermost loop here is a “repeat”, which only counts on.',
      zh: '“previous”在列表中后退；这里最内层是“repeat”，只会向前计数。',
    }),
    hint: () => ({
      en: 'Begin the next round with “next” or “again”; each round is counted.',
      zh: '请用“next”或“again”开始下一轮；每一轮都会计数。',
    }),
  }),
  'return-outside': define({
    code: 'CW3007',
    severity: 'error',
    message: () => ({ en: 'Only a flow returns; this is not in one.', zh: '只有流程才能 return；这里不在流程中。' }),
  }),
  'return-value-missing': define<{ wanted: Message }>({
    code: 'CW3008',
    severity: 'error',
    message: ({ wanted }) => ({
      en: `This flow returns ${wanted.en}, so “return” needs one.`,
      zh: `这个流程返回${wanted.zh}，“return”要带上它。`,
    }),
  }),
  'return-value-unexpected': define<{ flow: string }>({
    code: 'CW3009',
    severity: 'error',
    message: ({ flow }) => ({ en: `“${flow}” does not say that it returns a value.`, zh: `“${flow}”没有声明返回值。` }),
  }),
  'end-without-return': define<{ flow: string; wanted: Message }>({
    code: 'CW3010',
    severity: 'error',
    message: ({ flow, wanted }) => ({
      en: `“${flow}” returns ${wanted.en}, and here it can end without one.`,
      zh: `“${flow}”应返回${wanted.zh}，但这里可能没有返回就结束了。`,
    }),
  }),
  'unreachable-step': define({
    code: 'CW3011',
    severity: 'warning',
    message: () => ({
      en: 'No call comes here: what stands before always leads elsewhere.',
      zh: '通话不会到这里：前面的步骤总是去往别处。',
    }),
  }),
  'repeat-bounds': define<{ most: number }>({
    code: 'CW3012',
    severity: 'error',
    message: ({ most }) => ({ en: `A repeat is bounded: 1 to ${most} times.`, zh: `repeat 有次数限制：1 到 ${most} 次。` }),
  }),
  'do-menu': define<{ name: string }>({
    code: 'CW3014',
    severity: 'error',
    message: ({ name }) => ({
      en: `“${name}” is a menu: it is gone to with “->” and does not come back.`,
      zh: `“${name}”是菜单：要用“->”前往，不会返回。`,
    }),
  }),
  'target-not-here': define<{ target: string }>({
    code: 'CW3015',
    severity: 'error',
    message: ({ target }) => ({
      en: `The line cannot lead to “${target}”: nothing was heard before.`,
      zh: `线路不能去往“${target}”：之前没有听过任何内容。`,
    }),
  }),
  'after-hangup-step': define<{ where: string }>({
    code: 'CW3016',
    severity: 'error',
    message: ({ where }) => ({
      en: `This runs in “${where}”: the caller is gone, so only asking, notifying and counting are left.`,
      zh: `这里在“${where}”中运行：来电者已挂机，只能查询、通知和计算。`,
    }),
    hint: () => ({
      en: 'let, set, add, if, match, for each, repeat, query, notify, do, return and milestone can stand here.',
      zh: '这里可用 let、set、add、if、match、for each、repeat、query、notify、do、return 和 milestone。',
    }),
  }),
  'transfer-needs-else': define({
    code: 'CW3017',
    severity: 'error',
    message: () => ({
      en: 'A transfer can fail: its “else” has to say where the caller goes then.',
      zh: '转接可能失败：要用“else”写出那时来电者去哪里。',
    }),
  }),
  ...input,
  'never-waits': define({
    code: 'CW3901',
    severity: 'error',
    message: () => ({
      en: 'From here the call goes round and round without ever waiting for the caller, an answer or the end of what is said.',
      zh: '从这里开始，通话会一直循环，从不等待来电者、应答或播报结束。',
    }),
    hint: () => ({
      en: 'Put a menu or a question into the round, or let it end: “repeat up to …” has a bound.',
      zh: '请在循环中加入菜单或询问，或让循环有终点：“repeat up to …”有次数上限。',
    }),
  }),
  'too-many-operations': define<{ operations: number; most: number }>({
    code: 'CW3902',
    severity: 'error',
    message: ({ operations, most }) => ({
      en: `Up to ${operations} operations can run here before the call waits for anything; ${most} are allowed.`,
      zh: `这里最多会连续执行 ${operations} 个操作而不等待；上限为 ${most} 个。`,
    }),
    hint: () => ({
      en: 'Give the loops or the lists smaller bounds, or let the back end do the counting.',
      zh: '请减小循环次数或列表上限，或由后台完成统计。',
    }),
  }),
  'too-many-conditions': define<{ most: number }>({
    code: 'CW3903',
    severity: 'error',
    message: ({ most }) => ({
      en: `More than ${most} options of this menu have a “when”.`,
      zh: `该菜单中带有“when”条件的选项超过 ${most} 个。`,
    }),
    hint: () => ({ en: 'Ask first, and lead to menus of their own.', zh: '请先判断条件，再转到不同的菜单。' }),
  }),
}
