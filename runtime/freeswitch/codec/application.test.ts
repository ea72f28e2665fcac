import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCommandReader, headerOfCommand, type ReadCommand } from '../testing/command-reader.ts'
import { expand } from '../testing/expansion.ts'
import { readTranscript, transcriptNames } from '../testing/transcripts.ts'
import {
  createFrameDecoder,
  disarmExpansion,
  escapeExpansion,
  eventName,
  eventOf,
  execute,
  headerOf,
  isExpandable,
  setVariable,
  speak,
  type Built,
} from './index.ts'

const read = (built: Built): ReadCommand => {
  if (built.kind === 'refused') expect.fail(`refused: ${built.what}: ${built.reason}`)
  const commands = createCommandReader().push(built.bytes)
  expect(commands.length).toBe(1)
  return commands[0]!
}

const argumentOf = (command: ReadCommand): string => headerOfCommand(command, 'execute-app-arg') ?? command.body ?? ''

/** What the application has, and what ran on the way to it. */
const arrives = (built: Built) => expand(argumentOf(read(built)))

/** What `set` stores: it expands a second time. */
const stored = (built: Built) => {
  const { text, ran } = arrives(built)
  const second = expand(text.slice(text.indexOf('=') + 1))
  return { text: second.text, ran: [...ran, ...second.ran] }
}

/** Texts that are made of what FreeSWITCH reacts to. */
const hostile = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('$', '{', '}', '\\', '(', ')', "'", 'n', 's', ' ', '|', '%', '[', ']', ':', '"', '5') },
      fc.string({ maxLength: 3 }),
    ),
    {
      maxLength: 12,
    },
  )
  .map(parts => parts.join('').replace(/[\r\n\0]/g, ''))

it('the model of expansion does what FreeSWITCH did in transcripts', () => {
  const values: Record<string, string> = {
    'expr(1+1)': '2',
    'expr(40+2)': '42',
    hostname: 'vm',
    'caller_id_number:0:3': '138',
    zh_name: '张三 你好，世界',
  }
  let checked = 0
  for (const name of transcriptNames) {
    const began = new Map<string, string>()
    const decoder = createFrameDecoder()
    const bytes = readTranscript(name, 's2c')
    for (const frame of decoder.push(bytes)) {
      const event = eventOf(frame)
      if (event && eventName(event) === 'CHANNEL_EXECUTE')
        began.set(headerOf(event, 'Application-UUID') ?? '', headerOf(event, 'Application-Data') ?? '')
    }
    let disabled = false
    for (const command of createCommandReader().push(readTranscript(name, 'c2s'))) {
      const data = began.get(headerOfCommand(command, 'event-uuid') ?? '-')
      const arg = argumentOf(command)
      if (data === undefined) continue
      // Once told not to expand, it does not, until that is unset.
      if (!disabled && !/%[0-9A-F]{2}/.test(arg)) {
        const expanded = expand(arg, what => values[what] ?? '').text
        // Blanks at the end of a header and braces without an end are its own affair: the model keeps them.
        expect([name, data]).toEqual([name, arg.includes('${') && !arg.includes('}') ? data : expanded])
        checked++
      }
      if (arg === 'app_disable_expand_variables=true') disabled = true
      if (arg === 'app_disable_expand_variables') disabled = false
    }
  }
  expect(checked).toBeGreaterThan(150)
})

