import { expect, it } from 'vitest'
import { dialLine } from './script-report.ts'
import { bank } from './testing/bank.ts'
import { play, reportOf } from './testing/play.ts'

it('[L.scripts.18] a failing script: what was expected, what came, the call so far with its sources, and how to dial there', () => {
  const table = play(`use "./main.ivr"
setup logged_in { given s.log_in answers accepted after 400ms }
script "declined: {why}" in en-US {
  each { why: frozen }
  call from "+8613800138000" to "95500" at 2026-11-23T10:00+08:00
  run logged_in
  given s.transfer answers declined(why) after 2s
  choose language
  press early 2
  enter card "6225880212345673#"
  enter passcode "123456"
  enter amount "10*05#"
  press 1
  hear "not enough" within 3s
}`)
  expect(reportOf(table)).toMatchInlineSnapshot(`
    "✗ declined: frozen [en-US] (1)
      a.dtmf:14  hear "not enough" within 3s
      It was not heard.
        expected “not enough”
        came     … 10 before
                 “Declined frozen.”
                 “an agent.”
                 “balances.”
                 “transfers.”
                 “a message.”
                 “the branch.”
                 “head office.”
                 “goodbye.”
                 then main listens for a key
        said in  main.ivr:23

      The call so far:
        0:00.000   call    from +86138****8000 to 95500
        0:00.000   ── welcome main.ivr:1
        0:00.000   line    Welcome。             main.ivr:8
        0:01.000   line    Chinese。             main.ivr:7
        0:02.000   line    English.              main.ivr:7
        0:03.100   caller  2
        0:03.100   call    language en-US
        0:03.100   ── main main.ivr:1
        0:03.100   line    an agent. (cut)       main.ivr:23
        0:03.300   caller  2
        0:03.300   ── transfers main.ivr:1
        0:03.300   ── log_in main.ivr:1
        0:03.300   line    Enter your card.      main.ivr:76
        0:04.400   caller  card dddddddddddddddd#
        0:07.600   line    Enter your passcode.  main.ivr:66
        0:08.700   caller  passcode •
        0:09.700   bank    s.log_in(card: ****5673, passcode: •)
        0:10.100   bank    s.log_in → accepted
        0:10.100   call    level verified
        0:10.100   line    Enter the amount.     main.ivr:115
        0:11.200   caller  amount 10*05
        0:12.000   line    You pay 1005.         main.ivr:104
        0:12.200   caller  the end key (the entry was complete)
        0:13.000   line    yes?.                 main.ivr:103
        0:14.100   caller  1
        0:14.100   bank    s.transfer(card: ****5673, amount: CNY 10.05)
        0:15.100   line    One moment.           main.ivr:98
        0:16.100   bank    s.transfer → declined(frozen)
        0:16.100   bank    s.note(about: "transfer")
        0:16.100   ── main main.ivr:1
        0:16.100   line    Declined frozen.      main.ivr:95
        0:17.100   line    an agent.             main.ivr:23
        0:18.100   line    balances.             main.ivr:23
        0:19.100   line    transfers.            main.ivr:23
        0:20.100   line    a message.            main.ivr:23
        0:21.100   line    the branch.           main.ivr:23
        0:22.100   line    head office.          main.ivr:23
        0:23.100   line    goodbye.              main.ivr:23

      On the phone at that moment:
        callwright dial --at a.dtmf:14"
  `)
})

it('the same in Chinese', () => {
  const table = play(`use "./main.ivr"\nscript "再见" in en-US {\n  choose language\n  press 9\n  hear "谢谢"\n}`)
  expect(reportOf(table, 0, 'zh')).toMatchInlineSnapshot(`
    "✗ 再见 [en-US]
      a.dtmf:5  hear "谢谢"
      没有听到。
        预期     “谢谢”
        实际     …前面还有10句
                 “No such key.”
                 “an agent.”
                 “balances.”
                 “transfers.”
                 “a message.”
                 “the branch.”
                 “head office.”
                 “goodbye.”
                 随后 main 在等待按键
        出处     main.ivr:23

      到此为止的通话：
        0:00.000   通话    未显示的号码 呼叫 95500
        0:00.000   ── welcome main.ivr:1
        0:00.000   线路    Welcome。      main.ivr:8
        0:01.000   线路    Chinese。      main.ivr:7
        0:02.000   线路    English.       main.ivr:7
        0:03.100   来电者  2
        0:03.100   通话    语言 en-US
        0:03.100   ── main main.ivr:1
        0:03.100   线路    an agent.      main.ivr:23
        0:04.100   线路    balances.      main.ivr:23
        0:05.100   线路    transfers.     main.ivr:23
        0:06.100   线路    a message.     main.ivr:23
        0:07.100   线路    the branch.    main.ivr:23
        0:08.100   线路    head office.   main.ivr:23
        0:09.100   线路    goodbye.       main.ivr:23
        0:10.200   来电者  9
        0:10.200   通话    main 按键有误  main.ivr:1
        0:10.200   线路    No such key.   main.ivr:30
        0:11.200   线路    an agent.      main.ivr:23
        0:12.200   线路    balances.      main.ivr:23
        0:13.200   线路    transfers.     main.ivr:23
        0:14.200   线路    a message.     main.ivr:23
        0:15.200   线路    the branch.    main.ivr:23
        0:16.200   线路    head office.   main.ivr:23
        0:17.200   线路    goodbye.       main.ivr:23

      从该处接着通话：
        callwright dial --at a.dtmf:5"
  `)
})

