import { ScriptParser } from './parser.ts'

let parser: ScriptParser | undefined

/** The one parser, made when it is first used. */
export const theParser = (): ScriptParser => (parser ??= new ScriptParser())
