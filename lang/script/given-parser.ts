// `given …`: what back ends, settings, queues and numbers do in a script.
import type { ScriptAnswer, ScriptLine, ScriptValue } from '../../machine/script.ts'
import { diagnose } from '../diagnostics/report.ts'
import * as T from '../grammar/tokens.ts'
import { W } from './tokens.ts'
import { idOf, textTypes, ValueParser } from './value-parser.ts'

/** A line whose span is added by the rule that reads any. */
export type Unplaced<L> = L extends unknown ? Omit<L, 'start' | 'end'> : never
export type LineOf<K extends ScriptLine['kind']> = Extract<ScriptLine, { readonly kind: K }>
type Answered =
  | { readonly kind: 'outcome'; readonly name: string; readonly values: readonly ScriptValue[] }
  | { readonly kind: 'value'; readonly value: ScriptValue }

/** How long a talk lasts where the script does not say, ms. */
const TALK = 60_000

export abstract class GivenParser extends ValueParser {
  protected readonly given = this.RULE('givenRule', (): Unplaced<ScriptLine> | undefined => {
    this.eat(1, W.given)
    return this.pick<Unplaced<ScriptLine>>(
      1,
      [
        () => this.SUBRULE(this.givenSetting),
        () => this.SUBRULE(this.givenQueue),
        () => this.SUBRULE(this.givenNumber),
        () => this.SUBRULE(this.givenOperation),
      ],
      () => {
        // A service may have any name, `queue` too: the point behind it tells.
        if (!this.isWord(this.peek()) || this.beginsNext(this.currIdx + 1)) return -1
        if (this.peek(2) === idOf(T.Dot)) return 3
        const kind = this.indexOf([W.setting, W.queue, W.number])
        if (kind >= 0) return kind
        this.mendHere([W.setting, W.queue, W.number])
        const mended = this.indexOf([W.setting, W.queue, W.number])
        return mended >= 0 ? mended : 3
      },
      { en: 'an operation (bank.accounts), “setting”, “queue” or “number”', zh: '操作（如 bank.accounts）、“setting”、“queue”或“number”' },
    )
  })

  private readonly givenSetting = this.RULE('givenSettingRule', (): Unplaced<LineOf<'given setting'>> => {
    this.eat(1, W.setting)
    const name = this.name(1)
    this.eat(2, T.Assign)
    return { kind: 'given setting', name, value: this.SUBRULE(this.value) }
  })

  private readonly givenQueue = this.RULE('givenQueueRule', (): Unplaced<LineOf<'given queue'>> => {
    this.eat(1, W.queue)
    const queue = this.name(1)
    let answers: LineOf<'given queue'>['answers'] = null
    const facts = {
      noAgents: false,
      fails: false,
      waiting: null as number | null,
      agents: null as number | null,
      longest: null as number | null,
    }
    const count = (): void => {
      this.eat(5, T.NumberToken)
      const number = this.RECORDING_PHASE ? 0 : this.wholeNumber()
      this.pick(
        3,
        [
          () => {
            this.eat(6, W.waiting)
            facts.waiting = number
          },
          () => {
            this.eat(7, W.agents)
            facts.agents = number
          },
        ],
        () => this.indexOf([W.waiting, W.agents]),
        [W.waiting, W.agents],
      )
    }
    this.commaRun(() => {
      this.mendHere([W.answers, W.has, W.fails])
      this.pick(
        1,
        [
          () => {
            this.eat(2, W.answers)
            const who = this.clause(1, W.by, () => {
              this.eat(3, W.by)
              return this.SUBRULE(this.value)
            })
            const after = this.clause(2, W.after, () => this.SUBRULE(this.after))
            const length = this.clause(3, W.for, () => this.SUBRULE(this.talk))
            answers = { after: after ?? 0, for: length ?? TALK, who: who ?? null }
          },
          () => {
            this.maybe(4, W.has)
            this.pick(
              2,
              [
                () => {
                  this.eat(8, W.no)
                  this.eat(9, W.agents)
                  facts.noAgents = true
                },
                count,
                () => {
                  this.consumeLongest()
                  facts.longest = this.duration(1)
                },
              ],
              () => this.indexOf([W.no, T.NumberToken, W.longest]),
              [W.no, T.NumberToken, W.longest],
            )
          },
          () => {
            this.SUBRULE(this.fails)
            facts.fails = true
          },
        ],
        () => {
          const kind = this.indexOf([W.answers, W.has, W.fails])
          if (kind >= 0) return kind
          return this.indexOf([W.no, T.NumberToken, W.longest]) >= 0 ? 1 : -1
        },
        [W.answers, W.has, W.fails],
      )
    })
    return { kind: 'given queue', queue, answers, ...facts }
  })

  private consumeLongest(): void {
    this.eat(1, W.longest)
  }
  private readonly fails = this.RULE('failsRule', (): void => {
    this.eat(1, W.fails)
  })
  /** `after 400ms` */
  private readonly after = this.RULE('afterRule', (): number => {
    this.eat(1, W.after)
    return this.duration(1)
  })
  /** `for 2min` */
  private readonly talk = this.RULE('talkRule', (): number => {
    this.eat(1, W.for)
    return this.duration(1)
  })

