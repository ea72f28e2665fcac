// Whatever a file holds and wherever the cursor is, every question has an answer.
import { expect, it } from 'vitest'
import { examples, filesOf, serviceOf } from './testing/workspace.ts'
import type { Service } from './index.ts'

/** A small generator with a seed (mulberry32), so that a failure comes again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const pieces = [
  '{',
  '}',
  '"',
  '(',
  ')',
  '->',
  ' ',
  '\n',
  '//',
  '/*',
  '\\',
  'zh"',
  '{x',
  '\ud83d',
  '，',
  '\u0000',
  'flow ',
  'menu a {',
  '.',
  '9',
  '#',
]

function askEverything(service: Service, path: string, offset: number): void {
  for (const item of service.completion(path, offset)) {
    expect(item.start).toBeLessThanOrEqual(item.end)
    expect(item.insert).not.toBe('')
  }
  service.hover(path, offset)
  service.definition(path, offset)
  service.references(path, offset, true)
  service.highlights(path, offset)
  service.prepareRename(path, offset)
  service.selections(path, offset)
  service.codeActions(path, { start: offset, end: offset })
}
function askOfWhole(service: Service, path: string, length: number): void {
  service.diagnostics(path)
  service.outline(path)
  service.foldings(path)
  service.semanticTokens(path)
  service.inlayHints(path, { start: 0, end: length })
  service.codeLenses(path)
  service.links(path)
}

const sources = examples.flatMap(example => Object.entries(filesOf(example)).map(([path, text]) => ({ example, path, text })))
const chosen = sources.filter(({ path, text }) => /\.(ivr|dtmf)$/.test(path) && text.length < 6000).filter((_, at) => at % 14 === 0)

it.each(chosen.map(({ example, path, text }) => ({ name: `${example}/${path}`, path, text })))(
  'answers at every fifty-third offset of $name cut there, and of what chance makes of it',
  ({ path, text }) => {
    const random = createRandom(text.length)
    const service = serviceOf({ 'main.ivr': 'line l "L" { numbers { "1" -> m } languages zh-CN, en-US }\nmenu m { }\n' })
    for (let offset = 0; offset <= text.length; offset += 53) {
      service.open(path, text.slice(0, offset), offset)
      askEverything(service, path, offset)
    }
    for (let round = 0; round < 12; round++) {
      let mutated = text
      for (let change = 0; change < 4; change++) {
        const from = random(mutated.length + 1)
        mutated = mutated.slice(0, from) + pieces[random(pieces.length)]! + mutated.slice(from + random(30))
      }
      service.open(path, mutated, round)
      askOfWhole(service, path, mutated.length)
      for (let asked = 0; asked < 6; asked++) askEverything(service, path, random(mutated.length + 1))
    }
  },
  60_000,
)

it('answers of offsets outside the text, of files that are not there and of half a character', () => {
  const service = serviceOf({ 'main.ivr': 'menu a { say "😀" }\n' })
  for (const offset of [-5, 1_000_000, 15, Number.MAX_SAFE_INTEGER]) askEverything(service, 'main.ivr', offset)
  for (const path of ['gone.ivr', 'gone.dtmf', '']) {
    askEverything(service, path, 0)
    askOfWhole(service, path, 0)
    expect(service.rename(path, 0, 'x')).toHaveProperty('problem')
  }
})
