// Applications that the caller hears.
import { isTrue, setVariable, variable } from '../channel.ts'
import { echo, park, pass, playFile, speakText, terminator } from '../media.ts'
import { hangUp, type Application } from '../session.ts'
import { words } from './words.ts'

const playback: Application = {
  *run(session, data) {
    const { channel } = session
    setVariable(channel, 'playback_terminator_used', null)
    const delimiter = variable(channel, 'playback_delimiter')?.[0]
    const all = data?.replace(/@@.*$/s, '')
    let ended: 'done' | 'break' | 'down' | 'not found' = 'down'
    for (const file of delimiter === undefined ? [all] : (all?.split(delimiter) ?? [])) {
      ended = yield* playFile(session, file, terminator(channel))
      // One that is not there is passed over, and told of only where it is the last.
      if (ended === 'break' || ended === 'down') break
    }
    const response = { done: 'FILE PLAYED', break: 'FILE PLAYED', down: 'PLAYBACK ERROR', 'not found': 'FILE NOT FOUND' }[ended]
    setVariable(channel, 'current_application_response', response)
  },
}

const speak: Application = {
  *run(session, data) {
    const { channel } = session
    const given = data?.split('|') ?? []
    const text = given.slice(Math.min(2, given.length - 1)).join('|')
    const engine = given.length > 2 ? given[0] : variable(channel, 'tts_engine')
    const voice = given.length > 2 ? given[1] : given.length === 2 ? given[0] : variable(channel, 'tts_voice')
    if (!data) return
    if (!engine || !voice || text === '') return hangUp(session, 'DESTINATION_OUT_OF_ORDER')
    setVariable(channel, 'playback_terminator_used', null)
    yield* speakText(session, engine, voice, text.replace(/^\{[^}]*\}/, ''), terminator(channel))
  },
}

const say: Application = {
  *run(session, data) {
    for (const file of session.sw.world.say(words(data))) {
      const ended = yield* playFile(session, file, terminator(session.channel))
      if (ended === 'break' || ended === 'down') return
    }
  },
}

const sleep: Application = {
  *run(session, data) {
    const length = Number.parseInt(data ?? '0', 10) || 0
    const eats = isTrue(variable(session.channel, 'sleep_eat_digits'))
    if (length > 0) yield* pass(session, { length, onDigit: eats ? terminator(session.channel) : 'ends' })
  },
  noMedia: true,
}

export const playingApplications: Readonly<Record<string, Application>> = {
  playback,
  speak,
  say,
  sleep,
  echo: { run: echo },
  park: { run: park, noMedia: true },
}
