/** `HOST:PORT`, an address of IPv6 in brackets (RFC 3986, 3.2.2). */
export const shownAddress = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`
