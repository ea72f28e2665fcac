import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compile } from '../compile.ts'
import { createMemoryHost } from '../host.ts'
import { lineWith } from './testing/compiled.ts'

const findings = (source: string): string[] => {
  const text = lineWith(source)
  const { diagnostics, machine } = compile(createMemoryHost({ 'main.ivr': text }), 'main.ivr')
  const errors = diagnostics.filter(each => each.severity === 'error')
  expect(machine === null).toBe(errors.length > 0)
  return errors.map(each => `${each.slug} ${text.slice(each.start, each.end).slice(0, 24)}`)
}

const loops = (inner: string, depth: number): string =>
  depth === 0 ? inner : `repeat up to 100 times { ${loops(inner, depth - 1)} } otherwise { }`

it('[S2.38] multiplies the bounds of loops and refuses more than 100,000 operations in one go', () => {
  expect(findings(`remember n: number = 0\nflow start { ${loops('set n = n + 1', 2)} -> hangup }`)).toEqual([])
  expect(findings(`remember n: number = 0\nflow start { ${loops('set n = n + 1', 3)} -> hangup }`)).toEqual([
    'too-many-operations repeat up to 100 times {',
  ])
})

it('[S2.38] counts a loop that waits in each round once', () => {
  expect(findings(`flow start { ${loops('menu { press 1 for "on" { } }', 3)} -> hangup }`)).toEqual([])
})

it('[S2.38] multiplies the bounds of lists, in loops and in conditions on them', () => {
  const list = 'remember xs: list of number up to 1000 = []\nremember n: number = 0\n'
  const once = 'for each x in xs { set n = n + x }'
  expect(findings(`${list}flow start { ${once} -> hangup }`)).toEqual([])
  expect(findings(`${list}flow start { ${once.replace('set n = n + x', 'for each y in xs { set n = x + y }')} -> hangup }`)).toEqual([
    'too-many-operations for each x in xs { for e',
  ])
  expect(findings(`${list}flow start { repeat up to 50 times { set n = count(xs where it > n) } otherwise { } -> hangup }`)).toEqual([
    'too-many-operations repeat up to 50 times { ',
  ])
})

it('[S2.38] counts what a part does for each time that it is run', () => {
  const part = `flow work { ${loops('set n = n + 1', 2)} }`
  expect(findings(`remember n: number = 0\nflow start { do work  -> hangup }\n${part}`)).toEqual([])
  expect(findings(`remember n: number = 0\nflow start { ${loops('do work', 1)} -> hangup }\n${part}`)).toEqual([
    'too-many-operations repeat up to 100 times {',
  ])
})

it('[S2.38] refuses what goes round without ever waiting', () => {
  expect(findings('flow start { -> other }\nflow other { -> start }')).toEqual(['never-waits start'])
  expect(findings('remember xs: list of number = []\nflow start { for each x in xs { if x > 1 { again } } -> hangup }')).toHaveLength(1)
  expect(findings('flow start { menu { press 1 for "on" { } } -> start }')).toEqual([])
})

it('[S2.38] sees that a query whose argument does not fit is passed over, not waited for', () => {
  const bank = 'service bank { query entries(code: digits 4): number within 1s }\n'
  expect(findings(`${bank}flow start { let n = query bank.entries("1234") else -> start  say "{n}" -> hangup }`)).toHaveLength(1)
})

it('[S2.38] [S5.19] sees that a transaction that is not settled yet is passed over, though it has no argument that could not fit', () => {
  const bank = 'service bank { transaction freeze() within 9s { done }  query ask(): number within 1s }\n'
  const freeze = (unknown: string): string[] =>
    findings(`${bank}flow start { perform bank.freeze() { done, failed -> hangup unknown { say "Sorry." ${unknown} } } }`)
  expect(freeze('-> start')).toEqual(['never-waits start'])
  expect(freeze('menu { press 1 for "on" { } } -> start')).toEqual([])
  // What is asked without arguments is always waited for, and so is a transaction before it ends otherwise than unknown.
  expect(freeze('-> hangup')).toEqual([])
  expect(findings(`${bank}flow start { let n = query bank.ask() else -> start  say "{n}" -> hangup }`)).toEqual([])
  expect(findings(`${bank}flow start { perform bank.freeze() { done, unknown -> hangup failed { say "Sorry." -> start } } }`)).toEqual([])
})

it.each(['CW3901', 'CW3902', 'CW3903'])('%s has a page whose example raises it and nothing else', code => {
  const page = readFileSync(new URL(`../../../docs/diagnostics/${code}.md`, import.meta.url), 'utf8')
  expect(page.startsWith(`# ${code}: `)).toBe(true)
  for (const heading of ['## What it means', '## An example', '## How to mend it']) expect(page).toContain(`\n${heading}\n\n`)
  const example = /```ivr\n([^]*?)```/.exec(page)![1]!
  const { diagnostics } = compile(createMemoryHost({ 'main.ivr': example }), 'main.ivr')
  expect(diagnostics.filter(each => each.severity === 'error').map(each => each.code)).toEqual([code])
})
