import { expect, it } from 'vitest'
import { findings, machineOf, plays, says } from './testing.ts'
import { speakerFor } from '../cli/speaker.ts'
import { startCall } from '../runtime/core/testing/call.ts'

const program = (steps: string, languages = 'zh-CN, en-US, zh-HK'): string => `line test {
  numbers { "95500" -> welcome } languages ${languages} time zone Asia/Shanghai otherwise -> bye
}
flow bye { say zh"再见。" en"Goodbye." -> hangup }
${steps}`

it('[S7.5] a text is taken by the longest match of its tag to the caller’s language; untagged is for all', () => {
  const source = program(`flow welcome {
  say zh"普通。" zh-HK"香港。" en"English." language zh-HK
  say zh"普通。" zh-HK"香港。" en"English." language en-US
  say zh"普通。" zh-HK"香港。" en"English.", "12345"
  -> bye
}`)
  expect(says(source)).toEqual([])
  plays(
    source,
    'hear next exactly "普通。" \n hear next exactly "香港。" \n hear next exactly "English." \n hear next exactly "12345" \n hear next "Goodbye"',
  )
})

it('[S7.6] a missing text is an error; where that error is turned down the line’s first language is spoken', () => {
  const source = program('flow welcome { language en-US say zh"只有中文。" -> bye }', 'zh-CN, en-US')
  expect(says(source)).toEqual(['CW6001 zh"只有中文。"'])
  expect(findings(source)[0]!.severity).toBe('error')
})

it('[S7.7] `press K for language L` is told in L, with its name for itself and its own sentence, and switches to it', () => {
  const source = program(
    `menu welcome { press 1 for language zh-CN -> main press 2 for language en-US -> main press 3 for language zh-HK -> main }
menu main { say zh"主菜单。" en"The main menu." press 1 unannounced -> welcome }`,
  )
  plays(source, 'hear next exactly "普通话，请按1。" \n hear next exactly "For English, press 2." \n press 2 \n hear "The main menu"')
  plays(source, 'press 1 \n hear "主菜单"')
})

it('[S7.7] [S2.26] `say … in every language` says it in each, in the line’s order; `language` changes what is queued afterwards', () => {
  const source = program(`prompts { greeting zh"您好。" zh-HK"你好。" en"Hello." }
flow welcome { say greeting in every language say greeting language en-US say greeting say greeting in every language -> bye }`)
  plays(
    source,
    ['您好。', 'Hello.', '你好。', '您好。', 'Hello.', '您好。', 'Hello.', '你好。', 'Goodbye.']
      .map(text => `hear next exactly "${text}"`)
      .join('\n'),
  )
  // What is queued already keeps its language.
  const call = startCall(machineOf(source))
  expect(call.session.queue.map(({ language }) => language)).toEqual([
    'zh-CN',
    'en-US',
    'zh-HK',
    'zh-CN',
    'en-US',
    'zh-CN',
    'en-US',
    'zh-HK',
    'en-US',
  ])
  expect(speakerFor(call.prepared.machine).words(call.session.queue[4]!)).toBe('Hello.')
})
