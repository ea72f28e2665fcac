// The least that a Node program can do for a welcome and one key: it searches what comes for a few words and keeps nothing.
// `bare-menu.ts WELCOME GOODBYE`: two sounds. Tells its port, and whenever it is asked its processor time and the calls that are over.
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
let over = 0

const server = createServer({ noDelay: true }, socket => {
  let state: 'greeting' | 'welcome' | 'goodbye' | 'over' = 'greeting'
  let greeting = ''
  let uuid = ''
  socket.write('connect\n\n')
  socket.on('data', bytes => {
    switch (state) {
      case 'greeting':
        greeting += bytes.toString('latin1')
        if (!greeting.includes('\n\n')) return
        uuid = /Unique-ID: (\S+)/.exec(greeting)?.[1] ?? ''
        state = 'welcome'
        socket.write(`${opening.map(command => `${command}\n\n`).join('')}${play(welcome)}`)
        return
      case 'welcome':
        if (!bytes.includes('Event-Name: DTMF')) return
        state = 'goodbye'
        socket.write(`api uuid_break ${uuid} all\n\n${play(goodbye)}`)
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
