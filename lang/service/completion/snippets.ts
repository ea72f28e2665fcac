// What is inserted whole: menus, collects, operations with all of their outcomes. `‹x›` is a stop, `¶` a text in each language of the line.
import { freeNames, type IsTaken } from '../../compiler/bind/free-names.ts'
import type * as ast from '../../grammar/ast.ts'

/** Where a word begins something: its whole is another in each. */
export type WordPlace = 'declaration' | 'step' | 'listener' | 'line' | 'service' | 'other'

interface Template {
  readonly label: string
  readonly body: string
}
const t = (label: string, body: string): Template => ({ label, body })

/** An option of a menu, by the first of its keys that is free. */
export function optionTemplate(key = ''): string {
  return `press ‹${key}› for ¶ -> ‹place›`
}

const templates: Readonly<Partial<Record<WordPlace, Readonly<Record<string, Template>>>>> = {
  declaration: {
    menu: t('menu … { … }', 'menu ‹name› {\n  say ¶\n  press ‹1› for ¶ -> ‹place›\n}'),
    flow: t('flow … { … }', 'flow ‹name› {\n  ‹›\n}'),
    prompts: t('prompts { … }', 'prompts {\n  ‹name› ¶\n}'),
    type: t('type … = …', 'type ‹Name› = ‹digits 6›'),
    service: t('service … { … }', 'service ‹name› {\n  query ‹items›(): list of ‹Item› within ‹3s›\n}'),
    settings: t('settings { … }', 'settings {\n  ‹name›: ‹boolean› = ‹false›\n}'),
    remember: t('remember … = …', 'remember ‹name›: ‹text or nothing› = ‹nothing›'),
    hours: t('hours … { … }', 'hours ‹name› in ‹Asia/Shanghai› {\n  mon..fri ‹08:30..17:30›\n}'),
    queue: t('queue … { … }', 'queue ‹name› {\n  longest wait ‹3min›\n}'),
    import: t('import { … } from "…"', 'import { ‹name› } from "‹./file.ivr›"'),
    line: t(
      'line … { … }',
      'line ‹name› "‹title›" {\n  numbers   { "‹95500›" -> ‹welcome› }\n  languages ‹zh-CN›, ‹en-US›\n  time zone ‹Asia/Shanghai›\n  levels    ‹anonymous› < ‹verified›\n  otherwise -> ‹goodbye›\n}',
    ),
  },
  step: {
    menu: t('menu { … }', 'menu {\n  say ¶\n  press ‹1› for ¶ { ‹› }\n}'),
    collect: t('collect … { … }', 'collect ‹name›: ‹digits 6› {\n  say ¶\n}'),
    choose: t('choose … in … { … }', 'choose ‹item› in ‹items› {\n  say ¶\n  offer ¶\n  none -> ‹place›\n}'),
    confirm: t('confirm { … }', 'confirm {\n  say ¶\n  no -> ‹place›\n}'),
    repeat: t('repeat up to … times { … }', 'repeat up to ‹3› times {\n  ‹›\n} otherwise -> ‹place›'),
    for: t('for each … in … { … }', 'for each ‹item› in ‹items› {\n  ‹›\n} none { ‹› }'),
    if: t('if … { … }', 'if ‹condition› {\n  ‹›\n}'),
    match: t('match … { … }', 'match ‹value› {\n  ‹name› { ‹› }\n}'),
    connect: t('connect queue … { … }', 'connect queue ‹name› {\n  answered -> hangup\n  timed out, no agents, failed -> ‹place›\n}'),
    record: t('record … { … }', 'record ‹name› up to ‹2min› {\n  say ¶\n  tone\n  nothing -> ‹place›\n}'),
    say: t('say …', 'say ¶'),
    announce: t('announce …', 'announce ¶'),
  },
  listener: {
    press: t('press … for … -> …', optionTemplate('1')),
    say: t('say …', 'say ¶'),
    on: t('on silence say …', 'on silence say ¶'),
    otherwise: t('otherwise -> …', 'otherwise -> ‹place›'),
    check: t('check … else …', 'check ‹condition› else ¶'),
    listen: t('listen { … }', 'listen {\n  first key within ‹5s›\n  tries ‹3›\n}'),
    offer: t('offer …', 'offer ¶'),
    none: t('none -> …', 'none -> ‹place›'),
    no: t('no -> …', 'no -> ‹place›'),
  },
  line: {
    listen: t(
      'listen { … }',
      'listen {\n  first key within ‹5s›\n  next key within ‹3s›\n  tries ‹3›\n  barge-in on\n  type-ahead on\n  end key #\n}',
    ),
    shortcuts: t('shortcuts { … }', 'shortcuts {\n  press ‹0› for ¶ -> ‹agent›\n}'),
    numbers: t('numbers { … }', 'numbers { "‹95500›" -> ‹welcome› }'),
    otherwise: t('otherwise -> …', 'otherwise -> ‹place›'),
    on: t('on fault -> …', 'on fault -> ‹place›'),
    at: t('at most … -> …', 'at most ‹30min› -> ‹place›'),
    record: t('record all after …', 'record all after ‹prompt›'),
    after: t('after hangup …', 'after hangup ‹flow›'),
    time: t('time zone …', 'time zone ‹Asia/Shanghai›'),
  },
  service: {
    query: t('query …(): …', 'query ‹name›(): ‹text› within ‹3s›'),
    attempt: t('attempt …() { … }', 'attempt ‹name›() within ‹3s› {\n  accepted\n  refused\n}'),
    transaction: t(
      'transaction …() { … }',
      'transaction ‹name›() within ‹10s› {\n  done(‹receipt›: digits)\n  declined(‹reason›: text)\n}',
    ),
    notice: t('notice …()', 'notice ‹name›(‹text›: text)'),
  },
}

