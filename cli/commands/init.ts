import { Command } from 'commander'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../exit.ts'
import type { Io } from '../io.ts'
import { languageOption } from '../language.ts'
import { absolutePath, shownPath } from '../paths.ts'
import { filesBelow } from '../project.ts'

const TEMPLATE = fileURLToPath(new URL('../templates/first-line', import.meta.url))

export function buildInitCommand(io: Io): Command {
  return new Command('init')
    .description('make a small project that passes: a line in two languages, its service and a script')
    .argument('[folder]', 'where; made if it is not there', '.')
    .option('--json', 'the files that were made, as JSON')
    .addOption(languageOption(io))
    .action((folder: string, options: { readonly json?: boolean }) => {
      const target = absolutePath(io.cwd, folder)
      const status = io.fs.status(target)
      if (status && status.kind !== 'folder')
        throw new Refusal({ en: `${folder}: it is a file, and a folder is wanted.`, zh: `${folder}：这是文件，需要的是文件夹。` })
      const template = absolutePath(TEMPLATE, '.')
      const files = filesBelow(io.fs, template, '').map(path => path.slice(template.length + 1))
      const taken = files.find(file => io.fs.status(absolutePath(target, file)) !== null)
      if (taken !== undefined) {
        const shown = shownPath(io.cwd, absolutePath(target, taken))
        throw new Refusal({
          en: `${shown}: it is there already, and nothing was overwritten.`,
          zh: `${shown}：文件已经存在，没有覆盖任何文件。`,
        })
      }
      for (const file of files) io.fs.write(absolutePath(target, file), io.fs.read(absolutePath(template, file)))
      const made = files.map(file => shownPath(io.cwd, absolutePath(target, file)))
      if (options.json === true) {
        io.stdout.write(`${JSON.stringify({ files: made }, null, 2)}\n`)
        return
      }
      for (const file of made) io.stdout.write(`${file}\n`)
      const go = folder === '.' ? '' : `cd ${folder} && `
      io.stdout.write(`\nNext: ${go}callwright check, callwright test, and callwright dial main.ivr\n`)
    })
}
