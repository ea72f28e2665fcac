// `callwright test --watch`: what is a change, and what is none.
import { utimesSync } from 'node:fs'
import { expect, it } from 'vitest'
import { disk } from './io.ts'
import { run } from './run.ts'
import { folderWith, testIo } from './testing/io.ts'

const PROGRAM = `line test "Test" {
  numbers { "95500" -> goodbye }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
`
const script = (text: string): string => `use "./main.ivr"\nscript "ends" { hear "${text}" }\n`

/** Times of files are to the ms, and a test writes two in one. */
let second = 0
function save(path: string, text: string): void {
  disk.write(path, text)
  second += 1
  utimesSync(path, new Date(), Date.UTC(2030, 0, 1) / 1000 + second)
}

/** What is done in each run, or while the next change is waited for. A run that follows none of it is one too many, and is counted. */
async function watch(
  cwd: string,
  args: readonly string[],
  does: readonly { readonly when: 'running' | 'waiting'; readonly what: () => void }[],
): Promise<readonly string[]> {
  const io = testIo({ cwd })
  let [runs, looks] = [0, 0]
  const now = (when: 'running' | 'waiting'): void => {
    const one = does[runs - 1]
    if (one?.when === when) one.what()
  }
  const ended = await run(['test', '--watch', ...args], {
    ...io,
    stdout: {
      ...io.stdout,
      write: text => {
        io.stdout.write(text)
        // The last line of a run, when everything has been read.
        if (!/^\d+ scripts?: /m.test(text)) return
        runs += 1
        looks = 0
        now('running')
      },
    },
    sleep: async (ms, signal) => {
      await io.sleep(ms, signal)
      if (ms < 300) return
      looks += 1
      if (looks === 2) now('waiting')
      if (looks === 5) io.stopNow()
    },
  })
  expect(ended).toBe(130)
  return [...io.out().matchAll(/^\d+ scripts?: (.*) \(/gm)].map(([, said]) => said!)
}

it('a change while the scripts run is one: they run again at once, and then wait', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'a.dtmf': script('Goodbye') })
  const runs = await watch(cwd, [], [{ when: 'running', what: () => save(`${cwd}/a.dtmf`, script('Welcome')) }])
  expect(runs).toEqual(['1 passed', '0 passed, 1 failed'])
})

it('a change while nothing runs, a new file and one that is gone are changes, too', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'a.dtmf': script('Goodbye') })
  const runs = await watch(
    cwd,
    [],
    [
      { when: 'waiting', what: () => save(`${cwd}/main.ivr`, PROGRAM.replace('Goodbye.', 'Good night.')) },
      { when: 'waiting', what: () => save(`${cwd}/b.dtmf`, script('Good night')) },
      { when: 'waiting', what: () => disk.remove(`${cwd}/a.dtmf`) },
    ],
  )
  expect(runs).toEqual(['1 passed', '0 passed, 1 failed', '1 passed, 1 failed', '1 passed'])
})

it('what the run itself writes is none', async () => {
  const transcript = script('Goodbye').replace(' }', '\n  expect transcript same as "./ends.txt" }')
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'a.dtmf': transcript, 'b.dtmf': script('Welcome') })
  const runs = await watch(cwd, ['--update', '--coverage-file', 'coverage.json'], [])
  expect(disk.status(`${cwd}/ends.txt`)?.kind).toBe('file')
  expect(disk.status(`${cwd}/coverage.json`)?.kind).toBe('file')
  expect(runs).toEqual(['1 passed, 1 failed'])
})

it('files that were named, and those that they use, are watched outside the working folder as well', async () => {
  const cwd = folderWith({ 'here/nothing.txt': '', 'there/main.ivr': PROGRAM, 'there/a.dtmf': script('Goodbye') })
  const runs = await watch(
    `${cwd}/here`,
    ['../there'],
    [
      { when: 'waiting', what: () => save(`${cwd}/there/a.dtmf`, script('Welcome')) },
      { when: 'running', what: () => save(`${cwd}/there/main.ivr`, PROGRAM.replace('Goodbye.', 'Welcome.')) },
      { when: 'waiting', what: () => save(`${cwd}/there/b.dtmf`, script('Welcome')) },
    ],
  )
  expect(runs).toEqual(['1 passed', '0 passed, 1 failed', '1 passed', '2 passed'])
  const one = await watch(`${cwd}/here`, ['../there/a.dtmf:2'], [{ when: 'waiting', what: () => save(`${cwd}/there/main.ivr`, PROGRAM) }])
  expect(one).toEqual(['1 passed', '0 passed, 1 failed'])
})
