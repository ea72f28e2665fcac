// Scripts of random lines: whatever a tester writes, the run ends with a result that can be read, the same each time.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expandScripts } from './script-instances.ts'
import { reportScript } from './script-report.ts'
import { runScript } from './script-run.ts'
import { bank } from './testing/bank.ts'
import { optionsFor, parse, reportOptions } from './testing/play.ts'

const machine = bank()
const lines = [
  'choose language', 'press 2', 'press early 1', 'press ahead 2', 'press 0', 'press 3', 'press 4', 'press 5', 'press 6', 'press 9', 'press #', 'press *', 'press "1,2"',
  'enter card "6225880212345673#"', 'enter passcode "123456"', 'enter amount "10*05#"', 'enter early "123"', 'enter ahead "12#"', 'enter transfers.amount "1*5#"',
  'hear "welcome"', 'hear next "an agent"', 'hear menu main', 'hear prompt you_pay with amount CNY 10.05', 'hear recording', 'hear nothing else', 'hear "…" within 1s',
  'never hear "sorry"', 'never hear menu main', 'hear exactly "Done."', 'hear nothing else within 2s',
  'wait 10s', 'wait 2min', 'stay silent', 'speak 3s', 'hang up',
  'given s.log_in answers accepted after 400ms', 'given s.log_in fails', 'given s.log_in never answers', 'given s.accounts answers []',
  'given s.transfer answers done("1"), then declined(frozen) after 12s', 'given s.transfer loses the answer', 'given s.transfer never answers',
  'given queue cards answers after 20s for 5s', 'given queue cards has no agents', 'given queue cards has 2 waiting', 'given number "0213456" is busy', 'given number "95511" fails',
  'given setting emergency = true', 'expect s.transfer performed once', 'expect s.transfer not performed', 'expect level verified', 'expect level anonymous',
  'expect ended in goodbye', 'expect ended by caller', 'expect connected to queue cards', 'expect transferred to "95511"', 'expect transcript same as "./x.txt"',
] // prettier-ignore

it('random scripts end with a result that can be read, the same each time', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 25 }), fc.boolean(), (chosen, logged) => {
      const start = logged
        ? ['given s.log_in answers accepted', 'choose language', 'press 2', 'enter card "6225880212345673#"', 'enter passcode "123456"']
        : []
      const text = `use "./main.ivr"\nscript "fuzz" in en-US {\n${[...start, ...chosen].join('\n')}\n}\n`
      const options = optionsFor(machine)
      const [run] = expandScripts(parse(text), machine, options.readText).runs
      const result = runScript(options, run!)
      expect(runScript(options, run!)).toEqual(result)
      for (const language of ['en', 'zh'] as const) {
        const report = reportScript(result, reportOptions(machine, text, language))
        expect(report === '').toBe(result.passed)
        expect(report).not.toMatch(/undefined|\[object|NaN/)
      }
      const { failure } = result
      if (failure) {
        for (const sentence of [failure.problem, ...failure.came, ...(failure.hint ? [failure.hint] : [])]) {
          expect(sentence.en).not.toBe('')
          expect(sentence.zh).not.toBe('')
        }
        expect(failure.at).toBeLessThanOrEqual(result.duration)
      } else expect(result.log.entries.at(-1)?.kind === 'ended' || result.log.entries.some(entry => entry.kind === 'ended')).toBe(true)
    }),
    { numRuns: 500 },
  )
})
