// What is checked in every script, whether it asks or not: nothing secret in any record, nothing performed twice.
import type { Value } from '../../machine/values.ts'
import type { LogEntry, LogEntryOf } from '../call/call-log.ts'
import type { Play } from './script-play.ts'
import { clock, sentence, type Fault } from './script-failure.ts'
import { sameValue } from './same-value.ts'
import { sourceOf } from './transcript.ts'

/** Shorter entries are met everywhere by chance. */
const SHORTEST_IN_VALUES = 3
const SHORTEST_IN_WORDS = 4

export function checkAlways(play: Play): Fault | null {
  return checkSecrets(play) ?? checkDoubles(play)
}

// ------------------------------------------------------------------------------------------------ secrets

/** Looks for what was typed into secret entries in everything that was said, sent, handed over or noted. */
export function checkSecrets(play: Play): Fault | null {
  const secrets = [...new Set(play.secrets.entries())].filter(secret => secret.length >= SHORTEST_IN_VALUES)
  if (secrets.length === 0) return null
  for (const entry of play.log.entries) {
    const found = secrets.some(secret => holdsSecret(entry, secret, play))
    if (!found) continue
    const where = describeEntry(entry, play)
    return {
      at: entry.at,
      problem: sentence(`What was typed into a secret entry is found again: ${where.en}.`, `保密输入的内容再次出现：${where.zh}。`),
      expected: sentence('nothing secret in any record', '任何记录中都没有保密内容'),
      source: entry.kind === 'spoken' ? sourceOf(play.machine, entry.segment.point, entry.segment.prompt) : null,
      hint: sentence(
        'Where the same digits are there by chance, let the script type others.',
        '如只是数字碰巧相同，请在脚本中换用其他数字。',
      ),
    }
  }
  return null
}

function holdsSecret(entry: LogEntry, secret: string, play: Play): boolean {
  switch (entry.kind) {
    case 'spoken': {
      if (entry.segment.values.some(value => holdsText(value, secret))) return true
      if (secret.length < SHORTEST_IN_WORDS || entry.segment.prompt < 0) return false
      return hasRun(play.options.speaker.words(entry.segment), secret)
    }
    case 'ask':
      return entry.arguments.some(value => holdsText(value, secret))
    case 'answer':
      // What a bank answers is its own; a test may well have it answer the same digits.
      return false
    case 'connect':
      return Object.values(entry.data).some(value => holdsText(value, secret)) || entry.number === secret
    case 'milestone':
      return Object.values(entry.values).some(value => holdsText(value, secret))
    case 'transfer':
      return entry.number === secret
    case 'key':
      return entry.shown === secret
    default:
      return false
  }
}

/** The very digits, or standing by themselves in a text. As deep as the value's type. */
function holdsText(value: Value, secret: string): boolean {
  if (typeof value === 'string') return value === secret || (secret.length >= SHORTEST_IN_WORDS && hasRun(value, secret))
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(part => holdsText(part as Value, secret))
}

/** The secret as a whole run of digits: part of a longer number is another number. */
function hasRun(text: string, secret: string): boolean {
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
    if (!isDigit(text[at - 1]) && !isDigit(text[at + secret.length])) return true
  }
  return false
}

const isDigit = (character: string | undefined): boolean => character !== undefined && character >= '0' && character <= '9'

function describeEntry(entry: LogEntry, play: Play): { readonly en: string; readonly zh: string } {
  const at = clock(entry.at)
  switch (entry.kind) {
    case 'spoken':
      return sentence(`it is spoken at ${at}`, `在 ${at} 被播报`)
    case 'ask': {
      const operation = play.machine.operations[entry.operation]!
      const name = `${operation.service}.${operation.name}`
      return sentence(`it is sent to ${name} at ${at}, in an argument that is not secret`, `在 ${at} 作为非保密参数发送给 ${name}`)
    }
    case 'milestone':
      return sentence(`it is in the milestone ${entry.name} at ${at}`, `出现在 ${at} 的里程碑 ${entry.name} 中`)
    case 'connect':
      return sentence(`it is handed to the agent at ${at}`, `在 ${at} 交给了坐席`)
    default:
      return sentence(`in the record of ${at}`, `在 ${at} 的记录中`)
  }
}

// ------------------------------------------------------------------------------------------------ doubles

/** A transaction is sent once under its key, and no equal one while it is not settled (semantics §5.6). */
export function checkDoubles(play: Play): Fault | null {
  const sent: LogEntryOf<'ask'>[] = []
  const open = new Set<number>()
  for (const entry of play.log.entries) {
    if ((entry.kind === 'settled' || entry.kind === 'answer') && entry.outcome !== 'unknown') open.delete(entry.task)
    if (entry.kind !== 'ask' || entry.how !== 'perform') continue
    const before = sent.find(other => other.task === entry.task || (open.has(other.task) && isSame(other, entry)))
    sent.push(entry)
    open.add(entry.task)
    if (!before) continue
    const operation = play.machine.operations[entry.operation]!
    const name = `${operation.service}.${operation.name}`
    return {
      at: entry.at,
      problem: sentence(
        `${name} was performed twice: at ${clock(before.at)} and at ${clock(entry.at)}, before the first was settled.`,
        `${name} 被执行了两次：${clock(before.at)} 与 ${clock(entry.at)}，而第一次尚未落定。`,
      ),
      expected: sentence('nothing is performed twice', '任何交易都不重复执行'),
      source: operation.at,
    }
  }
  return null
}

const isSame = (left: LogEntryOf<'ask'>, right: LogEntryOf<'ask'>): boolean =>
  left.operation === right.operation && left.arguments.every((value, index) => sameValue(value, right.arguments[index] ?? null))
