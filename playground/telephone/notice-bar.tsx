import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import type { App } from '../page/app.ts'
import { stayAt } from './focus.ts'
import type { TelephoneWords } from './words.ts'

/** What a person should know of this call and its program, each with what can be done about it. */
export function NoticeBar({ app, words }: { readonly app: App; readonly words: TelephoneWords }) {
  const { telephone, arrangement, preferences, project } = app
  const { program: state, call, problem, live } = telephone
  const errors = state.value?.errors ?? 0
  const program = state.value?.program ?? null
  const shown = call.value
  const why = telephone.failing.value
  const came = why?.came.at(-1)
  const language = preferences.language.value
  // Before any file has come it is not known that there is none.
  const noEntry = project.entry.value === null && Object.keys(project.files.value).length > 0
  const changed =
    shown !== null && program !== null && errors === 0 && program.entry === shown.newest.entry && program.revision !== shown.newest.revision
  return (
    <div class="telephone-notices" role="status">
      {problem.value && (
        <p class="telephone-notice bad">
          <span>{problem.value[language]}</span>
          <button
            type="button"
            onClick={event => {
              stayAt(event.currentTarget)
              problem.value = null
            }}
          >
            {words.dismiss}
          </button>
        </p>
      )}
      {why && (
        <div class="telephone-notice bad">
          <div class="telephone-failing">
            <p>
              {words.failsHere(printable(why.script))} {printable(why.problem[language])}
            </p>
            {(why.expected ?? came) && (
              <dl>
                {why.expected && (
                  <>
                    <dt>{words.expected}</dt>
                    <dd>{printable(why.expected[language])}</dd>
                  </>
                )}
                {/* What came before it stands in the transcript. */}
                {came && (
                  <>
                    <dt>{words.came}</dt>
                    <dd>{printable(came[language])}</dd>
                  </>
                )}
              </dl>
            )}
          </div>
          <button
            type="button"
            onClick={() => {
              arrangement.show('scripts')
              requestAnimationFrame(() => document.getElementById('scripts-side')?.focus())
            }}
          >
            {words.toScript}
          </button>
          <button
            type="button"
            onClick={event => {
              stayAt(event.currentTarget)
              telephone.failing.value = null
            }}
          >
            {words.dismiss}
          </button>
        </div>
      )}
      {errors > 0 && (
        <p class="telephone-notice">
          <span>{program ? words.errors(errors) : words.noGood(errors)}</span>
          <button type="button" onClick={() => arrangement.show('problems')}>
            {words.seeProblems}
          </button>
        </p>
      )}
      {noEntry && !program && errors === 0 && <p class="telephone-notice">{words.noProgram}</p>}
      {changed && (
        <p class="telephone-notice">
          <span>{words.changed}</span>
          <button
            type="button"
            onClick={event => {
              stayAt(event.currentTarget)
              void telephone.replay()
            }}
          >
            {words.replay}
          </button>
          <button
            type="button"
            onClick={event => {
              stayAt(event.currentTarget)
              void telephone.dial()
            }}
          >
            {words.redial}
          </button>
        </p>
      )}
      {shown && !live.value && (
        <p class="telephone-notice past">
          <span>{words.past}</span>
          <button
            type="button"
            onClick={event => {
              stayAt(event.currentTarget)
              void telephone.goOn()
            }}
          >
            {words.goOn}
          </button>
          <button
            type="button"
            onClick={event => {
              stayAt(event.currentTarget)
              telephone.show(Infinity)
            }}
          >
            {words.newest}
          </button>
        </p>
      )}
      {shown?.newest.canUndo && live.value && (
        <p class="telephone-notice quiet">
          <button
            type="button"
            onClick={event => {
              stayAt(event.currentTarget)
              void telephone.undo()
            }}
          >
            {words.undo}
          </button>
        </p>
      )}
    </div>
  )
}
