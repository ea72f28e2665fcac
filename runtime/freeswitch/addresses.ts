// Who may connect: networks as `10.1.0.0/16`, `2001:db8::/32` or one address.
import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** `::ffff:127.0.0.1` is 127.0.0.1. */
export const plainAddress = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  return mapped ? mapped[1]! : address
}

/** Null where one of them is no network: its text. Never a list that is wider than what was written. */
export function createNetworks(written: readonly string[]): { readonly has: (address: string) => boolean } | { readonly wrong: string } {
  const list = new BlockList()
  for (const text of written) {
    const [address = '', bits, more] = text.split('/')
    const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null
    const most = family === 'ipv4' ? 32 : 128
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
    if (family === null || more !== undefined || length < 0 || length > most) return { wrong: text }
    list.addSubnet(address, length, family)
  }
  return {
    has: given => {
      const address = plainAddress(given)
      return isIPv4(address) ? list.check(address, 'ipv4') : isIPv6(address) ? list.check(address, 'ipv6') : false
    },
  }
}
