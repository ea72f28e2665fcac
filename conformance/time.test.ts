import { afterEach, expect, it, vi } from 'vitest'
import { speakerFor } from '../cli/speaker.ts'
import { momentOf } from '../machine/calendar.ts'
import type { Machine } from '../machine/format.ts'
import { startCall, type TestCall } from '../runtime/core/testing/call.ts'
import { line, machineOf, plays, says } from './testing.ts'

afterEach(() => vi.restoreAllMocks())

const at = (moment: string): number => Number(momentOf(moment))
const inZone = (zone: string, steps: string, before = ''): string =>
  `${line().replace('Asia/Shanghai', zone)}\n${before}\nflow welcome { ${steps} -> goodbye }`

it('[S7.1] the line has a time zone: without one, or with one that there is not, it is an error', () => {
  expect(says(inZone('Asia/Shanghai', 'say "{today}."'))).toEqual([])
  expect(says(inZone('Asia/Shanghai', 'say "{today}."').replace('time zone Asia/Shanghai', '')).map(found => found.slice(0, 6))).toEqual([
    'CW2023',
  ])
  expect(says(inZone('Asia/Shangri-La', 'say "{today}."'))).toEqual(['CW2022 Asia/Shangri-La'])
})

it('[S7.1] [S7.3] dates, times and `today` are those of the line’s zone', () => {
  const steps = 'say "Today is {today}. It is {now}."'
  const call = 'call at 2026-11-23T23:30+00:00'
  plays(inZone('Europe/London', steps), `${call} \n hear "Today is November twenty-third"`)
  plays(inZone('Asia/Shanghai', steps), `${call} \n hear "Today is November twenty-fourth"`)
  plays(inZone('America/New_York', steps), `${call} \n hear "It is November twenty-third"`)
})

it('[S7.2] a step sees the time of its event: all that runs in one go sees one time, and what comes later sees a later one', () => {
  const program = inZone(
    'Asia/Shanghai',
    `let started = call.started  let first = now
     say "One.", "Two."
     let second = now
     if first == second and first == started { say "The same time." } else { say "Another time." }
     let day = today
     let x = query bank.ask() else -> goodbye
     if now > second { say "Later." }
     if today == day { say "The same day." } else { say "The next day." }`,
    'service bank { query ask(): text within 10s }',
  )
  plays(
    program,
    'call at 2026-11-23T10:00+08:00 \n given bank.ask answers "a" after 1s \n hear "The same time" \n hear next "Later" \n hear next "The same day"',
  )
  plays(
    program,
    'call at 2026-11-23T23:59:59+08:00 \n given bank.ask answers "a" after 2s \n hear "The same time" \n hear next "Later" \n hear next "The next day"',
  )
})

it('[S7.2] [S7.3] no clock and no table of the machine that it runs on is asked', () => {
  const machine = machineOf(
    inZone(
      'America/New_York',
      'if open(desk) { say "Open." } else { say "Closed." } let t = today let n = now say "{t}.", "{n}."',
      'hours desk in Europe/London { mon..fri 09:00..17:00 }',
    ),
  )
  const speaker = speakerFor(machine)
  const never = (): never => {
    throw new Error('asked')
  }
  vi.spyOn(Date, 'now').mockImplementation(never)
  vi.spyOn(performance, 'now').mockImplementation(never)
  vi.spyOn(Date.prototype, 'getTimezoneOffset').mockImplementation(never)
  vi.spyOn(Date.prototype, 'getHours').mockImplementation(never)
  vi.spyOn(Date.prototype, 'toLocaleString').mockImplementation(never)
  vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(never)
  const call = startCall(machine, { at: at('2026-07-06T09:30:00+01:00') })
  const spoken = call.session.queue.map(segment => speaker.words(segment))
  expect(spoken[0]).toBe('Open.')
  expect(spoken[1]).toContain('July sixth')
  expect(spoken[2]).toContain('four thirty')
})

