// Writes the licences of what the page brings beside it, its workers' included.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { licencesOf, packagesOf } from '../../tools/package/licences.ts'

const FILE = 'licences.txt'

export function createLicences(root: string): { readonly page: Plugin; readonly worker: Plugin } {
  const modules = new Set<string>()
  // Workers are built before the page is written.
  const collect: Plugin['generateBundle'] = (_, bundle) => {
    for (const one of Object.values(bundle)) if (one.type === 'chunk') for (const id of one.moduleIds) modules.add(id)
  }
  return {
    worker: { name: 'callwright licences of workers', generateBundle: collect },
    page: {
      name: 'callwright licences',
      apply: 'build',
      generateBundle: collect,
      writeBundle: {
        order: 'pre',
        sequential: true,
        handler: ({ dir }) => {
          if (dir !== undefined) writeFileSync(join(dir, FILE), licencesOf(root, packagesOf([...modules])))
        },
      },
    },
  }
}
