// Services over the examples and over texts in memory, and texts with a mark where the cursor is.
import { readdirSync, readFileSync } from 'node:fs'
import { createMemoryHost, resolvePath } from '../../compiler/host.ts'
import { estimateDuration, readValue } from '../../../runtime/speech/reading/index.ts'
import { createService, type Service, type ServiceHost, type Speaker } from '../index.ts'

const root = new URL('../../../examples/', import.meta.url)

export const speaker: Speaker = {
  read: (value, type, form, language) => readValue(value, type, form, language),
  duration: estimateDuration,
}

export const examples: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && readdirSync(new URL(`${entry.name}/`, root)).includes('main.ivr'))
  .map(entry => entry.name)

/** Path → text of every file of an example that the language reads. */
export function filesOf(example: string): Readonly<Record<string, string>> {
  const folder = new URL(`${example}/`, root)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => /\.(ivr|dtmf|json|csv)$/.test(name))
  return Object.fromEntries(names.sort().map(name => [name, readFileSync(new URL(name, folder), 'utf8')]))
}

/** A host whose files can be changed. */
export function hostOf(files: Readonly<Record<string, string>>, entries: readonly string[] = ['main.ivr']): ServiceHost {
  const { read } = createMemoryHost(files)
  return { read, resolve: resolvePath, entries: () => entries, files: () => Object.keys(files).filter(name => /\.(ivr|dtmf)$/.test(name)) }
}

export const serviceOf = (files: Readonly<Record<string, string>>, entries?: readonly string[]): Service =>
  createService({ host: hostOf(files, entries), speaker, timeZones: () => ['Asia/Shanghai', 'Europe/Berlin'] })

/** A text with `|` where the cursor is. */
export function marked(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('|')
  if (offset < 0) throw new Error('no | in the text')
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset }
}

export const line = `line l "L" {
  numbers { "1" -> start }
  languages zh-CN, en-US
  time zone Asia/Shanghai
  levels anonymous < verified < signed
  otherwise -> goodbye
}
settings { emergency: boolean = false  rate: money CNY = CNY 1.00 }
type CardNumber = private digits 16..19
type Kind = one of { savings zh"活期" en"savings"  card zh"卡" en"card" }
type Account = { number: CardNumber  kind: Kind  balance: private money CNY }
service bank {
  /// All accounts of the caller.
  query accounts(): list of Account within 3s
  attempt log_in(card: CardNumber) within 3s { accepted(id: digits)  refused }
  transaction pay(from: CardNumber, amount: money CNY) within 9s { requires confirm of amount  done(receipt: digits)  declined }
  notice sent(what: text)
}
remember customer: digits or nothing = nothing
prompts {
  /// Said first.
  greeting zh"您好。" en"Hello."
  holds(account: Account) zh"余额{account.balance}" en"holds {account.balance}"
}
menu goodbye { say greeting  press 1 for zh"结束" en"the end" -> hangup }
flow log_in grants verified { return }
`
