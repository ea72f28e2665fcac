// An hour of a designer's work on examples/card-centre: a new menu is typed, mended, named otherwise, laid out and tested.
import type { Editor } from './editor.ts'

const MAIN = 'main.ivr'
const POINTS = 'points.ivr'
const SCRIPT = 'scripts/points.dtmf'
const everything = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } }
const noContext = { context: { diagnostics: [] } }

/** Everything that an editor asks of a text that it has just opened. */
async function lookAround(editor: Editor, name: string): Promise<void> {
  for (const method of ['documentSymbol', 'foldingRange', 'semanticTokens/full', 'documentLink', 'codeLens']) {
    await editor.whole(`textDocument/${method}`, name)
  }
  await editor.whole('textDocument/inlayHint', name, { range: everything })
}

async function firstLooks(editor: Editor): Promise<void> {
  await editor.open(MAIN)
  await editor.settle(MAIN)
  await lookAround(editor, MAIN)
  await editor.ask('textDocument/hover', MAIN, 'say once greeti')
  await editor.ask('textDocument/hover', MAIN, 'remember tier: Tie')
  await editor.ask('textDocument/definition', MAIN, '-> statemen')
  await editor.ask('textDocument/references', MAIN, 'menu anything_el', { context: { includeDeclaration: true } })
  await editor.ask('textDocument/documentHighlight', MAIN, '\n  wrong_ke')
  await editor.raw({ request: 'workspace/symbol', params: { query: 'card' }, answer: null })
  await editor.raw({
    request: 'workspace/executeCommand',
    params: { command: 'callwright.programOf', arguments: ['root:/points.ivr'] },
    answer: null,
  })
}

async function newMenu(editor: Editor): Promise<void> {
  const last = 'en"closing your card account"      -> cancel_card'
  await editor.type(MAIN, last, '\n  pr')
  await editor.ask('textDocument/completion', MAIN, `${last}\n  pr`)
  await editor.type(MAIN, `${last}\n  pr`, 'ess 5 for zh"特别优惠" en"offers of the month" ')
  await editor.ask('textDocument/completion', MAIN, 'en"offers of the month" ')
  await editor.type(MAIN, 'en"offers of the month" ', '-> off')
  await editor.ask('textDocument/completion', MAIN, '-> off')
  await editor.type(MAIN, '-> off', 'ers')
  await editor.settle(MAIN)
  // The place itself, with slips of the hand.
  const before = '/// However the call ended'
  await editor.replace(MAIN, before, `menu offers {\n}\n\n${before}`)
  await editor.type(MAIN, 'menu offers {\n', '  sey zh"本月优惠如下。" en"Here is what we have this month."\n')
  await editor.settle(MAIN)
  const fixes = await editor.ask('textDocument/codeAction', MAIN, '\n  se', { range: rangeOf(editor, MAIN, 'sey'), ...noContext })
  await take(editor, MAIN, fixes)
  await editor.type(MAIN, 'en"Here is what we have this month."\n', '  press 1 for zh"积分翻倍" en"double points" -> poins\n')
  await editor.settle(MAIN)
  const near = await editor.whole('textDocument/codeAction', MAIN, { range: rangeOf(editor, MAIN, 'poins'), ...noContext })
  await take(editor, MAIN, near)
  // Typed by an input method: its own signs.
  await editor.type(MAIN, 'en"double points" -> points\n', '  press ２ for zh"返回" en"the way back" -> services\n')
  await editor.settle(MAIN)
  const all = await editor.whole('textDocument/codeAction', MAIN, {
    range: everything,
    context: { diagnostics: [], only: ['source.fixAll'] },
  })
  await take(editor, MAIN, all)
  await editor.type(MAIN, 'en"the way back" -> services\n', '  on silence say no_key\n  on mistake say ')
  await editor.ask('textDocument/completion', MAIN, 'en"the way back" -> services\n  on silence say no_key\n  on mistake say ')
  await editor.type(MAIN, 'en"the way back" -> services\n  on silence say no_key\n  on mistake say ', 'wrong_key\n')
  await editor.settle(MAIN)
  await editor.ask('textDocument/hover', MAIN, 'menu offe')
  await editor.ask('textDocument/selectionRange', MAIN, 'double poi', { positions: [{ line: 10, character: 4 }] })
}

