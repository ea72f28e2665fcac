import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { testIo, temporaryFolder } from '../testing/io.ts'
import { transcriptName, writeTranscripts } from './transcript-files.ts'

it('names are words of the script, and those of two scripts are never the same', () => {
  const names = ['a.dtmf › pays 100 [en-US]', 'a.dtmf › pays -100 [en-US]', 'a.dtmf › Pays 100 [en-US]', 'a.dtmf › pays 100? [en-US]'].map(
    transcriptName,
  )
  expect(names[0]).toMatch(/^a-dtmf-pays-100-en-US-[0-9a-f]{8}$/)
  expect(new Set(names.map(name => name.toLowerCase())).size).toBe(4)
})

it('a name of any length can be written, and is cut between two characters', () => {
  const cwd = temporaryFolder()
  const id = `卡片/挂失.dtmf › ${'客户挂失信用卡'.repeat(40)}`
  for (const end of ['一', '二']) writeTranscripts(testIo({ cwd }), 'kept', `${id}${end} [zh-CN]`, 'simulator', 'line')
  const files = readdirSync(`${cwd}/kept`)
  expect(files).toHaveLength(4)
  for (const file of files) expect(file).toMatch(/^卡片-挂失-dtmf-(客户挂失信用卡)+[客户挂失信用]*-[0-9a-f]{8}\.(simulator|line)\.txt$/)
})
