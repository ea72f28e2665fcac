// What a script hears, what its caller does, and what it expects in the end.
import type { ScriptLine, ScriptValue } from '../../machine/script.ts'
import * as T from '../grammar/tokens.ts'
import { GivenParser, type LineOf, type Unplaced } from './given-parser.ts'
import { W } from './tokens.ts'
import { idOf, textTypes } from './value-parser.ts'

type How = LineOf<'press'>['how']

export abstract class LineParser extends GivenParser {
  protected readonly hear = this.RULE('hearRule', (): Unplaced<LineOf<'hear'>> => {
    this.eat(1, W.hear)
    const next = this.clause(1, W.next, () => this.eat(2, W.next))
    return this.SUBRULE(this.heard, { ARGS: [next ? 'next' : 'forward'] })
  })

  protected readonly never = this.RULE('neverRule', (): Unplaced<LineOf<'hear'>> => {
    this.eat(1, W.never)
    this.eat(2, W.hear)
    return this.SUBRULE(this.heard, { ARGS: ['never'] })
  })

  private readonly heard = this.RULE('heardRule', (mode: LineOf<'hear'>['mode']): Unplaced<LineOf<'hear'>> => {
    // A word alone may be the name of a row's value.
    if (this.goesOn()) this.mendHere([W.prompt, W.menu, W.recording, W.nothing, W.exactly])
    const words = [W.exactly, W.prompt, W.menu, W.recording, W.nothing]
    const what = this.pick<LineOf<'hear'>['what']>(
      1,
      [
        () => {
          this.eat(1, W.exactly)
          return { kind: 'text', text: this.SUBRULE(this.words), exactly: true }
        },
        () => {
          this.eat(2, W.prompt)
          const name = this.SUBRULE(this.dotted)
          const values = this.clause(1, W.with, () => this.SUBRULE(this.withValues))
          return { kind: 'prompt', name, values: values ?? {} }
        },
        () => {
          this.eat(3, W.menu)
          return { kind: 'menu', name: this.SUBRULE2(this.dotted) }
        },
        () => {
          this.eat(4, W.recording)
          return { kind: 'recording' }
        },
        () => {
          this.eat(5, W.nothing)
          this.eat(6, W.else)
          return { kind: 'nothing else' }
        },
        () => ({ kind: 'text', text: this.SUBRULE2(this.words), exactly: false }),
      ],
      () => {
        const kind = this.indexOf(words)
        if (kind >= 0) return kind
        return this.isText() ? 5 : -1
      },
      { en: 'a text, “prompt”, “menu”, “recording” or “nothing else”', zh: '文本、“prompt”、“menu”、“recording”或“nothing else”' },
    )
    const within = this.clause(2, W.within, () => {
      this.eat(7, W.within)
      return this.duration(1)
    })
    return { kind: 'hear', mode, what: what ?? { kind: 'nothing else' }, within: within ?? null }
  })

  /** Does more than `within` follow the next word on its line? */
  private goesOn(): boolean {
    const next = this.currIdx + 2
    return next < this.count && !this.beginsLine(next) && this.typeAt(next) !== idOf(W.within)
  }

  /** Does a text, or the name of a row's, stand here? */
  private isText(): boolean {
    return textTypes.some(type => idOf(type) === this.peek()) || (this.isWord(this.peek()) && !this.beginsNext(this.currIdx + 1))
  }

  /** A text, or the name of a row's value. */
  private readonly words = this.RULE('wordsRule', (): ScriptValue => {
    const start = this.start()
    const found = this.pick<ScriptValue>(
      1,
      [() => this.SUBRULE(this.text_), () => ({ kind: 'name', name: this.name(1), ...this.spanFrom(start) })],
      () => (textTypes.some(type => idOf(type) === this.peek()) ? 0 : this.isText() ? 1 : -1),
      [T.Text],
    )
    return found ?? { kind: 'name', name: '', ...this.spanFrom(start) }
  })

  /** `main`, `transfer.amount` */
  private readonly dotted = this.RULE('dottedRule', (): string => {
    let name = this.name(1)
    const more = (): void => {
      this.eat(1, T.Dot)
      // The order of a slot is a number: `main.2`.
      const part = this.pick<string>(
        1,
        [
          () => {
            this.eat(2, T.NumberToken)
            return this.RECORDING_PHASE ? '' : this.image()
          },
          () => this.name(2),
        ],
        () => (this.peek() === idOf(T.NumberToken) ? 0 : 1),
        [T.Word],
      )
      name += `.${part ?? ''}`
    }
    if (this.RECORDING_PHASE) this.MANY(more)
    else while (this.peek() === idOf(T.Dot) && !this.silenced) more()
    return name
  })

