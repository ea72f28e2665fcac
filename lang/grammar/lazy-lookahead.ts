// Chevrotain works out the look-ahead of every alternative when a parser is made: a third of what a short command waits for. Most files
// need few of them, so each is worked out when it is first asked for.
import { LLkLookaheadStrategy, type ILookaheadStrategy } from 'chevrotain'

type Alternation = ReturnType<ILookaheadStrategy['buildLookaheadForAlternation']>
type Optional = ReturnType<ILookaheadStrategy['buildLookaheadForOptional']>

/** LL(k) as Chevrotain has it, made on demand. Both kinds of function are called on the parser. */
export const createLazyLookahead = (maxLookahead: number): ILookaheadStrategy => {
  const strategy = new LLkLookaheadStrategy({ maxLookahead })
  return {
    validate: options => strategy.validate(options),
    buildLookaheadForAlternation: options => {
      let built: Alternation | undefined
      return function (this: unknown, alternatives) {
        built ??= strategy.buildLookaheadForAlternation(options)
        return built.call(this, alternatives)
      }
    },
    buildLookaheadForOptional: options => {
      let built: Optional | undefined
      return function (this: unknown) {
        built ??= strategy.buildLookaheadForOptional(options)
        return built.call(this)
      }
    },
  }
}
