// Holds the lint rule that holds the house: each wrong import between rooms is found, and none of the right ones.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

const wrong: readonly (readonly [file: string, source: string])[] = [
  ['machine/a1.ts', "import { x } from '../lang/text/span.ts'\nx()"],
  ['machine/a2.ts', "import { x } from 'chevrotain'\nx()"],
  ['machine/a3.ts', "import { x } from 'node:fs'\nx()"],
  ['lang/text/b1.ts', "import { x } from '../diagnostics/report.ts'\nx()"],
  ['lang/diagnostics/b2.ts', "import { x } from '../grammar/parser.ts'\nx()"],
  ['lang/grammar/b3.ts', "import { x } from '../compiler/compile.ts'\nx()"],
  ['lang/grammar/b4.ts', "import { x } from '../../machine/index.ts'\nx()"],
  ['lang/compiler/b5.ts', "import { x } from '../../runtime/core/step.ts'\nx()"],
  ['lang/compiler/check/b6.ts', "import { x } from '../../../runtime/core/step.ts'\nx()"],
  ['lang/compiler/b7.ts', "import type { X } from '../../cli/host.ts'\nexport type Y = X"],
  ['lang/compiler/b8.ts', "export { x } from 'node:path'"],
  ['lang/compiler/b9.ts', 'export const cwd = (): string => process.cwd()'],
  ['lang/grammar/g1.ts', "import { x } from '../service/service.ts'\nx()"],
  ['lang/format/g10.ts', "import { x } from '../compiler/compile.ts'\nx()"],
  ['lang/format/g11.ts', "import { x } from 'node:fs'\nx()"],
  ['lang/service/g2.ts', "import { x } from '../lsp/server.ts'\nx()"],
  ['lang/service/g3.ts', "import { x } from '../../runtime/speech/reading/index.ts'\nx()"],
  ['lang/service/completion/g4.ts', "import { x } from 'node:fs'\nx()"],
  ['lang/service/g5.ts', "import { x } from 'vscode-languageserver'\nx()"],
  ['lang/service/g6.ts', 'export const cwd = (): string => process.cwd()'],
  ['lang/lsp/g7.ts', "import { x } from 'node:fs'\nx()"],
  ['lang/lsp/g8.ts', "import { x } from '../../cli/host.ts'\nx()"],
  ['lang/lsp/node/g9.ts', "import { x } from '../../../runtime/core/index.ts'\nx()"],
  ['runtime/core/c1.ts', "import { x } from '../dtmf/line.ts'\nx()"],
  ['runtime/core/c2.ts', "import { x } from '../../lang/text/span.ts'\nx()"],
  ['runtime/core/c3.ts', "export const load = async (): Promise<unknown> => import('../dtmf/line.ts')"],
  ['runtime/core/c4.ts', 'export const now = (): number => Date.now()'],
  ['runtime/core/c5.ts', 'export const any = (): number => Math.random()'],
  ['runtime/core/c6.ts', 'export const later = (f: () => void): unknown => setTimeout(f, 1)'],
  ['runtime/dtmf/d1.ts', "import { x } from '../../lang/compiler/compile.ts'\nx()"],
  ['runtime/dtmf/d2.ts', "import { x } from '../speech/engines/espeak.ts'\nx()"],
  ['runtime/dtmf/d3.ts', "import { x } from 'node:timers'\nx()"],
  ['runtime/call/f1.ts', "import { x } from '../dtmf/transcript.ts'\nx()"],
  ['runtime/call/f2.ts', "import { x } from 'node:net'\nx()"],
  ['runtime/core/f3.ts', "import { x } from '../call/line.ts'\nx()"],
  ['runtime/freeswitch/f4.ts', "import { x } from '../serve/node.ts'\nx()"],
  ['runtime/freeswitch/f5.ts', "import { x } from '../dtmf/transcript.ts'\nx()"],
  ['runtime/services/f6.ts', "import { x } from '../freeswitch/connection.ts'\nx()"],
  ['runtime/serve/f7.ts', "import { x } from '../../lang/index.ts'\nx()"],
  ['runtime/speech/reading/e1.ts', "import { x } from '../../dtmf/line.ts'\nx()"],
  ['runtime/speech/reading/e2.ts', "import { x } from 'node:fs'\nx()"],
  ['runtime/speech/e3.ts', "import { x } from 'node:fs'\nx()"],
  ['runtime/speech/engines/e4.ts', "import { x } from 'say'\nx()"],
  ['runtime/speech/engines/e5.ts', "import { x } from '../../../cli/io.ts'\nx()"],
]