  /** `with amount CNY 10.05, kind savings` */
  private readonly withValues = this.RULE('withValuesRule', (): Readonly<Record<string, ScriptValue>> => {
    const values: Record<string, ScriptValue> = {}
    this.eat(1, W.with)
    this.commaRun(() => {
      const start = this.start()
      const name = this.SUBRULE(this.dotted)
      const value = this.SUBRULE(this.value)
      this.ACTION(() => this.addNamed(values, name, value, start))
    })
    return values
  })

  // ---------------------------------------------------------------------------------------------- the caller

  protected readonly press = this.RULE('pressRule', (): Unplaced<LineOf<'press'>> => {
    this.eat(1, W.press)
    if (!this.RECORDING_PHASE && this.goesOn()) this.mendHere([W.early, W.ahead])
    const how = this.how()
    return { kind: 'press', how, keys: this.SUBRULE(this.keys) }
  })

  protected readonly enter = this.RULE('enterRule', (): Unplaced<LineOf<'enter'>> => {
    this.eat(1, W.enter)
    const how = this.how()
    const listener = this.RECORDING_PHASE
      ? this.option(3, () => this.SUBRULE(this.dotted))
      : this.namesListener()
        ? this.SUBRULE(this.dotted)
        : undefined
    return { kind: 'enter', how, listener: listener ?? null, keys: this.SUBRULE(this.keys) }
  })

  /** One word is a row's value; a word before keys (or before another word) is the collect. */
  private namesListener(): boolean {
    if (!this.isWord(this.peek()) || this.beginsNext(this.currIdx + 1)) return false
    const next = this.peek(2)
    if (next === idOf(T.Dot)) return true
    const keys = [T.NumberToken, T.Star, T.Hash, ...textTypes].some(type => idOf(type) === next)
    return (keys || this.isWord(next)) && !this.beginsLine(this.currIdx + 2)
  }

  private how(): How {
    if (this.RECORDING_PHASE) {
      this.option(1, () => this.consume(1, W.early))
      this.option(2, () => this.consume(1, W.ahead))
      return 'patient'
    }
    return this.maybe(1, W.early) ? 'early' : this.maybe(1, W.ahead) ? 'ahead' : 'patient'
  }

  /** `2`, `1*`, `#`, `"10*05#"`, or the name of a row's value. */
  private readonly keys = this.RULE('keysRule', (): ScriptValue => {
    const start = this.start()
    const single = [T.NumberToken, T.Star, T.Hash]
    const found = this.pick<ScriptValue>(
      1,
      [
        () => {
          if (this.RECORDING_PHASE) this.AT_LEAST_ONE(() => this.OR3(single.map(type => ({ ALT: () => this.CONSUME3(type) }))))
          else
            do this.currIdx++
            while (this.indexOf(single) >= 0 && this.touches(this.currIdx + 1))
          const span = this.spanFrom(start)
          return { kind: 'text', variants: { '': [this.text.slice(span.start, span.end)] }, ...span }
        },
        () => this.SUBRULE(this.words),
      ],
      () => (this.indexOf(single) >= 0 ? 0 : this.isText() ? 1 : -1),
      { en: 'keys (1, *, "10*05#")', zh: '按键（1、*、"10*05#"）' },
    )
    return found ?? { kind: 'name', name: '', ...this.spanFrom(start) }
  })

  protected readonly chooseLanguage = this.RULE('chooseLanguageRule', (): Unplaced<LineOf<'choose language'>> => {
    this.eat(1, W.choose)
    this.eat(2, W.language)
    return { kind: 'choose language' }
  })
  protected readonly wait = this.RULE('waitRule', (): Unplaced<LineOf<'wait'>> => {
    this.eat(1, W.wait)
    return { kind: 'wait', ms: this.duration(1) }
  })
  protected readonly stay = this.RULE('stayRule', (): Unplaced<LineOf<'stay silent'>> => {
    this.eat(1, W.stay)
    this.eat(2, W.silent)
    return { kind: 'stay silent' }
  })
  protected readonly hangUp = this.RULE('hangUpRule', (): Unplaced<LineOf<'hang up'>> => {
    this.eat(1, W.hang)
    this.eat(2, W.up)
    return { kind: 'hang up' }
  })
  protected readonly speak = this.RULE('speakRule', (): Unplaced<LineOf<'speak'>> => {
    this.eat(1, W.speak)
    return { kind: 'speak', ms: this.duration(1) }
  })

