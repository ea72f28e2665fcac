import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { catalogue } from '../../lang/diagnostics/catalogue/index.ts'
import { callwright } from '../testing/io.ts'

const rows = Object.entries(catalogue as Record<string, { code: string }>)
const pageOf = (code: string): string => join(import.meta.dirname, '../../docs/diagnostics', `${code}.md`)
const [slug, { code }] = rows.find(([, row]) => existsSync(pageOf(row.code)))!

it('prints the page of a code, of a code in small letters or without them, and of a name', async () => {
  for (const wanted of [code, code.toLowerCase(), code.slice(2), slug]) {
    expect(await callwright(['explain', wanted])).toEqual({ code: 0, out: readFileSync(pageOf(code), 'utf8'), err: '' })
  }
})

it('gives the page as JSON', async () => {
  const { out } = await callwright(['explain', code, '--json'])
  const markdown = readFileSync(pageOf(code), 'utf8')
  const title = markdown.split('\n')[0]!.replace(/^# CW\d+: /, '')
  expect(JSON.parse(out)).toMatchObject({ code, slug, title, markdown })
})

it('says in Chinese that the pages are English', async () => {
  const { out } = await callwright(['explain', code, '--lang', 'zh'])
  expect(out).toBe(`${code}：说明目前只有英文。\n\n${readFileSync(pageOf(code), 'utf8')}`)
})

it('lists every code, each once', async () => {
  const { out } = await callwright(['explain'])
  const listed = out.trim().split('\n')
  expect(listed).toHaveLength(rows.length)
  expect(listed.map(line => line.split('  ')[0])).toEqual(rows.map(([, row]) => row.code).sort())
})

it('refuses a code that there is not, and names what is near', async () => {
  const ran = await callwright(['explain', 'CW9999'])
  expect(ran.code).toBe(2)
  expect(ran.err).toMatch(/^callwright: CW9999: there is no such code\./)
})
