import { Command } from 'commander'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../exit.ts'
import type { Io } from '../io.ts'
import { absolutePath, shownPath } from '../paths.ts'
import { filesBelow } from '../project.ts'

const TEMPLATE = fileURLToPath(new URL('../templates/first-line', import.meta.url))

export function buildInitCommand(io: Io): Command {
  return new Command('init')
    .description('make a small project that passes: a line in two languages, its service and a script')
    .argument('[folder]', 'where; made if it is not there', '.')
    .action((folder: string) => {
      const target = absolutePath(io.cwd, folder)
      const status = io.fs.status(target)
      if (status && status.kind !== 'folder') throw new Refusal(`${folder}: it is a file, and a folder is wanted.`)
      const template = absolutePath(TEMPLATE, '.')
      const files = filesBelow(io.fs, template, '').map(path => path.slice(template.length + 1))
      const taken = files.find(file => io.fs.status(absolutePath(target, file)) !== null)
      if (taken !== undefined)
        throw new Refusal(`${shownPath(io.cwd, absolutePath(target, taken))}: it is there already, and nothing was overwritten.`)
      for (const file of files) io.fs.write(absolutePath(target, file), io.fs.read(absolutePath(template, file)))
      for (const file of files) io.stdout.write(`${shownPath(io.cwd, absolutePath(target, file))}\n`)
      const go = folder === '.' ? '' : `cd ${folder} && `
      io.stdout.write(`\nNext: ${go}callwright check, callwright test, and callwright dial main.ivr\n`)
    })
}
