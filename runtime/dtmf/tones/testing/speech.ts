// Speech without a key in it, by espeak-ng where it is installed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readWav } from '../../../speech/wav.ts'
import { resample } from './line.ts'

export const speechEngine = (): string | null => {
  const found = spawnSync('espeak-ng', ['--version'], { encoding: 'utf8', timeout: 10_000 })
  return found.status === 0 ? (/\d+(\.\d+)+/.exec(found.stdout)?.[0] ?? 'unknown version') : null
}

export interface Voice {
  readonly language: 'en' | 'zh'
  /** As espeak-ng calls it. */
  readonly name: string
  /** 0 … 99 */
  readonly pitch: number
  /** Words a minute. */
  readonly speed: number
}

const NAMES = {
  en: ['en-gb', 'en-us', 'en-gb+f2', 'en-gb+f5', 'en-gb+m3', 'en-gb+croak'],
  zh: ['cmn', 'cmn+f2', 'cmn+f5', 'cmn+m3'],
} as const

/** Men and women of both languages, high and low, slow and fast. */
export const VOICES: readonly Voice[] = (['en', 'zh'] as const).flatMap(language =>
  NAMES[language].flatMap(name => [30, 75].map(pitch => ({ language, name, pitch, speed: pitch === 30 ? 120 : 165 }))),
)

export const TEXTS = {
  en: `Welcome to Harbour Bank. For accounts, press one. For cards, press two. To report a lost card at any time, press star.
Your balance is one thousand two hundred thirty four dollars and fifty six cents. Please enter your sixteen digit card number.
The quick brown fox jumps over the lazy dog. She sells sea shells by the sea shore. We were away a year ago. Oh no, are you all right?
Nine, eight, seven, six, five, four, three, two, one, zero. Ooh, ah, um, er. Why are you moving so slowly? I owe you a hundred and one yen.`,
  zh: `欢迎致电港湾银行。账户查询请按一，信用卡服务请按二，挂失请按星号。您的余额为一千二百三十四元五角六分。请输入十六位卡号，以井号键结束。
四是四，十是十，十四是十四，四十是四十。妈妈骑马，马慢，妈妈骂马。我们一月一日下午一点有预约，您的手机号码是幺三八零零幺三八零零零。
哦，嗯，啊，呃，我想查一下上个月的账单，还有就是那个积分怎么兑换？请问您贵姓？我姓吴，吴月圆。`,
} as const

/** 8000 Hz. Throws where the engine does not speak. */
export function speak(text: string, { name, pitch, speed }: Voice): Int16Array {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-speech-'))
  try {
    const [source, target] = [join(folder, 'text.txt'), join(folder, 'speech.wav')]
    writeFileSync(source, text)
    const done = spawnSync('espeak-ng', ['-v', name, '-p', `${pitch}`, '-s', `${speed}`, '-f', source, '-w', target], { timeout: 60_000 })
    if (done.error) throw new Error('espeak-ng is not installed')
    const sound = done.status === 0 ? readWav(readFileSync(target)) : null
    if (!sound || sound.problem !== undefined) throw new Error(`espeak-ng does not speak as ${name}`)
    return resample(sound.samples, sound.sampleRate, 8000)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