it('[S7.3] the offsets stand in the machine, from 2020 to the end of 2079, and nothing else decides', () => {
  const source = inZone(
    'America/New_York',
    'if open(desk) { say "Open." } else { say "Closed." } let t = today let n = now say "{t}.", "{n}."',
    'hours desk in America/New_York { mon..sun 09:00..17:00 }',
  )
  const machine = machineOf(source)
  const table = machine.zones['America/New_York']!
  expect(table[0]![0]).toBe(Date.UTC(2020, 0, 1))
  // Two changes a year, for the whole time.
  expect(new Date(table.at(-1)![0]).getUTCFullYear()).toBe(2079)
  expect(table).toHaveLength(1 + 2 * 60)
  expect(new Set(table.map(([, offset]) => offset))).toEqual(new Set([-240, -300]))

  const heard = (of: Machine, moment: string): string[] => {
    const speaker = speakerFor(of)
    return startCall(of, { at: at(moment) })
      .session.queue.slice(0, 3)
      .map(segment => speaker.words(segment))
  }
  const moved: Machine = { ...machine, zones: { ...machine.zones, 'America/New_York': [[0, 12 * 60]] } }
  expect(heard(machine, '2026-07-06T20:00:00Z')).toEqual(['Open.', expect.stringContaining('July sixth'), expect.stringContaining('four')])
  expect(heard(moved, '2026-07-06T20:00:00Z')).toEqual([
    'Closed.',
    expect.stringContaining('July seventh'),
    expect.stringContaining('eight'),
  ])
})

const desk = (rules: string, zone = 'Asia/Shanghai', before = ''): string =>
  `${line()}\n${before}\nhours desk in ${zone} { ${rules} }\nflow welcome { if open(desk) { say "Open." } else { say "Closed." } -> goodbye }`
const opens = (program: string, times: Readonly<Record<string, boolean>>, given = ''): void => {
  for (const [time, open] of Object.entries(times)) plays(program, `${given}\n call at ${time}\n hear next "${open ? 'Open' : 'Closed'}"`)
}

it('[S7.4] open asks the wall clock of the hours’ own zone, from the first minute and before the last one', () => {
  opens(desk('mon..fri 08:30..12:00, 13:00..17:30  sat 09:00..12:00'), {
    '2026-11-23T08:29+08:00': false,
    '2026-11-23T08:30+08:00': true,
    '2026-11-23T00:30+00:00': true,
    '2026-11-23T11:59+08:00': true,
    '2026-11-23T12:00+08:00': false,
    '2026-11-23T13:00+08:00': true,
    '2026-11-23T17:30+08:00': false,
    '2026-11-28T10:00+08:00': true,
    '2026-11-28T14:00+08:00': false,
    '2026-11-29T10:00+08:00': false,
  })
  opens(desk('mon..fri 09:00..17:00', 'Europe/London'), {
    '2026-11-23T09:00+08:00': false,
    '2026-11-23T17:00+08:00': true,
    '2026-11-24T00:59+08:00': true,
    '2026-11-24T01:00+08:00': false,
    // Summer time: an hour earlier.
    '2026-07-06T16:00+08:00': true,
    '2026-07-07T00:00+08:00': false,
  })
})

it('[S7.4] of the rules in the order written the last that speaks of the day decides', () => {
  opens(
    desk(
      'mon..fri 08:30..17:30  closed on settings.holidays  open on 2026-10-10 10:00..12:00',
      'Asia/Shanghai',
      'settings { holidays: list of date = [] }',
    ),
    {
      '2026-10-05T09:00+08:00': false,
      '2026-10-06T09:00+08:00': true,
      // A Saturday that makes up for a holiday.
      '2026-10-10T11:00+08:00': true,
      '2026-10-10T09:00+08:00': false,
      '2026-10-17T11:00+08:00': false,
    },
    'given setting holidays = [2026-10-05, 2026-10-10]',
  )
  // The other way round the holiday wins.
  opens(
    desk(
      'mon..fri 08:30..17:30  open on 2026-10-10 10:00..12:00  closed on settings.holidays',
      'Asia/Shanghai',
      'settings { holidays: list of date = [] }',
    ),
    { '2026-10-10T11:00+08:00': false },
    'given setting holidays = [2026-10-05, 2026-10-10]',
  )
})

