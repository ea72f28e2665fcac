import { Command, Option } from 'commander'
import { Refusal } from '../exit.ts'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'

const PROGRAM = 'the program; the project’s where none is named'

interface ExportOptions extends LanguageOptions {
  readonly format: 'csv' | 'xliff'
  readonly out?: string
  readonly missing?: boolean
  readonly into: readonly string[]
  readonly json?: boolean
}
interface ImportOptions extends LanguageOptions {
  readonly translations?: string
  readonly replace?: boolean
  readonly language?: string
  readonly json?: boolean
}

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, ...text.split(',').filter(tag => tag !== '')]

export function buildPromptsCommand(io: Io): Command {
  const prompts = new Command('prompts').description(
    'texts and their recordings: how it stands, lists for the studio and translators, what comes back',
  )
  prompts
    .command('status', { isDefault: true })
    .description('what is recorded, stale and missing, by language')
    .argument('[program]', PROGRAM)
    .option('--json', 'slot by slot, as JSON')
    .addOption(languageOption(io))
    .action(async (program: string | undefined, options: LanguageOptions & { json?: boolean }) => {
      const { showPrompts } = await import('../prompts.ts')
      await showPrompts(io, { program, language: options.lang, json: options.json === true })
    })
  prompts
    .command('export')
    .description('write the list of all texts, for the studio and for translators')
    .argument('[program]', PROGRAM)
    .addOption(new Option('--format <format>', 'csv, or XLIFF 1.2').choices(['csv', 'xliff']).default('csv'))
    .option('-o, --out <file>', 'where; standard output where not said')
    .option('--missing', 'only what has yet to be recorded')
    .option('--into <tags>', 'languages to translate into that the line does not have yet', collect, [])
    .option('--json', 'what was written, as JSON; without --out the list itself')
    .addOption(languageOption(io))
    .action(async (program: string | undefined, options: ExportOptions) => {
      const { exportPrompts } = await import('../prompts.ts')
      const { format, out, missing, into, lang, json } = options
      await exportPrompts(io, { program, format, out, missing: missing === true, into, language: lang, json: json === true })
    })
  prompts
    .command('import')
    .description('take recordings in, each checked; or with --translations, write translations into the sources')
    .argument('[from-or-program]', 'the studio’s folder, or one WAV file; with --translations, the program')
    .argument('[program]', PROGRAM)
    .option('--translations <file>', 'a CSV or XLIFF list that “export” wrote and translators filled in')
    .option('--replace', 'take recordings in place of good ones, and those that are in doubt')
    .option('--language <tag>', 'language of files that name none')
    .option('--json', 'what was taken and what was not, as JSON')
    .addOption(languageOption(io))
    .action(async (first: string | undefined, second: string | undefined, options: ImportOptions) => {
      const { takeIn, translate } = await import('../prompts.ts')
      const common = { language: options.lang, json: options.json === true }
      if (options.translations !== undefined) {
        if (second !== undefined)
          throw new Refusal({
            en: '--translations takes one program; recordings are taken in by themselves.',
            zh: '--translations 只接受一个程序；录音须另行导入。',
          })
        await translate(io, { ...common, program: first, from: options.translations })
        return
      }
      if (first === undefined)
        throw new Refusal({
          en: 'Name the folder of recordings, or --translations and a file.',
          zh: '请写明录音文件夹，或 --translations 和文件。',
        })
      await takeIn(io, { ...common, program: second, from: first, replace: options.replace === true, tag: options.language })
    })
  prompts
    .command('accept')
    .description('stale recordings that will do after all')
    .argument('<slots...>', 'names of texts')
    .option('--program <path>', PROGRAM)
    .option('--json', 'which were accepted, as JSON')
    .addOption(languageOption(io))
    .action(async (slots: string[], options: LanguageOptions & { program?: string; json?: boolean }) => {
      const { acceptStale } = await import('../prompts.ts')
      await acceptStale(io, { program: options.program, slots, language: options.lang, json: options.json === true })
    })
  return prompts
}
