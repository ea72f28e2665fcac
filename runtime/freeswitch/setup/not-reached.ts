// Why the switch's Event Socket cannot be used, and what to do about it.
import type { NotOpen } from '../inbound.ts'
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
        ['add it to the list callwright in acl.conf.xml, then: reloadacl', '把它加入 acl.conf.xml 的名单 callwright，然后 reloadacl'],
      )
    case 'not-freeswitch':
      return fail(
        [`what answers at ${place} is no Event Socket (${detail})`, `在 ${place} 应答的不是 Event Socket（${detail}）`],
        ['take the port of event_socket.conf.xml', '使用 event_socket.conf.xml 中的端口'],
      )
  }
}
