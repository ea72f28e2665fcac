import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseCsv } from '../../machine/csv.ts'
import { textHash } from '../../machine/fragments.ts'
import { writeWav } from '../../runtime/speech/wav.ts'
import { disk } from '../io.ts'
import { filesBelow } from '../project.ts'
import { callwright, folderWith, temporaryFolder } from '../testing/io.ts'

const harbour = join(import.meta.dirname, '../../examples/harbour-95500')
const LINE = `line test {
  numbers { "1" -> start }
  languages zh-CN, en-US
  time zone UTC
  otherwise -> start
}
`
const PROGRAM = `${LINE}type Kind = one of { savings zh"活期" en"savings"  card zh"信用卡" en"card" }
prompts {
  hello   zh"您好。" en"Hello \\"you\\"."   // a greeting
  inbox(n: number) zh"您有{n}条消息。"
                   en"You have {n} {n: one "message", other "messages"}."
  is(kind: Kind) zh"{kind}" en"{kind}"
}
flow start { say hello, inbox(2), is(card), zh"再见" en"Bye" -> hangup }
`

const filesOf = (folder: string, ending: string): Record<string, string> =>
  Object.fromEntries(filesBelow(disk, folder, ending).map(path => [path.slice(folder.length + 1), readFileSync(path, 'latin1')]))

/** The exported rows, each by the names of the columns. */
async function rows(cwd: string, ...options: string[]): Promise<Record<string, string>[]> {
  const { code, out, err } = await callwright(['prompts', 'export', 'main.ivr', ...options], { cwd })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const [head, ...lines] = parseCsv(out).lines!
  return lines.map(line => Object.fromEntries(head!.fields.map((name, at) => [name, line.fields[at]!])))
}
const csv = (...lines: (readonly string[])[]): string =>
  lines.map(fields => fields.map(field => `"${field.replaceAll('"', '""')}"`).join(',')).join('\n')

// ------------------------------------------------------------------------------------------------ status and lists

it('[L.slots.5] lists what is recorded, stale and missing, by language', async () => {
  const list = { hello: { 'zh-CN': { text: textHash('您好。'), file: 'a.wav' }, 'en-US': { text: textHash('Hi.'), file: 'a.wav' } } }
  const wav = writeWav(new Int16Array(800), 8000)
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'audio/prompts.json': JSON.stringify({ ...list, old: list.hello }), 'audio/a.wav': wav })
  const { code, out } = await callwright(['prompts'], { cwd })
  expect(code).toBe(0)
  expect(out).toMatch(/^main\.ivr zh-CN: \d+ to be recorded, about \d+:\d\d\n +recorded +stale +missing\n {2}texts +1 +0 +\d+\n/)
  expect(out).toMatch(/main\.ivr en-US: .*\n.*\n {2}texts +0 +1 +\d+\n/)
  expect(out).toMatch(/listed, and not in the line any more: old\n$/)
  const json = JSON.parse((await callwright(['prompts', '--json'], { cwd })).out) as {
    slots: { slot: string; language: string; state: string; ms?: number }[]
  }
  expect(json.slots.filter(({ slot }) => slot === 'hello').map(({ language, state, ms }) => [language, state, ms])).toEqual([
    ['zh-CN', 'recorded', 100],
    ['en-US', 'stale', 100],
  ])
  expect((await callwright(['prompts', '--lang', 'zh'], { cwd })).out).toContain('条，约')
})

it('exports each text with its fragments, and where it is said', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  const all = await rows(cwd)
  const row = (slot: string): Record<string, string> => all.find(each => each['slot'] === slot)!
  expect(row('hello')).toMatchObject({
    kind: 'text',
    'zh-CN': '您好。',
    'en-US': 'Hello "you".',
    'file en-US': 'en-US/hello.wav',
    where: 'main.ivr:9',
    'said in': 'start',
    after: '您有{n}条消息。',
  })
  expect(row('inbox')).toMatchObject({
    kind: 'cut',
    'zh-CN': '您有{n}条消息。',
    'en-US': 'You have {n} {n: one "message", other "messages"}.',
    'file zh-CN': '',
    before: '您好。',
  })
  expect(row('inbox.1')).toMatchObject({ kind: 'fragment', 'zh-CN': '您有', 'en-US': 'You have', before: '', after: '{n}条消息。' })
  expect(row('inbox.2')).toMatchObject({ 'zh-CN': '条消息。', 'en-US': 'message', 'status en-US': 'missing' })
  expect(row('inbox.3')).toMatchObject({ 'zh-CN': '', 'en-US': 'messages', 'status zh-CN': '', 'file zh-CN': '' })
  expect(row('Kind.card')).toMatchObject({ kind: 'choice', 'zh-CN': '信用卡', 'en-US': 'card', where: 'main.ivr:7' })
  expect(row('start.1')).toMatchObject({ 'zh-CN': '再见', where: 'main.ivr:14' })
  expect(all.filter(each => each['kind'] === 'value').length).toBeGreaterThan(50)
})

