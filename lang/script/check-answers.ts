import type { Operation } from '../../machine/format.ts'
import type { ScriptAnswer, ScriptLine } from '../../machine/script.ts'
import { diagnose } from '../diagnostics/report.ts'
import { checkName, checkValue, kinds, type Checking, type Situation } from './checking.ts'

/** The operation of a line; null where there is none (reported). */
export function findOperation(
  checking: Checking,
  line: ScriptLine & { readonly service: string; readonly operation: string },
): Operation | null {
  const { operations } = checking.machine
  const services = [...new Set(operations.map(operation => operation.service))]
  if (!checkName(checking, line, kinds.service, line.service, services)) return null
  const names = operations.filter(operation => operation.service === line.service).map(operation => operation.name)
  if (!checkName(checking, line, kinds.operation, line.operation, names)) return null
  return operations.find(operation => operation.service === line.service && operation.name === line.operation) ?? null
}

export function checkAnswer(checking: Checking, situation: Situation, answer: ScriptAnswer, operation: Operation): void {
  const { outcomes, result } = operation
  const names = Object.keys(outcomes)
  const wrongKind = (): void => {
    const parameters = { operation: `${operation.service}.${operation.name}`, plain: result !== undefined, outcomes: names }
    checking.report(diagnose('script-answer-kind', parameters, { file: checking.file, start: answer.start, end: answer.end }))
  }
  switch (answer.kind) {
    case 'fails':
    case 'never answers':
    case 'loses the answer':
      return
    case 'value':
      if (result) checkValue(checking, situation, answer.value, result)
      else wrongKind()
      return
    case 'outcome': {
      if (answer.name === 'failed' && answer.values.length === 0) return
      if (Object.hasOwn(outcomes, answer.name)) {
        checkValues(checking, situation, answer, outcomes[answer.name]!)
        return
      }
      if (!result) checkName(checking, answer, kinds.outcome, answer.name, names, [...names, 'fails', 'never answers'])
      else if (answer.values.length > 0) wrongKind()
      else checkValue(checking, situation, nameOf(answer, checking.text), result)
    }
  }
}

/** A word alone, where a plain answer is wanted: a choice's value, `true`, `nothing`, a row's name. */
function nameOf(answer: Extract<ScriptAnswer, { readonly kind: 'outcome' }>, text: string) {
  const start = Math.max(answer.start, text.lastIndexOf(answer.name, answer.end))
  return { kind: 'name', name: answer.name, start, end: start + answer.name.length } as const
}

function checkValues(
  checking: Checking,
  situation: Situation,
  answer: Extract<ScriptAnswer, { readonly kind: 'outcome' }>,
  wanted: Operation['outcomes'][string],
): void {
  if (answer.values.length !== wanted.length) {
    const parameters = { outcome: answer.name, wanted: wanted.map(value => value.name), got: answer.values.length }
    checking.report(diagnose('script-outcome-values', parameters, { file: checking.file, start: answer.start, end: answer.end }))
    return
  }
  for (const [index, value] of answer.values.entries()) checkValue(checking, situation, value, wanted[index]!.type)
}
