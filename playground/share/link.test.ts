import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { exampleFolders, filesOfFolder } from '../project/examples-plugin.ts'
import type { Files } from '../project/project.ts'
import { pathProblem } from '../project/paths.ts'
import { exampleLink, LONG_LINK, readLink, writeLink } from './link.ts'

const EXAMPLES: Readonly<Record<string, Files>> = Object.fromEntries(
  Object.entries(exampleFolders()).map(([name, folder]) => [name, filesOfFolder(folder)]),
)
const load = async (name: string): Promise<Files | null> => (Object.hasOwn(EXAMPLES, name) ? EXAMPLES[name]! : null)
const pack = (value: unknown): string =>
  `p1=${deflateRawSync(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')}`

it('what is shared is opened as it was', async () => {
  const project = { files: { 'main.ivr': 'line a "银行" {}', 'scripts/a.dtmf': '' }, entry: 'main.ivr', current: 'scripts/a.dtmf' }
  const link = await writeLink(project, null)
  expect(link).toMatch(/^p1=[\w-]+$/)
  expect(await readLink(link!, load)).toEqual({ kind: 'project', project, otherBase: false, refused: [] })
})

it('any text comes back, and the same project gives the same link', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}\.ivr$/).filter(path => pathProblem(path) === null),
        fc.string({ unit: 'grapheme' }),
        { minKeys: 1 },
      ),
      async files => {
        const backwards = Object.fromEntries(Object.entries(files).reverse())
        const current = Object.keys(files)[0]!
        const link = await writeLink({ files, entry: null, current }, null)
        expect(await writeLink({ files: backwards, entry: null, current }, null)).toBe(link)
        expect(await readLink(link!, load)).toMatchObject({ kind: 'project', project: { files, current } })
      },
    ),
    { numRuns: 50 },
  )
})

it('an example with a change in it is a short link: the difference alone', async () => {
  const base = { name: 'harbour-95500', files: EXAMPLES['harbour-95500']! }
  const { 'sms.ivr': _, ...rest } = base.files
  const files = { ...rest, 'main.ivr': `${rest['main.ivr']}\n// mine`, 'new.ivr': 'flow x {}' }
  const link = await writeLink({ files, entry: 'main.ivr', current: 'new.ivr' }, base)
  expect(link!.length).toBeLessThan(LONG_LINK)
  expect(await readLink(link!, load)).toMatchObject({
    kind: 'project',
    project: { files, entry: 'main.ivr', current: 'new.ivr' },
    otherBase: false,
  })
  const changed = async (): Promise<Files> => ({ ...base.files, 'care.ivr': 'other' })
  expect(await readLink(link!, changed)).toMatchObject({ kind: 'project', otherBase: true, project: { files: { 'care.ivr': 'other' } } })
  expect(await readLink(link!, async () => null)).toEqual({ kind: 'problem', problem: 'example' })
})

it('an example by its name', async () => {
  expect(await readLink(exampleLink('card-centre'), load)).toMatchObject({ kind: 'example', name: 'card-centre' })
  expect(await readLink('example=nothing', load)).toEqual({ kind: 'problem', problem: 'example' })
  expect(await readLink('example=__proto__', load)).toEqual({ kind: 'problem', problem: 'example' })
  expect(await readLink('example=%E0%A4%A', load)).toEqual({ kind: 'problem', problem: 'example' })
})

it('links of the first version open for ever', async () => {
  const [link, text] = readFileSync(join(import.meta.dirname, 'fixtures/links-of-version-1.txt'), 'utf8')
    .trim()
    .split('\n')
  expect(await readLink(link!, load)).toEqual({
    kind: 'project',
    project: { files: { 'main.ivr': JSON.parse(text!) as string, 'scripts/hours.dtmf': '' }, entry: 'main.ivr', current: 'main.ivr' },
    otherBase: false,
    refused: [],
  })
})

it('a project that is too large for a link gives none', async () => {
  const noise = Array.from({ length: 60_000 }, (_, index) => Math.imul(index + 1, 2654435761) >>> 0).join(',')
  expect(await writeLink({ files: { 'main.ivr': noise }, entry: null, current: 'main.ivr' }, null)).toBe(null)
})

it('a link that nobody could open is not made, however small it were', async () => {
  // Each of them is two letters in JSON.
  const files = { 'main.ivr': '\n'.repeat(1_000_001) }
  expect(await writeLink({ files, entry: null, current: 'main.ivr' }, null)).toBe(null)
  const fits = { files: { 'main.ivr': '\n'.repeat(999_000) }, entry: null, current: 'main.ivr' }
  expect(await readLink((await writeLink(fits, null))!, load)).toMatchObject({ kind: 'project', project: fits })
  const base = { name: 'card-centre', files }
  expect(await writeLink({ files: { ...files, 'a.ivr': '' }, entry: null, current: 'a.ivr' }, base)).toMatch(/^p1=/)
})