it('[16] [6.2] any text is the text that the application gets, and nothing runs', () => {
  fc.assert(
    fc.property(hostile, text => {
      fc.pre(text !== '')
      expect(expand(escapeExpansion(text))).toEqual({ text, ran: [] })
      if (!/^%[^]?\[/.test(text)) {
        expect(arrives(execute({ app: 'log', arg: text }))).toEqual({ text, ran: [] })
        expect(arrives(execute({ app: 'log', text }))).toEqual({ text, ran: [] })
      }
    }),
    { numRuns: 20_000 },
  )
})

it('[6.3.2] expansions of all kinds are text', () => {
  const attacks = [
    '${system(id)}',
    '$${hostname}',
    '${${a}}',
    '\\${a}',
    '\\\\${a}',
    '\\$${a}',
    '$\\{a}',
    '${a${b}c}',
    "\\'${a}",
    'a\\n${b}',
    '$$${a}',
    '${a}${b}\\${c}',
  ]
  for (const attack of attacks) {
    expect(arrives(execute({ app: 'log', text: attack }))).toEqual({ text: attack, ran: [] })
    // Without the escape something runs, or the text is another: the attack is one.
    const raw = expand(attack)
    expect([attack, raw.ran.length > 0 || raw.text !== attack]).toEqual([attack, attack !== '$\\{a}'])
  }
  expect(argumentOf(read(execute({ app: 'log', text: 'costs $5, or 5$ {net}, C:\\dir' })))).toBe('costs $5, or 5$ {net}, C:\\dir')
})

it('[141] a variable is what it was set to, though `set` expands a second time', () => {
  fc.assert(
    fc.property(hostile, value => {
      const built = setVariable('x', value)
      if (built.kind === 'refused') expect(isExpandable(value) || value.startsWith('ARRAY::')).toBe(true)
      else expect(stored(built)).toEqual({ text: value, ran: [] })
    }),
    { numRuns: 20_000 },
  )
  expect(stored(setVariable('x', '100% $5 a\\nb \\\\ "q" \'s\''))).toEqual({ text: '100% $5 a\\nb \\\\ "q" \'s\'', ran: [] })
})

it('[6.2] a value that would be expanded where it is read is no value', () => {
  for (const value of ['${hostname}', 'a $${b}', '$\\{c}'])
    expect(setVariable('x', value)).toEqual({ kind: 'refused', what: 'value', reason: 'expandable' })
  fc.assert(fc.property(hostile, text => !isExpandable(disarmExpansion(text)) && (isExpandable(text) || disarmExpansion(text) === text)))
  expect(disarmExpansion('$5 ${x} $${y}')).toBe('$5 %{x} %%{y}')
  expect(setVariable('x', 'ARRAY::a|:b')).toMatchObject({ reason: 'notation' })
  expect(setVariable('a=b', 'x')).toMatchObject({ reason: 'characters' })
})

it('an argument that begins with %[…] would set variables', () => {
  for (const text of ['%[a=1]x', '%:[a=1:b=2]x']) {
    expect(execute({ app: 'playback', arg: text })).toMatchObject({ reason: 'notation' })
    expect(execute({ app: 'playback', text })).toMatchObject({ reason: 'notation' })
  }
  expect(arrives(speak({ engine: 'flite', voice: 'slt', text: '%[x=1]hello' })).text).toBe('flite|slt|%[x=1]hello')
})

/** What mod_dptools and the core make of the argument of `speak`: the text that the engine has, and its parameters. */
function spoken(argument: string): { readonly text: string; readonly parameters: string } {
  const [engine = '', voice = '', ...rest] = argument.split('|')
  expect([engine, voice]).toEqual(['flite', 'slt'])
  const text = rest.join('|').replace(/^ +/, '')
  const end = text.indexOf('}')
  return text.startsWith('{') ? { text: text.slice(end + 1), parameters: text.slice(1, end) } : { text, parameters: '' }
}

it('[142] any text is spoken as it is, with nothing looked up and no parameter set', () => {
  fc.assert(
    fc.property(hostile, text => {
      const built = speak({ engine: 'flite', voice: 'slt', text })
      if (text.trim() === '') return
      const { text: argument, ran } = arrives(built)
      expect(ran).toEqual([])
      expect(spoken(argument)).toEqual({ text: text.replace(/^ +/, '').replace(/\$(?=[\\$]*\{)/g, '$ '), parameters: '' })
      expect(isExpandable(argument)).toBe(false)
    }),
    { numRuns: 20_000 },
  )
})

it('[142] the texts of the transcript', () => {
  const of = (text: string): string => spoken(arrives(speak({ engine: 'flite', voice: 'slt', text })).text).text
  for (const text of ["It's 5 o'clock | and more | pipes", 'a * b # c', '{voice=x}hello', 'line 1\nline 2']) expect(of(text)).toBe(text)
  expect(of('price is ${expr(40+2)} dollars')).toBe('price is $ {expr(40+2)} dollars')
  expect(speak({ engine: 'flite', voice: 'slt', text: '  ' })).toMatchObject({ reason: 'empty' })
  expect(speak({ engine: 'flite', voice: "a|b'", text: 'x' })).toMatchObject({ reason: 'characters' })
})

it('[15] what a header would lose goes in a body', () => {
  expect(arrives(execute({ app: 'set', arg: '  x=1 ' })).text).toBe('  x=1 ')
})
