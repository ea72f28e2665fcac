import type { Listener, Machine } from '../../machine/format.ts'
import type { HearWhat, ScriptLine } from '../../machine/script.ts'
import { fillPath, readKeys } from '../../machine/script-values.ts'
import { diagnose } from '../diagnostics/report.ts'
import { checkAnswer, findOperation } from './check-answers.ts'
import { checkName, checkPath, checkText, checkValue, kinds, locate, reportProblem, type Checking, type Situation } from './checking.ts'

/** Everything in a line that the machine must have. `run` is followed by `check-script.ts`. */
export function checkLine(checking: Checking, situation: Situation, line: Exclude<ScriptLine, { readonly kind: 'run' }>): void {
  const { machine } = checking
  switch (line.kind) {
    case 'call': {
      const numbers = machine.line.numbers.map(({ number }) => number)
      if (line.to !== null) checkName(checking, line, kinds.number, line.to, numbers)
      return
    }
    case 'given operation': {
      const operation = findOperation(checking, line)
      if (operation) for (const answer of line.answers) checkAnswer(checking, situation, answer, operation)
      return
    }
    case 'given setting': {
      const names = machine.settings.map(setting => setting.name)
      if (!checkName(checking, line, kinds.setting, line.name, names)) return
      checkValue(checking, situation, line.value, machine.settings.find(setting => setting.name === line.name)!.type)
      return
    }
    case 'given queue':
      checkName(checking, line, kinds.queue, line.queue, queuesOf(machine))
      if (line.answers?.who) checkText(checking, situation, line.answers.who)
      return
    case 'hear':
      checkHeard(checking, situation, line, line.what)
      return
    case 'press':
    case 'enter': {
      if (line.kind === 'enter' && line.listener !== null) checkCollect(checking, line, line.listener)
      if (situation.scope === null) return
      const keys = readKeys(line.keys, situation.scope)
      if (keys.problem) reportProblem(checking, situation, keys.problem)
      return
    }
    case 'choose language':
      checkLanguageKey(checking, situation, line)
      return
    case 'expect operation':
      checkExpected(checking, situation, line)
      return
    case 'expect level':
      checkName(checking, line, kinds.level, line.level, machine.line.levels)
      return
    case 'expect ended':
      if ('place' in line.where)
        checkName(
          checking,
          line,
          kinds.place,
          line.where.place,
          machine.places.map(place => place.name),
        )
      return
    case 'expect connected':
      checkName(checking, line, kinds.queue, line.queue, queuesOf(machine))
      return
    case 'expect transferred':
      checkText(checking, situation, line.number)
      return
    case 'expect transcript':
      checkTranscript(checking, situation, line, line.path)
      return
    case 'given number':
    case 'wait':
    case 'stay silent':
    case 'hang up':
    case 'speak':
      return
  }
}

function checkTranscript(checking: Checking, situation: Situation, line: ScriptLine, path: string): void {
  if (situation.scope === null) return
  const known = ['language', ...Object.keys(situation.scope.names)]
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!.trim())
  if (names.every(name => checkName(checking, line, kinds.row, name, known, known.slice(1))))
    checkPath(checking, line, fillPath(path, situation.scope))
}

const queuesOf = (machine: Machine): readonly string[] => machine.queues.map(queue => queue.name)

function checkHeard(checking: Checking, situation: Situation, line: ScriptLine, what: HearWhat): void {
  const { machine } = checking
  switch (what.kind) {
    case 'text':
      checkText(checking, situation, what.text)
      return
    case 'menu': {
      const named = machine.listeners.filter(listener => listener.kind === 'menu' && listener.named).map(listener => listener.name)
      checkName(
        checking,
        line,
        kinds.menu,
        what.name,
        machine.listeners.map(listener => listener.name),
        named,
      )
      return
    }
    case 'prompt': {
      const slots = machine.prompts.flatMap(prompt => prompt.slot ?? [])
      // Texts that stand where they are said have slots too, but hardly anybody means one of those.
      const named = slots.filter(slot => !slot.includes('.'))
      if (!checkName(checking, line, kinds.prompt, what.name, slots, named)) return
      const { holes } = machine.prompts.find(prompt => prompt.slot === what.name)!
      for (const [name, value] of Object.entries(what.values)) {
        const known = holes.map(hole => hole.name)
        if (checkName(checking, { start: line.start, end: value.start }, kinds.value, name, known)) {
          checkValue(checking, situation, value, holes.find(hole => hole.name === name)!.type)
        }
      }
      return
    }
    case 'recording':
    case 'nothing else':
      return
  }
}

/** `card`, or with its flow: `log_in.card`. */
function checkCollect(checking: Checking, line: ScriptLine, name: string): void {
  const collects = checking.machine.listeners.filter(listener => listener.kind === 'collect')
  const short = (listener: Listener): string => listener.name.slice(listener.name.lastIndexOf('.') + 1)
  const names = [...new Set(collects.map(short))]
  checkName(checking, line, kinds.collect, name, [...names, ...collects.map(listener => listener.name)], names)
}

/** Some option must lead to the language of the run. */
function checkLanguageKey(checking: Checking, situation: Situation, line: ScriptLine): void {
  if (situation.scope === null) return
  const { language } = situation.scope
  const { listeners } = checking.machine
  if (listeners.some(listener => listener.options.some(option => option.tell?.language === language))) return
  checking.report(diagnose('script-no-language-key', { language }, { file: checking.file, start: line.start, end: line.end }))
}

function checkExpected(checking: Checking, situation: Situation, line: Extract<ScriptLine, { readonly kind: 'expect operation' }>): void {
  const operation = findOperation(checking, line)
  if (!operation) return
  const known = operation.parameters.map(parameter => parameter.name)
  for (const [name, value] of Object.entries(line.with)) {
    const before = { start: line.start, end: value.start }
    if (!checkName(checking, before, kinds.parameter, name, known)) continue
    const { type } = operation.parameters.find(parameter => parameter.name === name)!
    if (type.class === 'secret') {
      checking.report(diagnose('script-secret', { name }, { file: checking.file, ...locate(checking.text, before, name) }))
    } else checkValue(checking, situation, value, type)
  }
}