async function otherNames(editor: Editor): Promise<void> {
  await editor.ask('textDocument/prepareRename', MAIN, 'menu offe')
  for (const [at, newName] of [
    ['menu offe', 'monthly_offers'],
    ['\n  wrong_ke', 'key_is_wrong'],
    ['menu anything_el', '还有其他业务'],
  ] as const) {
    const edits = await editor.ask('textDocument/rename', MAIN, at, { newName })
    await editor.apply(edits as Readonly<Record<string, readonly string[]>>)
    await editor.settle(MAIN)
  }
  // What may not be renamed, and what may not be a name.
  await editor.ask('textDocument/prepareRename', MAIN, 'languages zh-C')
  await editor.ask('textDocument/rename', MAIN, 'menu monthly_off', { newName: 'no name' })
  await editor.ask('textDocument/rename', MAIN, 'menu monthly_off', { newName: 'main' })
}

async function otherFiles(editor: Editor): Promise<void> {
  await editor.open(POINTS)
  await lookAround(editor, POINTS)
  await editor.ask('textDocument/completion', POINTS, 'query centre.')
  await editor.type(POINTS, 'let gifts = query centre.gifts() else { say sorry -> 还有其他业务 }', '\n  say "{count(gifts)} 😀"')
  await editor.settle(POINTS)
  // Half a character is taken away.
  const text = editor.text(POINTS)
  const half = text.indexOf('😀') + 1
  await editor.replace(POINTS, text.slice(half, half + 2), '"')
  await editor.settle(POINTS)
  await editor.replace(POINTS, `\n  say "{count(gifts)} ${text.charAt(half - 1)}"`, '')
  // The end of a block is lost for a while.
  await editor.replace(POINTS, '    none { say zh"目前没有可兑换的礼品。"', '    none  say zh"目前没有可兑换的礼品。"')
  await editor.settle(POINTS)
  await editor.ask('textDocument/completion', POINTS, '  perform centre.')
  await editor.ask('textDocument/hover', POINTS, 'points: gift.poi')
  await editor.replace(POINTS, '    none  say', '    none { say')
  await editor.settle(POINTS)
  await editor.close(POINTS)
}

async function script(editor: Editor): Promise<void> {
  await editor.open(SCRIPT)
  await lookAround(editor, SCRIPT)
  const added = 'script "the offers of the month" tags points in zh-CN, en-US {\n  run bank\n}\n\n'
  const first = 'script "all the points for a reward"'
  await editor.replace(SCRIPT, first, `${added}${first}`)
  await editor.type(
    SCRIPT,
    'in zh-CN, en-US {\n  run bank\n',
    '  call to "4006895522"\n  choose language\n  press 4\n  press 5\n  hear menu ',
  )
  await editor.ask('textDocument/completion', SCRIPT, '  press 5\n  hear menu ')
  await editor.type(SCRIPT, '  press 5\n  hear menu ', 'monthly_ofers\n')
  await editor.settle(SCRIPT)
  const fixes = await editor.whole('textDocument/codeAction', SCRIPT, { range: rangeOf(editor, SCRIPT, 'monthly_ofers'), ...noContext })
  await take(editor, SCRIPT, fixes)
  await editor.type(SCRIPT, '  hear menu monthly_offers\n', '  given centre.')
  await editor.ask('textDocument/completion', SCRIPT, 'hear menu monthly_offers\n  given centre.')
  await editor.replace(SCRIPT, 'hear menu monthly_offers\n  given centre.', 'hear menu monthly_offers\n')
  await editor.ask('textDocument/definition', SCRIPT, 'hear menu monthly_off')
  await editor.ask('textDocument/references', SCRIPT, '  run ban', { context: { includeDeclaration: true } })
  await editor.settle(SCRIPT)
}

