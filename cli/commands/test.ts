import { Command, InvalidArgumentError } from 'commander'
import { Refusal } from '../exit.ts'
import type { Io } from '../io.ts'
import { languageOption, type LanguageOptions } from '../language.ts'
import type { TestSettings } from '../test.ts'

interface Options extends LanguageOptions {
  readonly grep?: string
  readonly tag?: readonly string[]
  readonly lastFailed?: boolean
  readonly shard?: { readonly index: number; readonly count: number }
  readonly list?: boolean
  readonly update?: boolean
  readonly audio?: boolean
  readonly failFast?: boolean
  readonly watch?: boolean
  readonly junit?: string
  readonly json?: boolean
  readonly program?: string
  readonly coverage?: boolean
  readonly coverageMin?: number
  readonly coverageFile?: string
  readonly lcov?: string
  readonly mutants?: boolean
  readonly mutantsMin?: number
  readonly line?: string
  readonly listen?: string
  readonly parallel?: number
  readonly longest?: number
  readonly brisk?: boolean
  readonly transcripts?: string
}

function parseShard(text: string): { index: number; count: number } {
  const found = /^(\d{1,6})\/(\d{1,6})$/.exec(text)
  const [index, count] = [Number(found?.[1]), Number(found?.[2])]
  if (!found || index < 1 || index > count) throw new InvalidArgumentError('It must be a share such as 1/4.')
  return { index, count }
}

function parsePercent(text: string): number {
  const percent = Number(text)
  if (!/^\d{1,3}(\.\d+)?$/.test(text) || percent > 100) throw new InvalidArgumentError('It must be a per cent from 0 to 100.')
  return percent
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d{1,5}$/.test(text) || count < 1) throw new InvalidArgumentError('It must be a number from 1 on.')
  return count
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text.split(',').filter(tag => tag !== ''),
]

export function buildTestCommand(io: Io): Command {
  return new Command('test')
    .description('run .dtmf scripts in virtual time, or on a switch')
    .argument('[places...]', 'scripts, FILE.dtmf:LINE, folders; a bundle among them is tested in place of the source')
    .option('-g, --grep <pattern>', 'scripts whose name it is found in')
    .option('--tag <tags>', 'scripts with any of these tags', collect)
    .option('--last-failed', 'what failed last time; everything, where nothing did')
    .option('--shard <share>', 'one share of them, such as 1/4', parseShard)
    .option('--list', 'say what would be run')
    .option('--update', 'write the transcripts that scripts are compared with')
    .option('--audio', 'make the keys sound and press what is heard in the sound')
    .option('--fail-fast', 'stop at the first failure')
    .option('--watch', 'run again whenever a file changes')
    .option('--program <path>', 'a program or bundle in place of what the scripts name')
    .option('--coverage', 'say what of the programs no script goes through, as keys to dial')
    .option('--coverage-min <percent>', 'fail below this coverage', parsePercent)
    .option('--coverage-file <file>', 'write the coverage as JSON')
    .option('--lcov <file>', 'write the coverage of the .ivr lines for genhtml and editors')
    .option('--mutants', 'change one thing of the program at a time and say what no script notices')
    .option('--mutants-min <percent>', 'fail where scripts notice fewer of the changes', parsePercent)
    .option('--line <uri>', 'call the scripts on a switch, sip:NUMBER@HOST[:PORT], and compare each call with the simulator’s')
    .option('--listen <address>', 'with --line: where the switch hands the calls over; as serve.listen says, or 127.0.0.1:8084')
    .option('--parallel <calls>', 'with --line: calls at once; 4 where not said', parseCount)
    .option('--longest <seconds>', 'with --line: longer calls are skipped; 300 where not said', parseCount)
    .option('--brisk', 'with --line: texts in which nothing happens take an eighth of their time')
    .option('--transcripts <folder>', 'with --line: write the transcripts of both calls of each script')
    .option('--junit <file>', 'write the results as JUnit XML')
    .option('--json', 'results as JSON')
    .addOption(languageOption(io))
    .action(async (places: string[], options: Options) => {
      const { testScripts } = await import('../test.ts')
      const line = await lineOf(options)
      await testScripts(io, places, {
        pattern: options.grep,
        tags: options.tag ?? [],
        lastFailed: options.lastFailed === true,
        shard: options.shard,
        list: options.list === true,
        update: options.update === true,
        audio: options.audio === true,
        failFast: options.failFast === true,
        watch: options.watch === true,
        program: options.program,
        measures: {
          coverage:
            options.coverage === true ||
            options.coverageMin !== undefined ||
            options.coverageFile !== undefined ||
            options.lcov !== undefined,
          coverageMin: options.coverageMin,
          coverageFile: options.coverageFile,
          lcov: options.lcov,
          mutants: options.mutants === true || options.mutantsMin !== undefined,
          mutantsMin: options.mutantsMin,
        },
        junit: options.junit,
        json: options.json === true,
        language: options.lang,
        ...(line ? { line } : {}),
      })
    })
}

/** What says how a call on a switch is made, and what cannot be had of one. */
async function lineOf(options: Options): Promise<TestSettings['line']> {
  const { line, listen, parallel, longest, brisk, transcripts } = options
  if (line === undefined) {
    const alone = Object.entries({ listen, parallel, longest, brisk, transcripts }).find(([, value]) => value !== undefined)
    if (alone)
      throw new Refusal({
        en: `--${alone[0]} says how calls on a switch are made: give --line sip:NUMBER@HOST too.`,
        zh: `--${alone[0]} 用于在交换机上呼叫：请同时给出 --line sip:NUMBER@HOST。`,
      })
    return undefined
  }
  const other = (['audio', 'update', 'watch', 'coverage', 'coverageMin', 'coverageFile', 'lcov', 'mutants', 'mutantsMin'] as const).find(
    name => options[name] !== undefined,
  )
  if (other !== undefined) {
    const written = other.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
    throw new Refusal({ en: `--line and --${written} do not go together.`, zh: `--line 与 --${written} 不能同时使用。` })
  }
  const { targetOf } = await import('../line-test/target.ts')
  const target = targetOf(line)
  if (!target)
    throw new Refusal({
      en: `--line ${line}: write the number and the switch as sip:95500@10.0.0.5 or sip:95500@10.0.0.5:5060.`,
      zh: `--line ${line}：请写号码和交换机，例如 sip:95500@10.0.0.5 或 sip:95500@10.0.0.5:5060。`,
    })
  return { target, listen, parallel: parallel ?? 4, longest: (longest ?? 300) * 1000, brisk: brisk === true, transcripts }
}
