// A script played in the simulator, with all that another line needs to play the same call again.
import type { CallObserver } from '../../runtime/call/observer.ts'
import type { CallStart } from '../../runtime/core/index.ts'
import type { Backend } from '../../runtime/dtmf/backend.ts'
import type { AnchoredAction } from '../../runtime/dtmf/line-play.ts'
import { createReplyRecord } from '../../runtime/dtmf/replies.ts'
import type { ScriptOptions } from '../../runtime/dtmf/script-play.ts'
import { runScript, type ScriptResult } from '../../runtime/dtmf/script-run.ts'
import type { ScriptRun } from '../../runtime/dtmf/script-instances.ts'

export interface Simulated {
  readonly result: ScriptResult
  readonly actions: readonly AnchoredAction[]
  readonly start: CallStart
  /** ms since 1970 */
  readonly at: number
  /** Answers once more as the script's bank, queues and numbers did, in the same order; each time it is taken from the first on. */
  readonly backend: () => Backend
  /** What was typed into secret entries, key by key. */
  readonly secrets: readonly string[]
}

export function simulate(options: ScriptOptions, run: ScriptRun, observers: readonly CallObserver[] = []): Simulated {
  const actions: AnchoredAction[] = []
  const replies = createReplyRecord()
  const secrets: string[] = []
  let start: CallStart = { id: run.id, caller: null, called: '', settings: {} }
  let at = 0
  const watch: CallObserver = {
    stepping: (event, session) => {
      if (event.kind !== 'started') return
      start = session.call
      at = event.at
    },
  }
  const result = runScript(
    {
      ...options,
      onAction: action => actions.push(action),
      onSecretKey: key => secrets.push(key),
      observers: [watch, ...observers],
      wrapBackend: replies.wrap,
    },
    run,
  )
  return { result, actions, start, at, backend: replies.repeat, secrets }
}