  /** A number without decimals; another is reported. */
  protected wholeNumber(): number {
    const number = Number(this.image())
    if (!Number.isSafeInteger(number)) {
      const { start, end } = this.spanOf(this.currIdx)
      this.push(diagnose('script-whole-number', { number: this.image() }, { file: this.file, start, end }))
    }
    return Number.isSafeInteger(number) ? number : 0
  }

  private readonly givenNumber = this.RULE('givenNumberRule', (): Unplaced<LineOf<'given number'>> => {
    this.eat(1, W.number)
    const number = this.SUBRULE(this.plain)
    this.mendHere([W.is, W.answers, W.does, W.fails])
    let after = 0
    let length = TALK
    const is = this.pick<LineOf<'given number'>['is']>(
      1,
      [
        () => {
          this.eat(2, W.is)
          this.eat(3, W.busy)
          return 'busy'
        },
        () => {
          this.eat(4, W.answers)
          after = this.clause(1, W.after, () => this.SUBRULE(this.after)) ?? 0
          length = this.clause(2, W.for, () => this.SUBRULE(this.talk)) ?? TALK
          return 'answered'
        },
        () => {
          this.eat(5, W.does)
          this.eat(6, W.not)
          this.eat(7, W.answer)
          return 'no answer'
        },
        () => {
          this.SUBRULE(this.fails)
          return 'failed'
        },
      ],
      () => this.indexOf([W.is, W.answers, W.does, W.fails]),
      [W.is, W.answers, W.does, W.fails],
    )
    return { kind: 'given number', number, is: is ?? 'answered', after, for: length }
  })

  private readonly givenOperation = this.RULE('givenOperationRule', (): Unplaced<LineOf<'given operation'>> => {
    const service = this.name(1)
    this.eat(1, T.Dot)
    const operation = this.name(2)
    const answers = [this.SUBRULE(this.answer, { ARGS: [false] })]
    const more = (): void => {
      this.maybe(2, T.Comma)
      this.eat(3, W.then)
      answers.push(this.SUBRULE2(this.answer, { ARGS: [true] }))
    }
    if (this.RECORDING_PHASE) this.MANY(more)
    else {
      for (;;) {
        this.mendHere([W.then])
        if (this.peek() !== idOf(W.then) && this.peek() !== idOf(T.Comma)) break
        more()
        if (this.silenced) break
      }
    }
    return { kind: 'given operation', service, operation, answers }
  })

  /** `answers declined(limit) after 400ms`, `fails`, `never answers`, `loses the answer`; after `then` the word `answers` may be left out. */
  private readonly answer = this.RULE('answerRule', (continued: boolean): ScriptAnswer => {
    const start = this.start()
    // After `then` an outcome may stand, and `failed` is one.
    if (!continued) this.mendHere([W.answers, W.fails, W.never, W.loses])
    const answer = this.pick<Unplaced<ScriptAnswer>>(
      1,
      [
        () => {
          this.maybe(7, W.answers)
          const given = this.SUBRULE(this.answered)
          const after = this.clause(1, W.after, () => this.SUBRULE(this.after))
          return { ...given, after: after ?? 0 }
        },
        () => {
          this.SUBRULE(this.fails)
          const after = this.clause(2, W.after, () => this.SUBRULE2(this.after))
          return { kind: 'fails', after: after ?? 0 }
        },
        () => {
          this.eat(2, W.never)
          this.eat(3, W.answers)
          return { kind: 'never answers' }
        },
        () => {
          this.eat(4, W.loses)
          this.eat(5, W.the)
          this.eat(6, W.answer)
          return { kind: 'loses the answer' }
        },
      ],
      () => {
        const kind = this.indexOf([W.answers, W.fails, W.never, W.loses])
        return kind < 0 && continued ? 0 : kind
      },
      [W.answers, W.fails, W.never, W.loses],
    )
    return { ...(answer ?? { kind: 'fails', after: 0 }), ...this.spanFrom(start) }
  })

  /** `accepted(id)`, `accepted`, or a value. A word alone is an outcome here; what it is, the operation knows (`machine/script-answers.ts`). */
  private readonly answered = this.RULE('answeredRule', (): Answered => {
    const values: ScriptValue[] = []
    const named = (): Answered => {
      const name = this.name(1)
      this.when(1, T.LParen, () => {
        this.eat(2, T.LParen)
        this.nested++
        this.commas(T.RParen, () => {
          values.push(this.SUBRULE(this.value))
        })
        this.nested--
      })
      return { kind: 'outcome', name, values }
    }
    return (
      this.pick<Answered>(
        1,
        [named, () => ({ kind: 'value', value: this.SUBRULE2(this.value) })],
        () => {
          const next = this.peek(2)
          const values = [T.NumberToken, T.Minus, T.DurationToken, ...textTypes].some(type => idOf(type) === next)
          return this.isWord(this.peek()) && !values && !this.beginsNext(this.currIdx + 1) ? 0 : 1
        },
        [T.Word],
      ) ?? { kind: 'outcome', name: '', values }
    )
  })
}