it('exports what has yet to be recorded, where that is asked for', async () => {
  const wav = writeWav(new Int16Array(800), 8000)
  const listed = (words: string): object => ({ text: textHash(words), file: 'a.wav' })
  const list = { hello: { 'zh-CN': listed('您好。'), 'en-US': listed('Hello "you".') }, 'start.1': { 'zh-CN': listed('再见') } }
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'audio/prompts.json': JSON.stringify(list), 'audio/a.wav': wav })
  const slots = (await rows(cwd, '--missing')).map(row => row['slot'])
  expect(slots).not.toContain('hello')
  expect(slots).toContain('start.1')
})

it('writes XLIFF 1.2 in which each value is whole, and the same on both sides', async () => {
  const cwd = folderWith({
    'main.ivr': `${LINE}prompts { both(a: number, b: number) zh"<{a}>和{b}" en"{b} & {a}" }\nflow start { say both(1, 2) -> hangup }`,
  })
  const { out } = await callwright(['prompts', 'export', '--format', 'xliff'], { cwd })
  expect(out).toContain('<source>&lt;<ph id="1">{a}</ph>&gt;和<ph id="2">{b}</ph></source>')
  expect(out).toContain('<target state="translated"><ph id="2">{b}</ph> &amp; <ph id="1">{a}</ph></target>')
  expect(out).toContain('<context context-type="linenumber">7</context>')
})

// ------------------------------------------------------------------------------------------------ translations

async function imported(
  files: Readonly<Record<string, string | Uint8Array>>,
  name: string,
  text: string,
): Promise<{ code: number; out: string; err: string; main: string }> {
  const cwd = folderWith({ ...files, [name]: text })
  const ran = await callwright(['prompts', 'import', '--translations', name], { cwd })
  return { ...ran, main: readFileSync(`${cwd}/main.ivr`, 'utf8') }
}

it.each(['csv', 'xliff'])('a list that comes back as it was (%s) leaves every byte as it was', async format => {
  const cwd = temporaryFolder()
  cpSync(harbour, cwd, { recursive: true, filter: path => !path.endsWith('.ts') })
  disk.write(`${cwd}/sms.ivr`, `\ufeff${readFileSync(`${cwd}/sms.ivr`, 'utf8').replaceAll('\n', '\r\n')}`)
  const before = filesOf(cwd, '.ivr')
  for (const into of [[], ['--into', 'ja-JP']]) {
    await callwright(['prompts', 'export', 'main.ivr', '--format', format, ...into, '-o', `list.${format}`], { cwd })
    const { code, out } = await callwright(['prompts', 'import', '--translations', `list.${format}`, 'main.ivr'], { cwd })
    expect(out).toMatch(/^0 texts written into 0 files, \d+ as before, 0 not taken\n$/)
    expect(code).toBe(0)
  }
  expect(filesOf(cwd, '.ivr')).toEqual(before)
})

it('writes a translation between its quotes and touches nothing else', async () => {
  const { code, out, main } = await imported(
    { 'main.ivr': PROGRAM },
    'list.csv',
    csv(
      ['slot', 'en-US', 'zh-CN'],
      ['hello', 'Good "day" \\{x} \\ {pause 1s}', '您好。'],
      ['inbox', '{n: one "One message", other "{n} messages"} for you.', '您有{n}条消息。'],
      ['Kind.card', 'credit card', '信用卡'],
      ['start.1', '', '再会'],
    ),
  )
  expect(out).toBe('4 texts written into 1 file, 4 as before, 0 not taken\n')
  expect(code).toBe(0)
  expect(main).toBe(
    PROGRAM.replace('Hello \\"you\\".', 'Good \\"day\\" \\{x} \\\\ {pause 1s}')
      .replace('You have {n} {n: one "message", other "messages"}.', '{n: one "One message", other "{n} messages"} for you.')
      .replace('en"card"', 'en"credit card"')
      .replace('再见', '再会'),
  )
})

