import { expect, it } from 'vitest'
import { disk } from '../io.ts'
import { callwright, folderWith, temporaryFolder } from '../testing/io.ts'

it('makes a project that passes check, without a warning, and its own scripts', async () => {
  const cwd = temporaryFolder()
  const made = await callwright(['init', 'bank/line'], { cwd })
  expect(made.code).toBe(0)
  expect(made.out).toContain('bank/line/main.ivr\n')
  expect(made.out).toContain('cd bank/line && callwright check')
  const project = { cwd: `${cwd}/bank/line` }
  expect(await callwright(['check', '--max-warnings', '0'], project)).toMatchObject({ code: 0 })
  expect((await callwright(['test'], project)).out).toMatch(/^4 scripts: 4 passed/)
  expect(await callwright(['play'], project)).toMatchObject({ code: 0 })
})

it('gives the files made as JSON, and a refusal too', async () => {
  const cwd = temporaryFolder()
  const made = await callwright(['init', 'a', '--json'], { cwd })
  const { files } = JSON.parse(made.out) as { files: string[] }
  expect(files).toContain('a/main.ivr')
  for (const file of files) expect(disk.status(`${cwd}/${file}`)?.kind).toBe('file')
  const again = await callwright(['init', 'a', '--json', '--lang', 'zh'], { cwd })
  expect(again).toMatchObject({ code: 2, err: '' })
  expect(JSON.parse(again.out)).toEqual({ refused: { message: expect.stringContaining('没有覆盖任何文件') as string, exit: 2 } })
})

it('overwrites nothing', async () => {
  const cwd = folderWith({ 'bank.ivr': 'mine' })
  expect(await callwright(['init'], { cwd })).toEqual({
    code: 2,
    out: '',
    err: 'callwright: bank.ivr: it is there already, and nothing was overwritten.\n',
  })
  expect(disk.list(cwd)).toEqual(['bank.ivr'])
  expect((await callwright(['init', 'bank.ivr'], { cwd })).err).toContain('it is a file, and a folder is wanted')
})
