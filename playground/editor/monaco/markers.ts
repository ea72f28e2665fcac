// Findings as squiggles in the text.
import { effect } from '@preact/signals'
import type { Diagnostic } from 'vscode-languageserver'
import type { App } from '../../page/app.ts'
import { messageOf } from '../findings.ts'
import { shownRange } from './asking.ts'
import type { Models } from './models.ts'
import * as monaco from './monaco.ts'

const OWNER = 'callwright'
const SEVERITIES = [monaco.MarkerSeverity.Error, monaco.MarkerSeverity.Warning, monaco.MarkerSeverity.Info, monaco.MarkerSeverity.Hint]

export function followFindings({ editor }: App, models: Models): void {
  let shown: ReadonlyMap<string, readonly Diagnostic[]> = new Map()
  const show = (all: ReadonlyMap<string, readonly Diagnostic[]>): void => {
    for (const path of new Set([...shown.keys(), ...all.keys()])) {
      const model = models.of(path)
      if (model && shown.get(path) !== all.get(path))
        monaco.editor.setModelMarkers(
          model,
          OWNER,
          (all.get(path) ?? []).map(one => marker(models, one)),
        )
    }
    shown = all
  }
  effect(() => show(editor.client.findings.value))
  models.onChange(() => {
    shown = new Map()
    show(editor.client.findings.peek())
  })
}

function marker(models: Models, told: Diagnostic): monaco.editor.IMarkerData {
  const { range, severity = 1, code, tags, relatedInformation } = told
  const value = String(code ?? '')
  return {
    ...shownRange(range),
    severity: SEVERITIES[severity - 1]!,
    message: messageOf(told),
    // The code is a link to its page.
    code: { value, target: monaco.Uri.from({ scheme: 'callwright-code', path: value }) },
    tags: (tags ?? []).map(tag => (tag === 1 ? monaco.MarkerTag.Unnecessary : monaco.MarkerTag.Deprecated)),
    relatedInformation: (relatedInformation ?? []).flatMap(({ location, message: said }) => {
      const model = models.at(location.uri)
      return model ? [{ resource: model.uri, message: said, ...shownRange(location.range) }] : []
    }),
  }
}