/** What stands for `word` where it begins something; undefined where it is inserted as it is. */
export const templateOf = (place: WordPlace, word: string): Template | undefined => templates[place]?.[word]

const escape = (text: string): string => text.replace(/[\\$}]/g, '\\$&')

/** How a language's texts are tagged: `zh` for `zh-CN`, unless two of the line's languages begin so. */
export function tagOf(language: string, languages: readonly string[]): string {
  const short = language.split('-')[0]!
  return languages.filter(each => each.split('-')[0] === short).length > 1 ? language : short
}

/** `zh"…" en"…"` with a stop in each; without a language to be told apart `"…"`. */
const emptyTexts = (languages: readonly string[]): string =>
  languages.length < 2 ? '"‹›"' : languages.map(language => `${tagOf(language, languages)}"‹›"`).join(' ')

/** A template with its stops numbered. A stop without words is empty. */
export function fill(body: string, languages: readonly string[]): string {
  let stop = 0
  return body
    .replaceAll('¶', emptyTexts(languages))
    .split(/(‹[^›]*›)/)
    .map(part => {
      if (!part.startsWith('‹')) return part.replace(/[\\$]/g, '\\$&')
      const words = part.slice(1, -1)
      stop++
      return words === '' ? `$${stop}` : `\${${stop}:${escape(words)}}`
    })
    .join('')
}

/** The template of a name; the name alone where what it writes behind it stands there already: values, a block, `=`. */
export function unwritten(label: string, template: string | undefined, text: string, end: number): string | undefined {
  if (template === undefined || !template.startsWith(label)) return template
  const name = label.replace(/:$/, '')
  const rest = template.slice(name.length).trimStart()
  const sign = rest[0] ?? ''
  let at = end
  while (text[at] === ' ' || text[at] === '\t') at++
  const there = text[at] ?? ''
  // Several names may have one block.
  const written = '({'.includes(sign) && rest.includes('{') ? '({,' : '(=":.'.includes(sign) ? sign : ''
  return there !== '' && written.includes(there) ? name : template
}

/** Texts in each language. */
export const textTemplate = '¶'

/** `(card: ‹card›, passcode: ‹passcode›)`: nothing is named where there is one. */
export function argumentsTemplate(parameters: readonly ast.Parameter[]): string {
  if (parameters.length === 0) return '()'
  const named = parameters.length > 1
  return `(${parameters.map(({ name }) => (named ? `${name.text}: ‹${name.text}›` : `‹${name.text}›`)).join(', ')})`
}

/** The outcomes of an operation, each with its values and an empty block; those that no operation can rule out last. */
export function outcomesTemplate(operation: ast.OperationDeclaration, isTaken: IsTaken, except: readonly string[] = []): readonly string[] {
  const lines: string[] = []
  for (const { name, parameters } of operation.outcomes) {
    if (except.includes(name.text)) continue
    const free = freeNames(
      name.text,
      parameters.map(each => each.name.text),
      isTaken,
    )
    const values = free.length === 0 ? '' : `(${free.join(', ')})`
    lines.push(`${name.text}${values} { ‹› }`)
  }
  for (const name of lastOutcomes(operation)) if (!except.includes(name)) lines.push(`${name} { ‹› }`)
  return lines
}

/** `failed`, and `unknown` of a transaction. */
export const lastOutcomes = (operation: ast.OperationDeclaration): readonly string[] =>
  operation.operation === 'notice' ? [] : operation.operation === 'transaction' ? ['failed', 'unknown'] : ['failed']

/** What follows the name of an operation where it is asked: arguments, and all that can come of it. */
export function callTemplate(operation: ast.OperationDeclaration, isTaken: IsTaken, inLet: boolean): string {
  const call = `${operation.name.text}${argumentsTemplate(operation.parameters)}`
  if (operation.operation === 'notice') return call
  if (operation.result) return inLet ? `${call} else { ‹› }` : call
  return `${call} {\n${outcomesTemplate(operation, isTaken)
    .map(line => `  ${line}`)
    .join('\n')}\n}`
}
