// What README.md and the page of coverage show is what the commands print.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { callwright, folderWith } from './testing/io.ts'
import { firstProject } from './testing/project.ts'

const root = join(import.meta.dirname, '..')
const path = join(root, 'README.md')

/** The block behind `<!-- name -->`; `UPDATE_GOLDEN=1` writes it. */
function holds(name: string, printed: string): void {
  const readme = readFileSync(path, 'utf8')
  const block = `<!-- ${name} -->\n\n\`\`\`text\n${printed.trimEnd()}\n\`\`\`\n`
  const written = readme.replace(new RegExp(`<!-- ${name} -->\n(\n\`\`\`text\n[^]*?\n\`\`\`\n)?`), () => block)
  if (process.env['UPDATE_GOLDEN']) writeFileSync(path, written)
  expect(readFileSync(path, 'utf8')).toBe(written)
}

it('shows the call that npm start plays', async () => {
  const { code, out } = await callwright(['play'], { cwd: root })
  expect(code).toBe(0)
  holds('played', out)
})

it('shows a finding as it is printed', async () => {
  const program = `line harbour "Harbour Bank" {
  numbers   { "95500" -> main }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}

menu main {
  press 1 for "balances" -> balanses
  press 9 for "goodbye"  -> goodbye
}

flow balances { say "You have nothing."  -> main }
flow goodbye  { say "Goodbye."  -> hangup }
`
  const { code, out } = await callwright(['check', 'main.ivr'], { cwd: folderWith({ 'main.ivr': program }) })
  expect(code).toBe(1)
  holds('finding', out)
})

it('shows what is measured of the first project', async () => {
  const page = readFileSync(join(root, 'docs/coverage.md'), 'utf8')
  const cwd = await firstProject()
  for (const what of ['coverage', 'mutants']) {
    const { out } = await callwright(['test', `--${what}`], { cwd })
    const shown = page.split('```').find(block => block.startsWith(`\n${what} `))
    for (const part of shown!.split('…\n').filter(each => each.trim() !== '')) expect(out).toContain(part.trimEnd())
  }
})