it.each([
  ['nothing', '', 'none'],
  ['another fragment', 'section-2', 'none'],
  ['a later version', 'p2=AAAA', 'newer'],
  ['letters that are none of it', 'p1=%3Cscript%3E', 'cut'],
  ['no content', 'p1=', 'cut'],
  ['half a byte', 'p1=AAAAA', 'cut'],
  ['no deflated bytes', 'p1=AAAAAAAA', 'cut'],
  ['no JSON', pack('hello'), 'cut'],
  ['invalid UTF-8', `p1=${deflateRawSync(Buffer.from([0x22, 0xff, 0x22])).toString('base64url')}`, 'cut'],
  ['another JSON', pack([1, 2]), 'cut'],
  ['null', pack(null), 'cut'],
  ['a version that does not fit', pack({ v: 2, entry: null, current: '', files: {} }), 'cut'],
  ['files that are a list', pack({ v: 1, entry: null, current: '', files: ['a'] }), 'cut'],
  ['files that are no texts', pack({ v: 1, entry: null, current: '', files: { 'a.ivr': 1 } }), 'cut'],
  ['a base that is none', pack({ v: 1, base: 'card-centre', entry: null, current: '', files: {} }), 'cut'],
  ['a base that is unknown', pack({ v: 1, base: { name: 'toString', sum: '' }, entry: null, current: '', files: {} }), 'example'],
  ['no file', pack({ v: 1, entry: null, current: '', files: {} }), 'nothing'],
  ['no file that may be', pack('{"v":1,"entry":null,"current":"","files":{"../x.ivr":"","__proto__":"","/a.ivr":""}}'), 'nothing'],
  ['more than a fragment holds', `p1=${'A'.repeat(300_000)}`, 'large'],
])('a wrong link: %s', async (_, fragment, what) => {
  const opened = await readLink(fragment, load)
  expect(opened).toEqual(what === 'none' ? { kind: 'none' } : { kind: 'problem', problem: what })
})

it('a link that is cut anywhere is told as such', async () => {
  const link = (await writeLink({ files: { 'main.ivr': 'line a {}'.repeat(20) }, entry: null, current: 'main.ivr' }, null))!
  for (let end = 3; end < link.length; end++) expect(await readLink(link.slice(0, end), load)).toEqual({ kind: 'problem', problem: 'cut' })
})

it.each(['.', ')', '%E3%80%82', '>', '&from=chat'])('what stands behind a link in a sentence is none of it: %s', async behind => {
  const project = { files: { 'main.ivr': 'line a {}' }, entry: null, current: 'main.ivr' }
  const link = (await writeLink(project, null))!
  expect(await readLink(`${link}${behind}`, load)).toMatchObject({ kind: 'project', project })
  expect(await readLink(`${link.slice(0, 20)}%0D%0A${link.slice(20)}`, load)).toMatchObject({ kind: 'project', project })
})

it('what inflates to more than a project is stopped on the way', async () => {
  // 200 MB of blanks in 200 KB.
  const bomb = `p1=${deflateRawSync(Buffer.alloc(180_000_000, 32)).toString('base64url')}`
  expect(bomb.length).toBeLessThan(256 * 1024)
  const before = process.memoryUsage().arrayBuffers
  expect(await readLink(bomb, load)).toEqual({ kind: 'problem', problem: 'large' })
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000)
})

it('hostile files are left out, the others are opened', async () => {
  const files = Object.fromEntries([...Array(600).keys()].map(index => [`${index}.ivr`, '']))
  const many = await readLink(pack({ v: 1, entry: '0.ivr', current: 'x', files }), load)
  expect(many.kind === 'project' && Object.keys(many.project.files)).toHaveLength(500)
  expect(many.kind === 'project' && many.refused).toHaveLength(100)
  const some = await readLink(
    pack('{"v":1,"entry":"__proto__","current":"toString","files":{"a.ivr":"1","../b.ivr":"2","__proto__":"3"}}'),
    load,
  )
  expect(some).toMatchObject({ kind: 'project', project: { files: { 'a.ivr': '1' }, entry: null, current: 'a.ivr' } })
  expect(some.kind === 'project' && some.refused.map(({ problem }) => problem)).toEqual(['dots', 'reserved'])
})
