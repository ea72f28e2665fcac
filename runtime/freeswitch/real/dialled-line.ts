// The line on a real switch as its tests use it: sounds of its own, three queues, and a caller who has dialled.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { placeCall, type PlacedCall } from '../caller/place-call.ts'
import { tone, wavFile } from '../caller/sound.ts'
import { eventName, headerOf, subscribe } from '../codec/index.ts'
import type { SoundPart } from '../line/sound.ts'
import { startLineRig, type LineCall, type LineRig } from './line-rig.ts'

/** What the segments of such a line say. */
export const [LONG, SHORT, PARTS, GONE, LAST, HOLED, SILENT] = [1, 2, 3, 4, 5, 6, 7]

export interface DialledLine extends LineRig {
  /** A caller who is answered, and the line's end of that call. */
  readonly dial: () => Promise<{ readonly caller: PlacedCall; readonly call: LineCall }>
}

export async function startDialledLine(): Promise<DialledLine> {
  const rig = await startLineRig({
    freeswitch: {
      modules: ['mod_xml_cdr', 'mod_cdr_csv'],
      queues: [{ name: 'support@default', music: 'local_stream://moh' }],
      agents: [],
    },
    queues: [{ name: 'help', music: 'moh', position: 1000, longestWait: 4000 }, { name: 'slow' }, { name: 'nowhere' }],
    line: { queues: { help: { name: 'support', domain: 'default' }, slow: { name: 'support', domain: 'default' } } },
  })
  const file = async (name: string, hertz: number, ms: number): Promise<SoundPart> => {
    const path = join(rig.freeswitch.sounds, `${name}.wav`)
    await writeFile(path, wavFile(tone(hertz, ms)))
    return { kind: 'file', path, ms }
  }
  rig.sounds.set(LONG, [await file('long', 440, 8000)])
  rig.sounds.set(SHORT, [await file('short', 880, 600)])
  rig.sounds.set(PARTS, [
    await file('one', 600, 400),
    await file('two', 700, 400),
    { kind: 'silence', ms: 200 },
    await file('three', 800, 400),
  ])
  rig.sounds.set(GONE, [{ kind: 'file', path: join(rig.freeswitch.sounds, 'gone.wav') }])
  const [one, ...others] = rig.sounds.get(PARTS)!
  rig.sounds.set(HOLED, [one!, { kind: 'file', path: join(rig.freeswitch.sounds, 'gone.wav'), ms: 400 }, ...others])
  rig.sounds.set(SILENT, [{ kind: 'speech', engine: 'nobody', voice: 'x', text: 'Welcome.' }])
  rig.sounds.set(LAST, [await file('last', 1000, 500)])
  const dial: DialledLine['dial'] = async () => {
    const caller = await placeCall({ number: '95500', at: rig.freeswitch.sip })
    const call = await rig.call()
    const { kind } = await caller.answered
    if (kind !== 'answered') throw new Error(`the caller was not answered: ${kind}`)
    return { caller, call }
  }
  return { ...rig, dial }
}

export const kinds = (call: LineCall): readonly string[] =>
  call.reports.map(({ report }) =>
    'segment' in report ? `${report.kind} ${report.segment}` : report.kind === 'key' ? `key ${report.key}` : report.kind,
  )

/** `told`: which recordings begin and end, as another listener of the switch hears it. */
export async function watchRecordings({ freeswitch }: LineRig) {
  const told: string[] = []
  const spy = await freeswitch.inbound({
    onEvent: event => void told.push(`${eventName(event)} ${(headerOf(event, 'Record-File-Path') ?? '').split('/').at(-1)}`),
  })
  await spy.connection.send(subscribe('plain', ['RECORD_START', 'RECORD_STOP']))
  return { spy, told }
}
