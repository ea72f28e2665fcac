import { Command, Option } from 'commander'
import { Refusal } from '../exit.ts'
import type { Io } from '../io.ts'

export function buildLspCommand(io: Io): Command {
  return (
    new Command('lsp')
      .description('the language server for editors, on standard input and output')
      // Editors give it whether or not there is a choice.
      .option('--stdio', 'over the standard streams, as always')
      .option('--clientProcessId <id>', 'the editor’s process')
      // A process of the server's.
      .addOption(new Option('--run-scripts').hideHelp())
      .action(async ({ runScripts }: { readonly runScripts?: true }) => {
        if (runScripts) {
          const { serveScripts } = await import('../language-server/script-process.ts')
          return serveScripts()
        }
        if (io.stdin.isTTY)
          throw new Refusal({
            en: 'An editor starts the language server; there is nobody here to talk to it. docs/editors.md says how to set one up.',
            zh: '语言服务器由编辑器启动，此处没有可与之对话的编辑器。设置方法见 docs/editors.md。',
          })
        const { runLanguageServer } = await import('../language-server/stdio.ts')
        await runLanguageServer(['lsp', '--run-scripts'])
      })
  )
}
