// Applications that set variables.
import { setVariable, variable, type Channel } from '../channel.ts'
import { expandFor, type Application, type Session } from '../session.ts'

const quiet = (run: (session: Session, data: string) => void): Application => ({
  // eslint-disable-next-line require-yield
  *run(session, data) {
    if (data !== undefined) run(session, data)
  },
  zombie: true,
  noMedia: true,
})

/** `name=value`: the value is expanded once more, after the argument was, and even where arguments are not expanded. */
function assign(session: Session, text: string): void {
  const { channel, sw } = session
  const at = text.indexOf('=')
  const name = (at === -1 ? text : text.slice(0, at)).trim()
  const value = at === -1 ? '' : text.slice(at + 1)
  if (name === '' || value === '' || value === '_undef_') return setVariable(channel, name, null)
  setVariable(channel, name, expandFor(sw, channel, 'set', value))
}

/** `a=1 b=2`, or with another separator: `^^;a=1;b=2`. */
function pairs(text: string): readonly string[] {
  const other = /^\^\^(.)(.*)$/s.exec(text)
  return other ? other[2]!.split(other[1]!) : text.split(' ').filter(part => part !== '')
}

function push(channel: Channel, text: string, first: boolean): void {
  const at = text.indexOf('=')
  if (at === -1) return
  const name = text.slice(0, at)
  const value = text.slice(at + 1)
  const before = channel.variables.get(name)
  const list = before === undefined ? [] : typeof before === 'string' ? [before] : before
  if (before === undefined) channel.variables.set(name, value)
  else channel.variables.set(name, first ? [value, ...list] : [...list, value])
}

const flag = /^\[[^\]]*\]/

export const variableApplications: Readonly<Record<string, Application>> = {
  set: quiet(assign),
  multiset: quiet((session, data) => {
    for (const pair of pairs(data)) assign(session, pair)
  }),
  unset: quiet(({ channel }, data) => setVariable(channel, data, null)),
  multiunset: quiet(({ channel }, data) => {
    for (const name of pairs(data)) setVariable(channel, name, null)
  }),
  export: quiet((session, data) => {
    const text = data.replace(flag, '').replace(/^nolocal:/, '')
    if (!data.startsWith('nolocal:')) assign(session, text)
    const name = text.split('=', 1)[0]!
    const before = variable(session.channel, 'export_vars')
    if (!before?.split(',').includes(name)) setVariable(session.channel, 'export_vars', before === undefined ? name : `${before},${name}`)
  }),
  push: quiet(({ channel }, data) => push(channel, data, false)),
  unshift: quiet(({ channel }, data) => push(channel, data, true)),
  eval: quiet(() => undefined),
  log: quiet(() => undefined),
  info: { ...quiet(() => undefined) },
}
