// What the parts of a line share.
import type { Clock } from '../../call/clock.ts'
import type { LineReport } from '../../call/line.ts'
import { api, setVariable, subscribe, type Built } from '../codec/index.ts'
import type { Connection, Outcome } from '../connection.ts'
import type { Applications } from './applications.ts'
import { TROUBLES, type TroubleSlug } from './troubles.ts'

export interface LineContext {
  readonly connection: Connection
  readonly uuid: string
  /** Of the channel, as the call came: `variable_export_vars`, … */
  readonly header: (name: string) => string | undefined
  readonly clock: Clock
  readonly applications: Applications
  readonly report: (report: LineReport) => void
  readonly trouble: (slug: TroubleSlug) => void
  /** The call comes again from a node that was given up: its parks are told all the time. */
  readonly again: boolean
  /** The call was hung up, or its line lost. */
  readonly gone: () => boolean
}

/** The channel is not there any more: its hang-up is on the way to us, and no trouble. */
export const saysGone = (outcome: Outcome): boolean =>
  outcome.kind === 'answer' && /^-ERR (?:No such channel|Cannot locate session)/i.test(outcome.text)

/** Sends what needs no answer; a refusal is trouble, and so is none. Nothing is told once the call is gone. */
export function tell({ connection, trouble, gone }: LineContext, command: Built): void {
  void connection.send(command).then(outcome => {
    if (gone() || saysGone(outcome)) return
    if (outcome.kind === 'timed-out') trouble('no-reply')
    if (outcome.kind === 'refused' || (outcome.kind === 'answer' && !outcome.ok)) trouble('not-taken')
  })
}

/** The output of an API command; null where it failed, was refused, or the line is gone. */
export async function ask(context: LineContext, command: string, words: readonly string[]): Promise<string | null> {
  const outcome = await context.connection.send(api(command, words))
  return outcome.kind === 'answer' && outcome.ok ? outcome.text : null
}

/** The output of an API command that may take long: nothing else waits for it. */
export async function askInBackground({ connection }: LineContext, command: string, words: readonly string[]): Promise<string | null> {
  let job: ReturnType<Connection['job']> | undefined
  connection.together(() => {
    // Not before it is needed: few calls ask for something that takes long.
    void connection.send(subscribe('plain', ['BACKGROUND_JOB']))
    job = connection.job(command, words)
  })
  const result = await job!
  return result.kind === 'done' && result.ok ? result.text : null
}

/** Sets variables in their order, an empty value removes one. One that cannot be set is trouble, and left out. */
export function setVariables(context: LineContext, variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const id = context.applications.newId()
    context.applications.runBuilt(id, setVariable(name, value, { id }), { ended: () => undefined })
  }
}

/**
 * Sets variables before any command that comes after it, an empty value removes one: what `setVariables` sets waits for the channel, and
 * would be set where the caller is by then. At most 64; names and values have no `;`, quotes or backslashes.
 */
export const setAtOnce = (context: LineContext, variables: Readonly<Record<string, string>>): void =>
  tell(
    context,
    api('uuid_setvar_multi', [
      context.uuid,
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}`)
        .join(';'),
    ]),
  )

export const withTroubles =
  (report: (report: LineReport) => void): ((slug: TroubleSlug) => void) =>
  slug =>
    report({ kind: 'trouble', trouble: TROUBLES[slug] })
