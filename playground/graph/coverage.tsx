// Marks what no script goes through; who asks for it before the scripts were run has them run.
import { printPercent } from '../../runtime/dtmf/coverage/index.ts'
import type { App } from '../page/app.ts'
import type { GraphWords } from './words.ts'

export function Coverage({ app, words }: { readonly app: App; readonly words: GraphWords }) {
  const { graph, scripts } = app
  const covered = graph.covered.value
  const runs = scripts.running.value !== null
  const marks = graph.marksUncovered.value
  const none = scripts.files.value?.every(file => file.scripts.length === 0) ?? false
  const onClick = (): void => {
    graph.marksUncovered.value = covered === null || !marks
    if (covered === null)
      void scripts.read().then(
        () => scripts.run(),
        () => scripts.run(),
      )
  }
  return (
    <span class="graph-cover">
      <button
        type="button"
        aria-pressed={marks && covered !== null}
        disabled={covered === null && (runs || none)}
        title={none ? words.noScripts : covered === null ? words.runsFirst : words.uncoveredTitle}
        onClick={onClick}
      >
        {words.uncovered}
      </button>
      <span class="graph-covered" role="status">
        {covered === null && runs
          ? words.runs
          : !marks
            ? ''
            : none
              ? words.noScripts
              : covered === null
                ? ''
                : words.coveredOf(printPercent(covered.percent))}
      </span>
    </span>
  )
}
