// A workspace of several programs: what has the same name in two of them is two things, unless one file says it for both.
import { expect, it } from 'vitest'
import { marked, serviceOf } from './testing/workspace.ts'

const program = (number: string, more = ''): string => `line l${number} "L" {
  numbers { "${number}" -> start }
  languages en-US
  time zone Asia/Shanghai
  levels anonymous < verified
  otherwise -> goodbye
}
type Kind = one of { savings "savings"  card "card" }
type Account = { number: text  kind: Kind }
service bank { query account(): Account within 3s requires verified }
menu start { press 1 for "one" -> goodbye }
flow goodbye { say "Bye." -> hangup }
${more}`
const script = `use "./main.ivr"
script "x" in en-US {
  call
  given bank.account answers { number: "1", kind: savings }
  expect level verified
}
`
const files = { 'a/main.ivr': program('1'), 'a/x.dtmf': script, 'b/main.ivr': program('2'), 'b/x.dtmf': script }

function touched(all: Readonly<Record<string, string>>, path: string, mark: string, name: string): Readonly<Record<string, number>> {
  const { text, offset } = marked(all[path]!.replace(mark.replace('|', ''), mark))
  const service = serviceOf({ ...all, [path]: text }, ['a/main.ivr', 'b/main.ivr'])
  const found = service.rename(path, offset, name)
  if ('problem' in found) throw new Error(found.problem.en)
  const counts: Record<string, number> = {}
  for (const { file } of found.edits) counts[file] = (counts[file] ?? 0) + 1
  const referred = new Set(service.references(path, offset, true).map(({ file }) => file))
  expect([...referred].sort()).toEqual(Object.keys(counts).sort())
  return counts
}

it.each([
  ['a level', '< |verified', 'known', 2],
  ['a field', '|number: text', 'number_of', 1],
  ['a value of a choice', '|savings "', 'current', 1],
  ['a service', 'service |bank', 'core', 1],
])('renames %s in its own program and scripts', (_, mark, name, times) => {
  expect(touched(files, 'a/main.ivr', mark, name)).toEqual({ 'a/main.ivr': times, 'a/x.dtmf': 1 })
})

it.each([
  ['a level', 'requires |verified', 'known', { 'a/main.ivr': 2, 'a/x.dtmf': 1, 'b/main.ivr': 2, 'b/x.dtmf': 1 }],
  ['a setting', 'settings.|rush', 'hurry', { 'a/main.ivr': 1, 'b/main.ivr': 1 }],
])('renames %s in all programs whose name for it one file has', (_, mark, name, counts) => {
  const lib = 'flow tell requires verified { if settings.rush { say "Quick." }  -> hangup }\n'
  const using = `settings { rush: boolean = false }\nmenu more { press 1 for "x" -> tell }\n`
  const both = {
    ...files,
    'a/main.ivr': `import { tell } from "../lib.ivr"\n${program('1', using)}`,
    'b/main.ivr': `import { tell } from "../lib.ivr"\n${program('2', using)}`,
    'lib.ivr': lib,
  }
  expect(touched(both, 'lib.ivr', mark, name)).toEqual({ ...counts, 'lib.ivr': 1 })
})

it('knows the values of a type by whatever name the type goes', () => {
  const all = { ...files, 'a/main.ivr': program('1', 'type Sort = Kind\nsettings { sort: Sort = savings }\n') }
  expect(touched(all, 'a/main.ivr', '|savings "', 'current')).toEqual({ 'a/main.ivr': 2, 'a/x.dtmf': 1 })
})

it('keeps two types of one name in two files of one program apart', () => {
  const all = {
    ...files,
    'a/main.ivr': `import { other_one } from "./lib.ivr"\n${program('1', 'menu more { press 1 for "x" -> other_one }\n')}`,
    'a/lib.ivr':
      'type Kind = one of { savings "s"  gold "g" }\nsettings { best: Kind = savings }\nflow other_one { if settings.best == savings { say "S." }  -> hangup }\n',
  }
  expect(touched(all, 'a/main.ivr', '|savings "', 'current')).toEqual({ 'a/main.ivr': 1, 'a/x.dtmf': 1 })
  expect(touched(all, 'a/lib.ivr', '|savings "', 'current')).toEqual({ 'a/lib.ivr': 3 })
})