async function layOut(editor: Editor): Promise<void> {
  await editor.replace(
    MAIN,
    'press 1 for zh"积分翻倍" en"double points" -> points',
    'press 1   for zh"积分翻倍"   en"double points"->points',
  )
  for (const name of [MAIN, SCRIPT]) {
    const edits = (await editor.whole('textDocument/formatting', name, {
      options: { tabSize: 2, insertSpaces: true },
    })) as readonly string[]
    await editor.apply({ [`root:/${name}`]: edits })
    await editor.whole('textDocument/formatting', name, { options: { tabSize: 2, insertSpaces: true } })
  }
  // What does not parse is not laid out.
  await editor.replace(MAIN, 'menu account {', 'menu account ')
  await editor.whole('textDocument/formatting', MAIN, { options: { tabSize: 2, insertSpaces: true } })
  await editor.replace(MAIN, 'menu account ', 'menu account {')
  await editor.settle(MAIN)
}

async function hardships(editor: Editor): Promise<void> {
  // In the other language.
  await editor.raw({ notify: 'workspace/didChangeConfiguration', params: { settings: { callwright: { language: 'zh' } } } })
  await editor.replace(MAIN, '-> statement\n', '-> statements\n')
  await editor.settle(MAIN)
  await editor.ask('textDocument/hover', MAIN, '-> instalmen')
  await editor.raw({ notify: 'workspace/didChangeConfiguration', params: { settings: { callwright: { language: 'en' } } } })
  // A file goes away while others use it, and comes back.
  await editor.raw({ write: { 'closing.ivr': null } })
  await editor.settle(MAIN)
  await editor.raw({
    write: { 'closing.ivr': [{ start: 0, end: 0, text: 'flow cancel_card {\n  -> hangup\n}\n' }] },
  })
  await editor.settle(MAIN)
  // What no editor should ask.
  const textDocument = { uri: 'root:/main.ivr' }
  for (const position of [
    { line: 100_000, character: 0 },
    { line: -5, character: -5 },
    { line: 3, character: 1e12 },
  ]) {
    await editor.raw({ request: 'textDocument/hover', params: { textDocument, position }, answer: null })
    await editor.raw({ request: 'textDocument/completion', params: { textDocument, position }, answer: null })
  }
  for (const method of ['hover', 'documentSymbol', 'semanticTokens/full', 'formatting', 'codeLens', 'rename']) {
    const params = { textDocument: { uri: 'root:/never-there.ivr' }, position: { line: 0, character: 0 }, newName: 'x', options: {} }
    await editor.raw({ request: `textDocument/${method}`, params, answer: null })
  }
  await editor.raw({ request: 'textDocument/hover', params: { textDocument }, answer: null })
  await editor.raw({ cancel: 'textDocument/codeLens', params: { textDocument } })
  await editor.replace(MAIN, '-> statements\n', '-> statement\n')
  await editor.settle(MAIN)
  await editor.close(SCRIPT)
  await editor.close(MAIN)
}

export async function hour(editor: Editor): Promise<void> {
  for (const part of [firstLooks, newMenu, otherNames, otherFiles, script, layOut, hardships]) {
    await part(editor)
    editor.wait(6 * 60_000)
  }
}

/** Takes the first of what was offered. */
async function take(editor: Editor, name: string, offered: unknown): Promise<void> {
  const [first] = (offered ?? []) as readonly { readonly title: string; readonly edits: readonly string[] }[]
  if (!first) throw new Error(`nothing is offered in ${name}`)
  await editor.apply({ [`root:/${name}`]: first.edits })
}

function rangeOf(editor: Editor, name: string, wanted: string): unknown {
  const text = editor.text(name)
  const start = text.indexOf(wanted)
  if (start < 0) throw new Error(`${name} has no “${wanted}”`)
  const lines = text.slice(0, start).split('\n')
  const [line, character] = [lines.length - 1, lines.at(-1)!.length]
  return { start: { line, character }, end: { line, character: character + wanted.length } }
}
