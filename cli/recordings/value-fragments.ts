// What of a language's readings a line's values can need: the studio records no francs for a bank that has none, and no months for one
// that says no date.
import type { Machine, Prompt, PromptPart } from '../../machine/format.ts'
import type { Fragment } from '../../machine/fragments.ts'
import type { Type } from '../../machine/types.ts'
import { listFragments } from '../../runtime/speech/reading/index.ts'
import { toldPrompts } from './tellings.ts'
import type { Wanted } from './wanted.ts'

/** What a line reads. */
type Need = 'keys' | 'letters' | 'numerals' | 'amounts' | 'ordinals' | 'money' | 'dates' | 'times' | 'durations' | 'booleans' | 'lists'

/** Groups of fragments (what stands behind `reading/`) and what needs them; a group that is not here is recorded with anything. */
const GROUPS: Readonly<Partial<Record<string, readonly Need[]>>> = {
  key: ['keys'],
  letter: ['letters'],
  digit: ['numerals', 'letters'],
  plus: ['numerals'],
  withheld: ['numerals'],
  ordinal: ['ordinals', 'dates'],
  money: ['money'],
  month: ['dates'],
  date: ['dates'],
  // English says “oh” in years and in minutes.
  year: ['dates', 'times'],
  time: ['times'],
  am: ['times'],
  pm: ['times'],
  noon: ['times'],
  midnight: ['times'],
  duration: ['durations'],
  day: ['durations'],
  hour: ['durations', 'times'],
  minute: ['durations', 'times'],
  second: ['durations'],
  yes: ['booleans'],
  no: ['booleans'],
  and: ['amounts', 'lists'],
}
/** Numerals one by one; above them numbers begin. */
const NUMERAL = /^n\.\d$/

/** What the readings of each language of the line need. */
export function wantedValues(machine: Machine): readonly Wanted[] {
  const prompts = toldPrompts(machine).map(index => machine.prompts[index]!)
  return machine.line.languages.flatMap(language =>
    fragmentsOfValues(prompts, language).map(({ slot, words }): Wanted => ({ kind: 'value', slot, language, words, of: slot })),
  )
}

/** In the reading's order; none for prompts that read no value, and for a language without a reading. */
export function fragmentsOfValues(prompts: Iterable<Prompt>, language: string): readonly Fragment[] {
  const needs = new Set<Need>()
  const currencies = new Set<string>()
  for (const prompt of prompts) {
    for (const { hole, form } of holesIn(prompt.texts[language] ?? [])) {
      const type = prompt.holes[hole]?.type
      if (type) addNeeds(type, form, needs, currencies)
    }
  }
  if (needs.size === 0) return []
  return listFragments(language).flatMap(({ id, words, pause, currencies: needing }) => {
    const name = id.replace(/^reading\//, '')
    const group = name.split('.', 1)[0]!
    const own: readonly Need[] = GROUPS[group] ?? (NUMERAL.test(name) ? ['numerals', 'amounts'] : ['amounts'])
    const spent = needing === undefined || needing.some(currency => currencies.has(currency))
    return pause === undefined && spent && own.some(need => needs.has(need)) ? [{ slot: id, words }] : []
  })
}

function addNeeds(type: Type, form: string | undefined, needs: Set<Need>, currencies: Set<string>): void {
  const add = (...own: readonly Need[]): void => own.forEach(need => needs.add(need))
  const waiting = [type]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    switch (at.kind) {
      case 'optional':
        waiting.push(at.of)
        break
      case 'list':
        add('lists')
        waiting.push(at.of)
        break
      case 'record':
        waiting.push(...Object.values(at.fields))
        break
      case 'digits':
        add(form === 'keys' ? 'keys' : 'numerals')
        if (form === 'letters' || at.star !== undefined) add('letters')
        break
      case 'text':
        // Without a form a text is read as it is; with one, whatever letters it has.
        if (form === 'keys') add('keys')
        else if (form !== undefined) add('numerals', 'letters')
        break
      case 'number':
        add('amounts', 'numerals')
        if (form === 'ordinal') add('ordinals')
        break
      case 'money':
        add('amounts', 'numerals', 'money')
        currencies.add(at.currency)
        break
      case 'date':
        add('amounts', 'numerals', 'dates')
        break
      case 'time':
        add('amounts', 'numerals', 'times')
        break
      case 'moment':
        add('amounts', 'numerals', 'dates', 'times')
        break
      case 'duration':
        add('amounts', 'numerals', 'durations')
        break
      case 'boolean':
        add('booleans')
        break
      case 'choice':
      case 'recording':
      case 'speech':
    }
  }
}

function holesIn(parts: readonly PromptPart[]): { readonly hole: number; readonly form?: string }[] {
  const found: { readonly hole: number; readonly form?: string }[] = []
  const waiting = [...parts]
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (typeof part === 'string' || 'pause' in part) continue
    if ('hole' in part) found.push(part)
    else for (const form of Object.values(part.forms)) waiting.push(...form)
  }
  return found
}
