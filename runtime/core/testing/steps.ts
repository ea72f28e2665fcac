// Steps for tests: what is said, names, going places, loops.
import { branchPoint, type Formula, type Step } from './builder.ts'

export const say =
  (text: string, ...values: readonly Formula[]): Step =>
  (b, next) =>
    b.add({ op: 'say', tell: b.tell(text, ...values), announce: !b.line.bargeIn, next })
export const announce =
  (text: string): Step =>
  (b, next) =>
    b.add({ op: 'say', tell: b.tell(text), announce: true, next })
export const sayEverywhere =
  (text: string, announced = false): Step =>
  (b, next) =>
    b.add({ op: 'say', tell: b.tell(text), announce: announced, everyLanguage: true, next })
export const sayIn =
  (language: string, text: string, ...values: readonly Formula[]): Step =>
  (b, next) =>
    b.add({ op: 'say', tell: { ...b.tell(text, ...values), language }, announce: false, next })
/** `say once a, b`: one step, so many texts. */
export const sayOnce =
  (...texts: readonly string[]): Step =>
  (b, next) => {
    const once = b.once()
    return texts.reduceRight((after, text) => b.add({ op: 'say', tell: b.tell(text), announce: false, once, next: after }), next)
  }
export const pause =
  (ms: number): Step =>
  (b, next) =>
    b.add({ op: 'pause', ms, announce: false, next })
export const set =
  (register: string, value: Formula, path?: readonly string[]): Step =>
  (b, next) =>
    b.add({ op: 'set', register: b.register(register), value: value(b), next, ...(path ? { path } : {}) })
export const add =
  (register: string, value: Formula, upTo = 100): Step =>
  (b, next) =>
    b.add({ op: 'add', register: b.register(register), value: value(b), upTo, next })
export const when =
  (condition: Formula, then: readonly Step[], otherwise: readonly Step[] = []): Step =>
  (b, next) =>
    b.add(branchPoint(condition(b), b.seq(then, next), b.seq(otherwise, next)))
export const match =
  (subject: Formula, arms: Readonly<Record<string, readonly Step[]>>): Step =>
  (b, next) =>
    b.add({
      op: 'match',
      subject: subject(b),
      arms: Object.fromEntries(Object.entries(arms).map(([arm, steps]) => [arm, b.seq(steps, next)])),
    })
export const go =
  (place: string): Step =>
  b =>
    b.add({ op: 'go', to: b.entry(place) })
export const back =
  (inMenu: boolean, none?: readonly Step[]): Step =>
  (b, next) =>
    b.add({ op: 'back', menu: inMenu, none: none === undefined ? -1 : b.seq(none, next) })
export const again: Step = b => b.add({ op: 'jump', next: b.again.at(-1)! })
export const run =
  (partName: string): Step =>
  (b, next) =>
    b.add({ op: 'do', to: b.entry(partName), next })
export const comeBack: Step = b => b.add({ op: 'return' })
export const grant =
  (level: number): Step =>
  (b, next) =>
    b.add({ op: 'grant', level, next })
export const lower =
  (level: number): Step =>
  (b, next) =>
    b.add({ op: 'lower', level, next })
export const language =
  (tag: string): Step =>
  (b, next) =>
    b.add({ op: 'language', language: tag, next })
export const milestone =
  (of: string, values: Readonly<Record<string, Formula>> = {}): Step =>
  (b, next) =>
    b.add({
      op: 'milestone',
      name: of,
      values: Object.entries(values).map(([each, value]) => ({ name: each, type: { kind: 'text' }, value: value(b) })),
      next,
    })
export const drain: Step = (b, next) => b.add({ op: 'drain', live: b.live(), next })
export const hangup: Step = b => drain(b, b.add({ op: 'hangup' }))

export const repeat =
  (times: number, body: readonly Step[], otherwise: readonly Step[]): Step =>
  (b, next) => {
    const head = b.reserve()
    const counter = b.register(`$repeat${head}`)
    b.loops.push({ leave: next, next: head, previous: head, again: head })
    const first = b.seq(body, head)
    b.loops.pop()
    b.define(head, { op: 'repeat', counter, times, body: first, out: b.seq(otherwise, next) })
    return b.add({ op: 'repeat-start', counter, next: head })
  }

export const forEach =
  (item: string, list: Formula, counter: string, body: readonly Step[], none: readonly Step[] = []): Step =>
  (b, next) => {
    const head = b.reserve()
    const copy = b.register(`$list${head}`)
    const shared = {
      op: 'each' as const,
      list: copy,
      index: b.register(`$index${head}`),
      item: b.register(item),
      counter: b.register(counter),
      upTo: 100,
      done: next,
    }
    const [forward, backward, stay] = [b.reserve(), b.reserve(), b.reserve()]
    b.loops.push({ leave: next, next: forward, previous: backward, again: stay })
    const start = b.seq(body, forward)
    b.loops.pop()
    b.define(forward, { ...shared, move: 'next', body: start })
    b.define(backward, { ...shared, move: 'previous', body: start })
    b.define(stay, { ...shared, move: 'again', body: start })
    b.define(head, { ...shared, move: 'start', body: start, done: b.seq(none, next) })
    return b.add({ op: 'set', register: copy, value: list(b), next: head })
  }
export const leave: Step = b => b.add({ op: 'jump', next: b.loops.at(-1)!.leave })
export const nextOne: Step = b => b.add({ op: 'jump', next: b.loops.at(-1)!.next })
export const previousOne: Step = b => b.add({ op: 'jump', next: b.loops.at(-1)!.previous })
export const sameOne: Step = b => b.add({ op: 'jump', next: b.loops.at(-1)!.again })
