// Each mutant against the scripts that come where it differs, until one of them fails: that one has noticed.
import { prepareChanged, type Prepared } from '../../core/index.ts'
import type { ScriptRun } from '../script-instances.ts'
import type { ScriptOptions } from '../script-play.ts'
import { runScript } from '../script-run.ts'
import type { Mutant } from './mutant.ts'

/** A script that passes on the machine as it is. */
export interface Witness {
  readonly run: ScriptRun
  readonly options: Omit<ScriptOptions, 'prepared'>
  /** By counter of the universe: did it come there? */
  readonly touched: Uint8Array
  /** How much happened in its call; short ones are asked first. */
  readonly size: number
}

export interface MutantResult {
  readonly mutant: Mutant
  /** Who noticed; null where nobody did. */
  readonly noticedBy: ScriptRun | null
  /** Who came there and noticed nothing, in the order in which they were asked. */
  readonly passedOver: readonly ScriptRun[]
}

/** A changed machine may go round for ever: so many times what the script's own call took, and something more. */
const EVENTS_FACTOR = 20
const EVENTS_MORE = 2000

/** The witnesses in the order in which `huntMutant` wants them. */
export const orderWitnesses = (witnesses: readonly Witness[]): Witness[] =>
  witnesses
    .map((witness, index) => ({ witness, index }))
    .sort((a, b) => a.witness.size - b.witness.size || a.index - b.index)
    .map(({ witness }) => witness)

/** `prepared`: the machine as it is, with its trace on and nobody watching. */
export function huntMutant(prepared: Prepared, mutant: Mutant, witnesses: readonly Witness[]): MutantResult {
  const { reach } = mutant
  const passedOver: ScriptRun[] = []
  let changed: Prepared | null = null
  for (const witness of witnesses) {
    if (reach !== null && !reach.some(counter => witness.touched[counter] === 1)) continue
    changed ??= prepareChanged(prepared, mutant.make())
    if (notices(changed, witness)) return { mutant, noticedBy: witness.run, passedOver }
    passedOver.push(witness.run)
  }
  return { mutant, noticedBy: null, passedOver }
}

function notices(prepared: Prepared, { options, run, size }: Witness): boolean {
  try {
    return !runScript({ ...options, prepared, mostEvents: size * EVENTS_FACTOR + EVENTS_MORE }, run).passed
  } catch {
    // A machine that never rests, or that opens a value which is not there: no tester would take that for a pass.
    return true
  }
}
