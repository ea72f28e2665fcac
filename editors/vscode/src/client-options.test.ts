import { expect, it, vi } from 'vitest'

const folder = { uri: { scheme: 'vscode-vfs' } }
vi.mock('vscode', () => ({
  workspace: { getConfiguration: () => ({ get: (_: string, value: unknown) => value }), isTrusted: true, workspaceFolders: [folder] },
  env: { language: 'en' },
}))

it('tells the server of files that can be edited, and of no older states of them', async () => {
  const { clientOptions } = await import('./client-options.ts')
  const { documentSelector } = clientOptions([])
  const schemes = documentSelector?.map(one => (typeof one === 'object' && 'scheme' in one ? one.scheme : 'any'))
  expect([...new Set(schemes)]).toEqual(['file', 'untitled', 'vscode-vfs'])
})
