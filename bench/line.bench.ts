// The line on a real FreeSWITCH: from a key to silence and to the next prompt, beside FreeSWITCH's own menu; many calls, by sipp. Where
// there is no FreeSWITCH it is left out, and says so. `LINE_MINUTES=10` for the load that is asked for; less than a minute by itself.
import { collectedHeap } from '../cli/testing/collected-heap.ts'
import {
  measureKeys,
  measureLoad,
  placeCallsTo,
  startLineBench,
  type LineBench,
  type Load,
  type LoadFigures,
} from '../cli/testing/line-bench.ts'
import { freeswitchBinary, freeswitchVersion } from '../runtime/freeswitch/real/binary.ts'
import type { Figure } from './figure.ts'
import { startMenus, type Menu } from './peers/menus.ts'
import { version } from './version.ts'

const KEYS = 200
const RATE = 20

export default async (): Promise<Figure[]> => {
  const binary = freeswitchBinary()
  if (binary === null) {
    process.stdout.write('  left out: there is no FreeSWITCH (CALLWRIGHT_FREESWITCH, or freeswitch on the PATH)\n')
    return []
  }
  const seconds = Number(process.env['LINE_MINUTES'] ?? 0.75) * 60
  const menus = await startMenus()
  const bench = await startLineBench(menus.extensions)
  try {
    const keys = await measureKeys(bench, KEYS, 4)
    const before = await collectedHeap(bench.node)
    const many = await measureLoad(bench, { calls: 200, rate: 50, atOnce: 100 })
    const load = await measureLoad(bench, { calls: Math.round(seconds * RATE), rate: RATE })
    const short = await measureLoad(bench, { calls: Math.round(seconds * RATE), rate: RATE, kind: 'short' })
    const after = await collectedHeap(bench.node)
    const bare = { short: await cpuOf(bench, menus.bare, seconds, 'short'), balance: await cpuOf(bench, menus.bare, seconds, 'balance') }
    const modesl = await cpuOf(bench, menus.modesl, seconds, 'short')
    const spread = ({ n, p50, p99, max }: typeof keys.silence): string => `${n} keys, p50 ${p50}, p99 ${p99}, at most ${max} ms`
    return [
      {
        what: 'key to silence, p50',
        value: keys.silence.p50,
        unit: 'ms',
        wanted: { atMost: 50 },
        note: `FreeSWITCH ${freeswitchVersion(binary)}, at the ear: ${spread(keys.silence)}; its own menu: ${spread(keys.menuSilence)}`,
      },
      { what: 'key to silence, p99', value: keys.silence.p99, unit: 'ms', wanted: { atMost: 100 } },
      { what: '  from the node, p50', value: keys.nodeSilence.p50, unit: 'ms', note: spread(keys.nodeSilence) },
      {
        what: 'key to the next prompt behind its own menu, p50',
        value: keys.next.p50 - keys.menuNext.p50,
        unit: 'ms',
        wanted: { atMost: 30 },
        note: `${spread(keys.next)}; its own menu: ${spread(keys.menuNext)}`,
      },
      { what: '  from the node, p50', value: keys.nodeNext.p50, unit: 'ms', note: spread(keys.nodeNext) },
      ...loadFigures('100 calls at once', many),
      ...loadFigures(`20 calls a second, ${Math.round(seconds)} s`, load),
      ...loadFigures(`short calls, 20 a second, ${Math.round(seconds)} s`, short),
      {
        what: 'our CPU a call: the way to a balance',
        value: load.cpu,
        unit: 'ms',
        wanted: { atMost: 2 },
        note: `seven keys, five texts, one question to the bank, a trace and its part of the metrics that are read meanwhile; ${ratio(load.cpu, bare.balance)} of a Node server that only searches the bytes for the keys (${bare.balance.toFixed(1)} ms)`,
      },
      {
        what: 'our CPU a call: a welcome and one key',
        value: short.cpu,
        unit: 'ms',
        note: `${ratio(short.cpu, modesl)} of a program of twenty lines over ${version('modesl')} (${modesl.toFixed(1)} ms), ${ratio(short.cpu, bare.short)} of a Node server that only searches the bytes for the key (${bare.short.toFixed(1)} ms); neither keeps traces, measures or a watch`,
      },
      {
        what: 'memory that a call leaves behind',
        value: ((after - before) * 1000) / (many.calls + load.calls + short.calls),
        unit: 'KB',
        note: `${before.toFixed(1)} MB held before ${many.calls + load.calls + short.calls} calls, ${after.toFixed(1)} after them; the process had ${Math.max(load.memory, short.memory).toFixed(0)} at most`,
      },
    ]
  } finally {
    await bench.stop()
    menus.stop()
  }
}

const ratio = (ours: number, theirs: number): string => `${(ours / theirs).toFixed(1)} ×`

/** ms of its processor a call. As many calls come before, for what is compiled to be compiled, as before ours. */
async function cpuOf(bench: LineBench, { number, used }: Menu, seconds: number, kind: NonNullable<Load['kind']>): Promise<number> {
  await placeCallsTo(bench, number, { calls: 200, rate: RATE, kind })
  const before = await used()
  const lost = await placeCallsTo(bench, number, { calls: Math.round(seconds * RATE), rate: RATE, kind })
  const after = await used()
  if (lost > 0) throw new Error(`${lost} calls to ${number} were lost`)
  return (after.cpu - before.cpu) / (after.calls - before.calls)
}

function loadFigures(what: string, { sipp, atOnce, troubles }: LoadFigures): readonly Figure[] {
  if (sipp.kind === 'failed') throw new Error(sipp.said)
  return [
    {
      what: `${what}: lost`,
      value: sipp.lost,
      unit: 'calls',
      wanted: { atMost: 0 },
      note: `of ${sipp.placed}, ${atOnce} at once at most, ${troubles} troubles ${Object.keys(sipp.why).join(' ')}`.trim(),
    },
  ]
}
