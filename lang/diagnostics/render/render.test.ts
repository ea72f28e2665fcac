import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Diagnostic } from '../diagnostic.ts'
import {
  coloured,
  countDiagnostics,
  diagnosticJson,
  frameSource,
  renderCounts,
  renderDiagnostic,
  renderDiagnostics,
  textWidth,
} from './index.ts'

const folder = join(import.meta.dirname, 'fixtures')

const program = `line harbour "Harbour" {
  numbers { "95500" -> wellcome }
}

menu welcome {
\tpress 1 for zh"账户查询" en"balances" -> balance
}
`
const bank = `service bank {
  query accounts(): list of Account within 3s
}
`
const long = `menu m { ${'press 1 for "x" '.repeat(40)}-> nowhere ${'press 2 for "y" '.repeat(40)} }\n`
const texts: Record<string, string> = {
  'main.ivr': program,
  'bank.ivr': bank,
  'long.ivr': long,
  'escape.ivr': 'say "\u001b[31m\u202eabc" -> x\n',
}
const source = (file: string): ReturnType<typeof frameSource> | undefined => {
  const text = texts[file]
  return text === undefined ? undefined : frameSource(text)
}

function at(file: string, needle: string, last = false): { file: string; start: number; end: number } {
  const start = last ? texts[file]!.lastIndexOf(needle) : texts[file]!.indexOf(needle)
  return { file, start, end: start + needle.length }
}

const base = { slug: 'x', severity: 'error', labels: [], fixes: [] } as const
const findings: Record<string, Diagnostic> = {
  plain: {
    ...base,
    code: 'CW2001',
    message: { en: 'Nothing is named “wellcome”.', zh: '没有名为“wellcome”的内容。' },
    ...at('main.ivr', 'wellcome'),
  },
  'labels, hint and fix': {
    ...base,
    code: 'CW2001',
    message: { en: 'Nothing is named “wellcome”.', zh: '没有名为“wellcome”的内容。' },
    ...at('main.ivr', 'wellcome'),
    labels: [{ ...at('main.ivr', 'welcome'), message: { en: 'this is near', zh: '与此相近' } }],
    hint: { en: 'Did you mean “welcome”?', zh: '是否想写“welcome”？' },
    fixes: [{ title: { en: 'Write “welcome”', zh: '改为“welcome”' }, edits: [{ ...at('main.ivr', 'wellcome'), text: 'welcome' }] }],
  },
  'after Chinese and a tab': {
    ...base,
    severity: 'warning',
    code: 'CW3001',
    message: { en: 'No key leads to “balance”.', zh: '没有按键通往“balance”。' },
    ...at('main.ivr', 'balance', true),
    keys: ['dial', '2', '1'],
  },
  'under Chinese': { ...base, code: 'CW6001', message: { en: 'This has no words.', zh: '没有文字。' }, ...at('main.ivr', '账户查询') },
  'two marks in one line': {
    ...base,
    severity: 'advice',
    code: 'CW9001',
    message: { en: 'Two of them.', zh: '两处。' },
    ...at('main.ivr', 'balance', true),
    labels: [{ ...at('main.ivr', '1 for'), message: { en: 'the key', zh: '按键' } }],
  },
  'another file': {
    ...base,
    code: 'CW2002',
    message: { en: 'The name is taken.', zh: '名称已被使用。' },
    ...at('main.ivr', 'harbour'),
    labels: [{ ...at('bank.ivr', 'bank'), message: { en: 'declared here', zh: '在此声明' } }],
  },
  'several lines': {
    ...base,
    code: 'CW1001',
    message: { en: 'A brace is missing.', zh: '缺少括号。' },
    file: 'main.ivr',
    start: 0,
    end: 40,
  },
  'the end of the file': {
    ...base,
    code: 'CW1001',
    message: { en: 'A brace is missing.', zh: '缺少括号。' },
    file: 'main.ivr',
    start: program.length,
    end: program.length,
  },
  'a very long line': {
    ...base,
    code: 'CW2001',
    message: { en: 'Nothing is named “nowhere”.', zh: '没有“nowhere”。' },
    ...at('long.ivr', 'nowhere'),
  },
  'what a terminal would obey': {
    ...base,
    code: 'CW2001',
    message: { en: 'Nothing is named “x”.', zh: '没有“x”。' },
    ...at('escape.ivr', 'x'),
  },
  'a file that cannot be read': {
    ...base,
    code: 'CW2009',
    message: { en: 'There is no such file.', zh: '没有这个文件。' },
    file: 'gone.ivr',
    start: 0,
    end: 0,
  },
}

