// What callers hear and what is kept of them: tried on a channel that reaches nobody.
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { logLevel, nolog } from '../../codec/index.ts'
import { fail, letAsk, notNeeded, notSeen, ok, skipped, warn, type Check, type Look, type Verdict } from './check.ts'

const NO_CHANNEL: Verdict = skipped(
  ['this cannot be tried: mod_loopback is not loaded', '无法试验：未加载 mod_loopback'],
  ['load mod_loopback, then look again', 'load mod_loopback 后再检查'],
)

/** Whether something is played, by a short beginning of it. */
async function plays({ scratch }: Look, sound: string): Promise<boolean | null> {
  const ran = await scratch?.run('playback', sound, { stop: 100 })
  return ran ? ran.response === 'FILE PLAYED' : null
}

async function unheard(look: Look, sounds: readonly string[]): Promise<readonly string[] | null> {
  const bad: string[] = []
  for (const sound of sounds) {
    const heard = await plays(look, sound)
    if (heard === null) return null
    if (!heard) bad.push(sound)
  }
  return bad
}

/** Of all recordings those that the switch does not find, and those of which it does not say. */
async function absent({ needs, api }: Look): Promise<{ readonly missing: readonly string[]; readonly unseen: readonly string[] }> {
  const missing: string[] = []
  const unseen: string[] = []
  for (let from = 0; from < needs.files.length; from += AT_ONCE) {
    const some = needs.files.slice(from, from + AT_ONCE)
    const there = await Promise.all(some.map(file => api('file_exists', file)))
    missing.push(...some.filter((_, index) => there[index] === 'false'))
    unseen.push(...some.filter((_, index) => there[index] !== 'false' && there[index] !== 'true'))
  }
  return { missing, unseen }
}

/** Questions that wait for their answers. */
const AT_ONCE = 50
/** Names are shown up to so many. */
const SHOWN = 3

function notThere(missing: readonly string[], all: number): Verdict {
  const names = missing.slice(0, SHOWN)
  const more = missing.length > SHOWN
  return fail(
    [
      `it does not find ${missing.length} of ${all} recordings: ${names.join(', ')}${more ? ', …' : ''}`,
      `${all} 个录音中有 ${missing.length} 个找不到：${names.join('、')}${more ? '……' : ''}`,
    ],
    [
      'can its user enter the folder there, and was all of it copied? Where it sees the folder under another name, say so in serve.mounts',
      '交换机的用户能进入该文件夹吗？文件是否都已复制？若它看到的文件夹名称不同，请写入 serve.mounts',
    ],
  )
}

const sounds: Check = {
  slug: 'sounds',
  calls: true,
  limit: 20_000,
  look: async look => {
    if (look.needs.sounds.length === 0 && look.needs.files.length === 0) return notNeeded('no recordings are played', '不播放录音')
    const { missing, unseen } = await absent(look)
    if (missing.length > 0) return notThere(missing, look.needs.files.length)
    if (unseen.length > 0)
      return notSeen(
        [
          `whether ${unseen.length} of ${look.needs.files.length} recordings are there cannot be seen`,
          `无法看到 ${look.needs.files.length} 个录音中的 ${unseen.length} 个是否存在`,
        ],
        letAsk('file_exists'),
      )
    const bad = await unheard(look, look.needs.sounds)
    if (bad === null) return NO_CHANNEL
    if (bad.length === 0) return ok('it plays files, and all recordings are there', '能播放声音文件，录音齐全')
    return fail(
      [`it cannot play ${bad.join(', ')}`, `无法播放 ${bad.join('、')}`],
      [
        'can its user read the file there? Where it sees the folder under another name, say so in serve.mounts',
        '交换机的用户能读到该文件吗？若它看到的文件夹名称不同，请写入 serve.mounts',
      ],
    )
  },
}

const music: Check = {
  slug: 'music',
  calls: true,
  limit: 20_000,
  look: async look => {
    if (look.needs.music.length === 0) return notNeeded('no music is played', '不播放音乐')
    const bad = await unheard(look, look.needs.music)
    if (bad === null) return NO_CHANNEL
    if (bad.length === 0) return ok('it plays the music', '能播放音乐')
    return fail(
      [`it cannot play the music ${bad.join(', ')}`, `无法播放音乐 ${bad.join('、')}`],
      [
        'is the stream in local_stream.conf.xml, and are sounds in its folder?',
        'local_stream.conf.xml 中有该音乐流吗？其文件夹中有声音文件吗？',
      ],
    )
  },
}

const recordings: Check = {
  slug: 'recordings',
  calls: true,
  limit: 10_000,
  look: async ({ needs, scratch, api }) => {
    if (needs.recordings === null) return notNeeded('nothing is recorded', '不录音')
    const { there, here } = needs.recordings
    const name = `callwright-doctor-${randomUUID()}.wav`
    const file = `${there}/${name}`
    // A file that cannot be written ends the call: FreeSWITCH hangs up on it.
    const ran = await scratch?.run('record', `${file} 1`, { stop: 200 })
    if (!ran) return NO_CHANNEL
    const written = !ran.hungUp && (await api('file_exists', file)) === 'true'
    const found = await rm(join(here, name)).then(
      () => true,
      () => false,
    )
    if (written && !found)
      return warn(
        [`it writes records to ${there}, and they do not arrive in ${here}`, `能写入录音文件夹 ${there}，但 ${here} 中看不到`],
        [
          `say in serve.mounts where the node sees that folder; ${file} may be deleted`,
          `在 serve.mounts 中写明节点所见的文件夹；${file} 可以删除`,
        ],
      )
    if (written) return ok(`it writes records to ${there}`, `能写入录音文件夹 ${there}`)
    return fail(
      [`it cannot write to ${there}`, `无法写入 ${there}`],
      [
        'give its user the right to write there, and look whether the disk is full; where it sees the folder under another name, say so in serve.mounts',
        '给交换机用户写权限，并查看磁盘是否已满；若它看到的文件夹名称不同，请写入 serve.mounts',
      ],
    )
  },
}

/** A sentence of a second: whoever speaks it in less has said nothing. */
const SENTENCE = 'one two three'
const SPOKEN = 400

const voices: Check = {
  slug: 'voices',
  calls: true,
  limit: 30_000,
  look: async ({ needs, scratch, inbound, logged }) => {
    if (needs.speech === null) return notNeeded('the switch itself speaks nothing', '不由交换机合成语音')
    const { engine, voices: wanted } = needs.speech
    const silent: string[] = []
    for (const voice of wanted) {
      await inbound.connection.send(logLevel('err'))
      const failed = logged(text => /tts|speech|play_say/i.test(text), 6000)
      const ran = await scratch?.run('speak', `${engine}|${voice}|${SENTENCE}`, { limit: 5000 })
      // Lines of the log come later than what they are about.
      const wrong = await Promise.race([failed, delay(200, false)])
      await inbound.connection.send(nolog())
      if (!ran) return NO_CHANNEL
      if (ran.hungUp || ran.ms < SPOKEN || wrong) silent.push(voice)
    }
    if (silent.length === 0) return ok(`${engine} speaks with ${wanted.join(', ')}`, `${engine} 能用 ${wanted.join('、')} 说话`)
    return fail(
      [`${engine} does not speak with the voice ${silent.join(', ')}`, `${engine} 无法用声音 ${silent.join('、')} 说话`],
      [
        'is its module loaded, and does the engine have the voice? The switch’s log says what went wrong',
        '模块是否已加载，引擎是否有该声音？原因见交换机日志',
      ],
    )
  },
}

export const mediaChecks: readonly Check[] = [sounds, music, recordings, voices]
