// Why the switch's Event Socket cannot be used, and what to do about it.
import { openInbound, type InboundOptions, type NotOpen } from '../inbound.ts'
import { fail, type Verdict } from './checks/check.ts'

/** `place`: HOST:PORT. */
export function notReached({ why, detail }: NotOpen, place: string): Verdict {
  switch (why) {
    case 'unreachable':
      return fail(
        [`nothing answers at ${place} (${detail})`, `${place} 无应答（${detail}）`],
        [
          'is FreeSWITCH running, with mod_event_socket, and is serve.eventSocket.address right?',
          'FreeSWITCH 是否在运行并加载了 mod_event_socket？serve.eventSocket.address 是否正确？',
        ],
      )
    case 'timed-out':
      return fail(
        [`${place} does not answer in time`, `${place} 未及时应答`],
        ['is a firewall between, or does the switch hang?', '中间有防火墙，还是交换机无响应？'],
      )
    case 'password':
      return fail(
        [`the Event Socket at ${place} does not take the password`, `${place} 的 Event Socket 不接受该口令`],
        ['take the one of event_socket.conf.xml', '使用 event_socket.conf.xml 中的口令'],
      )
    case 'access-list':
      return fail(
        [`the Event Socket at ${place} turns our address away`, `${place} 的 Event Socket 拒绝本机地址`],
        [
          'add it to the list callwright in acl.conf.xml, then: reloadacl. Nobody is let in where the environment that FreeSWITCH was started in lacks the variable of the password (env-set in callwright/vars.xml): set it there, then start the switch again',
          '把它加入 acl.conf.xml 的名单 callwright，然后 reloadacl。若启动 FreeSWITCH 的环境中没有口令变量（callwright/vars.xml 的 env-set），则不放行任何人：请设置它，然后重启交换机',
        ],
      )
    case 'not-freeswitch':
      return fail(
        [`what answers at ${place} is no Event Socket (${detail})`, `在 ${place} 应答的不是 Event Socket（${detail}）`],
        ['take the port of event_socket.conf.xml', '使用 event_socket.conf.xml 中的端口'],
      )
  }
}

/** Which mod_event_socket takes where its configuration has none. */
const USUAL_PASSWORD = 'ClueCon'

/** Whether the switch that does not take our password takes the one of every installation. `timeout` in ms. */
export async function takesUsualPassword(
  { address, password }: Pick<InboundOptions, 'address' | 'password'>,
  timeout: number,
): Promise<boolean> {
  if (password === USUAL_PASSWORD) return false
  const opened = await openInbound({ address, password: USUAL_PASSWORD, timeout })
  if (opened.kind === 'open') opened.close()
  return opened.kind === 'open'
}

export const usualPassword = (place: string): Verdict =>
  fail(
    [
      `the Event Socket at ${place} has the password that every installation has, not ours: whoever reaches it can do everything`,
      `${place} 的 Event Socket 用的是每个安装都相同的默认口令，而不是我们的：能连上它的人可以做任何事`,
    ],
    [
      'set the variable that callwright/vars.xml takes the password from (env-set) in the environment that FreeSWITCH is started in, put in what `callwright serve --print-freeswitch` prints, event_socket.conf.xml with it, then start the switch again',
      '在启动 FreeSWITCH 的环境中设置 callwright/vars.xml 取口令的变量（env-set），放入 `callwright serve --print-freeswitch` 打印的内容（包括 event_socket.conf.xml），然后重启交换机',
    ],
  )