it('[L.scripts.12] an operation without a given: the line to paste stands in the report', () => {
  const table = play(
    `use "./main.ivr"\nscript "pays" in en-US {\n  choose language\n  press 2\n  enter card "6225880212345673#"\n  enter passcode "123456"\n}`,
  )
  const report = reportOf(table)
  expect(report).toContain('Nothing says what s.log_in answers.')
  expect(report).toContain('\n    given s.log_in answers accepted\n')
  expect(report).not.toMatch(/6225880212345673(?!#)/)
})

it('a script that passed has no report, and one that fails before the call shows no call', () => {
  expect(reportOf(play(`use "./main.ivr"\nscript "a" { hear "welcome" }`))).toBe('passed')
  const early = reportOf(play(`use "./main.ivr"\nscript "a" {\n  given s.nobody fails\n}`, bank()))
  expect(early).toMatchInlineSnapshot(`
    "✗ a [zh-CN]
      a.dtmf:3  given s.nobody fails
      The program has no operation s.nobody.
      It has s.log_in, s.accounts, s.transfer, s.note.

      On the phone at that moment:
        callwright dial --at a.dtmf:3"
  `)
})

it('on the phone at that moment: the line under way, in the language of the run', () => {
  const table = play(`use "./main.ivr"
setup broken { given s.nobody fails }
script "a" in zh-CN, en-US {
  hear "welcome"
  run broken
}`)
  expect(table.results.map(result => result.failure?.span.start)).toEqual([32, 32])
  expect(reportOf(table, 0)).toContain('a.dtmf:2  setup broken')
  expect(reportOf(table, 0).split('\n').at(-1)).toBe('    callwright dial --at a.dtmf:5')
  expect(reportOf(table, 1).split('\n').at(-1)).toBe('    callwright dial --at a.dtmf:5 --language en-US')
  expect(dialLine('a b’s.dtmf', 3)).toBe("callwright dial --at 'a b’s.dtmf:3'")
})

it('[L.types.9] masked: neither a card nor a passcode is in a transcript', () => {
  const table = play(`use "./main.ivr"
script "a" in en-US {
  given s.log_in answers accepted
  given s.accounts answers [{ number: "6225880212345673", balance: CNY 12.34 }]
  choose language
  press 1
  enter card "6225880212345673#"
  enter passcode "918273"
  hear "your card"
  hear "never"
}`)
  const report = reportOf(table)
  expect(report).not.toContain('6225880212345673')
  expect(report).not.toContain('918273')
  expect(report).not.toContain('12.34')
  expect(report).toContain('****5673')
})

it('a report of a line that types a secret does not show it', () => {
  const lineOf = (lines: string): string => reportOf(play(`use "./main.ivr"\nscript "a" in en-US {\n${lines}\n}\n`)).split('\n')[1]!
  expect(lineOf('enter passcode "918273"')).toBe('  a.dtmf:3  enter passcode "•"')
  expect(lineOf('enter ahead log_in.passcode "918273"')).toBe('  a.dtmf:3  enter ahead log_in.passcode "•"')
  expect(lineOf('hang up\nenter "918273"')).toBe('  a.dtmf:4  enter "•"')
  expect(lineOf('hang up\npress early "918273"')).toBe('  a.dtmf:4  press early "•"')
  expect(lineOf('enter card "6225880212345673#"')).toBe('  a.dtmf:3  enter card "6225880212345673#"')
  expect(lineOf('hang up\npress "12"')).toBe('  a.dtmf:4  press "12"')
})