it('takes a row whose version a spreadsheet has lost as it takes one of a list without versions', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  const list = await rows(cwd)
  const names = Object.keys(list[0]!)
  const lines = list.map(row =>
    names.map(name => (name === 'version' ? '' : row['slot'] === 'start.1' && name === 'zh-CN' ? '再会' : row[name]!)),
  )
  const { code, out, main } = await imported({ 'main.ivr': PROGRAM }, 'list.csv', csv(names, ...lines))
  expect(out).toMatch(/^1 text written into 1 file, \d+ as before, 0 not taken\n$/)
  expect({ code, main }).toEqual({ code: 0, main: PROGRAM.replace('再见', '再会') })
})

it('any words for any text stand in the source, and say the same when they are exported again', async () => {
  const slots = ['hello', 'start.1', 'Kind.savings']
  const words = fc
    .string({ unit: fc.constantFrom(...'ab您 "\\{}\n,;=<&\u0007'), minLength: 1, maxLength: 12 })
    .filter(text => /[ab您]/.test(text))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...slots), fc.constantFrom('zh-CN', 'en-US'), words, async (slot, language, text) => {
      const written = text.replace(/[\\{]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\u0007', '\\u{7}')
      const cwd = folderWith({ 'main.ivr': PROGRAM, 'list.csv': csv(['slot', language], [slot, written]) })
      expect(await callwright(['prompts', 'import', '--translations', 'list.csv'], { cwd })).toMatchObject({ code: 0 })
      const again = await rows(cwd)
      expect(again.find(row => row['slot'] === slot)![language]).toBe(written)
      const others = (all: Record<string, string>[]): string[] =>
        all.flatMap(row =>
          row['kind'] === 'text' || row['kind'] === 'cut'
            ? ['zh-CN', 'en-US'].flatMap(tag => (row['slot'] === slot && tag === language ? [] : [row[tag]!]))
            : [],
        )
      expect(others(again)).toEqual(others(await rows(folderWith({ 'main.ivr': PROGRAM }))))
    }),
    { numRuns: 25 },
  )
})

it('adds a language, laid out as the others, with the tag that the program uses', async () => {
  const { out, main, code } = await imported(
    { 'main.ivr': PROGRAM },
    'list.csv',
    csv(['slot', 'ja-JP'], ['hello', 'こんにちは。'], ['inbox', 'メッセージが{n}件あります。']),
  )
  expect({ out, code }).toEqual({ out: '2 texts written into 1 file, 0 as before, 0 not taken\n', code: 0 })
  expect(main).toBe(
    PROGRAM.replace('you\\"."', 'you\\"." ja"こんにちは。"').replace(
      '"messages"}."',
      '"messages"}."\n                   ja"メッセージが{n}件あります。"',
    ),
  )
})

it('tags the words of a line of one language when another comes, and keeps one language’s words from another’s', async () => {
  const single =
    'line test {\n  numbers { "1" -> start }\n  languages en-US\n  time zone UTC\n  otherwise -> start\n}\nflow start { say "Hello." -> hangup }\n'
  const list = (language: string, text: string): string => csv(['slot', language], ['start.1', text])
  expect((await imported({ 'main.ivr': single }, 'a.csv', list('en-US', 'Hi.'))).main).toContain('say "Hi." ->')
  expect((await imported({ 'main.ivr': single }, 'a.csv', list('fr-FR', 'Salut.'))).main).toContain('say en"Hello." fr"Salut." ->')
  const two = single.replace('en-US', 'en-US, en-GB').replace('"Hello."', 'en"Hello."')
  expect((await imported({ 'main.ivr': two }, 'a.csv', list('en-GB', 'Good day.'))).main).toContain('say en"Hello." en-GB"Good day." ->')
})

