// `--line sip:NUMBER@HOST[:PORT]`, and where the node of the test listens.
import { mkdirSync } from 'node:fs'
import { seenBySwitch } from '../../runtime/serve/sounds.ts'
import { readServeConfig } from '../config/serve-config.ts'
import { Refusal } from '../exit.ts'
import { requireText } from '../host.ts'
import type { Io } from '../io.ts'
import { absolutePath } from '../paths.ts'
import { CONFIG_FILE, findProject } from '../project.ts'
import type { LineTarget } from './caller.ts'
import type { LineNodeOptions } from './node.ts'

const SIP_PORT = 5060

/** Null where it is no such address. */
export function targetOf(uri: string): LineTarget | null {
  const [, number, host, port] = /^sip:([0-9A-Za-z+*#_.-]{1,64})@(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+)(?::(\d{1,5}))?$/i.exec(uri) ?? []
  if (number === undefined || host === undefined) return null
  const wanted = port === undefined ? SIP_PORT : Number(port)
  return wanted >= 1 && wanted <= 65_535 ? { number, host: host.replace(/^\[|\]$/g, ''), port: wanted } : null
}

const LOOPBACK = ['127.0.0.0/8', '::1/128']

export interface LineHome {
  readonly node: LineNodeOptions
  /** Where callers' recordings go, as the switch sees it. */
  readonly recordings: string
}

/** As the configuration's part `serve` says where there is one; `listen` (HOST:PORT) goes before it. */
export function homeOf(io: Io, listen: string | undefined): LineHome {
  const project = findProject(io)
  const path = project === null ? null : absolutePath(project.folder, CONFIG_FILE)
  const serves = path !== null && 'serve' in (JSON.parse(requireText(io.fs, path, CONFIG_FILE)) as object)
  const config = serves ? readServeConfig(io, { secrets: 'token' }) : null
  const usual = config?.listen ?? { host: '127.0.0.1', port: 8084 }
  const recordings = config === null ? null : `${config.data}/recordings`
  if (recordings !== null) mkdirSync(recordings, { recursive: true })
  return {
    node: { listen: listen === undefined ? usual : addressOf(listen), allow: config?.allow ?? LOOPBACK, token: config?.token ?? null },
    recordings: config === null || recordings === null ? '/tmp' : seenBySwitch(config.mounts, recordings),
  }
}

function addressOf(listen: string): LineNodeOptions['listen'] {
  const [, host, port] = /^(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+):(\d{1,5})$/.exec(listen) ?? []
  if (host === undefined || Number(port) > 65_535)
    throw new Refusal({
      en: `--listen ${listen}: write an address and a port, such as 127.0.0.1:8084.`,
      zh: `--listen ${listen}：请写地址和端口，例如 127.0.0.1:8084。`,
    })
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}
