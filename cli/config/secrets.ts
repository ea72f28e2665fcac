// The secrets of the configuration, as the environment has them: each held to what can be said where it is said. No value is ever shown.
import { SOCKET_TOKEN } from '../../runtime/freeswitch/setup/switch-setup.ts'
import type { Said } from '../../runtime/serve/said.ts'

export type SecretName = 'token' | 'password' | 'adminToken'

interface Form extends Said {
  readonly pattern: RegExp
}

const FORMS: Readonly<Record<SecretName, Form>> = {
  token: {
    pattern: SOCKET_TOKEN,
    en: 'no token: it stands in the path that FreeSWITCH’s dialplan names, so write 8 to 128 of A–Z, a–z, 0–9, “-” and “_” and nothing around them, no line end either (openssl rand -hex 32)',
    zh: '不能作为令牌：它写在 FreeSWITCH 拨号计划的路径里，只能是 8 至 128 个字符的 A–Z、a–z、0–9、“-”与“_”，前后不得有其他字符，也不得有换行（openssl rand -hex 32）',
  },
  adminToken: {
    // RFC 9110, 5.5; what HTTP takes away at both ends would be missing in the comparison.
    pattern: /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/,
    en: 'no token: it stands in a header of HTTP, so write letters, numerals and signs of ASCII and nothing around them, no blank and no line end (openssl rand -hex 32)',
    zh: '不能作为令牌：它写在 HTTP 头里，只能是 ASCII 的字母、数字与符号，前后不得有空格或换行（openssl rand -hex 32）',
  },
  password: {
    // The switch reads its own settings as NAME=VALUE, and would part one that begins so.
    pattern: /^(?![\s=])\P{Cc}+(?<!\s)$/u,
    en: 'no password: there is a control character in it, or a blank or line end around it, or it begins with “=”; a file that the variable is filled from often ends in a line end',
    zh: '不能作为口令：其中有控制字符，或前后有空格、换行，或以“=”开头；填充该变量的文件末尾常带有换行',
  },
}

/** What is wrong with what a variable has; null where it can be said. */
export function secretProblem(name: SecretName, place: string, variable: string, value: string): Said | null {
  const { pattern, en, zh } = FORMS[name]
  return pattern.test(value) ? null : { en: `${place}: what ${variable} has is ${en}.`, zh: `${place}：${variable} 的内容${zh}。` }
}
