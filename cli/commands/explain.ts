import { Command } from 'commander'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../exit.ts'
import { readText } from '../host.ts'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

const PAGES = fileURLToPath(new URL('../../docs/diagnostics', import.meta.url))

export function buildExplainCommand(io: Io): Command {
  return new Command('explain')
    .description('say what a finding means and how to mend it; without a code, list them all')
    .argument('[code]', 'CW2001, or its name: unknown-name')
    .option('--json', 'as JSON')
    .addOption(languageOption(io))
    .action(async (code: string | undefined, options: LanguageOptions & { json?: boolean }) => {
      const { catalogue } = await import('../../lang/diagnostics/catalogue/index.ts')
      const rows = Object.entries(catalogue as Readonly<Record<string, { readonly code: string; readonly severity: string }>>)
        .map(([slug, row]) => ({ code: row.code, slug, severity: row.severity }))
        .sort((a, b) => (a.code < b.code ? -1 : 1))
      if (code === undefined) {
        io.stdout.write(
          options.json
            ? `${JSON.stringify(rows, null, 2)}\n`
            : rows.map(row => `${row.code}  ${row.severity.padEnd(7)}  ${row.slug}\n`).join(''),
        )
        return
      }
      const wanted = code.trim().toLowerCase()
      const row = rows.find(one => [one.code.toLowerCase(), one.code.slice(2), one.slug].includes(wanted))
      if (row === undefined) {
        const near = rows.filter(
          one => one.code.toLowerCase().startsWith(wanted.slice(0, 4)) || (wanted.length > 2 && one.slug.includes(wanted)),
        )
        const some = near.slice(0, 8).map(one => `${one.code} ${one.slug}`)
        throw new Refusal({
          en: `${code}: there is no such code.${some.length > 0 ? ` Near it: ${some.join(', ')}.` : ''} “callwright explain” lists them all.`,
          zh: `${code}：没有这个代码。${some.length > 0 ? `相近的有：${some.join('、')}。` : ''}“callwright explain” 列出全部代码。`,
        })
      }
      const page = readText(io.fs, `${PAGES}/${row.code}.md`)
      if ('problem' in page) throw new Error(`no page for ${row.code}`)
      if (options.json) {
        const title = /^# (?:CW\d+: )?(.+)$/m.exec(page.text)?.[1] ?? row.slug
        io.stdout.write(`${JSON.stringify({ ...row, title, markdown: page.text }, null, 2)}\n`)
        return
      }
      io.stdout.write(options.lang === 'zh' ? `${row.code}：说明目前只有英文。\n\n${page.text}` : page.text)
    })
}