it('refuses a translation that lost a value, has another one, or is no text, says which, and takes the rest', async () => {
  const { code, out, main } = await imported(
    { 'main.ivr': PROGRAM },
    'list.csv',
    csv(
      ['slot', 'en-US', 'zh-CN'],
      ['inbox', 'You have messages.', '您有{m}条消息，共{n}。'],
      ['hello', 'Hello {', '好'],
      ['nowhere', 'Something', ''],
      ['start.1', 'So long', '{n: one "x"'],
    ),
  )
  expect(code).toBe(1)
  expect(out.split('\n')).toEqual([
    'list.csv:2: “inbox” in en-US has lost {n}.',
    'list.csv:2: “inbox” in zh-CN speaks {m}, which the text does not.',
    expect.stringMatching(/^list\.csv:3: “hello” in en-US cannot be read: /),
    'list.csv:4: The line has no text “nowhere”.',
    expect.stringMatching(/^list\.csv:5: “start\.1” in zh-CN cannot be read: /),
    '2 texts written into 1 file, 0 as before, 5 not taken',
    '',
  ])
  expect(main).toBe(PROGRAM.replace('您好。', '好').replace('Bye', 'So long'))
})

it('names each translation that no source can take, with what to do, and lets what the list says itself pass', async () => {
  const program = PROGRAM.replace('flow start {', 'flow start { menu { press 1 for language en-US -> next } }\nflow next {')
  const cwd = folderWith({ 'main.ivr': program })
  const listed = await rows(cwd, '--into', 'ja-JP')
  const translated = ['standard.option', 'language.en-US', 'inbox.1', 'hello', 'reading/n.1', 'inbox.2']
  const [head, ...lines] = parseCsv((await callwright(['prompts', 'export', 'main.ivr', '--into', 'ja-JP'], { cwd })).out).lines!
  const column = head!.fields.indexOf('ja-JP')
  const at = (slot: string): number => listed.findIndex(row => row['slot'] === slot) + 2
  expect(translated.map(at)).not.toContain(1)
  const filled = lines.map(({ fields }) => (translated.includes(fields[0]!) ? fields.with(column, `ja ${fields[0]}`) : fields))
  // A fragment that its whole text says is with it.
  const whole = filled.map(fields => (fields[0] === 'inbox' ? fields.with(column, 'ja inbox.2 {n}') : fields))
  disk.write(`${cwd}/list.csv`, csv(head!.fields, ...whole))
  const { code, out } = await callwright(['prompts', 'import', '--translations', 'list.csv'], { cwd })
  expect(code).toBe(1)
  const said = [
    [at('standard.option'), '“standard.option” is a standard prompt: declare option(label: speech, key: digits) among the prompts of the program, which is translated with it then.'],
    [at('inbox.1'), '“inbox.1” is a part of “inbox”, which is translated whole: its row in ja-JP does not say this.'],
    [at('language.en-US'), '“language.en-US” is how a language calls itself; it is not translated.'],
    [at('reading/n.1'), '“reading/n.1” is what values are read from, and is not translated.'],
  ] as const // prettier-ignore
  expect(out.split('\n').sort()).toEqual(
    [
      ...said.map(([line, why]) => `list.csv:${line}: ${why}`),
      expect.stringMatching(/^2 texts written into 1 file, \d+ as before, 4 not taken$/),
      '',
    ].sort(),
  )
})

it('takes a list as often as it comes: the parts that the export has filled in are not refused when their whole is another', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  const [head, ...lines] = parseCsv((await callwright(['prompts', 'export', 'main.ivr'], { cwd })).out).lines!
  const english = head!.fields.indexOf('en-US')
  const inbox = lines.find(({ fields }) => fields[0] === 'inbox')!.fields[english]!
  const changed = lines.map(({ fields }) => (fields[0] === 'inbox' ? fields.with(english, inbox.replace('You have', 'There are')) : fields))
  expect(changed).not.toEqual(lines.map(({ fields }) => fields))
  disk.write(`${cwd}/list.csv`, csv(head!.fields, ...changed))
  for (const written of ['1 text', '0 texts'])
    expect(await callwright(['prompts', 'import', '--translations', 'list.csv'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(`^${written} written into`)) as string,
    })
  // A part that somebody has written is told of, as long as its whole is the program's.
  const part = lines.map(({ fields }) => (fields[0] === 'inbox.1' ? fields.with(english, 'There are') : fields))
  disk.write(`${cwd}/main.ivr`, PROGRAM)
  disk.write(`${cwd}/list.csv`, csv(head!.fields, ...part))
  expect((await callwright(['prompts', 'import', '--translations', 'list.csv'], { cwd })).out).toContain('“inbox.1” is a part of “inbox”')
})