const right: readonly (readonly [file: string, source: string])[] = [
  ['machine/a1.ts', "import { x } from './values.ts'\nx()"],
  ['lang/diagnostics/catalogue/b1.ts', "import { x } from '../diagnostic.ts'\nx()"],
  [
    'lang/grammar/b2.ts',
    "import { x } from 'chevrotain'\nimport { y } from '../diagnostics/report.ts'\nimport { z } from '../text/span.ts'\nx(y, z)",
  ],
  [
    'lang/compiler/check/b3.ts',
    "import { x } from '../../grammar/ast.ts'\nimport { y } from '../../../machine/index.ts'\nimport { z } from '../bind/names.ts'\nx(y, z)",
  ],
  [
    'lang/service/completion/g1.ts',
    "import { x } from '../../grammar/ast.ts'\nimport { y } from '../../script/parse-script.ts'\nimport { z } from '../../format/format.ts'\nx(y, z)",
  ],
  ['lang/lsp/g2.ts', "import { x } from '../service/index.ts'\nimport { y } from 'vscode-languageserver/browser'\nx(y)"],
  ['lang/lsp/node/g3.ts', "import { x } from 'node:fs'\nimport { y } from 'vscode-languageserver/node'\nx(y)"],
  ['lang/index.ts', "export { x } from './compiler/compile.ts'\nexport { y } from '../machine/index.ts'"],
  ['runtime/core/c1.ts', "import { x } from './session.ts'\nimport { y } from '../../machine/index.ts'\nx(y)"],
  ['runtime/dtmf/d1.ts', "import { x } from '../core/step.ts'\nimport { y } from '../speech/reading/index.ts'\nx(y)"],
  ['runtime/dtmf/run/d2.ts', "import { x } from '../../core/step.ts'\nimport { y } from '../../../machine/index.ts'\nx(y)"],
  ['runtime/speech/engines/d3.ts', "import { x } from 'node:fs/promises'\nimport { y } from '../wav.ts'\nx(y)"],
  ['runtime/call/f1.ts', "import { x } from '../core/index.ts'\nx()"],
  ['runtime/dtmf/f2.ts', "import { x } from '../call/line.ts'\nx()"],
  ['runtime/freeswitch/line/f3.ts', "import { x } from '../../call/line.ts'\nimport { y } from 'node:net'\nx(y)"],
  ['runtime/services/f4.ts', "import { x } from '../call/backends.ts'\nimport { y } from 'node:http'\nx(y)"],
  [
    'runtime/serve/f5.ts',
    "import { x } from '../freeswitch/connection.ts'\nimport { y } from '../speech/engines/index.ts'\nimport pino from 'pino'\nx(y, pino)",
  ],
  ['cli/e1.ts', "import { x } from '../lang/index.ts'\nimport { y } from '../runtime/index.ts'\nimport { z } from 'node:fs'\nx(y, z)"],
  ['runtime/dtmf/line.test.ts', "import { x } from '../../lang/index.ts'\nimport { y } from 'vitest'\nx(y)"],
]

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'callwright-imports-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lints the files as if they stood in the repository; file → rules that were broken. */
function lint(name: string, files: readonly (readonly [string, string])[]): Map<string, string[]> {
  const at = join(folder, name)
  for (const [file, source] of files) {
    mkdirSync(dirname(join(at, file)), { recursive: true })
    writeFileSync(join(at, file), `${source}\n`)
  }
  cpSync(join(root, '.oxlintrc.json'), join(at, '.oxlintrc.json'))
  let output: string
  try {
    output = execFileSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'], {
      cwd: at,
      encoding: 'utf8',
    })
  } catch (error) {
    output = String((error as { stdout: unknown }).stdout)
  }
  const report = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] }
  const found = new Map<string, string[]>()
  for (const { code, filename } of report.diagnostics) found.set(filename, [...(found.get(filename) ?? []), code])
  return found
}

it('finds every import that the house forbids', () => {
  const found = lint('wrong', wrong)
  for (const [file, source] of wrong) {
    expect(found.get(file) ?? [], `${file}: ${source}`).toContainEqual(expect.stringMatching(/no-restricted-(imports|globals|properties)/))
  }
})

it('lets every import through that the house allows', () => {
  expect([...lint('right', right)]).toEqual([])
})
