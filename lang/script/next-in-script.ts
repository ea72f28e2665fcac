import { createNextTokens } from '../grammar/next-tokens.ts'
import { theParser } from './the-parser.ts'
import { scriptTokens, tokenizeScript } from './tokens.ts'

/** What may come next in a script: see `lang/grammar/next-tokens.ts`. Apart from `parseScript`, whose types others see. */
export const nextInScript = createNextTokens(scriptTokens, tokenizeScript, theParser)
