import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { callwright, temporaryFolder } from '../../cli/testing/io.ts'
import { CORNER_BANK } from '../testing/corner-bank.ts'
import { createClient, type Client, type Port } from '../workers/rpc.ts'
import type { DeskContract, RunResult } from './contract.ts'
import { serveDesk } from './in-worker.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

function filesOf(name: string): Record<string, string> {
  const folder = join(EXAMPLES, name)
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => /\.(ivr|dtmf|json|txt|csv)$/.test(path))
  return Object.fromEntries(found.sort().map(path => [path, readFileSync(join(folder, path), 'utf8')]))
}

interface Desk {
  readonly ask: Client<DeskContract>['ask']
  readonly change: (changes: Record<string, string | null>) => void
  readonly told: RunResult[]
}

/** The desk without a thread: what is posted at one end arrives at the other, later and cloned. */
function openDesk(files: Record<string, string>): Desk {
  vi.spyOn(globalThis, 'setInterval').mockReturnValueOnce(0 as never)
  const listeners: ((event: MessageEvent) => void)[][] = [[], []]
  const end = (own: number, other: number): Port => ({
    postMessage: message => {
      const data = structuredClone(message)
      queueMicrotask(() => listeners[other]!.forEach(listener => listener({ data } as MessageEvent)))
    },
    addEventListener: (_, listener) => void listeners[own]!.push(listener),
  })
  serveDesk(end(0, 1))
  const page = end(1, 0)
  const told: RunResult[] = []
  const client = createClient<DeskContract>(page, { ran: ({ results }) => void told.push(...results) })
  let revision = 0
  const change = (changes: Record<string, string | null>): void =>
    page.postMessage({ project: { changes, entry: 'main.ivr', revision: ++revision } })
  change(files)
  return { ask: client.ask, change, told }
}

it.for(['card-centre', 'securities-order'])('%s: the same runs and the same coverage as `callwright test`', async name => {
  // It writes down what failed.
  const cwd = temporaryFolder()
  cpSync(join(EXAMPLES, name), cwd, { recursive: true })
  const { out } = await callwright(['test', '--coverage', '--json', '.'], { cwd })
  const cli = JSON.parse(out) as {
    readonly passed: number
    readonly failed: number
    readonly runs: readonly { readonly id: string; readonly passed: boolean; readonly duration: number }[]
    readonly coverage: {
      readonly percent: number
      readonly programs: readonly {
        readonly summary: Record<string, { covered: number; all: number }>
        readonly items: readonly { count: number }[]
      }[]
    }
  }
  const { ask, told } = openDesk(filesOf(name))
  const end = await ask('run', { turn: 1, ids: null })
  expect({ passed: end.ran - end.failed, failed: end.failed }).toEqual({ passed: cli.passed, failed: cli.failed })
  expect(told.map(({ id, passed, duration }) => ({ id, passed, duration }))).toEqual(
    cli.runs.map(({ id, passed, duration }) => ({ id, passed, duration })),
  )
  const coverage = (await ask('coverage', null))!
  expect(coverage.percent).toBe(cli.coverage.percent)
  const [program] = cli.coverage.programs
  expect(Object.fromEntries(coverage.kinds.map(({ kind, covered, all }) => [kind, [covered, all]]))).toEqual(
    Object.fromEntries(Object.entries(program!.summary).map(([kind, { covered, all }]) => [kind, [covered, all]])),
  )
  expect(coverage.missing).toHaveLength(program!.items.filter(item => item.count === 0).length)
  const graph = (await ask('graph', { language: 'en', around: null }))!
  expect(graph.revision).toBe(coverage.revision)
  expect(graph.lineOf.every((index, line) => graph.laid.lines[index] !== undefined || line < 0)).toBe(true)
})

it('what a change touches is of an earlier text, nothing else is; a failure is told as people read it', async () => {
  const files = filesOf('card-centre')
  const { ask, change, told } = openDesk(files)
  await ask('run', { turn: 1, ids: null })
  const knownIn = async (): Promise<Record<string, readonly string[]>> =>
    Object.fromEntries(
      (await ask('scripts', null)).map(file => [file.path, [...new Set(file.scripts.flatMap(one => one.runs.map(run => `${run.known}`)))]]),
    )
  expect(Object.values(await knownIn()).flat()).not.toContain('null')
  const [path] = Object.keys(await knownIn())
  change({ [path!]: `${files[path!]}\n// A note.\n` })
  expect((await knownIn())[path!]).toEqual(['now'])
  const text = files[path!]!
  const at = text.indexOf('hear ')
  change({ [path!]: `${text.slice(0, at)}hear "qwertz"\n  ${text.slice(at)}` })
  const states = await ask('scripts', null)
  const stale = states.flatMap(file =>
    file.scripts.flatMap(script => script.runs.filter(run => run.known !== 'now').map(run => ({ run, script, file }))),
  )
  expect(new Set(stale.map(one => one.script.name)).size).toBe(1)
  told.length = 0
  const ids = stale.map(one => one.run.id)
  const end = await ask('run', { turn: 2, ids })
  expect(end).toMatchObject({ ran: ids.length, failed: ids.length })
  const report = (await ask('report', { id: ids[0]!, language: 'en' }))!
  expect(report.failure).toEqual(told[0]!.failure)
  expect(report.written).toBe('hear "qwertz"')
  expect(report.text).toContain('qwertz')
  expect(report.rows.length).toBeGreaterThan(0)
  expect(await ask('report', { id: 'nobody', language: 'en' })).toBeNull()
})

