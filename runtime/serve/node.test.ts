import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { line, machineOf } from '../../conformance/testing.ts'
import type { BackendReply, Backends } from '../call/backends.ts'
import type { LineOrder, LineReport } from '../call/line.ts'
import { createVirtualClock } from '../call/testing/virtual-clock.ts'
import { sha256Hex } from '../../machine/hash.ts'
import { createLogger, type LogLevel } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createNode, type Incoming } from './node.ts'
import { createSettings } from './settings.ts'
import { createVersions } from './versions.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callwright-node-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const program = (greeting: string): string => `${line()}
settings { emergency: boolean = false  notice: text = "None."  fee: money CNY = CNY 5.00 }
service bank { query hello(): text within 3s }
menu welcome {
  say "${greeting}"
  if settings.emergency { say "Emergency." }
  press 1 for "the bank" -> ask
}
flow ask {
  let said = query bank.hello() else { say "Sorry." -> goodbye }
  say said
  milestone asked
  -> goodbye
}
`

/** A folder that stands for a bundle: its one file is the program. */
function bundle(name: string, source: string): string {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'manifest.json'), source)
  return path
}

/** What a test sees of one call: what its line was told, and a way to report. */
interface Watched {
  readonly orders: LineOrder[]
  report: (report: LineReport) => void
  /** What its line does with the orders of a step. */
  flush: () => void
  refused: string | null
}

function open(limits = { calls: 3 }, lines?: readonly { bundle: string; numbers: readonly string[] | null }[], level: LogLevel = 'info') {
  /** ms by which the machine's clock was put back. */
  const machine = { isBehind: 0 }
  const clock = { ...createVirtualClock(), ahead: () => machine.isBehind }
  const written: string[] = []
  /** ms by which a setting is on the disk later than it was asked for. */
  const disk = { takes: 0 }
  const reply: { is: BackendReply } = { is: { kind: 'answer', outcome: 'answered', values: ['Hello.'] } }
  const backends: Backends = { ask: () => Promise.resolve(reply.is), notify: () => Promise.resolve(true) }
  const node = createNode({
    lines: lines ?? [{ bundle: bundle('a', program('One.')), numbers: null }],
    versions: createVersions({
      folder: join(folder, 'versions'),
      now: clock.now,
      read: path => {
        const source = readFileSync(join(path, 'manifest.json'), 'utf8')
        if (source === 'broken') return { problem: { en: 'it is broken.', zh: '已损坏。' } }
        return { hash: sha256Hex(source), machine: machineOf(source), recordings: {}, files: ['manifest.json'] }
      },
    }),
    settings: createSettings({ folder, clock: { ...clock, now: () => clock.now() + disk.takes } }),
    metrics: createMetrics(),
    log: createLogger(level, { write: text => void written.push(text) }),
    clock,
    backends: () => backends,
    observe: () => [],
    limits,
    listen: '127.0.0.1:8084',
    callwright: '0.0.0',
  })
  const ring = (id: string, called = '95500', caller: string | null = '13800138000', channel = id): Watched => {
    const watched: Watched = { orders: [], report: () => {}, flush: () => {}, refused: null }
    const incoming: Incoming = {
      id,
      channel,
      caller,
      called,
      open: () => report => {
        watched.report = report
        return { order: order => void watched.orders.push(order), flush: () => watched.flush() }
      },
      refuse: why => (watched.refused = why),
    }
    node.answer(incoming)
    return watched
  }
  return { node, clock, machine, written, ring, reply, disk }
}

const hangUp = (watched: Watched): void => watched.report({ kind: 'hung up', cause: 'NORMAL_CLEARING' })

it('no call is taken before a bundle answers, and one that is refused at the start does not keep the others from answering', () => {
  const good = { bundle: bundle('good', program('One.')), numbers: null }
  const { node, ring } = open(undefined, [{ bundle: bundle('bad', 'broken'), numbers: null }, good])
  expect(ring('1').refused).toBe('not ready')
  expect(node.start().map(each => each.kind)).toEqual(['refused', 'new'])
  expect(node.isReady()).toBe(true)
  expect(ring('2').refused).toBeNull()
})

it('a line whose bundle is broken at a start answers with the version before, its numbers are those configured, and the log has why', () => {
  const lines = [{ bundle: bundle('a', program('One.')), numbers: ['95500'] }]
  open(undefined, lines).node.start()
  bundle('a', 'broken')
  const { node, ring, written } = open(undefined, lines)
  expect(node.start().map(each => each.kind)).toEqual(['kept'])
  expect(node.isReady()).toBe(true)
  expect(ring('1', '95500').refused).toBeNull()
  expect(node.status().lines).toMatchObject([{ numbers: ['95500'] }])
  const [said] = written.map(text => JSON.parse(text) as Record<string, unknown>)
  expect(said).toMatchObject({ level: 'error', bundle: lines[0]!.bundle, line: 'test' })
  expect(said!['msg']).toMatch(/answers with the version that was in force before.*it is broken\..*“callwright deploy”/)
})

it('two bundles of one line at the start: the first answers, and the other is refused', () => {
  const [one, other] = [bundle('one', program('One.')), bundle('other', program('Two.'))]
  const { node, ring, written } = open(undefined, [
    { bundle: one, numbers: ['95500'] },
    { bundle: other, numbers: ['95501'] },
  ])
  expect(node.start().map(each => each.kind)).toEqual(['new', 'refused'])
  expect(written.join('')).toContain(`it is the line test, which is that of ${one}`)
  expect(ring('1', '95500').refused).toBeNull()
  expect(ring('2', '95501').refused).toBe('unknown number')
})

const cards = (greeting: string): string => program(greeting).replace('line test', 'line cards').replace('"95500"', '"95501"')

const loans = (greeting: string): string => program(greeting).replace('line test', 'line loans').replace('"95500"', '"95502"')

const twoLines = () => [
  { bundle: bundle('a', program('One.')), numbers: ['95500'] },
  { bundle: bundle('b', cards('One.')), numbers: ['95501'] },
]

/** What each number is answered with. */
const answering = ({ node }: Pick<ReturnType<typeof open>, 'node'>): readonly string[] =>
  node.status().lines.map(({ line, numbers }) => `${line} ${numbers.join(', ')}`)

it('a folder with the bundle of another folder’s line is refused, and both lines go on with their numbers, also when it is mended', () => {
  const lines = twoLines()
  const rig = open(undefined, lines)
  rig.node.start()
  const both = answering(rig)
  bundle('a', cards('Two.'))
  const refused = { problem: { en: expect.stringContaining(`it is the line cards, which is that of ${lines[1]!.bundle}`) as string } }
  expect(rig.node.deploy(lines[0]!.bundle, false)).toMatchObject(refused)
  expect(answering(rig)).toEqual(both)
  // The same bundle as in the other folder, too, and with all that are configured.
  bundle('a', cards('One.'))
  expect(rig.node.deploy(lines[0]!.bundle, false)).toMatchObject(refused)
  expect(rig.node.deploy(null, true)).toHaveProperty('problem')
  expect(answering(rig)).toEqual(both)
  bundle('a', program('Three.'))
  expect(rig.node.deploy(lines[0]!.bundle, false)).toMatchObject({ done: [{ line: 'test', change: 'new' }] })
  expect(answering(rig)).toEqual(both)
})

it('a start with the bundle of another folder’s line: both lines go on with their numbers, whichever folder comes first', () => {
  for (const wrong of ['a', 'b']) {
    rmSync(join(folder, 'versions'), { recursive: true, force: true })
    const lines = twoLines()
    open(undefined, lines).node.start()
    bundle(wrong, wrong === 'a' ? cards('Two.') : program('Two.'))
    const rig = open(undefined, lines)
    expect(rig.node.start().map(({ kind }) => kind)).toEqual(wrong === 'a' ? ['kept', 'new'] : ['new', 'kept'])
    expect(answering(rig)).toEqual(['test 95500', 'cards 95501'])
    expect(rig.written.join('')).toMatch(/a bundle was refused, and its line answers with .* which is that of/)
  }
})

it('a folder that is broken keeps its line from a folder that had another', () => {
  const lines = twoLines()
  open(undefined, lines).node.start()
  bundle('a', 'broken')
  bundle('b', program('Two.'))
  const rig = open(undefined, lines)
  expect(rig.node.start().map(({ kind }) => kind)).toEqual(['kept', 'kept'])
  expect(answering(rig)).toEqual(['test 95500', 'cards 95501'])
  expect(rig.node.deploy(null, false)).toMatchObject({ problem: { en: expect.stringContaining('it is the line test') as string } })
  expect(answering(rig)).toEqual(['test 95500', 'cards 95501'])
})

it('folders whose lines change places are deployed together', () => {
  const lines = twoLines()
  const rig = open(undefined, lines)
  rig.node.start()
  bundle('a', cards('One.'))
  bundle('b', program('One.'))
  expect(rig.node.deploy(lines[0]!.bundle, false)).toHaveProperty('problem')
  expect(rig.node.deploy(null, false)).toHaveProperty('done')
  expect(answering(rig)).toEqual(['test 95501', 'cards 95500'])
  expect(rig.written.join('')).not.toContain('answers no more')
  const again = open(undefined, lines)
  again.node.start()
  expect(answering(again)).toEqual(['cards 95500', 'test 95501'])
})

/** No copy of this bundle can be made: a disk may have room for one, and none for the next. */
const hasNoRoom = (source: string): void => writeFileSync(join(folder, 'versions', sha256Hex(source)), '')

it('folders whose lines change places, and a disk without room for all: no line is taken down, over a start too', () => {
  const [one, two] = ['One.', 'Two.'].map(greeting => [program(greeting), cards(greeting), loans(greeting)] as const)
  for (const full of [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]]) {
    rmSync(join(folder, 'versions'), { recursive: true, force: true })
    const lines = ['a', 'b', 'c'].map((name, at) => ({ bundle: bundle(name, one![at]!), numbers: [`9550${at}`] }))
    const rig = open(undefined, lines)
    rig.node.start()
    const moved = [two![1], two![2], two![0]] as const
    for (const [at, source] of moved.entries()) bundle('abc'[at]!, source)
    for (const at of full) hasNoRoom(moved[at]!)
    expect(rig.node.deploy(null, false)).toHaveProperty('problem')
    const places = full.length === 3 ? ['test 95500', 'cards 95501', 'loans 95502'] : ['cards 95500', 'loans 95501', 'test 95502']
    expect(answering(rig).toSorted(), String(full)).toEqual(places.toSorted())
    const again = open(undefined, lines)
    again.node.start()
    // At a start each folder has the line whose bundle is in it.
    expect(answering(again).toSorted(), String(full)).toEqual(['cards 95500', 'loans 95501', 'test 95502'].toSorted())
    // What found no room is put in force as soon as it does.
    for (const at of full) rmSync(join(folder, 'versions', sha256Hex(moved[at]!)))
    expect(again.node.deploy(null, false)).toHaveProperty('done')
    expect(
      again.node
        .status()
        .lines.map(({ version }) => version)
        .toSorted(),
    ).toEqual(moved.map(sha256Hex).toSorted())
  }
})

it('nothing goes on where nothing answered before', () => {
  const { node, written } = open(undefined, [{ bundle: bundle('bad', 'broken'), numbers: null }])
  node.start()
  expect(written.join('')).toContain('a bundle was refused: it is broken.')
})

it('a call in progress ends on the version that it began on; those that begin later have the new one', async () => {
  const { node, ring, clock } = open()
  node.start()
  const first = ring('1')
  const deployed = node.deploy(bundle('b', program('Two.')), false)
  expect(deployed).toMatchObject({ done: [{ line: 'test', change: 'new' }] })
  const second = ring('2')
  const { lines } = node.status()
  expect(lines[0]).toMatchObject({ calls: 2, older: [{ calls: 1 }] })
  hangUp(first)
  await clock.run(1)
  expect(node.status().lines[0]).toMatchObject({ calls: 1, older: [] })
  hangUp(second)
  await clock.run(1)
  expect(node.calls()).toBe(0)
})

it('what a call plays lies there as long as it is on, however many versions come after it', async () => {
  const { node, ring, clock } = open()
  node.start()
  const waiting = ring('1')
  const copy = join(folder, 'versions', node.status().lines[0]!.version)
  for (let index = 2; index <= 8; index++) node.deploy(bundle('b', program(`${index}.`)), false)
  expect(existsSync(copy)).toBe(true)
  expect(node.rollback('test', null)).toHaveProperty('done')
  expect(existsSync(copy)).toBe(true)
  hangUp(waiting)
  await clock.run(1)
  node.deploy(bundle('b', program('9.')), false)
  expect(existsSync(copy)).toBe(false)
})

it('a broken bundle that is deployed while another runs is refused, and the other goes on', () => {
  const { node, ring, written } = open()
  node.start()
  expect(node.deploy(bundle('b', 'broken'), false)).toMatchObject({ problem: { en: 'it is broken.' } })
  expect(ring('1').refused).toBeNull()
  expect(written.join('')).toContain('a bundle was refused, and what answered before goes on: it is broken.')
})

it('of all that are configured one is refused: the others are in force, and the answer says both', () => {
  const { node } = open(undefined, [
    { bundle: bundle('a', program('One.')), numbers: null },
    { bundle: bundle('b', cards('One.')), numbers: null },
  ])
  node.start()
  const [, before] = node.status().lines
  const bad = bundle('a', 'broken')
  bundle('b', cards('Two.'))
  const answer = node.deploy(null, false)
  const [, after] = node.status().lines
  expect(after!.version).not.toBe(before!.version)
  expect(answer).toEqual({
    problem: {
      en: `\n  refused: ${bad}: it is broken.\n  cards: ${after!.version.slice(0, 12)} answers from now on.`,
      zh: `\n  已拒绝：${bad}：已损坏。\n  cards：从现在起由 ${after!.version.slice(0, 12)} 应答。`,
    },
  })
})

it('a rollback lets the version before answer', () => {
  const { node } = open()
  node.start()
  const before = node.status().lines[0]!.version
  node.deploy(bundle('b', program('Two.')), false)
  expect(node.rollback('test', null)).toMatchObject({ done: { version: before } })
  expect(node.rollback('nowhere', null)).toMatchObject({ problem: { en: expect.stringContaining('test') } })
})

it('where two lines are configured the only one that answers takes none of the other’s numbers', () => {
  const { node, ring } = open(undefined, [
    { bundle: bundle('a', program('One.')), numbers: null },
    { bundle: bundle('b', 'broken'), numbers: null },
  ])
  node.start()
  expect(ring('1', '95501').refused).toBe('unknown number')
  expect(ring('2', '95500').refused).toBeNull()
})

it('a line that is configured alone takes every number, also on a version from another folder', () => {
  const { node, ring } = open()
  node.start()
  expect(ring('1', '95501').refused).toBeNull()
  node.deploy(bundle('b', program('Two.')), false)
  expect(ring('2', '95501').refused).toBeNull()
})

it('a line that is not configured takes its own numbers alone, and it is said that a restart ends it', () => {
  const cards = bundle('b', program('One.').replace('line test', 'line cards').replace('"95500"', '"95501"'))
  const { node, ring, written } = open()
  node.start()
  node.deploy(cards, false)
  expect(ring('1', '95501').refused).toBeNull()
  // Whose it is nobody can know any more.
  expect(ring('2', '95502').refused).toBe('unknown number')
  expect(written.join('')).toContain('the line is not configured, and answers only until the node ends: add its bundle to serve.lines')
  const other = open(undefined, [{ bundle: bundle('c', 'broken'), numbers: null }])
  other.node.start()
  other.node.deploy(cards, false)
  expect(other.ring('3', '95501').refused).toBeNull()
  expect(other.ring('4', '95500').refused).toBe('unknown number')
})

it('more calls than are allowed, and numbers of no line, are refused and counted', async () => {
  const numbered = { bundle: bundle('a', program('One.')), numbers: ['95500'] }
  const { node, ring } = open({ calls: 1 }, [numbered])
  node.start()
  expect(ring('1', '12345').refused).toBe('unknown number')
  ring('2')
  expect(ring('3').refused).toBe('too many calls')
  expect(node.isReady()).toBe(false)
  expect(await node.metrics()).toContain('callwright_connections_refused_total{why="too many calls"} 1')
})

it('a call whose line breaks in its last step is counted down once, and the next is taken', async () => {
  const { node, ring, clock, written } = open({ calls: 1 })
  node.start()
  for (const id of ['1', '2']) {
    const watched = ring(id)
    expect(watched.refused).toBeNull()
    watched.flush = () => {
      throw new Error('no line')
    }
    hangUp(watched)
    await clock.run(1)
    expect(node.calls()).toBe(0)
  }
  expect(await node.metrics()).toMatch(/^callwright_calls_active\{.*\} 0$/m)
  expect(written.filter(text => text.includes('the call is over'))).toHaveLength(2)
  ring('3')
  expect(ring('4').refused).toBe('too many calls')
  expect(node.calls()).toBe(1)
})

it('of a fault that ends a call the log has what it is and where, and nothing that it says', async () => {
  const { node, ring, clock, written } = open()
  node.start()
  const watched = ring('1')
  watched.flush = () => {
    throw new TypeError('cannot read 6225880112345678')
  }
  hangUp(watched)
  await clock.run(1)
  const log = written.join('')
  expect(log).toMatch(/"err":\{"type":"TypeError","stack":".*node\.test\.ts.*a fault of Callwright ended this call/)
  expect(log).not.toContain('6225')
})

it('a call whose line cannot even be opened is counted down once', async () => {
  const { node, ring } = open({ calls: 1 })
  node.start()
  const bad: Incoming = {
    id: '1',
    channel: '1',
    caller: null,
    called: '95500',
    open: () => () => {
      throw new Error('no line')
    },
    refuse: () => {},
  }
  node.answer(bad)
  expect(node.calls()).toBe(0)
  expect(() =>
    node.answer({
      ...bad,
      open: () => {
        throw new Error('no sounds')
      },
    }),
  ).toThrow('no sounds')
  expect(node.calls()).toBe(0)
  expect(await node.metrics()).toMatch(/^callwright_calls_active\{.*\} 0$/m)
  expect(ring('2').refused).toBeNull()
})

it('a setting that is changed holds for calls that begin after it, and is checked against its type', () => {
  const { node, ring } = open()
  node.start()
  const said = (watched: Watched): number => watched.orders.filter(order => order.kind === 'speak').length
  const change = { line: 'test', number: null, name: 'emergency', until: null, why: 'storm', who: 'duty desk' }
  const plain = said(ring('1'))
  expect(node.set({ ...change, json: 'yes' })).toMatchObject({ problem: { en: expect.stringContaining('true or false') } })
  expect(node.set({ ...change, json: true, until: '2h' })).toMatchObject({
    done: { value: 'true', why: 'storm', until: expect.stringMatching(/\+08:00$/) },
  })
  expect(said(ring('2'))).toBe(plain + 1)
  expect(node.unset(change)).toEqual({ done: { changed: true, still: [] } })
  expect(said(ring('3'))).toBe(plain)
})

const storm = { line: 'test', number: null, name: 'emergency', json: true, until: null, why: 'storm', who: 'duty desk' }
it('a change that would be over at once is refused, and not written down', () => {
  const { node } = open()
  node.start()
  expect(node.set({ ...storm, until: '0min' })).toMatchObject({ problem: { en: '0min is over already: name a time to come.' } })
  expect(existsSync(join(folder, 'settings.jsonl'))).toBe(false)
})

it('a change whose time comes while it is written down is answered as it was made, and is in force no more', () => {
  const { node, disk } = open()
  node.start()
  disk.takes = 60_000
  // It is 17:00 in Shanghai.
  expect(node.set({ ...storm, until: '17:01' })).toMatchObject({ done: { value: 'true', until: '2026-01-05T17:01+08:00' } })
  expect(node.status().settings).toEqual([])
})

it('until when a change holds is a time of the machine’s clock, where the node’s is ahead of it', async () => {
  const { node, clock, machine } = open()
  node.start()
  const until = (of: string, name: string, json: unknown): unknown => node.set({ ...storm, name, json, until: of })
  // It is 17:00 in Shanghai, and comes to be 16:00: what holds until 17:30 holds for another hour and a half.
  expect(until('17:30', 'emergency', true)).toMatchObject({ done: { until: '2026-01-05T17:30+08:00' } })
  machine.isBehind = 3_600_000
  expect(until('16:30', 'notice', 'Closed.')).toMatchObject({ done: { until: '2026-01-05T16:30+08:00' } })
  expect(until('2026-01-05T16:40+08:00', 'fee', 'CNY 1.00')).toHaveProperty('done')
  const inForce = (): readonly string[] => node.status().settings.map(({ name }) => name)
  await clock.run(20 * 60_000)
  expect(inForce()).toEqual(['emergency', 'notice', 'fee'])
  await clock.run(15 * 60_000)
  expect(inForce()).toEqual(['emergency', 'fee'])
  await clock.run(55 * 60_000)
  expect(inForce()).toEqual([])
})

const warnings = (written: readonly string[]): readonly Record<string, unknown>[] =>
  written
    .map(text => JSON.parse(text) as Record<string, unknown>)
    .filter(({ msg }) => String(msg).startsWith('a changed setting is not in force'))

it('a changed setting that the version in force has no more is told of, marked, and can be taken back', () => {
  const { node, written } = open()
  node.start()
  node.set(storm)
  node.set({ ...storm, name: 'notice', json: 'Closed.' })
  node.deploy(
    bundle('b', program('Two.').replace('emergency: boolean = false', '').replace('if settings.emergency { say "Emergency." }', '')),
    false,
  )
  expect(node.status().settings).toMatchObject([
    { name: 'emergency', value: 'true', misfit: { en: 'the version that answers has no setting “emergency”.' } },
    { name: 'notice', misfit: null },
  ])
  expect(warnings(written)).toMatchObject([
    {
      level: 'warn',
      line: 'test',
      setting: 'emergency',
      msg: expect.stringMatching(/has no setting “emergency”\. .*“callwright set test emergency --clear --why …”/) as string,
    },
  ])
  expect(node.unset(storm)).toEqual({ done: { changed: true, still: [] } })
  expect(node.status().settings).toMatchObject([{ name: 'notice' }])
  // What nobody changed is still a name that is not there.
  expect(node.unset(storm)).toMatchObject({ problem: { en: expect.stringContaining('has no setting “emergency”') as string } })
})

it('a change that is taken back names those that still hold: of numbers, and of the line for one of its numbers', () => {
  const { node } = open()
  node.start()
  const ofNumber = { ...storm, number: '95500' }
  node.set(ofNumber)
  expect(node.unset(storm)).toMatchObject({ done: { changed: false, still: [{ number: '95500', name: 'emergency', value: 'true' }] } })
  node.set(storm)
  node.set({ ...storm, name: 'notice', json: 'Closed.' })
  expect(node.unset(ofNumber)).toMatchObject({ done: { changed: true, still: [{ number: null, name: 'emergency' }] } })
  expect(node.unset(storm)).toEqual({ done: { changed: true, still: [] } })
  expect(node.unset(storm)).toEqual({ done: { changed: false, still: [] } })
})

it('a change of the line names those of its numbers, for which it is passed over', () => {
  const { node } = open()
  node.start()
  const ofNumber = { ...storm, number: '95500', json: false }
  expect(node.set(ofNumber)).toMatchObject({ done: { number: '95500', still: [] } })
  expect(node.set(storm)).toMatchObject({ done: { number: null, value: 'true', still: [{ number: '95500', value: 'false' }] } })
  expect(node.set(ofNumber)).toMatchObject({ done: { still: [] } })
})

it('a changed setting of a number that the line answers no more is told of, marked, and can be taken back', () => {
  const { node, written } = open(undefined, [
    { bundle: bundle('a', program('One.')), numbers: null },
    { bundle: bundle('x', program('X.').replace('line test', 'line cards').replace('"95500"', '"95501"')), numbers: null },
  ])
  node.start()
  node.set({ ...storm, number: '95500' })
  bundle('a', program('Two.').replace('"95500"', '"95502"'))
  node.deploy(null, false)
  expect(node.status().settings).toMatchObject([{ number: '95500', misfit: { en: 'the line does not answer 95500.' } }])
  expect(warnings(written)).toMatchObject([{ msg: expect.stringContaining('--clear --number 95500') as string }])
  // No call has it, so it does not hold.
  expect(node.unset(storm)).toEqual({ done: { changed: false, still: [] } })
  expect(node.unset({ ...storm, number: '95500' })).toEqual({ done: { changed: true, still: [] } })
})

it('a changed setting whose type is another now is not in force, and is shown as it was written', () => {
  const { node, written, ring } = open()
  node.start()
  const before = node.status().lines[0]!.version
  node.set(storm)
  const other = program('Two.')
    .replace('emergency: boolean = false', 'emergency: list of number 0..9 up to 3 = []')
    .replace('if settings.emergency { say "Emergency." }', 'if count(settings.emergency) > 0 { say "Emergency." }')
  node.deploy(bundle('b', other), false)
  expect(node.status().settings).toMatchObject([{ value: 'true', misfit: { en: expect.stringContaining('wants a list') as string } }])
  expect(warnings(written)).toHaveLength(1)
  expect(ring('1').refused).toBeNull()
  // It fits the version before, and a rollback tells of nothing.
  expect(node.rollback('test', null)).toMatchObject({ done: { version: before } })
  expect(node.status().settings).toMatchObject([{ value: 'true', misfit: null }])
  expect(warnings(written)).toHaveLength(1)
})

it('a setting, line or number that is not there is said with those that are', () => {
  const { node } = open()
  node.start()
  const change = { line: 'test', number: null, name: 'emergency', json: true, until: null, why: 'w', who: 'w' }
  const problem = (done: ReturnType<typeof node.set>): string => ('problem' in done ? done.problem.en : 'none')
  expect(problem(node.set({ ...change, line: 'tset' }))).toContain('there is: test')
  expect(problem(node.set({ ...change, name: 'emergancy' }))).toContain('emergency, notice, fee')
  expect(problem(node.set({ ...change, number: '1' }))).toContain('95500')
  expect(problem(node.set({ ...change, until: 'soon' }))).toContain('“soon” is no time')
  expect(node.set({ ...change, name: 'fee', json: '7.50' })).toMatchObject({ done: { value: 'CNY 7.50' } })
})

it('who names a bundle that was rolled back is refused, as nothing comes of it; among all that are configured it stays so', () => {
  const { node } = open()
  node.start()
  const second = bundle('b', program('Two.'))
  node.deploy(second, false)
  node.rollback('test', null)
  expect(node.deploy(second, false)).toMatchObject({ problem: { en: expect.stringContaining('--again puts it in force') as string } })
  expect(node.deploy(second, true)).toMatchObject({ done: [{ change: 'new' }] })
  node.rollback('test', null)
  bundle('a', program('Two.'))
  expect(node.deploy(null, false)).toMatchObject({ done: [{ change: 'taken back' }] })
})

it('a line that would answer no number is refused: all of its own are another’s', () => {
  const { node, ring } = open()
  node.start()
  const other = (numbers: string): string =>
    bundle('other', program('Other.').replace('line test', 'line other').replace('"95500"', numbers))
  expect(node.deploy(other('"95500"'), false)).toMatchObject({
    problem: { en: expect.stringContaining('the line other, whose number 95500 is that of test') as string },
  })
  expect(node.status().lines.map(({ line }) => line)).toEqual(['test'])
  expect(node.deploy(other('"95501"'), false)).toMatchObject({ done: [{ line: 'other', change: 'new' }] })
  expect(ring('1', '95501').refused).toBeNull()
})

it('whose the numbers of such a line are is said of each', () => {
  const named = (name: string, numbers: string): string =>
    bundle(name, program('One.').replace('line test', `line ${name}`).replace('"95500" -> welcome', numbers))
  const { node } = open(undefined, [
    { bundle: named('one', '"1" -> welcome'), numbers: null },
    { bundle: named('two', '"2" -> welcome "3" -> welcome'), numbers: null },
  ])
  node.start()
  const problem = (numbers: string): unknown => {
    const done = node.deploy(named('three', numbers), false)
    return 'problem' in done ? done.problem : done
  }
  expect(problem('"1" -> welcome "2" -> welcome "3" -> welcome')).toMatchObject({
    en: expect.stringContaining(
      'it is the line three, whose number 1 is that of one, and whose numbers 2, 3 are those of two: give each its own in serve.lines.',
    ) as string,
    zh: expect.stringContaining('它是线路 three，其号码 1 属于 one，号码 2、3 属于 two：请在 serve.lines 中各给一个号码。') as string,
  })
  expect(problem('"2" -> welcome "3" -> welcome')).toMatchObject({
    en: expect.stringContaining(
      'whose numbers 2, 3 are those of two: give each its own in serve.lines, or build it as the line two.',
    ) as string,
    zh: expect.stringContaining('其号码 2、3 属于 two：请在 serve.lines 中各给一个号码，或把它构建为线路 two。') as string,
  })
})

it('a speech that has no words in a language of the line is refused', () => {
  const { node } = open({ calls: 3 }, [{ bundle: bundle('a', program('One.').replace('notice: text', 'notice: speech')), numbers: null }])
  node.start()
  const notice = { line: 'test', number: null, name: 'notice', until: null, why: 'w', who: 'w' }
  expect(node.set({ ...notice, json: { zh: '您好' } })).toMatchObject({
    problem: { en: expect.stringContaining('who hear en-US') as string },
  })
  for (const json of ['Closed.', { en: 'Closed.' }, { 'en-US': 'Closed.', zh: '关闭。' }])
    expect(node.set({ ...notice, json })).toMatchObject({ done: { name: 'notice' } })
})

it('calls are counted with their places, outcomes, silences, mistakes and milestones, and nothing of the caller is in a log', async () => {
  const { node, ring, clock, written } = open()
  node.start()
  const watched = ring('abc')
  const segment = (): number => watched.orders.findLast(order => order.kind === 'speak')!.segment.id
  for (let id = 1; id <= segment(); id++) watched.report({ kind: 'spoken', segment: id })
  watched.report({ kind: 'key', key: '7' })
  await clock.run(1)
  watched.report({ kind: 'key', key: '1' })
  await clock.run(1)
  expect(node.status().calls[0]).toMatchObject({ call: 'abc', caller: '138****8000', language: 'en-US', level: 'anonymous' })
  hangUp(watched)
  await clock.run(1)
  const metrics = await node.metrics()
  for (const counted of [
    'callwright_calls_total{line="test",ended="caller"} 1',
    'callwright_places_total{line="test",place="welcome"} 1',
    'callwright_outcomes_total{line="test",operation="bank.hello",outcome="answered"} 1',
    'callwright_mistakes_total{line="test",listener="welcome"} 1',
    'callwright_milestone_seconds_count{line="test",milestone="asked"} 1',
    'callwright_calls_active{line="test",version=',
  ])
    expect(metrics).toContain(counted)
  const log = written.join('')
  expect(log).toContain('"call":"abc"')
  for (const value of ['13800138000', 'Hello.']) expect(log).not.toContain(value)
})

it('a bank without an answer is a warning with the reason', async () => {
  const { node, ring, clock, written, reply } = open()
  node.start()
  reply.is = { kind: 'failed', why: 'connection refused' }
  const watched = ring('1')
  watched.report({ kind: 'key', key: '1' })
  await clock.run(1)
  expect(written.join('')).toMatch(/"level":"warn".*"operation":"bank.hello","outcome":"failed","why":"connection refused"/)
})

const paying = `${line()}
service bank { transaction pay(n: number 1..9) within 5s { done  declined } }
menu welcome { say "One."  press 1 for "to pay" -> pay }
flow pay {
  perform bank.pay(1) {
    done, declined, failed, unknown -> goodbye
  }
}
`

it('a transaction of which nobody knows whether it happened is counted until it is settled, after the call too; its key is in every log', async () => {
  const settled = Promise.withResolvers<BackendReply>()
  const { node, ring, clock, reply, written } = open(undefined, [{ bundle: bundle('pay', paying), numbers: null }], 'error')
  node.start()
  expect(await node.metrics()).toContain('callwright_transactions_unsettled{line="test"} 0')
  reply.is = { kind: 'unknown', why: 'no answer in time', settled: settled.promise }
  const watched = ring('1')
  watched.report({ kind: 'key', key: '1' })
  await clock.run(1)
  hangUp(watched)
  await clock.run(1)
  expect(await node.metrics()).toContain('callwright_transactions_unsettled{line="test"} 1')
  settled.resolve({ kind: 'answer', outcome: 'done', values: [] })
  await clock.run(1)
  const said = written.map(entry => JSON.parse(entry) as Record<string, unknown>).filter(entry => 'idempotencyKey' in entry)
  expect(said.map(entry => entry['msg'])).toEqual(['a transaction is sent', 'a transaction that was unknown is settled'])
  for (const entry of said) expect(entry['idempotencyKey']).toBe(sha256Hex('1:1'))
  expect(await node.metrics()).toContain('callwright_transactions_unsettled{line="test"} 0')
})

it('what is unsettled on calls of a line that answers no more is counted, until it is settled', async () => {
  const settled = Promise.withResolvers<BackendReply>()
  const { node, ring, clock, reply } = open(undefined, [{ bundle: bundle('pay', paying), numbers: null }])
  node.start()
  const watched = ring('1')
  bundle('pay', paying.replace('line test ', 'line renamed '))
  node.deploy(null, false)
  expect(node.status().lines.map(each => each.line)).toEqual(['renamed'])
  reply.is = { kind: 'unknown', why: 'no answer in time', settled: settled.promise }
  watched.report({ kind: 'key', key: '1' })
  await clock.run(1)
  hangUp(watched)
  await clock.run(1)
  const metrics = await node.metrics()
  expect(metrics).toContain('callwright_transactions_unsettled{line="test"} 1')
  expect(metrics).toContain('callwright_transactions_unsettled{line="renamed"} 0')
  settled.resolve({ kind: 'answer', outcome: 'done', values: [] })
  await clock.run(1)
  expect(await node.metrics()).not.toContain('callwright_transactions_unsettled{line="test"}')
})

it('to drain is to take no new call and to let those in progress end; what is left when the time is over is hung up', async () => {
  const { node, ring, clock } = open()
  node.start()
  const [one, two] = [ring('1'), ring('2')]
  const drained = node.drain(60_000)
  expect(ring('3').refused).toBe('not ready')
  hangUp(one)
  await clock.run(59_999)
  expect(two.orders.some(order => order.kind === 'hang up')).toBe(false)
  await clock.run(10_000)
  expect(await drained).toEqual({ hungUp: 1 })
  expect(node.calls()).toBe(0)
})

it.each([true, false])('to drain is to wait for what a bank has not settled, and not for ever: it is settled %s', async settles => {
  const settled = Promise.withResolvers<BackendReply>()
  const { node, ring, clock, reply, written } = open(undefined, [{ bundle: bundle('pay', paying), numbers: null }])
  node.start()
  reply.is = { kind: 'unknown', why: 'no answer in time', settled: settled.promise }
  const watched = ring('1')
  watched.report({ kind: 'key', key: '1' })
  await clock.run(1)
  expect(written.join('')).toMatch(/"level":"warn".*"operation":"bank.pay","outcome":"unknown","why":"no answer in time"/)
  hangUp(watched)
  await clock.run(1)
  expect(node.calls()).toBe(0)
  let drained: unknown = null
  void node.drain(60_000).then(given => (drained = given))
  await clock.run(settles ? 30_000 : 61_999)
  expect(drained).toBeNull()
  if (settles) settled.resolve({ kind: 'answer', outcome: 'done', values: [] })
  await clock.run(1)
  expect(drained).toEqual({ hungUp: 0 })
})

it('a configured bundle whose program has another name now is another line: the one before answers no more', async () => {
  const folder = bundle('named', program('One.'))
  const { node, ring, written, clock } = open(undefined, [{ bundle: folder, numbers: null }])
  node.start()
  const before = ring('1')
  bundle('named', program('Two.').replace('line test ', 'line renamed '))
  node.deploy(null, false)
  expect(node.status().lines.map(({ line }) => line)).toEqual(['renamed'])
  expect(written.join('')).toContain('the line answers no more: its bundle is the line renamed now')
  ring('2')
  expect(node.status().calls.map(({ line }) => line)).toEqual(['test', 'renamed'])
  hangUp(before)
  await clock.run(1)
  expect(node.status().calls.map(({ line }) => line)).toEqual(['renamed'])
})

it('a line that got another name by mistake is rolled back by its own, and stays so over a start, until --again', async () => {
  const lines = [{ bundle: bundle('named', program('One.')), numbers: ['95500'] }]
  const renamed = program('Two.').replace('line test ', 'line renamed ')
  const rig = open(undefined, lines)
  rig.node.start()
  const before = rig.node.status().lines[0]!.version
  bundle('named', renamed)
  rig.node.deploy(null, false)
  const after = rig.node.status().lines[0]!.version
  const onRenamed = rig.ring('1')
  expect(rig.node.rollback('renamed', null)).toMatchObject({
    problem: { en: expect.stringContaining('Its bundle was the line test before: “callwright rollback test”') as string },
  })
  expect(rig.node.rollback('test', null)).toEqual({ done: { line: 'test', version: before, before: after } })
  expect(answering(rig)).toEqual(['test 95500'])
  expect(rig.written.join('')).toContain('the line answers no more: its folder was rolled back to the line test')
  // Calls in progress end on theirs.
  expect(rig.node.status().calls).toMatchObject([{ call: '1', line: 'renamed' }])
  hangUp(onRenamed)
  await rig.clock.run(1)
  expect(rig.node.deploy(null, false)).toMatchObject({ done: [{ line: 'test', change: 'taken back' }] })
  const again = open(undefined, lines)
  expect(again.node.start().map(({ kind }) => kind)).toEqual(['taken back'])
  expect(answering(again)).toEqual(['test 95500'])
  expect(again.ring('2').refused).toBeNull()
  // A build with the right name is the line's own.
  bundle('named', program('Three.'))
  expect(again.node.deploy(null, false)).toMatchObject({ done: [{ line: 'test', change: 'new' }] })
  bundle('named', renamed)
  expect(again.node.deploy(null, false)).toMatchObject({ done: [{ line: 'test', change: 'taken back' }] })
  expect(again.node.deploy(null, true)).toMatchObject({ done: [{ line: 'renamed', change: 'new' }] })
  expect(answering(again)).toEqual(['renamed 95500'])
  expect(again.node.rollback('test', null)).toHaveProperty('done')
  expect(again.node.rollback('renamed', null)).toMatchObject({ done: { line: 'renamed', version: after } })
  expect(answering(again)).toEqual(['renamed 95500'])
  const last = open(undefined, lines)
  last.node.start()
  expect(answering(last)).toEqual(['renamed 95500'])
})

it('a line that got another name while no node ran, or before the last start, is rolled back, too', () => {
  const lines = [{ bundle: bundle('named', program('One.')), numbers: ['95500'] }]
  open(undefined, lines).node.start()
  bundle('named', program('Two.').replace('line test ', 'line renamed '))
  const first = open(undefined, lines)
  first.node.start()
  expect(answering(first)).toEqual(['renamed 95500'])
  expect(first.written.join('')).toContain('the line answers no more: its bundle is the line renamed now')
  const second = open(undefined, lines)
  second.node.start()
  expect(second.written.join('')).not.toContain('the line answers no more')
  expect(second.node.rollback('test', null)).toMatchObject({ done: { line: 'test' } })
  expect(answering(second)).toEqual(['test 95500'])
  const third = open(undefined, lines)
  third.node.start()
  expect(answering(third)).toEqual(['test 95500'])
})

it('a bundle that was taken back in one folder is put in force in the one that it belongs to', () => {
  const lines = [
    { bundle: bundle('a', program('One.')), numbers: ['95500'] },
    { bundle: bundle('b', 'broken'), numbers: ['95501'] },
  ]
  const rig = open(undefined, lines)
  rig.node.start()
  // Nobody has the line cards yet.
  bundle('a', cards('One.'))
  rig.node.deploy(lines[0]!.bundle, false)
  expect(answering(rig)).toEqual(['cards 95500'])
  rig.node.rollback('test', null)
  bundle('b', cards('One.'))
  expect(rig.node.deploy(null, false)).toMatchObject({
    done: [
      { line: 'test', change: 'taken back' },
      { line: 'cards', change: 'new' },
    ],
  })
  expect(answering(rig)).toEqual(['test 95500', 'cards 95501'])
  const again = open(undefined, lines)
  again.node.start()
  expect(answering(again)).toEqual(['test 95500', 'cards 95501'])
})

it('a line that nobody configures any more is not rolled back', () => {
  const lines = twoLines()
  open(undefined, lines).node.start()
  const rig = open(undefined, [lines[1]!])
  rig.node.start()
  expect(rig.node.rollback('test', null)).toMatchObject({ problem: { en: 'there is no line “test” here; there is: cards.' } })
})

it('a channel that is handed over again is another call, and takes the place of the one before', async () => {
  const { node, ring, clock } = open()
  node.start()
  const before = ring('1')
  const again = ring('1-2', undefined, undefined, '1')
  await clock.run(1)
  expect(before.orders.some(order => order.kind === 'hang up')).toBe(true)
  expect(node.status().calls).toHaveLength(1)
  hangUp(again)
  await clock.run(1)
  expect(node.calls()).toBe(0)
})