it('takes a list that a spreadsheet wrote with semicolons or tabs', async () => {
  for (const separator of [';', '\t']) {
    const list = csv(['slot', 'zh-CN', 'en-US'], ['hello', '您好，欢迎。', 'Hello, "dear"; you'], ['start.1', '再见', 'So long'])
    const unquoted = list.replaceAll('","', `"${separator}"`).replaceAll(/"(slot|start\.1)"/g, '$1')
    const { code, out, main } = await imported({ 'main.ivr': PROGRAM }, 'list.csv', `\ufeff${unquoted}`)
    expect([separator, code, out]).toEqual([separator, 0, '3 texts written into 1 file, 1 as before, 0 not taken\n'])
    expect(main).toContain('zh"您好，欢迎。"')
    expect(main).toContain('en"Hello, \\"dear\\"; you"')
    expect(main).toContain('en"So long"')
  }
})

it('a row whose words have a comma without quotes is refused as that, not as another text', async () => {
  const rows = ['slot,en-US,zh-CN', 'hello,Welcome, dear caller.,您好。', 'start.1,So long,再见,,']
  const { code, out, main } = await imported({ 'main.ivr': PROGRAM }, 'list.csv', rows.join('\n'))
  expect([code, out]).toEqual([
    1,
    'list.csv:2: The row has more columns than the first line: words with a “,” in them stand between quotes.\n' +
      '1 text written into 1 file, 1 as before, 1 not taken\n',
  ])
  expect(main).toBe(PROGRAM.replace('Bye', 'So long'))
})

it('finds the units of XLIFF in groups of groups, as some tools write them', async () => {
  const unit = '<trans-unit id="start.1"><source>再见</source><target>So long</target></trans-unit>'
  const body = `<body><group id="a"><group id="b">${unit}</group></group></body>`
  const list = `<xliff version="1.2"><file source-language="zh-CN" target-language="en-US">${body}</file></xliff>`
  const { code, out, main } = await imported({ 'main.ivr': PROGRAM }, 'list.xlf', list)
  expect([code, out]).toEqual([0, '1 text written into 1 file, 0 as before, 0 not taken\n'])
  expect(main).toBe(PROGRAM.replace('Bye', 'So long'))
})

it('says how a list is to be saved whose signs are not UTF-8', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'list.csv': new Uint8Array([0x73, 0xc4, 0xfa, 0xba, 0xc3]) })
  const { code, err } = await callwright(['prompts', 'import', '--translations', 'list.csv'], { cwd })
  expect([code, err]).toEqual([2, 'callwright: list.csv: it is not UTF-8 text; a spreadsheet saves it as “CSV UTF-8”.\n'])
})

it('takes no translation with which the program would have an error', async () => {
  const { code, out, main } = await imported(
    { 'main.ivr': PROGRAM },
    'list.csv',
    csv(['slot', 'en-US'], ['inbox', 'You have {n as nonsense}.'], ['start.1', 'So long']),
  )
  expect(code).toBe(1)
  expect(out).toMatch(/^list\.csv:2: “inbox” \(en-US\): .*nonsense.*\n1 text written into 1 file, 0 as before, 1 not taken\n$/)
  expect(main).toBe(PROGRAM.replace('Bye', 'So long'))
})

it.each(['csv', 'xliff'])('does not put back what has changed since the list was written (%s)', async format => {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  await callwright(['prompts', 'export', '--format', format, '-o', 'list'], { cwd })
  const list = readFileSync(`${cwd}/list`, 'utf8').replaceAll('Bye', 'So long').replaceAll('Hello', 'Welcome')
  const changed = PROGRAM.replace('再见', '再会')
  disk.write(`${cwd}/main.ivr`, changed)
  disk.write(`${cwd}/list`, list)
  const { out, code } = await callwright(['prompts', 'import', '--translations', 'list'], { cwd })
  expect(code).toBe(1)
  expect(out).toContain('“start.1” has changed since it was given out; export it again.\n')
  expect(readFileSync(`${cwd}/main.ivr`, 'utf8')).toBe(changed.replace('Hello', 'Welcome'))
})