it('[S7.4] 22:00..06:00 runs past midnight, into a day that may have other rules', () => {
  opens(desk('mon 22:00..06:00  tue 08:00..09:00'), {
    '2026-11-23T21:59+08:00': false,
    '2026-11-23T22:00+08:00': true,
    '2026-11-23T05:59+08:00': false,
    '2026-11-24T00:00+08:00': true,
    '2026-11-24T05:59+08:00': true,
    '2026-11-24T06:00+08:00': false,
    '2026-11-24T08:30+08:00': true,
    '2026-11-24T22:30+08:00': false,
    '2026-11-25T00:30+08:00': false,
  })
})

it('[S7.4] at a clock change a wall time that comes twice counts twice', () => {
  opens(desk('sun 01:00..01:30', 'America/New_York'), {
    '2026-11-01T04:59Z': false,
    '2026-11-01T05:00Z': true,
    '2026-11-01T05:29Z': true,
    '2026-11-01T05:30Z': false,
    '2026-11-01T05:59Z': false,
    '2026-11-01T06:00Z': true,
    '2026-11-01T06:29Z': true,
    '2026-11-01T06:30Z': false,
  })
})

it('[S7.4] it is decided when the step runs', () => {
  plays(
    `${line()}
hours desk in Asia/Shanghai { mon..fri 08:30..17:30 }
menu welcome { say "Ask." press 1 unannounced -> ask  listen { first key within 5min } }
flow ask { if open(desk) { say "Open." } else { say "Closed." } -> welcome }`,
    'call at 2026-11-23T17:29+08:00 \n press 1 \n hear "Open" \n wait 2min \n press 1 \n hear "Closed"',
  )
})

const settings = `settings { notice: speech = "The usual notice."  open: boolean = true  limit: number = 3 }
menu welcome { say settings.notice  if settings.open { say "Open." } else { say "Closed." } press 1 unannounced -> welcome }`

it('[S7.8] settings are what the operator put there, else what the program says', () => {
  const program = `${line()}\n${settings}`
  plays(program, 'hear next "The usual notice" \n hear next "Open"')
  plays(
    program,
    'given setting notice = "Some telephones are down." \n given setting open = false \n hear next "Some telephones are down" \n hear next "Closed"',
  )
})

it('[S7.8] settings are read once, when the call starts, and go with what is written of it', () => {
  const machine = machineOf(`${line()}\n${settings}`)
  const operator: Record<string, boolean> = { open: false }
  const call: TestCall = startCall(machine, { settings: operator, rewrite: true })
  const heard = (): string[] => call.lines().filter(each => /Open|Closed/.test(each))
  expect(heard()).toEqual(['say Closed.'])
  operator['open'] = true
  call.listen().keys('1')
  expect(heard()).toEqual(['say Closed.'])
  expect(JSON.stringify(call.session)).toContain('"open":false')
})

it('[S7.9] a setting is never private or secret', () => {
  const program = (type: string, value: string): string => `${line()}
type Box = { code: private text }
settings { it: ${type} = ${value} }
flow welcome { if open(desk) { say "Open." } -> goodbye }
hours desk in Asia/Shanghai { mon..fri 08:30..17:30 }`
  const found = (type: string, value: string): string[] =>
    says(program(type, value))
      .filter(each => !each.startsWith('CW2006'))
      .map(each => each.slice(0, 6))
  expect(found('text', '"a"')).toEqual([])
  expect(found('private text', '"a"')).toEqual(['CW4014'])
  expect(found('private digits 4', '"1234"')).toEqual(['CW4014'])
  expect(found('secret digits 4', '"1234"')).toEqual(['CW4014'])
  expect(found('list of private text', '[]')).toEqual(['CW4014'])
  expect(found('private text or nothing', 'nothing')).toEqual(['CW4014'])
})