it('while the program does not compile its last picture stays, and its scripts say why they cannot run', async () => {
  const files = filesOf('card-centre')
  const { ask, change } = openDesk(files)
  const before = (await ask('graph', { language: 'zh', around: null }))!
  expect(before.old).toBe(false)
  change({ 'points.ivr': 'flow points {' })
  const after = (await ask('graph', { language: 'zh', around: null }))!
  expect(after).toEqual({ ...before, old: true })
  expect((await ask('scripts', null)).every(file => file.trouble?.en.includes('does not compile'))).toBe(true)
  expect(await ask('run', { turn: 1, ids: null })).toMatchObject({ ran: 0 })
  change({ 'points.ivr': files['points.ivr']! })
  const near = (await ask('graph', { language: 'en', around: { place: 'goodbye', ways: 1 } }))!
  expect(near.laid.boxes.length).toBeLessThan(before.laid.boxes.length)
  const card = (await ask('card', { place: 'goodbye', language: 'en' }))!
  expect(card.texts.length).toBeGreaterThan(0)
  expect(card.keys?.en).toMatch(/^dial /)
})

it('the flow book of the page names the scripts that go through each place, once they have run of what stands', async () => {
  const files = {
    'main.ivr': CORNER_BANK,
    'hours.dtmf': `use "./main.ivr"

script "hears the hours" {
  call
  press 1
  hear "We are open from nine to five."
}

script "ends the call <b>" {
  call
  press 0
  hear "Good-bye."
}
`,
  }
  const { ask, change } = openDesk(files)
  const sections = async (): Promise<Readonly<Record<string, string>>> => {
    const { bytes } = (await ask('export', { kind: 'book', language: 'en' }))!
    const html = new TextDecoder().decode(bytes)
    return Object.fromEntries(
      ['main', 'hours_told', 'goodbye'].map(place => [place, html.split(`<h3 id="place-${place}">`)[1]!.split(/<h[23]/)[0]!]),
    )
  }
  for (const text of Object.values(await sections())) expect(text).not.toContain('hours.dtmf')
  await ask('run', { turn: 1, ids: null })
  const named = async (): Promise<Readonly<Record<string, readonly string[]>>> =>
    Object.fromEntries(
      Object.entries(await sections()).map(([place, text]) => [
        place,
        ['hears the hours', 'ends the call &lt;b&gt;'].filter(name => text.includes(name)),
      ]),
    )
  const [hours, end] = ['hears the hours', 'ends the call &lt;b&gt;']
  expect(await named()).toEqual({ main: [hours, end], hours_told: [hours], goodbye: [hours, end] })
  change({ 'main.ivr': CORNER_BANK.replace('nine', 'ten') })
  expect(await named()).toEqual({ main: [], hours_told: [], goodbye: [] })
})

it('a call that asks and is answered in no time, on and on, fails its script alone', async () => {
  const main = `line loop "Loop" {
  numbers   { "95500" -> start }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> hangup
}
service bank { query balance(): money CNY within 5s }
flow start { say en"Hello." -> round }
flow round {
  let _credit = query bank.balance() else { -> hangup }
  -> round
}
`
  const scripts = `use "./main.ivr"
script "goes round" { given bank.balance answers CNY 5.00
  hear "Hello."
  press 1
}
script "is declined" { given bank.balance fails
  hear "Hello."
}
`
  const { ask, told } = openDesk({ 'main.ivr': main, 'a.dtmf': scripts })
  await ask('run', { turn: 1, ids: null })
  expect(told.map(one => one.passed)).toEqual([false, true])
  const report = (await ask('report', { id: told[0]!.id, language: 'en' }))!
  expect(report.failure.problem.en).toBe('The call never comes to rest: it goes on and on at round, and no time passes.')
  expect(report.rows.length).toBeLessThanOrEqual(1000)
  expect(report.text.split('\n').length).toBeLessThan(600)
  expect(report.text).toMatch(/… \d+ rows …/)
})