for (const language of ['en', 'zh'] as const) {
  it(`shows each finding as its golden file has it (${language})`, () => {
    const shown = Object.entries(findings)
      .map(([name, finding]) => `== ${name}\n${renderDiagnostic(finding, { language, source })}\n`)
      .join('\n')
    const golden = join(folder, `findings.${language}.txt`)
    if (process.env['UPDATE_GOLDEN'] || !readdirSync(folder).includes(`findings.${language}.txt`)) writeFileSync(golden, shown)
    expect(shown).toBe(readFileSync(golden, 'utf8'))
  })
}

it('puts the marks under what they mark, however wide that is', () => {
  for (const finding of Object.values(findings).filter(one => one.file !== 'gone.ivr' && one.file !== 'long.ivr')) {
    const lines = renderDiagnostic(finding, { language: 'en', source }).split('\n')
    const row = lines.findIndex(line => /│ +\^/.test(line))
    const above = lines.slice(0, row).findLast(line => /^ *\d+ │/.test(line))!
    const column = textWidth(lines[row]!.slice(0, lines[row]!.indexOf('^')))
    const marked = texts[finding.file]!.slice(finding.start, finding.end).split('\n')[0]!
    let width = 0
    let text = ''
    for (const character of above) {
      if (width >= column) text += character
      width += textWidth(character)
    }
    expect(text.startsWith(marked), `${marked} | ${text}`).toBe(true)
  }
})

it('sorts by file, place and code, and the same way whatever order they come in', () => {
  const { plain: _, ...rest } = findings
  const all = Object.values(rest)
  const one = renderDiagnostics(all, { language: 'en', source, files: ['main.ivr'] })
  expect(renderDiagnostics([...all].reverse(), { language: 'en', source, files: ['main.ivr'] })).toBe(one)
  expect(one.indexOf('main.ivr:1:1')).toBeLessThan(one.indexOf('main.ivr:2:24'))
  expect(one.indexOf('main.ivr:2:24')).toBeLessThan(one.indexOf('escape.ivr'))
})

it('counts, in both languages', () => {
  const counts = countDiagnostics(Object.values(findings))
  expect(counts).toEqual({ errors: 9, warnings: 1, advice: 1 })
  expect(renderCounts(counts, 'en')).toBe('9 errors, 1 warning, 1 advice')
  expect(renderCounts({ errors: 1, warnings: 0, advice: 0 }, 'en')).toBe('1 error, 0 warnings')
  expect(renderCounts(counts, 'zh')).toBe('9 个错误，1 个警告，1 条建议')
})

it('colours only when it is told to', () => {
  const finding = findings['labels, hint and fix']!
  const painted = renderDiagnostic(finding, { language: 'en', source, paint: coloured })
  expect(painted).toContain('\u001b[')
  // eslint-disable-next-line no-control-regex -- these are the colours
  expect(painted.replace(/\u001b\[[\d;]*m/g, '')).toBe(renderDiagnostic(finding, { language: 'en', source }))
})

it('never hands a control character of the source to the terminal', () => {
  const shown = renderDiagnostic(findings['what a terminal would obey']!, { language: 'en', source })
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  expect(shown).not.toMatch(/[\u001b\u202e]/)
})

it('gives JSON with lines and columns from 1', () => {
  expect(diagnosticJson(findings['labels, hint and fix']!, { language: 'zh', source })).toEqual({
    code: 'CW2001',
    slug: 'x',
    severity: 'error',
    message: '没有名为“wellcome”的内容。',
    file: 'main.ivr',
    start: { line: 2, column: 24, offset: 48 },
    end: { line: 2, column: 32, offset: 56 },
    hint: '是否想写“welcome”？',
    labels: [
      { file: 'main.ivr', start: { line: 5, column: 6, offset: 67 }, end: { line: 5, column: 13, offset: 74 }, message: '与此相近' },
    ],
    fixes: [
      {
        title: '改为“welcome”',
        edits: [
          { file: 'main.ivr', start: { line: 2, column: 24, offset: 48 }, end: { line: 2, column: 32, offset: 56 }, text: 'welcome' },
        ],
      },
    ],
  })
})
