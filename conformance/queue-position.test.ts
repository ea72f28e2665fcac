import { it } from 'vitest'
import { plays } from './testing.ts'

const program = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages zh-CN, en-US
  time zone Asia/Shanghai
  levels anonymous < verified
  otherwise -> goodbye
}
flow goodbye { say zh"再见。" en"Goodbye." -> hangup }
queue cards { music "hold" position every 30s longest wait 3min }
flow welcome {
  connect queue cards {
    press 1 for zh"预约回电" en"a call back" -> goodbye
    answered(who) -> goodbye
    timed out, no agents, failed -> goodbye
  }
}
`

it('[S2.44] a waiting caller is told the place in the queue, 1 = next, in words that fit a number', () => {
  for (const [waiting, words] of [
    ['', '您排在第一位'],
    ['has 3 waiting', '您排在第四位'],
    ['has 11 waiting', '您排在第十二位'],
  ])
    // prettier-ignore
    plays(program, `${waiting === '' ? '' : `given queue cards ${waiting}\n`}hear "预约回电"\nwait 31s\nhear next "${words}"\nhear next "预约回电，请按1"`)
  const english = program.replace('languages zh-CN, en-US', 'languages en-US, zh-CN')
  plays(english, 'given queue cards has 3 waiting\nwait 31s\nhear "You are number four in the queue"')
})

it('[S2.44] [L.steps.29] a program that says the place in its own words may reckon with it, and say what else it knows', () => {
  const own = `${program.replaceAll('zh-CN, en-US', 'en-US').replaceAll(/zh"[^"]*" /g, '')}
remember name: text = "Anna"
settings { minutes: number = 4 }
prompts { position(n: number) "{n - 1} are before you, {name}, for {(n - 1) * settings.minutes} minutes; you are {n}." }
`
  plays(own, 'given queue cards has 3 waiting\nwait 31s\nhear "three are before you, Anna, for twelve minutes; you are four."')
})
