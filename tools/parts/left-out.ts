// What the tests leave out on a machine that lacks a program, said behind everything else that a run says. A build server leaves
// nothing out: there a test whose program is missing fails.
import { spawnSync } from 'node:child_process'
import { chromiumPath } from '../../playground/testing/chromium.ts'

/** Programs that tests use where they are installed, and what they are needed for. */
const PROGRAMS: readonly { readonly name: string; readonly what: string }[] = [
  {
    name: 'espeak-ng',
    what: 'that a voice is no key (runtime/dtmf/tones), what espeak-ng speaks (runtime/speech/engines, cli/speech), how long texts take (tools/pace)',
  },
]

export default function setup(): () => void {
  return () => {
    // On no machine a part of these: they take a switch of their own, and time.
    process.stdout.write('left out, run by npm run test:freeswitch: calls on a real FreeSWITCH (runtime/freeswitch/real)\n')
    if ((process.env['CI'] ?? '') !== '') return
    if (chromiumPath() === undefined)
      process.stdout.write(
        'left out, because Chromium is not installed: the playground in a real browser (playground/**/*.browser.test.ts)\n',
      )
    for (const { name, what } of PROGRAMS) {
      if (!spawnSync(name, ['--version'], { timeout: 10_000 }).error) continue
      process.stdout.write(`left out, because ${name} is not installed: ${what}\n`)
    }
  }
}
