// The tables of both grammars, and the files that they are written to.
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { deriveTables } from '../../lang/grammar/derive-tables.ts'
import type { GrammarTables } from '../../lang/grammar/grammar-tables.ts'
import { recordedParser } from '../../lang/grammar/parser.ts'
import { ScriptParser } from '../../lang/script/parser.ts'

const root = join(import.meta.dirname, '..', '..')

export interface TableFile {
  /** Absolute. */
  readonly path: string
  /** What it has to hold. */
  readonly text: string
}

async function fileOf(room: string, what: string, from: string, tables: GrammarTables): Promise<TableFile> {
  const path = join(root, 'lang', room, 'tables.ts')
  const text = `// Written by \`npm run grammar\`: ${what}, as Chevrotain records it.
import type { GrammarTables } from '${from}grammar-tables.ts'
export const tables: GrammarTables = ${JSON.stringify(tables)}`
  return { path, text: await format(text, { ...(await resolveConfig(path)), parser: 'typescript' }) }
}

export const tableFiles = (): Promise<readonly TableFile[]> =>
  Promise.all([
    fileOf('grammar', 'the grammar of `.ivr` files', './', deriveTables(recordedParser())),
    fileOf('script', 'the grammar of `.dtmf` files', '../grammar/', deriveTables(new ScriptParser(true))),
  ])