  // ---------------------------------------------------------------------------------------------- expect

  protected readonly expect_ = this.RULE('expectRule', (): Unplaced<ScriptLine> | undefined => {
    this.eat(1, W.expect)
    const words = [W.level, W.ended, W.connected, W.transferred, W.transcript]
    return this.pick<Unplaced<ScriptLine>>(
      1,
      [
        () => {
          this.eat(2, W.level)
          return { kind: 'expect level', level: this.name(1) }
        },
        () => this.SUBRULE(this.expectEnded),
        () => {
          this.eat(3, W.connected)
          this.eat(4, W.to)
          this.eat(5, W.queue)
          return { kind: 'expect connected', queue: this.name(2) }
        },
        () => {
          this.eat(6, W.transferred)
          this.eat(7, W.to)
          return { kind: 'expect transferred', number: this.SUBRULE(this.words) }
        },
        () => {
          this.eat(8, W.transcript)
          this.eat(9, W.same)
          this.eatAs()
          return { kind: 'expect transcript', path: this.SUBRULE(this.title) }
        },
        () => this.SUBRULE(this.expectOperation),
      ],
      () => {
        if (!this.isWord(this.peek()) || this.beginsNext(this.currIdx + 1)) return -1
        if (this.peek(2) === idOf(T.Dot)) return 5
        this.mendHere(words)
        const kind = this.indexOf(words)
        return kind >= 0 ? kind : 5
      },
      {
        en: 'an operation (bank.transfer), “level”, “ended”, “connected”, “transferred” or “transcript”',
        zh: '操作（如 bank.transfer）、“level”、“ended”、“connected”、“transferred”或“transcript”',
      },
    )
  })

  private eatAs(): void {
    this.eat(10, W.as)
  }

  private readonly expectEnded = this.RULE('expectEndedRule', (): Unplaced<LineOf<'expect ended'>> => {
    this.eat(1, W.ended)
    const where = this.pick<LineOf<'expect ended'>['where']>(
      1,
      [
        () => {
          this.eat(2, W.in)
          return { place: this.name(1) }
        },
        () => {
          this.eat(3, W.by)
          const by = this.pick<'caller' | 'line'>(
            2,
            [
              () => {
                this.eat(4, W.caller)
                return 'caller'
              },
              () => {
                this.eat(5, W.line)
                return 'line'
              },
            ],
            () => this.indexOf([W.caller, W.line]),
            [W.caller, W.line],
          )
          return { by: by ?? 'caller' }
        },
      ],
      () => this.indexOf([W.in, W.by]),
      [W.in, W.by],
    )
    return { kind: 'expect ended', where: where ?? { by: 'caller' } }
  })

  private readonly expectOperation = this.RULE('expectOperationRule', (): Unplaced<LineOf<'expect operation'>> => {
    const service = this.name(1)
    this.eat(1, T.Dot)
    const operation = this.name(2)
    let times: number | null = null
    this.mendHere([W.not, W.performed])
    this.pick(
      1,
      [
        () => {
          this.eat(2, W.not)
          this.eat(3, W.performed)
          times = 0
        },
        () => {
          this.eat(4, W.performed)
          this.mendHere([W.once, W.twice])
          times = this.RECORDING_PHASE
            ? (this.option(1, () => this.times()) ?? null)
            : this.indexOf([W.once, W.twice, T.NumberToken]) < 0
              ? null
              : this.times()
        },
      ],
      () => this.indexOf([W.not, W.performed]),
      [W.not, W.performed],
    )
    const values = this.clause(2, W.with, () => this.SUBRULE(this.withValues))
    return { kind: 'expect operation', service, operation, times, with: values ?? {} }
  })

  /** `once`, `twice`, `3 times` */
  private times(): number {
    return (
      this.pick<number>(
        2,
        [
          () => {
            this.eat(5, W.once)
            return 1
          },
          () => {
            this.eat(6, W.twice)
            return 2
          },
          () => {
            this.eat(7, T.NumberToken)
            const number = this.RECORDING_PHASE ? 0 : this.wholeNumber()
            this.eat(8, W.times)
            return number
          },
        ],
        () => this.indexOf([W.once, W.twice, T.NumberToken]),
        [W.once, W.twice, T.NumberToken],
      ) ?? 1
    )
  }
}
