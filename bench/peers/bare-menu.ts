// The least that a Node program can do for a welcome and one key, or for the way to a balance: it searches what comes for a few words
// and keeps nothing. `bare-menu.ts WELCOME GOODBYE`: two sounds. Tells its port, and whenever it is asked its processor time and the calls
// that are over.
import { createServer, type AddressInfo } from 'node:net'

const [welcome, goodbye] = process.argv.slice(2) as [string, string]
const play = (sound: string): string =>
  `sendmsg\ncall-command: execute\nexecute-app-name: playback\nexecute-app-arg: ${sound}\nevent-lock: true\n\n`
const opening = [
  'linger 10',
  'myevents',
  'nixevent DTMF CHANNEL_ANSWER CHANNEL_APPLICATION CHANNEL_PARK CHANNEL_STATE CHANNEL_UNPARK',
  'divert_events on',
  'sendmsg\ncall-command: execute\nexecute-app-name: answer',
]
/** A `#` is `%23`. */
const KEY = Buffer.from('DTMF-Digit: ')
let over = 0

const server = createServer({ noDelay: true }, socket => {
  let state: 'greeting' | 'menu' | 'goodbye' | 'over' = 'greeting'
  let greeting = ''
  let uuid = ''
  let typing = false
  const next = (...sounds: string[]): void => void socket.write(`api uuid_break ${uuid} all\n\n${sounds.map(play).join('')}`)
  socket.write('connect\n\n')
  socket.on('data', bytes => {
    switch (state) {
      case 'greeting':
        greeting += bytes.toString('latin1')
        if (!greeting.includes('\n\n')) return
        uuid = /Unique-ID: (\S+)/.exec(greeting)?.[1] ?? ''
        state = 'menu'
        socket.write(`${opening.map(command => `${command}\n\n`).join('')}${play(welcome)}`)
        return
      case 'menu':
        for (let at = bytes.indexOf(KEY); at !== -1; at = bytes.indexOf(KEY, at + 1)) {
          switch (String.fromCharCode(bytes[at + KEY.length]!)) {
            case '1':
              next(welcome)
              break
            case '2':
              // Of a number's numerals none says anything.
              if (typing) break
              state = 'goodbye'
              next(goodbye)
              break
            case '6':
              typing = true
              break
            case '%':
              typing = false
              next(goodbye, welcome)
          }
        }
        return
      case 'goodbye':
        if (!bytes.includes('Event-Name: CHANNEL_EXECUTE_COMPLETE') || !bytes.includes(goodbye)) return
        state = 'over'
        socket.write(`api uuid_kill ${uuid}\n\nexit\n\n`)
        return
      case 'over':
    }
  })
  socket.on('error', () => undefined)
  socket.on('end', () => socket.destroy())
  socket.on('close', () => over++)
})
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }))
process.on('message', () => process.send!({ cpu: process.cpuUsage(), calls: over }))
