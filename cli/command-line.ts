// What commander says of a command line that it does not understand, and the headings of its help, in Chinese. Commander has them in
// English only; a sentence that is not known here stays as it is.

/** Why an option's value is refused: commander's own reasons, and ours. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^Allowed choices are (.*)\.$/s, '可选值：$1。'],
  [/^It must be a whole number\.$/, '必须是整数。'],
  [/^It must be a number above 0\.$/, '必须是大于 0 的数。'],
  [/^It must be a number from 1 on\.$/, '必须是不小于 1 的整数。'],
  [/^It must be a share such as 1\/4\.$/, '必须是份额，例如 1/4。'],
  [/^It must be a port: a number from 0 to 65535\.$/, '必须是端口号，即 0 到 65535 的整数。'],
  [/^It must be keys of a telephone, such as 21#\.$/, '必须是电话按键，例如 21#。'],
  [/^It must be a per cent from 0 to 100\.$/, '必须是 0 到 100 的百分数。'],
]

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^unknown option '(.*)'$/s, '不认识选项“$1”'],
  [/^unknown command '(.*)'$/s, '不认识命令“$1”'],
  [/^missing required argument '(.*)'$/s, '缺少参数“$1”'],
  [/^option '(.*)' argument missing$/s, '选项“$1”缺少值'],
  [/^required option '(.*)' not specified$/s, '缺少必需的选项“$1”'],
  [/^option '(.*)' cannot be used with option '(.*)'$/s, '选项“$1”与“$2”不能同时使用'],
  [/^too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+): (.*)\.$/s, '“$1”的参数过多：最多 $2 个，却有 $3 个：$4。'],
  [/^too many arguments\. Expected (\d+) arguments? but got (\d+): (.*)\.$/s, '参数过多：最多 $1 个，却有 $2 个：$3。'],
]

const replaced = (text: string, table: typeof SENTENCES): string | undefined => {
  const found = table.find(([pattern]) => pattern.test(text))
  return found && text.replace(found[0], found[1])
}

/** A sentence of commander's, without the `error: ` before it. */
export function complaintInChinese(message: string): string {
  const [, said = message, meant] = /^(.*?)\s*(?:\(Did you mean (?:one of )?(.*)\?\))?$/s.exec(message) ?? []
  const suggestion = meant === undefined ? '' : `（是否指 ${meant.replaceAll(', ', '、')}？）`
  const invalid = /^option '(.*)' argument '(.*)' is invalid\. (.*)$/s.exec(said)
  if (invalid) return `选项“${invalid[1]}”的值“${invalid[2]}”无效。${replaced(invalid[3]!, REASONS) ?? invalid[3]!}`
  const argument = /^command-argument value '(.*)' is invalid for argument '(.*)'\. (.*)$/s.exec(said)
  if (argument) return `参数“${argument[2]}”的值“${argument[1]}”无效。${replaced(argument[3]!, REASONS) ?? argument[3]!}`
  const sentence = replaced(said, SENTENCES)
  return sentence === undefined ? message : `${sentence}${suggestion}`
}

const HEADINGS: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
}

export const headingInChinese = (heading: string): string => HEADINGS[heading] ?? heading