it('refuses a file that is no list, and says why', async () => {
  for (const [name, text, why] of [
    ['a.csv', '', 'It is empty.'],
    ['a.csv', 'slot|en-US\nhello|x', 'Its first line must name the columns'],
    ['a.csv', 'slot,en-US\nhello,"x', 'Line 2: a quote is not closed.'],
    ['a.csv', 'slot,en-US,en-US\nhello,a,b', 'Two columns are called “en-US”.'],
    ['a.xlf', '<xliff version="1.2"><file>', '“</file>” is missing.'],
    ['a.xlf', '<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/passwd">]><xliff>&a;</xliff>', 'A document type is not read.'],
    ['a.xlf', '<xliff version="1.2">&a;</xliff>', '“&a;” is no character'],
    ['a.xlf', '<xliff version="2.0"></xliff>', 'It is XLIFF 2.0; version 1.2 is read.'],
    ['a.xlf', '<html/>', 'It is no XLIFF file.'],
    ['a.xlf', '<xliff version="1.2"><file source-language="zh-CN"><body/></file></xliff>', 'the file names no target-language'],
  ] as const) {
    const { code, err, main } = await imported({ 'main.ivr': PROGRAM }, name, text)
    expect([text, code, err]).toEqual([text, 2, expect.stringContaining(why)])
    expect(err).not.toContain('fault')
    expect(main).toBe(PROGRAM)
  }
})

it('never a fault, whatever an XLIFF file is cut or changed into', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  await callwright(['prompts', 'export', '--format', 'xliff', '-o', 'list.xlf'], { cwd })
  const list = readFileSync(`${cwd}/list.xlf`, 'utf8')
  let seed = 5
  const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below
  for (let round = 0; round < 60; round++) {
    const at = random(list.length)
    disk.write(
      `${cwd}/list.xlf`,
      round % 3 === 0 ? list.slice(0, at) : `${list.slice(0, at)}${'<>&"/{}'[random(7)]}${list.slice(at + random(3))}`,
    )
    disk.write(`${cwd}/main.ivr`, PROGRAM)
    const { code, err } = await callwright(['prompts', 'import', '--translations', 'list.xlf'], { cwd })
    expect([0, 1, 2]).toContain(code)
    expect(err).not.toContain('fault')
    expect((await callwright(['check', 'main.ivr'], { cwd })).code).toBe(0)
  }
})

it('export and accept tell what they did as JSON', async () => {
  const stale = {
    hello: { 'zh-CN': { text: textHash('您好'), file: 'a.wav' }, 'en-US': { text: textHash('Hello "you".'), file: 'a.wav' } },
  }
  const wav = writeWav(new Int16Array(800), 8000)
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'audio/prompts.json': JSON.stringify(stale), 'audio/a.wav': wav })
  const said = async (...args: string[]): Promise<unknown> => {
    const { code, out, err } = await callwright(['prompts', ...args, '--json'], { cwd })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return JSON.parse(out)
  }
  const list = (await said('export', 'main.ivr')) as { languages: string[]; rows: { slot: string; version?: string }[] }
  expect(list.languages).toEqual(['zh-CN', 'en-US'])
  expect(list.rows.map(row => row.slot)).toEqual((await rows(cwd)).map(row => row['slot']))
  expect(list.rows.map(row => row.version ?? '')).toEqual((await rows(cwd)).map(row => row['version']))
  expect(await said('export', 'main.ivr', '-o', 'list.csv')).toEqual({ out: 'list.csv', format: 'csv', rows: list.rows.length })
  expect(parseCsv(readFileSync(join(cwd, 'list.csv'), 'utf8')).lines).toHaveLength(list.rows.length + 1)
  expect(await said('accept', 'hello', 'hello', '--program', 'main.ivr')).toEqual({ accepted: [{ slot: 'hello', language: 'zh-CN' }] })
  expect(await said('accept', 'hello', '--program', 'main.ivr')).toEqual({ accepted: [] })
})
