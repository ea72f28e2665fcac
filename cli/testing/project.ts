// The project that `init` makes, in a folder of its own: what the commands are tried on.
import { callwright, temporaryFolder } from './io.ts'

export async function firstProject(): Promise<string> {
  const folder = temporaryFolder()
  const { code, err } = await callwright(['init'], { cwd: folder })
  if (code !== 0) throw new Error(err)
  return folder
}

export const GIVEN = { 'bank.balance': 'CNY 100.50' } as const
